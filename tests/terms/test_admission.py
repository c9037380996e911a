"""The routes table, the column "on open", and the ceilings."""

import ast
from datetime import date
from pathlib import Path

import pytest

import marketplace
from marketplace.terms import ceilings
from marketplace.terms.enums import Act, DeferralKind, FeeMode, Route, Severity
from marketplace.terms.parts import (
    Bundle,
    Deferral,
    DuePoint,
    Effect,
    Fixed,
    Instalment,
    Period,
    Pool,
    PoolShare,
    Quota,
    Repeat,
    Royalty,
    Scope,
    Tier,
    Transfer,
)
from marketplace.terms.presets import (
    entry_royalty,
    free,
    instalments,
    limited_free,
    lump_sum,
    pay_later,
    price,
    royalty,
    trial_then_convert,
)
from marketplace.terms.record import Terms
from marketplace.terms.routes import ROUTES, Duty, Party, Station, acts_for, check_route

ON_OPEN = {"route": Route.OPEN}


def found(terms, kind=None):
    return {(finding.code, finding.path) for finding in check_route(terms, kind)}


def open_(**parts):
    return Terms.of(Route.OPEN, **{"period": Period(months=36)} | parts)


staged_on_milestone = Instalment(amount_fen=5, due=DuePoint(milestone="sample"))
lump = Fixed(amount_fen=5)
share = Royalty(base="net_sales", tiers=(Tier(rate_ppm=20_000),))
members = (PoolShare(party="a", share_ppm=400_000), PoolShare(party="b", share_ppm=600_000))

NOT_ON_OPEN = [
    (open_(instalments=(staged_on_milestone,)), "dated_only", "instalments.0.due.milestone"),
    (pay_later(5, **ON_OPEN), "deferred_part", "lump_sum"),
    (pay_later(5, milestone="sample", **ON_OPEN), "dated_trigger", "deferral.milestone"),
    (
        pay_later(rate_ppm=20_000, **ON_OPEN),
        "dated_trigger",
        "deferral.on_first_revenue",
    ),
    (
        open_(entry_fee=lump, royalty=share, deferral=Deferral(kind=DeferralKind.REVENUE_SHARE)),
        "deferred_part",
        "entry_fee",
    ),
    (trial_then_convert(amount_fen=5, **ON_OPEN), "part_on_route", "trial"),
    (trial_then_convert(amount_fen=5, **ON_OPEN), "mode_on_route", "fee_mode"),
    (open_(lump_sum=lump, quota=Quota(first_n=5)), "part_on_route", "quota"),
    (open_(lump_sum=lump, bundle=Bundle(patents=("a", "b"))), "part_on_route", "bundle"),
    (open_(lump_sum=lump, pool=Pool(members=members)), "part_on_route", "pool"),
    (open_(effect=Effect()), "part_on_route", "effect"),
    (Terms.of(Route.OPEN, transfer=Transfer()), "part_on_route", "transfer"),
    (Terms.of(Route.OPEN), "no_period", "period"),
    (open_(scope=Scope(field="batteries")), "whole_scope", "scope.field"),
    (open_(scope=Scope(territory="Tianjin")), "whole_scope", "scope.territory"),
    (open_(scope=Scope(product="cells")), "whole_scope", "scope.product"),
    (open_(scope=Scope(acts=(Act.MAKE, Act.SELL))), "all_acts", "scope.acts"),
]
ON_OTHERS = [
    (lump_sum(5, route=Route.OPEN_SOURCE), "part_on_route", "lump_sum"),
    (lump_sum(5, route=Route.OPEN_SOURCE), "mode_on_route", "fee_mode"),
    (free(route=Route.TRANSFER), "mode_on_route", "fee_mode"),
    (free(route=Route.TRANSFER), "period_of_sale", "period"),
    (Terms.of(Route.ORDINARY, transfer=Transfer(price_fen=5)), "part_on_route", "transfer"),
    (Terms.of(Route.ORDINARY), "no_period", "period"),
]


@pytest.mark.parametrize(("terms", "code", "path"), [*NOT_ON_OPEN, *ON_OTHERS])
def test_what_a_route_does_not_admit_is_found_at_its_field(terms, code, path):
    assert (code, path) in found(terms)


@pytest.mark.parametrize(("terms", "code", "path"), NOT_ON_OPEN)
def test_the_same_finding_is_gone_once_the_route_is_ordinary(terms, code, path):
    moved = Terms.model_validate(dict(terms) | {"route": Route.ORDINARY})
    assert (code, path) not in found(moved) or path in ("transfer", "period")


@pytest.mark.parametrize(
    "terms",
    [
        free(),
        lump_sum(5),
        instalments([5, 5]),
        royalty(20_000),
        entry_royalty(5, 20_000),
        pay_later(rate_ppm=20_000, on_first_revenue=False, **ON_OPEN),
        pay_later(amounts_fen=[5, 5], on_first_revenue=False, **ON_OPEN),
        open_(period=Period(whole_life=True)),
        open_(period=Period(end_on=date(2030, 1, 1))),
    ],
)
def test_what_open_admits_passes_without_a_finding(terms):
    assert check_route(terms, "invention") == ()


def test_a_free_time_on_open_only_asks_that_it_be_announced():
    (finding,) = check_route(limited_free(12, 5))
    assert (finding.code, finding.severity) == ("announce_free_window", Severity.WARN)


def test_added_clauses_on_open_warn():
    (finding,) = check_route(lump_sum(5, late_interest_ppm=500))
    assert (finding.code, finding.severity) == ("added_clause", Severity.WARN)
    assert check_route(lump_sum(5, late_interest_ppm=500, route=Route.ORDINARY)) == ()


def test_a_design_has_no_use():
    assert Act.USE not in acts_for("design")
    assert acts_for("utility_model") == tuple(Act)
    assert check_route(free(kind="design"), "design") == ()
    assert ("acts_of_kind", "scope.acts") in found(free(), "design")
    assert ("all_acts", "scope.acts") in found(free(kind="design"), "invention")


def test_fixed_fees_at_the_ceiling_pass_and_a_fen_more_blocks():
    assert ceilings.check(lump_sum(2_000_000_000)) == ()
    (finding,) = ceilings.check(lump_sum(2_000_000_001))
    assert finding.severity is Severity.BLOCK
    assert finding.path == "lump_sum"
    assert "20,000,000.01" in str(finding)
    assert "ordinary" in str(finding)
    assert "open_source" not in str(finding)


def test_the_ceiling_adds_entry_fee_lump_sum_and_instalments():
    most = Fixed(amount_fen=1_000_000_000)
    part = Instalment(amount_fen=1, due=DuePoint(months=0))
    assert ceilings.check(open_(entry_fee=most, lump_sum=most)) == ()
    assert ceilings.check(open_(entry_fee=most, lump_sum=most, instalments=(part,)))


def test_recurring_instalments_count_as_often_as_they_come():
    yearly = Instalment(
        amount_fen=1_000_000_000, due=DuePoint(months=0), repeat=Repeat(every_months=12)
    )
    assert ceilings.check(open_(instalments=(yearly,), period=Period(months=24))) == ()
    assert ceilings.check(open_(instalments=(yearly,), period=Period(months=36)))
    assert ceilings.check(open_(instalments=(yearly,), period=Period(whole_life=True)))


def test_the_ceiling_does_not_touch_other_routes():
    assert ceilings.check(lump_sum(2_000_000_001, route=Route.ORDINARY)) == ()
    assert ceilings.check(price(5_000_000_000)) == ()


@pytest.mark.parametrize(
    ("base", "rate", "codes"),
    [
        ("net_sales", 200_000, set()),
        ("net_sales", 200_001, {"rate_ceiling"}),
        ("profit", 400_000, set()),
        ("profit", 400_001, {"rate_ceiling"}),
    ],
)
def test_rates_above_the_usual_warn_and_ask_why(base, rate, codes):
    findings = ceilings.check(open_(royalty=Royalty(base=base, tiers=(Tier(rate_ppm=rate),))))
    assert {finding.code for finding in findings} == codes
    assert all(finding.severity is Severity.WARN for finding in findings)
    assert all(f"{20 if base == 'net_sales' else 40}%" in str(finding) for finding in findings)


def test_the_table_is_complete():
    assert set(ROUTES) == set(Route)
    assert {mode for rules in ROUTES.values() for mode in rules.fee_modes} == set(FeeMode)


def test_the_law_of_each_route():
    open_rules, ordinary = ROUTES[Route.OPEN], ROUTES[Route.ORDINARY]
    assert open_rules.needs_declaration
    assert open_rules.signers == (Party.LICENSEE,)
    assert ordinary.signatures_needed == 2
    assert ROUTES[Route.OPEN_SOURCE].signatures_needed == 0
    assert [route for route, rules in ROUTES.items() if rules.annuity_cut] == [Route.OPEN]
    recordals = {
        r: d for r, rules in ROUTES.items() for d in rules.duties if d.duty is Duty.RECORDAL
    }
    assert {route: duty.months for route, duty in recordals.items()} == {
        Route.OPEN: 3,
        Route.ORDINARY: 3,
    }
    assert recordals[Route.ORDINARY].filers == (Party.LICENSOR,)
    assert ROUTES[Route.TRANSFER].stations[4] is Station.ASSIGNMENT_REGISTRATION


def test_stations_hold_every_filing_of_their_route():
    for rules in ROUTES.values():
        assert {duty.duty.value for duty in rules.duties} <= {s.value for s in rules.stations}


def _compares_route(tree):
    """Comparisons with a member of Route: ``== Route.OPEN``, ``is not Route.OPEN``, ``in (…)``."""
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare | ast.MatchValue)
        and any(
            isinstance(part, ast.Attribute)
            and isinstance(part.value, ast.Name)
            and part.value.id == "Route"
            for part in ast.walk(node)
        )
    ]


def test_nobody_asks_which_route_it_is():
    package = Path(marketplace.__file__).parent
    for module in package.rglob("*.py"):
        if module != package / "terms" / "routes.py":
            assert not _compares_route(ast.parse(module.read_text())), module


@pytest.mark.parametrize(
    "source",
    ["if route == Route.OPEN: pass", "x = a.route is not Route.OPEN", "r in (Route.OPEN,)"],
)
def test_the_watch_for_routes_sees_them(source):
    assert _compares_route(ast.parse(source))

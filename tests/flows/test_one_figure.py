"""One record, one figure: what its listing, its agreement in HTML and in print, its obligations, its
filing and the copy sheet of its declaration say, compared with ``schedule()`` and with the record,
over random terms of every fee mode on every route (what comes to be paid: ``test_fee_modes``)."""

from collections import Counter
from contextlib import nullcontext
from dataclasses import replace
from itertools import count
from unittest.mock import patch

import pytest

from marketplace import clock
from marketplace.accounts import kept_pages
from marketplace.agreements import texts
from marketplace.declarations.checks import terms_problems
from marketplace.documents.keys import document_key
from marketplace.documents.sealing_jobs import seal_pending
from marketplace.listings import previews
from marketplace.obligations import lines
from marketplace.registration import facts
from marketplace.terms import office_words
from marketplace.terms.amending import amended_schedule
from marketplace.terms.clauses import clauses
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.presets import preset
from marketplace.terms.projection import Volume
from marketplace.terms.record import as_data, digest, load
from marketplace.terms.schedule import project, schedule
from marketplace.terms.summary import summary
from marketplace.terms.wording import amount_zh, capital, percent, yuan
from marketplace.web import money
from tests.flows import surfaces
from tests.flows.journeys import Journey
from tests.flows.test_fee_modes import PAIRS, amounts_of, rates_of
from tests.terms.random_terms import FIRST, cases

SEED = 20261127
EACH = 2
"""So many records of every pair of fee mode and route; the mixed ones get twice as many."""


def records():
    """Random records with their day of effect, which lies ahead of today by the same number of days
    every time: the site's own certificate is made today."""
    ahead = clock.today() - FIRST
    wanted = Counter({pair: EACH * (1 + (pair[0] is FeeMode.MIXED)) for pair in PAIRS})
    for number, (terms, day, _, _) in zip(count(), cases(20_000, SEED), strict=False):
        for route in Route:
            found = on_route(terms, route)
            pair = found and (found.fee_mode, route)
            if pair and wanted[pair] > 0:
                wanted[pair] -= 1
                yield pytest.param(
                    moved(found, ahead), day + ahead, id=f"{pair[0]}-{route}-{SEED}.{number}"
                )
        if not +wanted:
            return
    raise AssertionError(f"no random record of {+wanted}")


def moved(terms, ahead):
    """The same terms with their one fixed day moved along."""
    data = as_data(terms)
    window = data.get("free_window") or {}
    if window.get("through"):
        window["through"] = (terms.free_window.through + ahead).isoformat()
    return load(data)


def on_route(terms, route):
    """The same terms offered on a route, or None where the route does not admit them."""
    if terms.fee_mode is FeeMode.FREE and route is Route.OPEN_SOURCE:
        return preset(FeeMode.FREE, route=route, months=terms.period.months)
    if (terms.route is Route.TRANSFER) is not (route is Route.TRANSFER):
        return None
    data = as_data(terms) | {"route": route.value, "signing": None}
    try:
        found = load(data)
    except ValueError:
        return None
    return None if any(terms_problems(found)) else found


def concluded(journey):
    """The license signed and in effect, with its sealed paper."""
    agreement = journey.sign().agreement
    assert agreement.effective_on == clock.today()
    assert seal_pending() >= 1
    return agreement


def owed(agreement):
    lines = schedule(agreement.record, agreement.effective_on, (), agreement.last_day)
    return Counter((line.due_on and line.due_on.isoformat(), line.amount_fen) for line in lines)


# What each surface must say, from the record alone


def assert_listing(app, agreement, offered):
    rows, anywhere = surfaces.listing_page(app, agreement)
    shown = project(offered, clock.today(), sample(offered))
    assert rows == by_day(shown.lines)
    if shown.total_fen:
        assert shown.total_fen in anywhere


def assert_agreement(app, agreement):
    assert surfaces.agreement_page(app, agreement) == owed(agreement)


def assert_obligations(agreement):
    assert surfaces.obligations(agreement) == owed(agreement)


def assert_print(agreement):
    figures, text = surfaces.printed(agreement)
    known = known_amounts(agreement.record)
    assert figures <= {(fen, f"人民币{capital(fen)}") for fen in known}
    assert amounts_of(as_data(agreement.record)) <= {fen for fen, _ in figures}
    assert all(percent(ppm) in text for ppm in rates_of(as_data(agreement.record)))


def assert_filing(agreement, record, sheet):
    data, lines = surfaces.filed(record)
    assert data == lines == owed(agreement)
    assert record["terms"] == {"sha256": digest(agreement.record), "record": agreement.terms}
    assert_sheet(agreement.record, surfaces.fields(record), sheet)


def assert_declaration(app, agreement, offered):
    payload, sheet = surfaces.declaration_sheet(app, agreement)
    assert payload["terms"]["record"] == as_data(offered)
    said = surfaces.fields(payload)
    assert said["period"] == office_words.period(offered)
    assert_sheet(offered, said, sheet)


def assert_sheet(terms, said, sheet):
    """The standard of payment in the data is what the page prints, with the record's figures."""
    if "standard" not in said:
        return
    assert "".join(said["standard"].split()) in sheet
    assert surfaces.amounts(said["standard"]) <= known_amounts(terms)
    assert main_amounts(terms) <= surfaces.amounts(said["standard"])


def by_day(lines):
    """What falls due on one day is one row for a buyer."""
    days = Counter()
    for line in lines:
        days[line.due_on.isoformat()] += line.amount_fen
    return Counter(days.items())


def known_amounts(terms):
    once = [each.amount_fen for each in terms.instalments if each.repeat is None]
    times = [(each.repeat and each.repeat.times) or 1 for each in terms.instalments]
    all_of_them = zip(terms.instalments, times, strict=True)
    totals = {sum(once), sum(each.amount_fen * often for each, often in all_of_them)}
    bounds = {tier.up_to for tier in terms.royalty.tiers} if terms.royalty else set()
    return amounts_of(as_data(terms)) | totals | (bounds - {None})


def main_amounts(terms):
    """What the one line about a fee cannot leave out."""
    if terms.transfer is not None:
        return {terms.transfer.price_fen} - {None}
    parts = (terms.entry_fee, terms.lump_sum, *(i for i in terms.instalments if i.repeat))
    return {each.amount_fen for each in parts if each}


def sample(terms):
    if terms.royalty is None:
        return Volume()
    names = {"net_sales": "net_sales_fen", "profit": "profit_fen", "output": "units"}
    return Volume(**{names[terms.royalty.base]: previews.SAMPLES[terms.royalty.base][1]})


RECORDS = tuple(records())


@pytest.mark.parametrize(("terms", "day"), RECORDS)
def test_every_surface_shows_the_figures_of_the_record(app, terms, day):
    document_key()  # made today, and good from then on
    with clock.at(day):
        journey = Journey(app, terms, Volume()).draft()
        assert_listing(app, journey.agreement, terms)
        agreement = concluded(journey)
        assert_agreement(app, agreement)
        assert_obligations(agreement)
        assert_print(agreement)
        assert_filing(agreement, *surfaces.package(agreement))
        if agreement.declaration is not None:
            assert_declaration(app, agreement, terms)


def test_every_fee_mode_on_every_route_is_among_them():
    drawn = [each.values[0] for each in RECORDS]
    assert {(terms.fee_mode, terms.route) for terms in drawn} == set(PAIRS)
    assert len(drawn) >= 40


# Negative controls: a surface that says one fen more is told from the record, and it alone

FEN = 3_000_050
LATER = preset(FeeMode.LUMP_SUM, amount_fen=FEN, due_days=30)


def dearer(text):
    for words in (amount_zh, yuan):
        text = text.replace(words(FEN), words(FEN + 1))
    return text


def dearer_clauses(*arguments):
    return tuple(replace(each, text=dearer(each.text)) for each in clauses(*arguments))


def dearer_summary(*arguments):
    return dearer(summary(*arguments))


def dearer_lines(*arguments):
    return tuple(
        replace(each, amount_fen=each.amount_fen + 1) for each in amended_schedule(*arguments)
    )


def dearer_projection(terms, on, volume, limit):
    found = project(terms, on, volume, expires_limit=limit)
    lines = tuple(replace(each, amount_fen=each.amount_fen + 1) for each in found.lines)
    return replace(found, lines=lines)


def dearer_money(fen):
    return {"amount": fen + 1, "currency": "CNY"}


def dearer_filter(fen):
    return money(fen + 1)


ALTERED = {
    "listing": lambda app: patch.object(previews, "_projected", dearer_projection),
    "agreement": lambda app: patch.dict(app.jinja_env.filters, money=dearer_filter),
    "obligations": lambda app: patch.object(lines, "amended_schedule", dearer_lines),
    "print": lambda app: patch.object(texts, "clauses", dearer_clauses),
    "filing": lambda app: patch.object(facts, "money", dearer_money),
    "declaration": lambda app: patch.object(office_words, "summary", dearer_summary),
}
"""What is switched to a fen more, by the surface that shows it."""


@pytest.mark.parametrize("surface", ALTERED)
def test_control_a_fen_more_on_one_surface_is_seen(app, surface):
    journey = Journey(app, LATER, Volume()).draft()
    agreement = journey.agreement
    at_signing = surface in ("obligations", "print")
    altered = ALTERED[surface](app)
    if surface == "listing":
        with altered, pytest.raises(AssertionError):
            assert_listing(app, agreement, LATER)
        kept_pages.begin(app)  # the altered page was kept as the state's own
        assert_listing(app, agreement, LATER)
        return
    with altered if at_signing else nullcontext():
        concluded(journey)
    checks = {
        "agreement": lambda: assert_agreement(app, agreement),
        "obligations": lambda: assert_obligations(agreement),
        "print": lambda: assert_print(agreement),
        "filing": lambda: assert_filing(agreement, *surfaces.package(agreement)),
        "declaration": lambda: assert_declaration(app, agreement, LATER),
    }
    with nullcontext() if at_signing else altered, pytest.raises(AssertionError):
        checks[surface]()
    if not at_signing and surface != "filing":
        checks[surface]()

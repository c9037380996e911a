"""The record: what it refuses, with which field, and what its bytes are."""

import json
from datetime import date

import pytest

from marketplace.terms import Terms, as_data, canonical, digest, load
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.findings import TermsError
from marketplace.terms.parts import Fixed, Period
from marketplace.terms.presets import free, lump_sum, royalty

FREE = {"schema_version": "terms/1", "route": "ordinary", "fee_mode": "free"}
RATE = {"base": "net_sales", "tiers": [{"rate_ppm": 20000}]}


def codes(data):
    with pytest.raises(TermsError) as refused:
        load({**FREE, **data})
    return {(finding.code, finding.path) for finding in refused.value.findings}


def royal(**changes):
    return {"fee_mode": "royalty", "royalty": {**RATE, **changes}}


def instalment(due, **more):
    return {"fee_mode": "instalments", "instalments": [{"amount_fen": 5, "due": due, **more}]}


def later(kind="deferred", **changes):
    lump = {"fee_mode": "pay_later", "lump_sum": {"amount_fen": 5}}
    return lump | {"deferral": {"kind": kind, **changes}}


REFUSED = [
    ({"schema_version": "terms/9"}, "unknown_schema", "schema_version"),
    ({"route": "pledge"}, "enum", "route"),
    ({"currency": "USD"}, "literal_error", "currency"),
    ({"price": 1}, "extra_forbidden", "price"),
    ({"fee_mode": "lump_sum"}, "fee_mode", "fee_mode"),
    ({"lump_sum": {"amount_fen": 5}}, "fee_mode", "fee_mode"),
    ({"lump_sum": {"amount_fen": 0}}, "greater_than_equal", "lump_sum.amount_fen"),
    ({"lump_sum": {"amount_fen": -1}}, "greater_than_equal", "lump_sum.amount_fen"),
    ({"lump_sum": {"amount_fen": 1.5}}, "int_type", "lump_sum.amount_fen"),
    ({"lump_sum": {"amount_fen": 5.0}}, "int_type", "lump_sum.amount_fen"),
    ({"lump_sum": {"amount_fen": True}}, "int_type", "lump_sum.amount_fen"),
    ({"lump_sum": {"amount_fen": "5"}}, "int_type", "lump_sum.amount_fen"),
    ({"lump_sum": {}}, "missing", "lump_sum.amount_fen"),
    ({"scope": {"acts": []}}, "too_short", "scope.acts"),
    ({"scope": {"territory": "  "}}, "string_too_short", "scope.territory"),
    ({"period": {}}, "exactly_one", "period.months"),
    ({"period": {"months": 12, "whole_life": True}}, "exactly_one", "period.whole_life"),
    ({"period": {"end_on": "2026-02-30"}}, "not_a_day", "period.end_on"),
    ({"period": {"end_on": 1795305600}}, "not_a_day", "period.end_on"),
    ({"period": {"end_on": "2026-11-23T00:00:00"}}, "not_a_day", "period.end_on"),
    ({"period": {"months": 301}}, "less_than_equal", "period.months"),
    (royal(tiers=[]), "too_short", "royalty.tiers"),
    (royal(tiers=[{"fen_per_unit": 5}]), "rate_of_base", "royalty.tiers.0"),
    (royal(tiers=[{"rate_ppm": 1, "fen_per_unit": 5}]), "rate_of_base", "royalty.tiers.0"),
    (royal(tiers=[{"rate_ppm": 0}]), "no_rate", "royalty"),
    (royal(tiers=[{"rate_ppm": 1_000_001}]), "less_than_equal", "royalty.tiers.0.rate_ppm"),
    (royal(tiers=[{"up_to": 5, "rate_ppm": 1}]), "tiers", "royalty.tiers"),
    (royal(tiers=[{"rate_ppm": 1}, {"rate_ppm": 2}]), "tiers", "royalty.tiers"),
    (
        royal(tiers=[{"up_to": 9, "rate_ppm": 1}, {"up_to": 5, "rate_ppm": 1}, {"rate_ppm": 2}]),
        "tiers",
        "royalty.tiers",
    ),
    (royal(unit="piece"), "unit", "royalty.unit"),
    (royal(base="output", tiers=[{"fen_per_unit": 5}]), "unit", "royalty.unit"),
    (royal(cycle_months=5), "cycle", "royalty.cycle_months"),
    (royal(report_days=30, pay_days=29), "pays_before_report", "royalty.pay_days"),
    (
        royal(minimum={"amount_fen": 6}, cap={"amount_fen": 5}),
        "minimum_over_cap",
        "royalty.cap",
    ),
    (instalment({}), "exactly_one", "instalments.0.due.on"),
    (
        instalment({"on": "2027-01-01", "months": 0}),
        "exactly_one",
        "instalments.0.due.months",
    ),
    (
        instalment({"milestone": "sample"}, repeat={"every_months": 12}),
        "milestone_repeats",
        "instalments.0.repeat",
    ),
    (
        instalment({"months": 13}) | {"period": {"months": 12}},
        "after_the_end",
        "instalments.0.due.months",
    ),
    (
        instalment({"months": 0}, repeat={"every_months": 12, "times": 3})
        | {"period": {"months": 12}},
        "after_the_end",
        "instalments.0.due.months",
    ),
    (
        instalment({"on": "2027-01-02"}) | {"period": {"end_on": "2027-01-01"}},
        "after_the_end_day",
        "instalments.0.due.on",
    ),
    (
        instalment({"on": "2027-06-30"})
        | {"fee_mode": "limited_free", "free_window": {"through": "2027-06-30"}},
        "inside_free_window",
        "instalments.0.due.on",
    ),
    (
        {"fee_mode": "limited_free", "free_window": {"months": 6}},
        "unpriced_window",
        "free_window.afterwards",
    ),
    (
        {
            "fee_mode": "limited_free",
            "free_window": {"months": 6, "afterwards": "ends"},
            "lump_sum": {"amount_fen": 5},
        },
        "priced_after_end",
        "free_window.afterwards",
    ),
    (
        {
            "fee_mode": "limited_free",
            "free_window": {"months": 6, "afterwards": "ends"},
            "period": {"months": 12},
        },
        "window_period",
        "period",
    ),
    (
        {
            "fee_mode": "limited_free",
            "free_window": {"months": 12},
            "lump_sum": {"amount_fen": 5},
            "period": {"months": 12},
        },
        "after_the_end",
        "free_window.months",
    ),
    (later(months_after_effect=None), "no_trigger", "deferral"),
    (later("staged"), "deferral_without_fee", "instalments"),
    (later("conditional"), "no_condition", "deferral.kind"),
    (later(royalty_from="effect"), "no_royalty", "deferral.royalty_from"),
    (later(cap_fen=4), "cap_below_fixed", "deferral.cap_fen"),
    (later() | {"period": {"months": 11}}, "after_the_end", "deferral.months_after_effect"),
    (
        {"fee_mode": "trial_then_convert", "trial": {"months": 6}},
        "trial_fees",
        "trial.conversion",
    ),
    (
        {"fee_mode": "trial_then_convert", "trial": {"months": 6, "conversion": "equity"}},
        "conversion_price",
        "trial.price_fen",
    ),
    (
        {"fee_mode": "price", "transfer": {"price_fen": 5, "shares_ppm": 5}},
        "price_and_shares",
        "transfer.shares_ppm",
    ),
    (
        {"fee_mode": "price", "transfer": {"price_fen": 5}, "period": {"months": 6}},
        "beside_transfer",
        "period",
    ),
    (
        instalment({"months": 0}) | {"fee_mode": "price", "transfer": {"price_fen": 6}},
        "instalments_of_price",
        "instalments",
    ),
    (
        instalment({"months": 0}, repeat={"every_months": 12})
        | {"fee_mode": "price", "transfer": {"price_fen": 6}},
        "endless_price",
        "instalments.0.repeat.times",
    ),
    ({"fee_mode": "mixed", "quota": {"first_n": 5}}, "quota_of_nothing", "quota"),
    ({"signing": {"quota_place": 1}}, "place_without_quota", "signing.quota_place"),
    ({"effect": {"rule": "day"}}, "effect_day", "effect.on"),
    ({"effect": {"rule": "payment"}}, "effect_on_nothing", "effect.rule"),
    ({"bundle": {"patents": ["202110123456.7"]}}, "too_short", "bundle.patents"),
    (
        {"pool": {"members": [{"party": "a", "share_ppm": 1}, {"party": "b", "share_ppm": 1}]}},
        "pool_shares",
        "pool.members",
    ),
    (
        {"pool": {"members": [{"party": "a", "share_ppm": 500_000}] * 2}},
        "pool_members",
        "pool.members",
    ),
    ({"dispute": {"forum": "arbitration"}}, "no_arbitration_body", "dispute.body"),
]


@pytest.mark.parametrize(("data", "code", "path"), REFUSED, ids=lambda case: str(case)[:60])
def test_bad_terms_are_refused_at_their_field(data, code, path):
    assert (code, path) in codes(data)


def test_every_refusal_says_what_to_do():
    for data, _, _ in REFUSED:
        with pytest.raises(TermsError) as refused:
            load({**FREE, **data})
        assert all(str(finding).strip().endswith(".") for finding in refused.value.findings)
        assert "%(" not in str(refused.value)


def test_several_faults_are_told_at_once():
    found = codes(later("conditional", cap_fen=4))
    assert {("no_condition", "deferral.kind"), ("cap_below_fixed", "deferral.cap_fen")} <= found


@pytest.mark.parametrize("source", ["", "[]", "5", "{", b"\xff", "null"])
def test_what_is_no_record_is_refused_with_a_finding(source):
    with pytest.raises(TermsError):
        load(source)


def test_canonical_bytes_are_fixed():
    terms = Terms.of(Route.OPEN, lump_sum=Fixed(amount_fen=100), period=Period(months=36))
    assert canonical(terms) == (
        b'{"currency":"CNY","dispute":{"forum":"court"},"fee_mode":"lump_sum",'
        b'"improvements":"each_own","instalments":[],"lump_sum":{"amount_fen":100,"due_days":0},'
        b'"period":{"months":36,"whole_life":false},"route":"open","schema_version":"terms/1",'
        b'"scope":{"acts":["make","use","offer","sell","import"]},"tax":"included"}'
    )
    assert digest(terms) == "00b5a134716e92bf6e9f9b51b90ef51ff3447c16be1b404e135fccfff7f411e3"


def test_the_digest_follows_every_figure():
    assert digest(lump_sum(100)) != digest(lump_sum(101))
    assert digest(lump_sum(100)) != digest(lump_sum(100, months=35))


def test_the_order_of_acts_does_not_change_the_bytes():
    a = load({**FREE, "scope": {"acts": ["sell", "make"]}})
    b = load({**FREE, "scope": {"acts": ["make", "sell", "sell"]}})
    assert canonical(a) == canonical(b)


def test_a_record_is_immutable_to_its_leaves():
    terms = royalty(20_000)
    for part, name in (
        (terms, "route"),
        (terms.royalty, "base"),
        (terms.royalty.tiers[0], "up_to"),
    ):
        with pytest.raises(ValueError, match="frozen"):
            setattr(part, name, None)
    assert isinstance(terms.royalty.tiers, tuple)


def test_signing_writes_into_a_new_record_and_is_checked():
    terms = free()
    signed = terms.signed(patent_expires_on=date(2030, 3, 5))
    assert terms.signing is None
    assert as_data(signed)["signing"] == {"patent_expires_on": "2030-03-05"}
    with pytest.raises(ValueError, match="agree"):
        terms.signed(quota_place=1)


def test_records_hold_integers_and_strings_only():
    def leaves(value):
        if isinstance(value, dict | list):
            for each in value.values() if isinstance(value, dict) else value:
                yield from leaves(each)
        else:
            yield value

    assert {type(leaf) for leaf in leaves(as_data(royalty(20_000)))} <= {int, str, bool}


def test_the_json_schema_is_complete_and_closed():
    schema = Terms.model_json_schema()
    assert schema["additionalProperties"] is False
    assert {"route", "fee_mode", "royalty", "deferral"} <= set(schema["properties"])
    assert '"number"' not in json.dumps(schema)
    assert schema["properties"]["fee_mode"]["$ref"].endswith("FeeMode")
    assert len(FeeMode) == 12


def test_a_record_read_again_is_the_same_and_another_is_another():
    data = as_data(lump_sum(3_000_000))
    first = load(data)
    assert load(dict(data)) is first
    other = {**data, "lump_sum": {**data["lump_sum"], "amount_fen": 3_000_001}}
    assert load(other) != first
    with pytest.raises(TermsError):
        load({**data, "lump_sum": {**data["lump_sum"], "amount_fen": True}})

"""Presets: one for every fee mode, coherent, admitted on their route, whole through JSON."""

import pytest

from marketplace.terms import Terms, as_data, canonical, ceilings, digest, load
from marketplace.terms.enums import DeferralKind, FeeMode, Route, Severity
from marketplace.terms.presets import PRESETS, lump_sum, pay_later, preset
from marketplace.terms.routes import check_route
from tests.terms.samples import SAMPLES

ALL = pytest.mark.parametrize("terms", SAMPLES.values(), ids=SAMPLES.keys())


def test_every_fee_mode_has_a_preset_and_a_sample():
    assert set(PRESETS) == set(FeeMode)
    assert {terms.fee_mode for terms in SAMPLES.values()} == set(FeeMode)


@ALL
def test_a_record_survives_json_byte_for_byte(terms):
    again = load(canonical(terms))
    assert again == terms
    assert canonical(again) == canonical(terms)
    assert digest(load(as_data(terms))) == digest(terms)


@ALL
def test_a_sample_is_admitted_on_its_own_route(terms):
    findings = (*check_route(terms), *ceilings.check(terms))
    assert [f for f in findings if f.severity is Severity.BLOCK] == []


@ALL
def test_a_sample_is_coherent(terms):
    assert Terms.model_validate(dict(terms)) == terms


@pytest.mark.parametrize(
    ("mode", "values"),
    [
        (FeeMode.FREE, {}),
        (FeeMode.LUMP_SUM, {"amount_fen": 5}),
        (FeeMode.INSTALMENTS, {"amounts_fen": [5, 6]}),
        (FeeMode.ROYALTY, {"rate_ppm": 5}),
        (FeeMode.ENTRY_ROYALTY, {"entry_fen": 5, "rate_ppm": 5}),
        (FeeMode.LIMITED_FREE, {}),
        (FeeMode.PAY_LATER, {"amount_fen": 5}),
        (FeeMode.TRIAL_THEN_CONVERT, {"amount_fen": 5}),
        (FeeMode.MIXED, {"amount_fen": 5, "rate_ppm": 5}),
        (FeeMode.PRICE, {"amount_fen": 5}),
        (FeeMode.SHARES, {"shares_ppm": 5}),
        (FeeMode.NEGOTIABLE, {}),
    ],
)
def test_a_preset_makes_the_mode_that_it_is_named_after(mode, values):
    assert preset(mode, **values).fee_mode is mode


def test_pay_later_is_negotiated_and_waits_twelve_months_by_default():
    terms = pay_later(5)
    assert terms.route is Route.ORDINARY
    assert terms.deferral.months_after_effect == 12
    assert terms.deferral.kind is DeferralKind.DEFERRED


def test_a_preset_never_invents_an_amount():
    with pytest.raises(TypeError):
        lump_sum()
    with pytest.raises(ValueError, match="amount_fen"):
        pay_later()


def test_every_preset_has_an_example_in_both_languages():
    for each in PRESETS.values():
        assert each.zh.endswith("。")
        assert each.en.endswith(".")

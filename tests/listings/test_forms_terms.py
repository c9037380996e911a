"""The terms form: what is typed becomes the record, and a record fills the form, for every mode."""

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from marketplace.listings.forms_terms import PARTS_OF_MODE, terms_form
from marketplace.terms.enums import Conversion, FeeMode, Route, RoyaltyBase, Span
from marketplace.terms.fee_parts import Limit, Royalty, Tier
from marketplace.terms.findings import TermsError
from marketplace.terms.presets import output_royalty, preset
from marketplace.terms.record import Terms

YUAN = 100


@pytest.fixture(autouse=True)
def request_context(app):
    with app.test_request_context("/?lang=en", method="POST"):
        yield


SAMPLES = {
    FeeMode.FREE: preset(FeeMode.FREE),
    FeeMode.LUMP_SUM: preset(FeeMode.LUMP_SUM, amount_fen=1_200_050, due_days=30),
    FeeMode.INSTALMENTS: preset(FeeMode.INSTALMENTS, amounts_fen=[1_000_000] * 3),
    FeeMode.ROYALTY: preset(FeeMode.ROYALTY, rate_ppm=35_000),
    FeeMode.ENTRY_ROYALTY: preset(FeeMode.ENTRY_ROYALTY, entry_fen=1_000_000, rate_ppm=20_000),
    FeeMode.LIMITED_FREE: preset(FeeMode.LIMITED_FREE, yearly_fen=800_000),
    FeeMode.PAY_LATER: preset(FeeMode.PAY_LATER, amount_fen=3_000_000),
    FeeMode.TRIAL_THEN_CONVERT: preset(FeeMode.TRIAL_THEN_CONVERT, amount_fen=3_000_000),
    FeeMode.MIXED: preset(FeeMode.MIXED, amount_fen=1_000_000, rate_ppm=20_000),
    FeeMode.PRICE: preset(FeeMode.PRICE, amount_fen=20_000_000),
    FeeMode.SHARES: preset(FeeMode.SHARES, shares_ppm=100_000, company="新能科技"),
    FeeMode.NEGOTIABLE: preset(FeeMode.NEGOTIABLE),
}
OTHERS = {
    "output": output_royalty(250, "件"),
    "tiers, minimum and cap": Terms.of(
        Route.ORDINARY,
        period={"months": 60},
        royalty=Royalty(
            base=RoyaltyBase.PROFIT,
            tiers=(Tier(up_to=100_000_000, rate_ppm=300_000), Tier(rate_ppm=150_000)),
            minimum=Limit(amount_fen=500_000),
            cap=Limit(amount_fen=90_000_000, span=Span.WHOLE_LICENSE),
            cycle_months=12,
            inspection=False,
        ),
        scope={"field": "储能", "acts": ("make", "sell")},
        late_interest_ppm=500,
        materials="图纸一套",
    ),
    "staged": preset(FeeMode.PAY_LATER, amounts_fen=[500_000, 700_000], trigger_months=None),
    "revenue share": preset(FeeMode.PAY_LATER, rate_ppm=30_000),
    "milestone": preset(FeeMode.PAY_LATER, amount_fen=3_000_000, milestone="中试验收"),
    "free, then ends": preset(FeeMode.LIMITED_FREE, free_months=18),
    "assignment after trial": preset(
        FeeMode.TRIAL_THEN_CONVERT, amount_fen=9_000_000, conversion=Conversion.ASSIGNMENT
    ),
    "equity after trial": preset(
        FeeMode.TRIAL_THEN_CONVERT, conversion=Conversion.EQUITY, formula="按评估值"
    ),
    "until a day": preset(FeeMode.FREE, period={"end_on": date(2030, 12, 31)}),
    "whole life": preset(FeeMode.FREE, period={"whole_life": True}),
}
ALL = [*SAMPLES.values(), *OTHERS.values()]


def typed(form):
    """What a browser would send for the form as it stands."""
    data = MultiDict()
    for name, value in _controls(form):
        data.add(name, value)
    return data


def _controls(form):
    for field in form:
        if hasattr(field, "entries"):
            for entry in field.entries:
                yield from _controls(entry.form)
        elif hasattr(field, "form"):
            yield from _controls(field.form)
        elif field.type == "BooleanField":
            if field.data:
                yield field.name, "y"
        elif field.type == "SelectMultipleField":
            for value in field.data or ():
                yield field.name, str(value)
        elif field.type == "RadioField":
            yield field.name, str(field.data)
        elif field.type != "CSRFTokenField":
            yield field.name, field._value()


def test_every_mode_has_a_sample_and_a_form():
    assert set(SAMPLES) == set(FeeMode) == set(PARTS_OF_MODE)
    assert all(sample.fee_mode is mode for mode, sample in SAMPLES.items())


@pytest.mark.parametrize("terms", ALL, ids=[*SAMPLES, *OTHERS])
def test_a_record_fills_the_form_and_comes_back_the_same(terms):
    shown = terms_form(terms.route, terms.fee_mode, terms, formdata=None)
    sent = terms_form(terms.route, terms.fee_mode, formdata=typed(shown))
    assert sent.terms() == terms


def form_of(route, mode, **values):
    return terms_form(route, mode, formdata=MultiDict({"period-months": "36", **values}))


@pytest.mark.parametrize("amount", ["12,000", "12000.00", "¥12,000", "1.2万", "１．２万元"])
def test_amounts_are_typed_as_officers_write_them(amount):
    form = form_of(Route.OPEN, FeeMode.LUMP_SUM, **{"lump_sum-amount_fen": amount})
    assert form.terms().lump_sum.amount_fen == 12_000 * YUAN


@pytest.mark.parametrize("amount", ["具体面议", "-1", "12,000.005", "1e5"])
def test_what_is_no_amount_is_explained_at_its_field(amount):
    form = form_of(Route.OPEN, FeeMode.LUMP_SUM, **{"lump_sum-amount_fen": amount})
    assert not form.validate()
    assert form.lump_sum.form.amount_fen.errors
    assert form.lump_sum.form.amount_fen._value() == amount


@pytest.mark.parametrize(("rate", "ppm"), [("3.5", 35_000), ("3.5%", 35_000), ("０．０５％", 500)])
def test_rates_are_typed_in_percent(rate, ppm):
    form = form_of(Route.OPEN, FeeMode.ROYALTY, **{"royalty-tiers-0-rate_ppm": rate})
    assert form.terms().royalty.tiers[0].rate_ppm == ppm


@pytest.mark.parametrize(
    ("mode", "field"),
    [
        (FeeMode.LUMP_SUM, "lump_sum"),
        (FeeMode.INSTALMENTS, "instalments"),
        (FeeMode.ROYALTY, "royalty"),
        (FeeMode.LIMITED_FREE, "free_window"),
    ],
)
def test_a_part_that_the_mode_needs_is_asked_for_at_its_field(mode, field):
    form = form_of(Route.OPEN, mode)
    with pytest.raises(TermsError) as error:
        form.terms()
    assert form.place_findings(error.value.findings) == []
    assert form[field].errors


def test_findings_skip_blank_rows():
    rows = {
        "instalments-2-amount_fen": "100",
        "instalments-2-due-months": "0",
        "instalments-4-amount_fen": "200",
    }
    form = form_of(Route.OPEN, FeeMode.INSTALMENTS, **rows)
    with pytest.raises(TermsError) as error:
        form.terms()
    assert form.place_findings(error.value.findings) == []
    assert [bool(entry.errors) for entry in form.instalments.entries][2:5] == [False, False, True]


def test_the_mode_is_the_one_that_the_parts_make():
    form = form_of(Route.ORDINARY, FeeMode.MIXED, **{"lump_sum-amount_fen": "500"})
    assert form.terms().fee_mode is FeeMode.LUMP_SUM


def test_a_route_shows_only_the_parts_that_it_admits():
    open_form = terms_form(Route.OPEN, FeeMode.MIXED, formdata=None)
    assert "trial" not in open_form
    assert "scope" not in open_form
    assert "quota" in terms_form(Route.ORDINARY, FeeMode.MIXED, formdata=None)
    assert "period" not in terms_form(Route.TRANSFER, FeeMode.PRICE, formdata=None)

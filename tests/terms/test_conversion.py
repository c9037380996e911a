"""A trial's paid license owes what the trial's terms promised: previewed, billed, to the fen and day."""

import random
from datetime import date, timedelta

import pytest

from marketplace.terms import as_data, load
from marketplace.terms.conversion import converted_terms, license_terms
from marketplace.terms.enums import Conversion, FeeMode
from marketplace.terms.events import Converted, FirstRevenue, MilestoneAccepted, StatementAccepted
from marketplace.terms.parts import Period, Trial
from marketplace.terms.presets import mixed, pay_later, trial_then_convert
from marketplace.terms.record import Terms
from marketplace.terms.schedule import license_period, schedule
from tests.terms.random_terms import cases, statements

E = date(2026, 11, 23)
COUNT = 2_500


def promised(terms, effective, facts, life, day):
    """What the trial's own terms make owed, converted on a day."""
    return schedule(terms, effective, [Converted(day), *facts], life)


def owed(terms, effective, facts, life, day, last_day):
    """What the contract of its own makes owed, in effect from the day of conversion."""
    return schedule(license_terms(terms, last_day), day, facts, life)


@pytest.fixture(scope="module")
def conversions():
    """Random terms with a trial in front, converted on a random day with random facts."""
    found = []
    for number, (terms, effective, facts, life) in enumerate(cases(COUNT * 4)):
        luck = random.Random(number)
        tried = with_trial(terms, luck)
        if tried is None or len(found) == COUNT:
            continue
        _, last_day = license_period(tried, effective, life)
        day = effective + timedelta(luck.randrange(1, 200))
        if day >= last_day:
            continue
        kept = [each for each in facts if isinstance(each, FirstRevenue | MilestoneAccepted)]
        lines = promised(tried, effective, kept, life, day)
        periods = [line for line in lines if line.period_from]
        found.append((tried, effective, [*kept, *statements(luck, periods)], life, day, last_day))
    return found


def with_trial(terms, luck):
    """The license with a trial in front of it; None where no paid license can follow one."""
    parts = dict(terms) | {"trial": Trial(months=luck.randrange(1, 6)), "effect": None}
    del parts["fee_mode"]
    try:
        return Terms.of(parts.pop("route"), **parts)
    except ValueError:
        return None


def test_preview_equals_bill_over_random_terms(conversions):
    assert len(conversions) > COUNT // 2
    for case in conversions:
        assert owed(*case) == promised(*case[:5]), case


def test_control_another_period_is_seen(conversions, monkeypatch):
    """A license that ran its whole period anew from conversion would bill more than was shown."""
    monkeypatch.setattr("marketplace.terms.conversion.Period", lambda end_on: Period(months=36))
    assert any(owed(*case) != promised(*case[:5]) for case in conversions)


def test_the_trial_is_gone_and_the_rest_stays():
    terms = trial_then_convert(6, amount_fen=3_000_000).signed(quota_place=None)
    made = license_terms(terms, date(2029, 11, 23))
    assert made.fee_mode is FeeMode.LUMP_SUM
    assert made.period == Period(end_on=date(2029, 11, 23))
    assert (made.lump_sum, made.scope) == (terms.lump_sum, terms.scope)
    assert load(as_data(made)) == made


def test_what_signing_decided_stays_decided():
    terms = mixed(1_000_000, 20_000, first_n=10)
    parts = {name: part for name, part in dict(terms).items() if name not in ("fee_mode", "route")}
    tried = Terms.of(terms.route, **parts | {"trial": Trial(months=3)})
    tried = tried.signed(quota_place=3, patent_expires_on=date(2035, 1, 1))
    made = license_terms(tried, date(2029, 11, 23))
    assert made.signing == tried.signing
    assert schedule(made, E) == ()


def test_a_whole_life_stays_a_whole_life():
    later = pay_later(700_000)
    parts = {name: part for name, part in dict(later).items() if name not in ("fee_mode", "route")}
    parts |= {"period": Period(whole_life=True), "trial": Trial(months=3)}
    tried = Terms.of(later.route, **parts)
    made = license_terms(tried, date(2040, 1, 1))
    assert made.period == tried.period
    assert made.fee_mode is FeeMode.PAY_LATER


@pytest.mark.parametrize("conversion", [Conversion.ASSIGNMENT, Conversion.EQUITY])
def test_a_sale_is_no_license(conversion):
    terms = trial_then_convert(6, conversion=conversion, formula="按评估值")
    with pytest.raises(ValueError, match="no license"):
        license_terms(terms, None)
    assert converted_terms(terms, None).transfer is not None


def test_statements_count_the_same_way():
    terms = trial_then_convert(6, amount_fen=1)
    parts = {name: part for name, part in dict(terms).items() if name not in ("fee_mode", "route")}
    royalty = pay_later(rate_ppm=20_000).royalty
    tried = Terms.of(terms.route, **parts | {"lump_sum": None, "royalty": royalty})
    day = date(2027, 5, 23)
    said = [StatementAccepted(date(2027, 5, 24), date(2027, 11, 23), 1_000_000)]
    _, last_day = license_period(tried, E)
    (first, *_) = owed(tried, E, said, None, day, last_day)
    assert (first.amount_fen, first.period_from) == (20_000, date(2027, 5, 24))

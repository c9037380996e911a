"""A trial's paid license owes what the trial's terms promised: previewed, billed, to the fen and day."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from marketplace.terms import as_data, coherence, load, totals
from marketplace.terms.conversion import converted_terms, license_terms
from marketplace.terms.enums import Conversion, FeeMode, Route
from marketplace.terms.events import Converted, FirstRevenue, MilestoneAccepted, StatementAccepted
from marketplace.terms.parts import Deferral, DuePoint, Fixed, Instalment, Period, Repeat, Trial
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


AMOUNTS = st.integers(1, 10**9)
PERIODS = st.one_of(
    st.integers(3, 60).map(lambda months: Period(months=months)),
    st.integers(60, 1_800).map(lambda days: Period(end_on=E + timedelta(days))),
    st.just(Period(whole_life=True)),
)


@st.composite
def paid_later(draw):
    """A trial whose paid license is paid later, up to a cap, by instalments that come back without a
    number; None where the record itself is refused."""
    item = Instalment(
        amount_fen=draw(AMOUNTS),
        due=DuePoint(months=draw(st.integers(0, 6)), days=draw(st.integers(0, 40))),
        repeat=Repeat(every_months=draw(st.sampled_from([1, 3, 6, 12]))),
    )
    deferral = Deferral(
        kind="staged",
        months_after_effect=draw(st.integers(1, 12)),
        on_first_revenue=draw(st.booleans()),
        cap_fen=draw(st.integers(1, 10**10)),
    )
    parts = {"period": draw(PERIODS), "instalments": (item,), "deferral": deferral}
    if draw(st.booleans()):
        parts["lump_sum"] = Fixed(amount_fen=draw(AMOUNTS), due_days=30)
    try:
        return Terms.of(Route.ORDINARY, trial=Trial(months=draw(st.integers(1, 6))), **parts)
    except ValueError:
        return None


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(paid_later(), st.integers(30, 250), st.none() | st.integers(200, 6_000))
def test_what_is_paid_later_up_to_a_cap_can_always_be_drafted(terms, tried_days, life_days):
    """Whatever was accepted with the trial makes a paid license; it asks for what was shown, and all
    together for no more than the cap."""
    assume(terms is not None)
    assume(
        life_days or not terms.period.whole_life
    )  # a whole life that is not established is refused
    life = E + timedelta(life_days) if life_days else None
    _, last_day = license_period(terms, E, life)
    day = E + timedelta(tried_days)
    assume(last_day is None or day < last_day)
    made = license_terms(terms, last_day)
    assert load(as_data(made)) == made
    lines = owed(terms, E, [], life, day, last_day)
    assert lines == promised(terms, E, [], life, day)
    assert sum(line.amount_fen for line in lines) <= terms.deferral.cap_fen


def capped(period, cap_fen=250):
    """A hundred fen a year, paid later, never more than the cap."""
    item = Instalment(amount_fen=100, due=DuePoint(months=0), repeat=Repeat(every_months=12))
    deferral = Deferral(kind="staged", months_after_effect=6, cap_fen=cap_fen)
    return Terms.of(Route.ORDINARY, period=period, instalments=(item,), deferral=deferral)


def test_the_cap_holds_where_only_the_day_of_effect_shows_how_often():
    lines = schedule(capped(Period(end_on=date(2040, 1, 1))), E)
    assert [line.amount_fen for line in lines] == [100, 100, 50]
    with pytest.raises(ValueError, match="do not agree"):
        capped(Period(months=60))
    with pytest.raises(ValueError, match="do not agree"):
        capped(Period(end_on=date(2040, 1, 1)), cap_fen=99)


def test_control_counted_by_the_longest_life_the_paid_license_is_refused(monkeypatch):
    """As it was: the drafted license ends on a day, and twenty years of instalments pass the cap."""
    item = Instalment(amount_fen=100, due=DuePoint(months=0), repeat=Repeat(every_months=12))
    deferral = Deferral(kind="staged", months_after_effect=6, cap_fen=300)
    tried = Terms.of(
        Route.ORDINARY,
        period=Period(months=36),
        instalments=(item,),
        deferral=deferral,
        trial=Trial(months=3),
    )
    assert license_terms(tried, date(2029, 11, 23)).deferral == deferral
    monkeypatch.setattr(coherence, "certain_total_fen", totals.fixed_total_fen)
    with pytest.raises(ValueError, match="do not agree"):
        license_terms(tried, date(2029, 11, 23))

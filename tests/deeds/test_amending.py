"""What an amendment does to the schedule: pure, over real terms and over random ones."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.terms.amending import amended_schedule
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.presets import preset
from marketplace.terms.schedule import schedule
from tests.deeds.factories import lump
from tests.terms.test_figures import records

EFFECT = date(2027, 1, 15)


def royalty(ppm):
    return preset(FeeMode.ROYALTY, route=Route.ORDINARY, rate_ppm=ppm)


def test_without_an_amendment_the_signed_terms_hold():
    assert amended_schedule(lump(100), [], EFFECT) == schedule(lump(100), EFFECT)


def test_what_was_due_before_stays_as_it_was():
    (line,) = schedule(lump(100), EFFECT)
    after = line.due_on + timedelta(1)
    (kept,) = amended_schedule(lump(100), [(after, lump(70))], EFFECT)
    assert kept.amount_fen == 100


def test_what_is_not_due_yet_follows_the_amendment():
    (line,) = schedule(lump(100), EFFECT)
    (changed,) = amended_schedule(lump(100), [(line.due_on, lump(70))], EFFECT)
    assert changed.amount_fen == 70


def test_an_amount_that_is_new_is_never_lost_and_never_late_at_once():
    free = preset(FeeMode.FREE, route=Route.ORDINARY)
    day = EFFECT + timedelta(400)
    (line,) = amended_schedule(free, [(day, lump(70))], EFFECT)
    assert (line.amount_fen, line.due_on) == (70, day)


def test_a_period_that_is_over_stays_counted_as_agreed_then():
    before, after = royalty(30_000), royalty(10_000)
    first, second, *_ = schedule(before, EFFECT)
    day = first.period_to + timedelta(1)
    lines = {line.key: line for line in amended_schedule(before, [(day, after)], EFFECT)}
    assert lines[first.key].basis == first.basis
    assert lines[second.key] == next(
        line for line in schedule(after, EFFECT) if line.key == second.key
    )


def test_a_second_amendment_stands_on_the_first():
    days = [EFFECT + timedelta(n) for n in (1, 2)]
    lines = amended_schedule(lump(100), list(zip(days, (lump(70), lump(50)), strict=True)), EFFECT)
    assert [line.amount_fen for line in lines] == [50]


@given(records(), records(), st.integers(0, 4_000))
@settings(deadline=None, max_examples=60)
def test_each_line_is_owed_once_and_the_past_is_untouched(before, after, offset):
    day = EFFECT + timedelta(offset)
    old, lines = schedule(before, EFFECT), amended_schedule(before, [(day, after)], EFFECT)
    keys = [line.key for line in lines]
    assert len(keys) == len(set(keys))
    past = {line.key: line for line in old if line.due_on and line.due_on < day}
    assert all(line in lines for line in past.values())
    new = {line.key: line for line in schedule(after, EFFECT)}
    for line in lines:
        if line.key not in past and line.period_to is None:
            assert line.due_on is None or line.due_on >= day
            assert line.amount_fen == new[line.key].amount_fen

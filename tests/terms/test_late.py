"""Late payment by hand: what each day of delay adds, after the grace, without the days on hold."""

from datetime import date

import pytest

from marketplace.terms.due import Due
from marketplace.terms.enums import Reason, Standing
from marketplace.terms.events import (
    Credited,
    Held,
    Invalidated,
    Questioned,
    Released,
    Upheld,
    Waived,
)
from marketplace.terms.late import late_so_far
from marketplace.terms.parts import Deferral, Fixed
from marketplace.terms.schedule import schedule
from tests.terms.golden import license_

EFFECT = date(2026, 11, 23)
PPM = 500
"""Five ten-thousandths a day."""
PLAIN = license_(lump_sum=Fixed(amount_fen=1_000_000, due_days=30), late_interest_ppm=PPM)
DUE = date(2026, 12, 23)
LATER = license_(
    lump_sum=Fixed(amount_fen=1_000_000, due_days=30),
    deferral=Deferral(kind="deferred", months_after_effect=12, grace_days=30),
    late_interest_ppm=PPM,
)


def paid(*parts):
    return tuple(Credited("lump_sum", day, fen) for day, fen in parts)


def interest(terms, events):
    lines = [
        line for line in schedule(terms, EFFECT, events) if line.reason is Reason.LATE_INTEREST
    ]
    return [(line.key, line.amount_fen, line.due_on, line.standing) for line in lines]


GOLDEN = [
    ("nothing is paid: nothing is final", PLAIN, (), []),
    ("on the due day", PLAIN, paid((DUE, 1_000_000)), []),
    ("early", PLAIN, paid((date(2026, 12, 1), 1_000_000)), []),
    ("a day late", PLAIN, paid((date(2026, 12, 24), 1_000_000)), [500]),
    ("ten days late", PLAIN, paid((date(2027, 1, 2), 1_000_000)), [5_000]),
    ("half in time, half ten days late", PLAIN, paid((DUE, 500_000), (date(2027, 1, 2), 500_000)), [2_500]),
    ("half open: nothing is final", PLAIN, paid((date(2027, 1, 2), 500_000)), []),
    ("taken back: nothing is final", PLAIN, paid((date(2027, 1, 2), 1_000_000), (date(2027, 1, 2), -1_000_000)), []),
    ("within the grace", LATER, paid((date(2028, 1, 22), 1_000_000)), []),
    ("a day after the grace", LATER, paid((date(2028, 1, 23), 1_000_000)), [500]),
    ("without a rate", license_(lump_sum=Fixed(amount_fen=1_000_000, due_days=30)), paid((date(2027, 3, 1), 1_000_000)), []),
    ("on hold five of ten days", PLAIN, (Held("lump_sum", date(2026, 12, 24)), Released("lump_sum", date(2026, 12, 29)), *paid((date(2027, 1, 2), 1_000_000))), [2_500]),
    ("asked about five of ten days", PLAIN, (Questioned(date(2026, 12, 24)), Upheld(date(2026, 12, 29)), *paid((date(2027, 1, 2), 1_000_000))), [2_500]),
    ("asked about while on hold: the longer counts", PLAIN, (Held("lump_sum", date(2026, 12, 24)), Questioned(date(2026, 12, 25)), Released("lump_sum", date(2026, 12, 26)), Upheld(date(2026, 12, 29)), *paid((date(2027, 1, 2), 1_000_000))), [2_500]),
    ("on hold while asked about: the longer counts", PLAIN, (Questioned(date(2026, 12, 24)), Held("lump_sum", date(2026, 12, 25)), Upheld(date(2026, 12, 26)), Released("lump_sum", date(2026, 12, 29)), *paid((date(2027, 1, 2), 1_000_000))), [2_500]),
    ("another one on hold", PLAIN, (Held("entry_fee", date(2026, 12, 24)), *paid((date(2027, 1, 2), 1_000_000))), [5_000]),
    ("half a fen is rounded up", license_(lump_sum=Fixed(amount_fen=1_000, due_days=30), late_interest_ppm=PPM), paid((date(2026, 12, 24), 1_000)), [1]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("terms", "events", "amounts"),
    [row[1:] for row in GOLDEN],
    ids=[row[0] for row in GOLDEN],
)
def test_default_money_by_hand(terms, events, amounts):
    (line,) = [each for each in schedule(terms, EFFECT) if each.key == "lump_sum"]
    assert line.due_on == (DUE if terms is not LATER else date(2027, 12, 23))
    assert [amount for _, amount, _, _ in interest(terms, events)] == amounts


def test_it_is_due_on_the_day_of_settlement_and_can_be_given_up():
    events = paid((date(2027, 1, 2), 1_000_000))
    assert interest(PLAIN, events) == [("late.lump_sum", 5_000, date(2027, 1, 2), Standing.OWED)]
    given_up = (*events, Waived("late.lump_sum", date(2027, 1, 5)))
    assert interest(PLAIN, given_up)[0][3] is Standing.WAIVED
    invalid = (*events, Invalidated(date(2027, 1, 5)))
    assert interest(PLAIN, invalid)[0][3] is Standing.ON_HOLD


def test_what_has_come_together_grows_by_the_day():
    line = Due("lump_sum", Reason.LUMP_SUM, 1_000_000, EFFECT, DUE, "lump_sum")
    for days, amount in ((0, 0), (1, 500), (10, 5_000)):
        assert late_so_far(PLAIN, line, (), date.fromordinal(DUE.toordinal() + days)) == amount


def test_control_a_count_that_took_in_the_due_day_would_be_seen():
    line = Due("lump_sum", Reason.LUMP_SUM, 1_000_000, EFFECT, date(2026, 12, 22), "lump_sum")
    assert late_so_far(PLAIN, line, (), date(2026, 12, 24)) != 500

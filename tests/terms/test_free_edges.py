"""R-60: the edges of a free window are Shanghai midnights, wherever the server stands."""

import os
import time
from datetime import UTC, date, datetime

import pytest

from marketplace import clock
from marketplace.terms.cost import is_free_on
from marketplace.terms.parts import Fixed, FreeWindow
from marketplace.terms.schedule import payable_before_effect_fen, schedule
from tests.terms.golden import license_

TERMS = license_(free_window=FreeWindow(through=date(2027, 6, 30)), lump_sum=Fixed(amount_fen=500))
LAST_SECOND = datetime(2027, 6, 30, 15, 59, 59, tzinfo=UTC)
FIRST_SECOND = datetime(2027, 6, 30, 16, 0, 0, tzinfo=UTC)


@pytest.fixture(params=["UTC", "Pacific/Tongatapu", "America/Los_Angeles"])
def server(request, monkeypatch):
    """A server whose own clock stands in another zone (UTC+13 is Tonga)."""
    monkeypatch.setitem(os.environ, "TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("server")
def test_the_last_second_is_free_and_the_next_is_not():
    with clock.at(LAST_SECOND):
        assert clock.today() == date(2027, 6, 30)
        assert is_free_on(TERMS, clock.today())
        assert payable_before_effect_fen(TERMS, clock.today()) == 0
    with clock.at(FIRST_SECOND):
        assert clock.today() == date(2027, 7, 1)
        assert not is_free_on(TERMS, clock.today())
        assert payable_before_effect_fen(TERMS, clock.today()) == 500


def test_a_window_that_included_one_day_less_would_be_seen():
    """Negative control."""
    shorter = license_(
        free_window=FreeWindow(through=date(2027, 6, 29)), lump_sum=Fixed(amount_fen=500)
    )
    assert not is_free_on(shorter, date(2027, 6, 30))
    assert payable_before_effect_fen(shorter, date(2027, 6, 30)) == 500


def test_a_window_shortened_after_signing_changes_nothing_signed():
    """The signed record is immutable; an offer with a shorter window is another record."""
    signed = TERMS.signed(patent_expires_on=date(2040, 1, 1))
    shorter = FreeWindow(through=date(2026, 12, 31))
    offer = signed.model_copy(update={"free_window": shorter})
    (line,) = schedule(signed, date(2026, 11, 23))
    assert line.due_on == date(2027, 7, 1)
    assert schedule(offer, date(2026, 11, 23))[0].due_on == date(2027, 1, 1)
    with pytest.raises(ValueError, match="frozen"):
        signed.free_window = shorter

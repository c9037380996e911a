"""The one clock: instants are UTC, legal and payment days are calendar days of Asia/Shanghai."""

import calendar
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_set_to: ContextVar[datetime | None] = ContextVar("clock_set_to", default=None)


def now() -> datetime:
    """The present instant, UTC with zone."""
    return _set_to.get() or datetime.now(UTC)


def today() -> date:
    """The present calendar day in Asia/Shanghai."""
    return shanghai_day(now())


def shanghai_day(instant: datetime) -> date:
    """The Asia/Shanghai day on which an instant falls."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return instant.astimezone(SHANGHAI).date()


def start_of_day(day: date) -> datetime:
    """The instant (UTC) at which a Shanghai day begins."""
    return datetime.combine(day, time.min, SHANGHAI).astimezone(UTC)


def add_months(day: date, months: int) -> date:
    """The same day number ``months`` later; a missing day becomes the month's last (民法典 202)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def add_years(day: date, years: int) -> date:
    """The anniversary ``years`` later; 29 February becomes 28 in a common year."""
    return add_months(day, 12 * years)


@contextmanager
def at(when: date | datetime) -> Iterator[None]:
    """Set the clock for the block: an instant, or noon in Shanghai of a day."""
    if not isinstance(when, datetime):
        when = datetime.combine(when, time(12), SHANGHAI)
    if when.tzinfo is None:
        raise ValueError("an instant needs a zone")
    token = _set_to.set(when.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.reset(token)

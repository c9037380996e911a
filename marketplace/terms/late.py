"""Late payment: what each day of delay adds to an amount, where the terms say so (Civil Code 585).

The rate is parts per million of the unpaid amount per day, from the day after the last day to pay
without default (due day and grace) through the value day of the payment. Days on which the amount
was on hold do not count. Pure, like ``schedule()``.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from marketplace.terms.due import Due
from marketplace.terms.enums import Reason, Standing
from marketplace.terms.events import (
    Credited,
    Event,
    Held,
    Invalidated,
    Questioned,
    Released,
    Upheld,
)
from marketplace.terms.record import Terms
from marketplace.terms.values import MILLION
from marketplace.types import round_half_up

PREFIX = "late."
_Span = tuple[date, date]


def grace_days(terms: Terms) -> int:
    """The days after a due day that run without default."""
    return terms.deferral.grace_days if terms.deferral else 0


def late_lines(terms: Terms, lines: Sequence[Due], events: Sequence[Event]) -> list[Due]:
    """One line for each amount that was settled late, due on the day on which it was settled.

    Before an amount is settled nothing is final: ``late_so_far`` says what has come together.
    """
    if not terms.late_interest_ppm:
        return []
    return [each for line in lines if (each := _late_line(terms, line, events)) is not None]


def late_so_far(terms: Terms, line: Due, events: Sequence[Event], day: date) -> int:
    """What delay has added to an amount through a Shanghai day, in fen: to what was paid late by
    the days until it was paid, and to what is still open by the days until ``day``."""
    ppm, due_on, amount = terms.late_interest_ppm, line.due_on, line.amount_fen
    if not ppm or due_on is None or not amount or line.standing is Standing.WAIVED:
        return 0
    credits = [each for each in credits_of(line.key, events) if each.on <= day]
    left = max(0, amount - sum(each.amount_fen for each in credits))
    parts = [(each.amount_fen, each.on) for each in credits] + [(left, day)]
    return _charge(ppm, due_on + timedelta(grace_days(terms)), parts, _pauses(line, events, day))


def credits_of(key: str, events: Iterable[Event]) -> list[Credited]:
    """What was paid on a line, in the order in which it was told."""
    return [each for each in events if isinstance(each, Credited) and each.key == key]


def _late_line(terms: Terms, line: Due, events: Sequence[Event]) -> Due | None:
    credits = credits_of(line.key, events)
    paid = sum(each.amount_fen for each in credits)
    if not line.amount_fen or paid < line.amount_fen or line.standing is Standing.WAIVED:
        return None
    settled_on = max(each.on for each in credits)
    amount = late_so_far(terms, line, events, settled_on)
    if not amount:
        return None
    return Due(
        key=f"{PREFIX}{line.key}",
        reason=Reason.LATE_INTEREST,
        amount_fen=amount,
        accrued_on=settled_on,
        due_on=settled_on,
        path="late_interest_ppm",
        basis={"of": line.key, "ppm_per_day": terms.late_interest_ppm or 0},
        payee=line.payee,
    )


def _charge(
    ppm: int, in_time: date, parts: Iterable[tuple[int, date]], pauses: Sequence[_Span]
) -> int:
    total = sum(amount * _days_late(in_time, paid_on, pauses) for amount, paid_on in parts)
    return round_half_up(max(0, total) * ppm, MILLION)


def _days_late(in_time: date, paid_on: date, pauses: Sequence[_Span]) -> int:
    """Days after ``in_time`` through ``paid_on`` that are in no pause (each: first day on hold,
    day of release, which counts again)."""
    late = max(0, (paid_on - in_time).days)
    first = in_time + timedelta(1)
    for held_on, released_on in pauses:
        overlap = (min(released_on, paid_on + timedelta(1)) - max(held_on, first)).days
        late -= max(0, overlap)
    return max(0, late)


def _pauses(line: Due, events: Sequence[Event], day: date) -> list[_Span]:
    """The spans in which the line was on hold, as the facts tell them in their order."""
    return list(_spans(line.key, events, day + timedelta(1)))


def _spans(key: str, events: Sequence[Event], end: date) -> Iterator[_Span]:
    """A line may be on hold for two reasons at once, a decision on it and the question whether the
    license took effect; the pause is over with the last of them."""
    since: date | None = None
    reasons: set[type[Event]] = set()
    for event in events:
        match event:
            case Invalidated(on=on) | Held(on=on) if _is_about(event, key):
                reasons.add(Held)
            case Released(key=released, on=on) if released == key:
                reasons.discard(Held)
            case Questioned(on=on):
                reasons.add(Questioned)
            case Upheld(on=on):
                reasons.discard(Questioned)
            case _:
                continue
        if reasons and since is None:
            since = on
        elif not reasons and since is not None:
            yield since, on
            since = None
    if since is not None:
        yield since, end


def _is_about(event: Event, key: str) -> bool:
    return isinstance(event, Invalidated) or (isinstance(event, Held) and event.key == key)

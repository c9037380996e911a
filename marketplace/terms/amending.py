"""What an amendment does to the schedule: what was due before it stays, the rest follows it.

Pure, like ``schedule()``: the lines of the signed terms, then those of each amendment in the order
of their days. The printed amendment says the same in words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from marketplace.terms.due import Due
from marketplace.terms.events import Event
from marketplace.terms.record import Terms
from marketplace.terms.schedule import schedule


def amended_schedule(
    signed: Terms,
    amendments: Sequence[tuple[date, Terms]],
    effective_on: date,
    events: Sequence[Event] = (),
    expires_limit: date | None = None,
) -> tuple[Due, ...]:
    """The obligation lines under the signed terms as amended; ``amendments`` are Shanghai days of
    effect with the whole terms that hold from then on, oldest first."""
    lines = schedule(signed, effective_on, events, expires_limit)
    for day, terms in amendments:
        lines = from_day(lines, schedule(terms, effective_on, events, expires_limit), day)
    return lines


def from_day(old: Iterable[Due], new: Iterable[Due], day: date) -> tuple[Due, ...]:
    """``old`` as far as it was due or its period was over before ``day``; from then on ``new``.

    A new amount whose own day would lie before ``day`` falls due on ``day``: nobody is late with
    what was not yet agreed. A period that ended before stays counted as it was agreed then.
    """
    kept = [line for line in old if _is_past(line, day)]
    keys = {line.key for line in kept}
    later = [
        _not_before(line, day) for line in new if line.key not in keys and not _is_over(line, day)
    ]
    return tuple(sorted((*kept, *later), key=lambda line: line.due_on or date.max))


def _is_past(line: Due, day: date) -> bool:
    return _is_over(line, day) or (line.due_on is not None and line.due_on < day)


def _is_over(line: Due, day: date) -> bool:
    return line.period_to is not None and line.period_to < day


def _not_before(line: Due, day: date) -> Due:
    if line.due_on is None or line.due_on >= day:
        return line
    return replace(line, due_on=day, accrued_on=max(line.accrued_on or day, day))

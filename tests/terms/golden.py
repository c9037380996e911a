"""The form of the hand-made table: terms, day of effect, facts, and the lines that must come out.

A line is written ``key amount due-day``; ``?`` is an amount that cannot be computed yet,
``waits`` a day that has not come, a last word a standing or a payee.
"""

from dataclasses import dataclass
from datetime import date

from marketplace.terms.enums import Standing
from marketplace.terms.events import StatementAccepted
from marketplace.terms.record import Terms


@dataclass(frozen=True)
class Row:
    name: str
    terms: Terms
    effective: str
    expected: str
    events: tuple = ()
    limit: str | None = None


def day(text):
    return date.fromisoformat(text)


def said(period, quantity):
    """A statement for "first..last"."""
    first, last = period.split("..")
    return StatementAccepted(day(first), day(last), quantity)


def written(line):
    amount = "?" if line.amount_fen is None else line.amount_fen
    words = [line.key, str(amount), str(line.due_on or "waits")]
    if line.standing is not Standing.OWED:
        words.append(line.standing.value)
    return " ".join([*words, *([line.payee] if line.payee else [])])

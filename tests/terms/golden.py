"""The form of the hand-made tables: terms, day of effect, facts, and the lines that must come out.

A line is written ``key amount due-day``; ``?`` is an amount that cannot be computed yet,
``waits`` a day that has not come, a last word a standing or a payee. A row of a text table is
``name | day of effect | facts | numbers => lines``; facts and numbers may be left out, and the
numbers are what the table's builder of terms takes.
"""

from dataclasses import dataclass
from datetime import date

from marketplace.terms.enums import Route, Standing
from marketplace.terms.events import (
    Converted,
    FirstRevenue,
    Invalidated,
    Lapsed,
    MilestoneAccepted,
    Returned,
    StatementAccepted,
    Terminated,
    Transferred,
    Waived,
)
from marketplace.terms.parts import DuePoint, Instalment, Period
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


def license_(months=36, **parts):
    """A negotiated license; ``months`` as period unless another is given."""
    return Terms.of(Route.ORDINARY, **{"period": Period(months=months)} | parts)


def item(fen, repeat=None, **due):
    due = {"on": day(due.pop("on"))} | due if "on" in due else due
    return Instalment(amount_fen=fen, due=DuePoint(**due), repeat=repeat)


FACTS = {
    "said": lambda period, quantity: said(period, int(quantity)),
    "accepted": lambda name, on: MilestoneAccepted(name, day(on)),
    "revenue": lambda on: FirstRevenue(day(on)),
    "converted": lambda on: Converted(day(on)),
    "returned": lambda on: Returned(day(on)),
    "lapsed": lambda on: Lapsed(day(on)),
    "ended": lambda on: Terminated(day(on)),
    "invalid": lambda on: Invalidated(day(on)),
    "moved": lambda payee, on: Transferred(day(on), payee),
    "waived": lambda key, on: Waived(key, day(on)),
}


def table(title, terms, text):
    """The rows of a text table; ``terms`` is one record, or builds one of a row's numbers."""
    return tuple(_row(title, terms, line) for line in text.strip().splitlines())


def _row(title, terms, line):
    given, _, expected = line.partition("=>")
    name, effective, facts, numbers = [*(cell.strip() for cell in given.split("|")), "", ""][:4]
    if callable(terms):
        terms = terms(*map(int, numbers.split()))
    events, limit = [], None
    for fact in filter(None, facts.split(", ")):
        kind, *words = fact.split()
        if kind == "life":
            limit = words[0]
        elif kind == "place":
            terms = terms.signed(quota_place=int(words[0]))
        elif kind == "written":
            terms = terms.signed(patent_expires_on=day(words[0]))
        else:
            events.append(FACTS[kind](*words))
    return Row(f"{title}: {name}", terms, effective, expected.strip(), tuple(events), limit)

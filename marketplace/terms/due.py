"""One amount owed for one reason, and how it was computed."""

from dataclasses import dataclass, field
from datetime import date

from marketplace.terms.enums import Reason, Standing


@dataclass(frozen=True)
class Due:
    """One obligation line.

    ``key``: stable name of the line within its agreement ("royalty.3", "instalments.0.2").
    ``amount_fen``: None while it cannot be computed (a statement is missing).
    ``accrued_on``: the day that made it owed; ``due_on``: the last day to pay in time; both None
    until what they wait for has happened.
    ``period_from`` to ``period_to``: the days that a royalty or minimum covers.
    ``path``: the part of the terms that made it; ``basis``: the figures that it comes from.
    ``payee``: who receives it after a transfer of the patent; None is the licensor of the text.
    """

    key: str
    reason: Reason
    amount_fen: int | None
    accrued_on: date | None
    due_on: date | None
    path: str
    period_from: date | None = None
    period_to: date | None = None
    basis: dict[str, int | str] = field(default_factory=dict)
    standing: Standing = Standing.OWED
    payee: str | None = None

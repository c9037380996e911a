"""A statement of account with words: whose account, for which agreement, with which other party."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace import clock
from marketplace.accounts import masking
from marketplace.accounts.models import Organization
from marketplace.agreements.models import Agreement
from marketplace.books.labels import reason_text
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.ledger.queries import AccountStatement, Statement, StatementLine, statement

LONGEST_DAYS = 3 * 366


@dataclass(frozen=True)
class Account:
    """One account of a statement. ``partner`` is the other party of its agreement."""

    of: AccountStatement
    agreement: Agreement | None
    partner: str

    @property
    def lines(self) -> Sequence[StatementLine]:
        return self.of.lines


@dataclass(frozen=True)
class Reading:
    """A statement of one organization from ``first`` to ``last``, both days included."""

    organization: Organization
    statement: Statement
    accounts: Sequence[Account]

    @property
    def first(self) -> date:
        return self.statement.first

    @property
    def last(self) -> date:
        return self.statement.last

    @property
    def entries(self) -> int:
        return len({line.entry for each in self.accounts for line in each.lines})


def read(organization: Organization, first: date, last: date, *, masked: bool) -> Reading:
    """The books of an organization by value day. Refused where the span runs backwards or is longer
    than three years."""
    if last < first or (last - first).days > LONGEST_DAYS:
        raise Refused(
            "statement_span",
            N_("Choose a first day that is not after the last, within three years."),
            status=422,
            field="last",
        )
    found = statement(organization.public_id, first, last)
    agreements = _agreements({each.agreement for each in found.accounts if each.agreement})
    accounts = [
        Account(each, agreement, _partner(agreement, organization, masked))
        for each in found.accounts
        for agreement in [agreements.get(each.agreement or "")]
    ]
    return Reading(organization, found, accounts)


def usual_span() -> tuple[date, date]:
    """The calendar year so far (Shanghai days)."""
    today = clock.today()
    return date(today.year, 1, 1), today


def rows(reading: Reading) -> list[list[Any]]:
    """The statement as a table: opening, entries, closing of each account; amounts in fen."""
    found: list[list[Any]] = []
    for each in reading.accounts:
        head = [each.of.kind, each.agreement.title if each.agreement else "", each.partner]
        found.append([*head, reading.first, "opening", "", None, each.of.opening])
        for line in each.lines:
            found.append(
                [*head, line.day, reason_text(line.reason), line.entry, line.amount, line.balance]
            )
        found.append([*head, reading.last, "closing", "", None, each.of.closing])
    return found


def _agreements(keys: set[str]) -> dict[str, Agreement]:
    found = db.session.scalars(
        select(Agreement)
        .where(Agreement.public_id.in_(keys))
        .options(joinedload(Agreement.licensor), joinedload(Agreement.licensee))
    )
    return {each.public_id: each for each in found}


def _partner(agreement: Agreement | None, own: Organization, masked: bool) -> str:
    if agreement is None:
        return ""
    other = agreement.licensor if agreement.licensee_id == own.id else agreement.licensee
    return masking.name(other.name) if masked and other.is_natural_person else other.name

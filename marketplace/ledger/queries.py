"""Reading the ledger: balances and statements of account."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from marketplace.extensions import db
from marketplace.ledger.balances import unfolded
from marketplace.ledger.chart import CURRENCY, AccountKind, Reference
from marketplace.ledger.models import LedgerAccount, LedgerBalance, LedgerEntry, LedgerPosting


@dataclass(frozen=True)
class StatementLine:
    """One posting with the balance after it; amounts in fen."""

    day: date
    entry: str
    reason: str
    reference: Reference
    amount: int
    balance: int


@dataclass(frozen=True)
class AccountStatement:
    """One account over a span of days: ``opening`` + the lines = ``closing`` (fen)."""

    code: str
    kind: AccountKind
    agreement: str | None
    currency: str
    opening: int
    lines: Sequence[StatementLine]

    @property
    def closing(self) -> int:
        return self.lines[-1].balance if self.lines else self.opening


@dataclass(frozen=True)
class Statement:
    """All accounts of one organization that moved or stood in a span of days."""

    organization: str
    first: date
    last: date
    accounts: Sequence[AccountStatement]

    def total(self, kind: AccountKind, currency: str = CURRENCY) -> int:
        """The closing sum of the accounts of one kind, in fen."""
        return sum(
            each.closing
            for each in self.accounts
            if each.kind is kind and each.currency == currency
        )


def balance(code: str, currency: str = CURRENCY) -> int:
    """The balance of an account in fen: what is stored and what came since; 0 if it was never
    posted to."""
    return balances([code], currency)[code]


def balances(codes: Collection[str], currency: str = CURRENCY) -> dict[str, int]:
    """The same of several accounts, all of one instant."""
    waiting = unfolded().subquery()
    amount = func.coalesce(LedgerBalance.amount, 0) + func.coalesce(waiting.c.amount, 0)
    found = db.session.execute(
        select(LedgerAccount.code, amount)
        .select_from(LedgerAccount)
        .outerjoin(LedgerBalance, LedgerBalance.account_id == LedgerAccount.id)
        .outerjoin(waiting, waiting.c.account_id == LedgerAccount.id)
        .where(LedgerAccount.code.in_(codes), LedgerAccount.currency == currency)
    )
    return dict.fromkeys(codes, 0) | {code: int(amount) for code, amount in found}


def entries_about(*references: Reference) -> Sequence[LedgerEntry]:
    """The entries about these records, oldest first."""
    keys = [tuple(reference) for reference in references]
    found = db.session.scalars(
        select(LedgerEntry)
        .where(LedgerEntry.reference_id.in_([key for _, key in keys]))
        .order_by(LedgerEntry.id)
    )
    return [entry for entry in found if tuple(entry.reference) in keys]


def statement(organization: str, first: date, last: date) -> Statement:
    """What moved on an organization's accounts by value day, both days included.

    ``organization`` is a public id. Accounts without a movement and without a balance are left
    out.
    """
    opening = _opening(organization, first)
    lines = _movements(organization, first, last)
    accounts = db.session.scalars(
        select(LedgerAccount)
        .where(LedgerAccount.organization_ref == organization)
        .order_by(LedgerAccount.code, LedgerAccount.currency)
    )
    found = [
        AccountStatement(
            account.code,
            account.kind,
            account.agreement_ref,
            account.currency,
            opening.get(account.id, 0),
            _with_balances(opening.get(account.id, 0), lines.get(account.id, [])),
        )
        for account in accounts
    ]
    return Statement(
        organization, first, last, [each for each in found if each.opening or each.lines]
    )


def _opening(organization: str, first: date) -> dict[int, int]:
    rows = db.session.execute(
        select(LedgerPosting.account_id, func.sum(LedgerPosting.amount))
        .join(LedgerEntry)
        .join(LedgerAccount, LedgerAccount.id == LedgerPosting.account_id)
        .where(LedgerAccount.organization_ref == organization, LedgerEntry.value_day < first)
        .group_by(LedgerPosting.account_id)
    )
    return {account: int(amount) for account, amount in rows}


def _movements(
    organization: str, first: date, last: date
) -> dict[int, list[tuple[LedgerEntry, int]]]:
    rows = db.session.execute(
        select(LedgerPosting.account_id, LedgerEntry, LedgerPosting.amount)
        .join(LedgerEntry)
        .join(LedgerAccount, LedgerAccount.id == LedgerPosting.account_id)
        .where(
            LedgerAccount.organization_ref == organization,
            LedgerEntry.value_day.between(first, last),
        )
        .order_by(LedgerEntry.value_day, LedgerPosting.id)
    )
    found: dict[int, list[tuple[LedgerEntry, int]]] = {}
    for account, entry, amount in rows:
        found.setdefault(account, []).append((entry, amount))
    return found


def _with_balances(
    opening: int, movements: Iterable[tuple[LedgerEntry, int]]
) -> list[StatementLine]:
    lines = []
    for entry, amount in movements:
        opening += amount
        lines.append(
            StatementLine(
                entry.value_day, entry.public_id, entry.reason, entry.reference, amount, opening
            )
        )
    return lines

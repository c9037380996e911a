"""The chart of accounts: how an account is named, and which lines a movement of money makes.

The site never holds money. The accounts say what one party owes another and what reached whose
own bank account. Amounts are signed integers of minor units (fen): positive is debit, negative
is credit.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Self

CURRENCY = "CNY"
PLATFORM = "platform"
"""Stands for the organization where nobody is known yet to whom money belongs."""


class AccountKind(StrEnum):
    """What an account of an organization counts."""

    RECEIVABLE = "receivable"  # debit: fees due to a licensor
    PAYABLE = "payable"  # credit: fees that a licensee owes
    RECEIVED = "received"  # debit: money that reached the licensor's own account
    PAID = "paid"  # credit: money that left the licensee
    SUSPENSE = "suspense"  # credit: money received for which no debt is known yet
    CUSTODY = "custody"  # debit: a licensee's money that a bank holds for an agreement
    ENTRUSTED = "entrusted"  # credit: what the licensee has entrusted to that bank
    SHARED = "shared"  # debit: what of its receipts an organization has divided
    OWING = "owing"  # credit: what it owes to the entitled from the division
    PASSED = "passed"  # credit: what it has paid to them from its own account


class Line(NamedTuple):
    """One leg of an entry: an account code and a signed amount in fen."""

    account: str
    amount: int


class Reference(NamedTuple):
    """What an entry is about: a record's table and public id. The ledger knows no more of it."""

    type: str
    id: str

    @classmethod
    def to(cls, record: object) -> Self:
        """The reference to any record that has a ``public_id``."""
        return cls(record.__tablename__, record.public_id)  # type: ignore[attr-defined]


_CODE = re.compile(
    r"(?P<kind>[a-z]+):(?P<organization>[0-9a-z]{1,16})(:(?P<agreement>[0-9a-z]{16}))?"
)


@dataclass(frozen=True)
class AccountCode:
    """``kind:organization`` or ``kind:organization:agreement``, with public ids."""

    kind: AccountKind
    organization: str
    agreement: str | None = None

    def __str__(self) -> str:
        parts = [self.kind.value, self.organization]
        return ":".join([*parts, self.agreement] if self.agreement else parts)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a code; ValueError if it is none."""
        match = _CODE.fullmatch(text)
        if not match:
            raise ValueError(f"not an account code: {text!r}")
        return cls(AccountKind(match["kind"]), match["organization"], match["agreement"])


@dataclass(frozen=True)
class Deal:
    """The two sides between which money moves, by public id."""

    licensor: str
    licensee: str
    agreement: str

    def fee_due(self, amount: int) -> list[Line]:
        """A fee has fallen due: the licensee owes it, the licensor may expect it."""
        return [self._licensor(AccountKind.RECEIVABLE, amount), self._owed(-amount)]

    def fee_waived(self, amount: int) -> list[Line]:
        """A fee that was due is owed no more, and nothing was paid."""
        return self.fee_due(-amount)

    def fee_paid(self, amount: int) -> list[Line]:
        """Money for a fee that was due has reached the licensor's own account."""
        return [
            self._licensor(AccountKind.RECEIVED, amount),
            self._licensor(AccountKind.RECEIVABLE, -amount),
            self._owed(amount),
            self._licensee(AccountKind.PAID, -amount),
        ]

    def suspense_matched(self, amount: int) -> list[Line]:
        """Money that stood in suspense turns out to be payment of a fee that was due."""
        return [
            Line(str(AccountCode(AccountKind.SUSPENSE, self.licensor)), amount),
            self._licensor(AccountKind.RECEIVABLE, -amount),
            self._owed(amount),
            self._licensee(AccountKind.PAID, -amount),
        ]

    def held_by_bank(self, amount: int) -> list[Line]:
        """A bank has confirmed that it holds money of the licensee for this agreement; a negative
        amount: that it has given it back."""
        return [
            self._licensee(AccountKind.CUSTODY, amount),
            self._licensee(AccountKind.ENTRUSTED, -amount),
        ]

    def released_by_bank(self, amount: int) -> list[Line]:
        """A bank has paid held money to the licensor's own account, for a fee that was due."""
        return [*self.held_by_bank(-amount), *self.fee_paid(amount)]

    def _licensor(self, kind: AccountKind, amount: int) -> Line:
        return Line(str(AccountCode(kind, self.licensor, self.agreement)), amount)

    def _licensee(self, kind: AccountKind, amount: int) -> Line:
        return Line(str(AccountCode(kind, self.licensee, self.agreement)), amount)

    def _owed(self, amount: int) -> Line:
        return self._licensee(AccountKind.PAYABLE, amount)


def into_suspense(licensor: str, amount: int) -> list[Line]:
    """Money has reached a licensor and no debt explains it: it is never dropped."""
    return [
        Line(str(AccountCode(AccountKind.RECEIVED, licensor)), amount),
        Line(str(AccountCode(AccountKind.SUSPENSE, licensor)), -amount),
    ]


def receipt_divided(organization: str, agreement: str, amount: int) -> list[Line]:
    """An organization owes ``amount`` of a receipt to those entitled to a share of it."""
    return [
        Line(str(AccountCode(AccountKind.SHARED, organization, agreement)), amount),
        Line(str(AccountCode(AccountKind.OWING, organization, agreement)), -amount),
    ]


def shares_paid(organization: str, agreement: str, amount: int) -> list[Line]:
    """It has paid them from its own account."""
    return [
        Line(str(AccountCode(AccountKind.OWING, organization, agreement)), amount),
        Line(str(AccountCode(AccountKind.PASSED, organization, agreement)), -amount),
    ]

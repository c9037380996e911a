"""Statements of an account that the licensor's own bank gives, and their rows."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import Organization
from marketplace.database import append_only, fixed_columns
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.lifecycle import Lifecycle
from marketplace.payments.models import Payment
from marketplace.types import CanonicalJSON


class BankStatement(db.Model):
    """One file that was read, once per organization: how many rows it held, how many were new, and
    which were refused (``[{"row", "code", "message", "params"}]``)."""

    __tablename__ = "bank_statements"
    __table_args__ = (UniqueConstraint("organization_id", "file_sha256"),)

    public_id: Mapped[str] = public_id_column()
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    file_sha256: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))
    rows_read: Mapped[int] = mapped_column(Integer)
    rows_added: Mapped[int] = mapped_column(Integer)
    rows_known: Mapped[int] = mapped_column(Integer)
    rows_outgoing: Mapped[int] = mapped_column(Integer)
    refused: Mapped[list[dict[str, Any]]] = mapped_column(CanonicalJSON)
    imported_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    imported_at: Mapped[datetime] = mapped_column(default=clock.now)

    organization: Mapped[Organization] = relationship()


class BankRowStatus(StrEnum):
    UNDECIDED = "undecided"
    BOOKED = "booked"
    UNRELATED = "unrelated"
    REVERSED = "reversed"


S = BankRowStatus

LIFECYCLE = Lifecycle(
    "bank_row",
    {
        "book": (frozenset({S.UNDECIDED, S.UNRELATED}), S.BOOKED),
        "set_aside": (frozenset({S.UNDECIDED}), S.UNRELATED),
        "reverse": (frozenset({S.UNDECIDED, S.BOOKED, S.UNRELATED}), S.REVERSED),
    },
    initial=S.UNDECIDED,
)


class BankRow(db.Model):
    """One booking on the licensor's account as its bank wrote it: fen, positive came in, negative
    takes an earlier row back. ``identity`` is the same in every file that holds the row.

    ``payment`` is what it was booked as; ``doubt`` the code of why a person decides.
    """

    __tablename__ = "bank_rows"
    __table_args__ = (UniqueConstraint("organization_id", "identity"),)

    public_id: Mapped[str] = public_id_column()
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("bank_statements.id"), index=True)
    identity: Mapped[str] = mapped_column(String(64))
    number: Mapped[int] = mapped_column(Integer)
    value_day: Mapped[date]
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    payer: Mapped[str] = mapped_column(String(300))
    payer_account: Mapped[str] = mapped_column(String(60))
    reference: Mapped[str] = mapped_column(String(120))
    purpose: Mapped[str] = mapped_column(Text)
    status: Mapped[BankRowStatus] = mapped_column(default=S.UNDECIDED, index=True)
    doubt: Mapped[str] = mapped_column(String(40), default="")
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payments.id"), index=True)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    organization: Mapped[Organization] = relationship()
    statement: Mapped[BankStatement] = relationship()
    payment: Mapped[Payment | None] = relationship()

    @property
    def takes_back(self) -> bool:
        """Whether the row takes an earlier one back."""
        return self.amount_fen < 0

    def move(self, action: str) -> None:
        """Take one step of LIFECYCLE; the only place that assigns ``status``."""
        self.status = LIFECYCLE.after(self.status, action)


append_only(BankStatement.__table__)
fixed_columns(
    BankRow.__table__,
    (
        "organization_id",
        "identity",
        "value_day",
        "amount_fen",
        "payer",
        "payer_account",
        "reference",
        "purpose",
    ),
    when="1 = 1",
)

"""Accounts, entries, postings and stored balances. All but the balances are append-only."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.database import append_only
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.ledger.chart import CURRENCY, AccountKind, Reference
from marketplace.ledger.triggers import refuse_imbalance


class LedgerAccount(db.Model):
    """A place where amounts of one currency add up; opened by the first posting on it."""

    __tablename__ = "ledger_accounts"
    __table_args__ = (UniqueConstraint("code", "currency"),)

    code: Mapped[str] = mapped_column(String(60))
    currency: Mapped[str] = mapped_column(String(3), default=CURRENCY)
    kind: Mapped[AccountKind]
    organization_ref: Mapped[str] = mapped_column(String(16), index=True)
    agreement_ref: Mapped[str | None] = mapped_column(String(16), index=True)
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)


class LedgerEntry(db.Model):
    """One movement: postings that add up to nothing per currency, for one reason, once.

    ``value_day`` is the bank's or the obligation's Shanghai day; ``line_count`` is how many
    postings belong to it, so that the database can tell when the last one has come.
    """

    __tablename__ = "ledger_entries"
    __table_args__ = (
        UniqueConstraint("reason", "reference_type", "reference_id"),
        Index("ix_ledger_entries_reference", "reference_type", "reference_id"),
        CheckConstraint("line_count >= 2", name="two_lines"),
        CheckConstraint("reverses_id <> id", name="not_itself"),
    )

    public_id: Mapped[str] = public_id_column()
    reason: Mapped[str] = mapped_column(String(60))
    reference_type: Mapped[str] = mapped_column(String(40))
    reference_id: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    value_day: Mapped[date] = mapped_column(index=True)
    line_count: Mapped[int]
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_entries.id"), unique=True)

    postings: Mapped[list["LedgerPosting"]] = relationship(
        back_populates="entry", order_by="LedgerPosting.id"
    )
    reverses: Mapped["LedgerEntry | None"] = relationship(
        remote_side="LedgerEntry.id", back_populates="reversal"
    )
    reversal: Mapped["LedgerEntry | None"] = relationship(back_populates="reverses", uselist=False)

    @property
    def reference(self) -> Reference:
        """The record that the entry is about."""
        return Reference(self.reference_type, self.reference_id)


class LedgerPosting(db.Model):
    """One leg of an entry: a signed amount in fen, debit positive, credit negative."""

    __tablename__ = "ledger_postings"
    __table_args__ = (CheckConstraint("amount <> 0", name="not_nothing"),)

    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entries.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("ledger_accounts.id"), index=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3), default=CURRENCY)

    entry: Mapped[LedgerEntry] = relationship(back_populates="postings")
    account: Mapped[LedgerAccount] = relationship()


class LedgerBalance(db.Model):
    """The sum of an account's postings in fen up to a number of the event sequence (``balances``).

    A cache that speeds reading: ``ledger check`` derives it anew and names what differs.
    """

    __tablename__ = "ledger_balances"

    account_id: Mapped[int] = mapped_column(ForeignKey("ledger_accounts.id"), unique=True)
    amount: Mapped[int] = mapped_column(BigInteger, default=0)

    account: Mapped[LedgerAccount] = relationship()


for _facts in (LedgerAccount, LedgerEntry, LedgerPosting):
    append_only(_facts.__table__)
refuse_imbalance(LedgerPosting.__table__)

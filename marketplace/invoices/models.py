"""Requests for an invoice, and the papers that were issued for them; papers are never changed."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import Organization, OrganizationKind, User
from marketplace.agreements.models import Agreement
from marketplace.database import append_only, fixed_columns
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.lifecycle import Lifecycle


class InvoiceKind(StrEnum):
    """What is asked for; which of them a licensor may issue is for it and its tax office."""

    ORDINARY = "ordinary"
    SPECIAL = "special"
    PUBLIC_RECEIPT = "public_receipt"


class InvoiceStatus(StrEnum):
    REQUESTED = "requested"
    ISSUED = "issued"
    CORRECTED = "corrected"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


S = InvoiceStatus

LIFECYCLE = Lifecycle(
    "invoice_request",
    {
        "issue": (frozenset({S.REQUESTED, S.CORRECTED}), S.ISSUED),
        "correct": (frozenset({S.ISSUED}), S.CORRECTED),
        "refuse": (frozenset({S.REQUESTED}), S.REFUSED),
        "ask_again": (frozenset({S.REFUSED}), S.REQUESTED),
        "withdraw": (frozenset({S.REQUESTED, S.REFUSED, S.CORRECTED}), S.WITHDRAWN),
    },
    initial=S.REQUESTED,
)
"""`correct` enters the red-letter paper; a new one may be issued after it."""

PUBLIC_BODIES = frozenset(
    {OrganizationKind.UNIVERSITY, OrganizationKind.INSTITUTE, OrganizationKind.HOSPITAL}
)


def issues_receipts(organization: Organization) -> bool:
    """Whether an organization may be a public body that issues public receipts 收费票据."""
    return organization.is_state_institution or organization.kind in PUBLIC_BODIES


class InvoiceRequest(db.Model):
    """What a licensee asks its licensor to issue, with title and tax number as they stood then.

    ``amount_fen`` includes whatever tax the paper will show: how a license fee is taxed after
    2026-01-01 is open (LAW 4.8), so no tax is computed here.
    """

    __tablename__ = "invoice_requests"
    __table_args__ = (CheckConstraint("amount_fen > 0", name="something"),)

    public_id: Mapped[str] = public_id_column()
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), index=True)
    issuer_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    buyer_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    kind: Mapped[InvoiceKind]
    title: Mapped[str] = mapped_column(String(200))
    tax_number: Mapped[str] = mapped_column(String(20), default="")
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[InvoiceStatus] = mapped_column(default=S.REQUESTED, index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    requested_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    requested_at: Mapped[datetime] = mapped_column(default=clock.now)
    settled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    agreement: Mapped[Agreement] = relationship()
    issuer: Mapped[Organization] = relationship(foreign_keys=[issuer_id])
    buyer: Mapped[Organization] = relationship(foreign_keys=[buyer_id])
    papers: Mapped[list[InvoicePaper]] = relationship(
        back_populates="request", order_by="InvoicePaper.id"
    )

    @property
    def standing(self) -> InvoicePaper | None:
        """The paper that no red-letter one has taken back."""
        last = self.papers[-1] if self.papers else None
        return last if last is not None and not last.is_red else None

    def move(self, action: str) -> None:
        """Take one step of LIFECYCLE; the only place that assigns ``status``."""
        self.status = LIFECYCLE.after(self.status, action)
        self.settled_at = clock.now() if action != "ask_again" else None


class InvoicePaper(db.Model):
    """An issued invoice or receipt, or the red-letter one that takes it back (negative amount).

    ``tax_fen`` and ``tax_note`` are what the paper shows, typed by the licensor; open if unknown.
    """

    __tablename__ = "invoice_papers"
    __table_args__ = (
        UniqueConstraint("issuer_id", "number"),
        CheckConstraint("(amount_fen < 0) = is_red", name="red_takes_back"),
    )

    public_id: Mapped[str] = public_id_column()
    request_id: Mapped[int] = mapped_column(ForeignKey("invoice_requests.id"), index=True)
    issuer_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    is_red: Mapped[bool]
    number: Mapped[str] = mapped_column(String(40))
    issued_on: Mapped[date]
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    tax_fen: Mapped[int | None] = mapped_column(BigInteger)
    tax_note: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    file_sha256: Mapped[str | None] = mapped_column(String(64))
    file_type: Mapped[str] = mapped_column(String(8), default="")
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)

    request: Mapped[InvoiceRequest] = relationship(back_populates="papers")
    entered_by: Mapped[User] = relationship()


append_only(InvoicePaper.__table__)
fixed_columns(
    InvoiceRequest.__table__,
    ("agreement_id", "issuer_id", "buyer_id", "amount_fen", "kind"),
    when="1 = 1",
)

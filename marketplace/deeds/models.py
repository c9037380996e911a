"""Further papers on a contract: amendments, agreements to end it, notices of termination."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import Organization, User
from marketplace.agreements.models import Agreement, Side
from marketplace.database import append_only, fixed_columns
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.lifecycle import Lifecycle
from marketplace.patents.models import Patent
from marketplace.terms.record import Terms, load
from marketplace.types import CanonicalJSON


class DeedKind(StrEnum):
    """补充协议, 解除协议, 解除通知: the first two by both sides, the last by one."""

    AMENDMENT = "amendment"
    TERMINATION_AGREEMENT = "termination_agreement"
    TERMINATION_NOTICE = "termination_notice"


class Ground(StrEnum):
    """Why a contract ends before its time (民法典 562, 563)."""

    AGREEMENT = "agreement"
    UNPAID_AFTER_DEMAND = "unpaid_after_demand"
    BREACH = "breach"
    FORCE_MAJEURE = "force_majeure"
    RIGHT_LOST = "right_lost"


class DeedStatus(StrEnum):
    PROPOSED = "proposed"
    SIGNED_BY_ONE = "signed_by_one"
    IN_FORCE = "in_force"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


S = DeedStatus
OPEN = frozenset({S.PROPOSED, S.SIGNED_BY_ONE})

LIFECYCLE = Lifecycle(
    "deed",
    {
        "sign_first": (frozenset({S.PROPOSED}), S.SIGNED_BY_ONE),
        "conclude": (frozenset({S.SIGNED_BY_ONE}), S.IN_FORCE),
        "serve": (frozenset({S.PROPOSED}), S.IN_FORCE),
        "refuse": (frozenset({S.SIGNED_BY_ONE}), S.REFUSED),
        "withdraw": (OPEN, S.WITHDRAWN),
        "expire": (frozenset({S.SIGNED_BY_ONE}), S.EXPIRED),
    },
    initial=S.PROPOSED,
)

_OPEN = text("status IN (" + ", ".join(f"'{each.value}'" for each in sorted(OPEN)) + ")")


class Deed(db.Model):
    """One further paper on an agreement; of those that are still open there is one at a time.

    ``terms`` of an amendment is the whole terms record that holds from ``effective_on`` on;
    ``base_sha256`` names the terms that it changes. ``words`` is what the parties add in their own
    words: why they change, how they settle, which breach. Columns ending in ``_on`` are Shanghai
    days, ``_at`` instants.
    """

    __tablename__ = "deeds"
    __table_args__ = (
        UniqueConstraint("agreement_id", "ordinal"),
        Index(
            "uq_deeds_open",
            "agreement_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    public_id: Mapped[str] = public_id_column()
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), index=True)
    ordinal: Mapped[int]
    kind: Mapped[DeedKind]
    status: Mapped[DeedStatus] = mapped_column(default=S.PROPOSED, index=True)
    side: Mapped[Side]
    ground: Mapped[Ground | None]
    words: Mapped[str] = mapped_column(Text, default="")
    base_sha256: Mapped[str] = mapped_column(String(64))
    terms: Mapped[dict[str, Any] | None] = mapped_column(CanonicalJSON)
    terms_sha256: Mapped[str | None] = mapped_column(String(64))
    text_version: Mapped[str | None] = mapped_column(String(40))
    text_record: Mapped[dict[str, Any] | None] = mapped_column(CanonicalJSON)
    text_sha256: Mapped[str | None] = mapped_column(String(64))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime] = mapped_column(default=clock.now)
    first_signed_at: Mapped[datetime | None]
    invitation_ends_on: Mapped[date | None]
    reminded_on: Mapped[date | None]
    effective_on: Mapped[date | None]
    over_on: Mapped[date | None]
    end_reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    agreement: Mapped[Agreement] = relationship()
    proposed_by: Mapped[User] = relationship()
    signatures: Mapped[list[DeedSignature]] = relationship(
        back_populates="deed", order_by="DeedSignature.id"
    )

    @property
    def record(self) -> Terms:
        """The terms of an amendment. ValueError on other papers, which have none."""
        if self.terms is None:
            raise ValueError("only an amendment holds terms")
        return load(self.terms)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_notice(self) -> bool:
        """Whether one side's declaration suffices (民法典 565)."""
        return self.kind is DeedKind.TERMINATION_NOTICE

    @property
    def patents(self) -> list[Patent]:
        """The patents of the contract."""
        return self.agreement.patents

    def party(self, side: Side) -> Organization:
        return self.agreement.party(side)

    def signature(self, side: Side) -> DeedSignature | None:
        """The signature of one side, if it has signed."""
        return next((each for each in self.signatures if each.side is side), None)

    def move(self, action: str) -> None:
        """Take one step of LIFECYCLE; the only place that assigns ``status``."""
        self.status = LIFECYCLE.after(self.status, action)


class DeedSignature(db.Model):
    """A party's recorded act over the text of a further paper (电子签名法 13). One a side; never
    changed."""

    __tablename__ = "deed_signatures"
    __table_args__ = (UniqueConstraint("deed_id", "side"),)

    public_id: Mapped[str] = public_id_column()
    deed_id: Mapped[int] = mapped_column(ForeignKey("deeds.id"), index=True)
    side: Mapped[Side]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    signer_name: Mapped[str] = mapped_column(String(80))
    signed_at: Mapped[datetime]
    text_version: Mapped[str] = mapped_column(String(40))
    text_sha256: Mapped[str] = mapped_column(String(64))
    authority: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(String(64), default="")
    agent: Mapped[str] = mapped_column(String(300), default="")

    deed: Mapped[Deed] = relationship(back_populates="signatures")
    organization: Mapped[Organization] = relationship()
    user: Mapped[User] = relationship()


append_only(DeedSignature.__table__)
fixed_columns(
    Deed.__table__,
    (
        "agreement_id",
        "ordinal",
        "kind",
        "side",
        "ground",
        "words",
        "base_sha256",
        "terms",
        "terms_sha256",
        "text_record",
        "text_sha256",
    ),
    when="OLD.first_signed_at IS NOT NULL",
)

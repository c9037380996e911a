"""Money that a bank holds between the parties of a license 资金监管: what was arranged, what the bank
was told to do with it, and what the bank confirmed. The site holds nothing and keeps no balance."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import Organization, User
from marketplace.agreements.models import Agreement, Side
from marketplace.database import append_only, fixed_columns
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.lifecycle import Lifecycle


class CustodyStatus(StrEnum):
    PROPOSED = "proposed"
    ARRANGED = "arranged"
    HELD = "held"
    ENDED = "ended"
    DROPPED = "dropped"


S = CustodyStatus

LIFECYCLE = Lifecycle(
    "custody",
    {
        "arrange": (frozenset({S.PROPOSED}), S.ARRANGED),
        "hold": (frozenset({S.ARRANGED}), S.HELD),
        "end": (frozenset({S.HELD}), S.ENDED),
        "drop": (frozenset({S.PROPOSED, S.ARRANGED}), S.DROPPED),
    },
    initial=S.PROPOSED,
)


class ReleaseRule(StrEnum):
    """What makes the bank pay the licensor without anybody's further decision."""

    DECISION = "decision"
    EFFECT = "effect"
    MILESTONE = "milestone"
    DAY = "day"


class Custody(db.Model):
    """One arrangement of both parties with a bank about an amount (fen) of one license.

    ``release_rule`` says when the licensor is paid; ``return_on`` is the Shanghai day from which
    what is still held goes back to the licensee. Either is also possible by decision of two
    persons, one of each party. ``bank_reference`` is the bank's own number of the arrangement.
    """

    __tablename__ = "custodies"
    __table_args__ = (CheckConstraint("amount_fen > 0", name="something"),)

    public_id: Mapped[str] = public_id_column()
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), index=True)
    bank: Mapped[str] = mapped_column(String(200))
    bank_reference: Mapped[str] = mapped_column(String(120))
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    release_rule: Mapped[ReleaseRule]
    milestone: Mapped[str] = mapped_column(String(200), default="")
    release_on: Mapped[date | None]
    return_on: Mapped[date | None]
    conditions: Mapped[str] = mapped_column(Text, default="")
    side: Mapped[Side]
    status: Mapped[CustodyStatus] = mapped_column(default=S.PROPOSED, index=True)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime] = mapped_column(default=clock.now)
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    arranged_on: Mapped[date | None]
    held_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    dropped_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    agreement: Mapped[Agreement] = relationship()
    instructions: Mapped[list[Instruction]] = relationship(
        back_populates="custody", order_by="Instruction.id"
    )
    confirmations: Mapped[list[BankConfirmation]] = relationship(
        back_populates="custody", order_by="BankConfirmation.id"
    )

    def confirmed_fen(self, *kinds: ConfirmationKind) -> int:
        """What the bank confirmed of these kinds, in fen."""
        return sum(each.amount_fen for each in self.confirmations if each.kind in kinds)

    @property
    def held_fen(self) -> int:
        """What the bank holds by its own confirmations."""
        out = self.confirmed_fen(ConfirmationKind.RELEASED, ConfirmationKind.RETURNED)
        return self.confirmed_fen(ConfirmationKind.RECEIVED) - out

    @property
    def free_fen(self) -> int:
        """What is held and on which no instruction stands."""
        return self.held_fen - sum(
            each.amount_fen for each in self.instructions if each.status in STANDING
        )

    def party(self, side: Side) -> Organization:
        """Licensor or licensee."""
        agreement = self.agreement
        return agreement.licensor if side is Side.LICENSOR else agreement.licensee

    def move(self, action: str) -> None:
        """Take one step of LIFECYCLE; the only place that assigns ``status``."""
        self.status = LIFECYCLE.after(self.status, action)


class InstructionKind(StrEnum):
    RELEASE = "release"
    RETURN = "return"


class InstructionStatus(StrEnum):
    PROPOSED = "proposed"
    ISSUED = "issued"
    CARRIED_OUT = "carried_out"
    WITHDRAWN = "withdrawn"


I = InstructionStatus  # noqa: E741 - as in the other life cycles, short for the table below

STANDING = frozenset({I.PROPOSED, I.ISSUED})

INSTRUCTION_LIFECYCLE = Lifecycle(
    "custody_instruction",
    {
        "issue": (frozenset({I.PROPOSED}), I.ISSUED),
        "carry_out": (frozenset({I.ISSUED}), I.CARRIED_OUT),
        "withdraw": (frozenset({I.PROPOSED}), I.WITHDRAWN),
    },
    initial=I.PROPOSED,
)


class Instruction(db.Model):
    """What the bank is told to do with an amount (fen): by rule at once, else when a person of each
    party has decided it."""

    __tablename__ = "custody_instructions"
    __table_args__ = (CheckConstraint("amount_fen > 0", name="something"),)

    public_id: Mapped[str] = public_id_column()
    custody_id: Mapped[int] = mapped_column(ForeignKey("custodies.id"), index=True)
    kind: Mapped[InstructionKind]
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    by_rule: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text, default="")
    side: Mapped[Side]
    status: Mapped[InstructionStatus] = mapped_column(default=I.PROPOSED)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    issued_on: Mapped[date | None]
    carried_out_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    custody: Mapped[Custody] = relationship(back_populates="instructions")
    proposed_by: Mapped[User] = relationship(foreign_keys=[proposed_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])

    def move(self, action: str) -> None:
        """Take one step of INSTRUCTION_LIFECYCLE; the only place that assigns ``status``."""
        self.status = INSTRUCTION_LIFECYCLE.after(self.status, action)


class ConfirmationKind(StrEnum):
    RECEIVED = "received"
    RELEASED = "released"
    RETURNED = "returned"


class BankConfirmation(db.Model):
    """That the bank received, released or returned an amount (fen) on its value day, with its
    paper; never changed."""

    __tablename__ = "custody_confirmations"
    __table_args__ = (
        UniqueConstraint("custody_id", "kind", "bank_reference"),
        UniqueConstraint("instruction_id"),
    )

    public_id: Mapped[str] = public_id_column()
    custody_id: Mapped[int] = mapped_column(ForeignKey("custodies.id"), index=True)
    instruction_id: Mapped[int | None] = mapped_column(ForeignKey("custody_instructions.id"))
    kind: Mapped[ConfirmationKind]
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    value_day: Mapped[date]
    bank_reference: Mapped[str] = mapped_column(String(120))
    evidence_sha256: Mapped[str] = mapped_column(String(64))
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)

    custody: Mapped[Custody] = relationship(back_populates="confirmations")
    instruction: Mapped[Instruction | None] = relationship()


append_only(BankConfirmation.__table__)
fixed_columns(
    Custody.__table__,
    (
        "agreement_id",
        "bank",
        "bank_reference",
        "amount_fen",
        "release_rule",
        "milestone",
        "release_on",
        "return_on",
        "conditions",
    ),
    when="1 = 1",
)
fixed_columns(
    Instruction.__table__, ("custody_id", "kind", "amount_fen", "by_rule", "reason"), when="1 = 1"
)

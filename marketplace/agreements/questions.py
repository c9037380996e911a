"""Whether a license took effect at all 认定是否生效: asked, found by one person, decided by another."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.agreements.models import Agreement
from marketplace.database import append_only, fixed_columns
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.lifecycle import Lifecycle


class QuestionCause(StrEnum):
    """Why it is asked (PRODUCT §4)."""

    CLOSED_BEFORE = "closed_before"
    PAYMENT_REVERSED = "payment_reversed"
    VOUCHER_FALSE = "voucher_false"


class EffectFinding(StrEnum):
    """What is found: no license ever arose, or it stands."""

    NEVER = "never"
    STANDS = "stands"


class QuestionStatus(StrEnum):
    ASKED = "asked"
    FOUND = "found"
    DECIDED = "decided"
    OVERTAKEN = "overtaken"


S = QuestionStatus
UNDECIDED = frozenset({S.ASKED, S.FOUND})

LIFECYCLE = Lifecycle(
    "effect question",
    {
        "find": (frozenset({S.ASKED}), S.FOUND),
        "send_back": (frozenset({S.FOUND}), S.ASKED),
        "confirm": (frozenset({S.FOUND}), S.DECIDED),
        "overtake": (UNDECIDED, S.OVERTAKEN),
    },
    initial=S.ASKED,
)

_OPEN = text("status IN (" + ", ".join(f"'{each.value}'" for each in sorted(UNDECIDED)) + ")")


class EffectQuestion(db.Model):
    """One question about one agreement; of those undecided there is one at a time.

    ``closed_on`` is the day on which the office announced that the declaration is over, where that
    is the cause. ``decide_by`` reminds; nothing closes by itself. ``overtaken``: the license ended in
    another way first. ``_on`` are Shanghai days, ``_at`` instants.
    """

    __tablename__ = "effect_questions"
    __table_args__ = (
        Index(
            "uq_effect_questions_open",
            "agreement_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    public_id: Mapped[str] = public_id_column()
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), index=True)
    cause: Mapped[QuestionCause]
    closed_on: Mapped[date | None]
    status: Mapped[QuestionStatus] = mapped_column(default=S.ASKED, index=True)
    decide_by: Mapped[date]
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    over_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    agreement: Mapped[Agreement] = relationship()
    entries: Mapped[list[EffectEntry]] = relationship(
        back_populates="question", order_by="EffectEntry.id"
    )

    @property
    def is_open(self) -> bool:
        return self.status in UNDECIDED

    @property
    def found(self) -> EffectEntry | None:
        """The finding that waits for its second person, or was confirmed."""
        if self.status not in (S.FOUND, S.DECIDED):
            return None
        return next(each for each in reversed(self.entries) if each.kind is EffectEntryKind.FOUND)

    def move(self, action: str) -> None:
        """Take one step of LIFECYCLE; the only place that assigns ``status``."""
        self.status = LIFECYCLE.after(self.status, action)


class EffectEntryKind(StrEnum):
    """What is said to the question: by those who decide on it, and by the licensee."""

    FOUND = "found"
    SENT_BACK = "sent_back"
    CONFIRMED = "confirmed"
    STATED = "stated"


class EffectEntry(db.Model):
    """One word on the question, with its reason and the SHA-256 of what proves it; never changed."""

    __tablename__ = "effect_entries"

    public_id: Mapped[str] = public_id_column()
    question_id: Mapped[int] = mapped_column(ForeignKey("effect_questions.id"), index=True)
    kind: Mapped[EffectEntryKind]
    finding: Mapped[EffectFinding | None]
    text: Mapped[str] = mapped_column(Text, default="")
    evidence_sha256: Mapped[str | None] = mapped_column(String(64))
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    question: Mapped[EffectQuestion] = relationship(back_populates="entries")
    by: Mapped[User] = relationship()


append_only(EffectEntry.__table__)
fixed_columns(
    EffectQuestion.__table__, ("agreement_id", "cause", "closed_on", "asked_at"), when="1 = 1"
)

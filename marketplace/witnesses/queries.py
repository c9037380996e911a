"""Reads over witnesses: who there is, how far behind, what they confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from marketplace.audit.models import Checkpoint
from marketplace.extensions import db
from marketplace.witnesses.models import Witness, WitnessReceipt, WitnessStatus


@dataclass(frozen=True)
class Standing:
    """``lag``: entries of the newest checkpoint that the witness has not been sent."""

    witness: Witness
    lag: int
    last_success_at: datetime | None
    last_error: str | None

    def as_json(self) -> dict[str, Any]:
        at = self.last_success_at
        return {"lag": self.lag, "last_success": at.isoformat() if at else None}


def by_public_id(public_id: str) -> Witness | None:
    return db.session.scalar(select(Witness).where(Witness.public_id == public_id))


def everybody() -> Sequence[Witness]:
    """All witnesses, those that still keep copies first."""
    return db.session.scalars(
        select(Witness)
        .options(joinedload(Witness.progress))
        .order_by(Witness.status, Witness.id.desc())
    ).all()


def standings() -> list[Standing]:
    """How far each active witness is."""
    newest = db.session.scalar(select(func.max(Checkpoint.size))) or 0
    active = [each for each in everybody() if each.status is WitnessStatus.ACTIVE]
    return [
        Standing(
            each,
            max(0, newest - each.progress.size),
            each.progress.last_success_at,
            each.progress.last_error,
        )
        for each in active
    ]


def active_count() -> int:
    """How many witnesses keep copies now."""
    found = db.session.scalar(
        select(func.count(Witness.id)).where(Witness.status == WitnessStatus.ACTIVE)
    )
    return found or 0


def receipts_of(witness: Witness, limit: int = 20) -> Sequence[WitnessReceipt]:
    """What the witness confirmed last, newest first."""
    return db.session.scalars(
        select(WitnessReceipt)
        .where(WitnessReceipt.witness_id == witness.id)
        .options(joinedload(WitnessReceipt.checkpoint))
        .order_by(WitnessReceipt.id.desc())
        .limit(limit)
    ).all()


def receipts_for(first: int, last: int | None) -> list[WitnessReceipt]:
    """Of each witness the earliest and the newest confirmation of a log that holds ``first``
    entries, and not more than ``last`` (None for no limit); by size."""
    within = Checkpoint.size >= first
    if last is not None:
        within &= Checkpoint.size <= last
    sizes = (
        select(
            WitnessReceipt.witness_id,
            func.min(Checkpoint.size).label("low"),
            func.max(Checkpoint.size).label("high"),
        )
        .join(Checkpoint, Checkpoint.id == WitnessReceipt.checkpoint_id)
        .where(within)
        .group_by(WitnessReceipt.witness_id)
        .subquery()
    )
    return list(
        db.session.scalars(
            select(WitnessReceipt)
            .join(Checkpoint, Checkpoint.id == WitnessReceipt.checkpoint_id)
            .join(sizes, sizes.c.witness_id == WitnessReceipt.witness_id)
            .where(Checkpoint.size.in_((sizes.c.low, sizes.c.high)))
            .options(joinedload(WitnessReceipt.checkpoint), joinedload(WitnessReceipt.witness))
            .order_by(Checkpoint.size, WitnessReceipt.id)
        )
    )

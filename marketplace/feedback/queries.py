"""Reads over feedback: how each receiver is, what it does not take, what was compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from marketplace import clock
from marketplace.extensions import db
from marketplace.feedback.models import (
    Connector,
    ConnectorStatus,
    DeliveryStatus,
    FeedbackDelivery,
    Message,
    Reconciliation,
)

D = DeliveryStatus


@dataclass(frozen=True)
class Standing:
    """How one receiver is. ``oldest``: since when the first waiting message is written."""

    connector: Connector
    counts: dict[DeliveryStatus, int]
    oldest: datetime | None

    @property
    def waiting(self) -> int:
        return self.counts.get(D.WAITING, 0)

    @property
    def parked(self) -> int:
        return self.counts.get(D.PARKED, 0)

    @property
    def lag_seconds(self) -> int:
        """Age of the oldest message that waits; 0 if none does."""
        return max(0, int((clock.now() - self.oldest).total_seconds())) if self.oldest else 0

    def as_json(self) -> dict[str, Any]:
        at = self.connector.health.last_success_at
        return {
            "waiting": self.waiting,
            "parked": self.parked,
            "lag_seconds": self.lag_seconds,
            "failures": self.connector.health.failures,
            "last_success": at.isoformat() if at else None,
        }


def by_public_id(public_id: str) -> Connector | None:
    return db.session.scalar(select(Connector).where(Connector.public_id == public_id))


def everybody() -> Sequence[Connector]:
    """All receivers, those that still get messages first."""
    return db.session.scalars(
        select(Connector)
        .options(joinedload(Connector.health))
        .order_by(Connector.status, Connector.id)
    ).all()


def standings(connectors: Sequence[Connector] | None = None) -> list[Standing]:
    """How each of the receivers is; of all active ones unless they are given."""
    if connectors is None:
        connectors = [each for each in everybody() if each.status is ConnectorStatus.ACTIVE]
    ids = [each.id for each in connectors]
    counts: dict[int, dict[DeliveryStatus, int]] = {key: {} for key in ids}
    for key, status, number in db.session.execute(
        select(FeedbackDelivery.connector_id, FeedbackDelivery.status, func.count())
        .where(FeedbackDelivery.connector_id.in_(ids))
        .group_by(FeedbackDelivery.connector_id, FeedbackDelivery.status)
    ):
        counts[key][status] = number
    oldest = {
        key: db.session.scalar(
            select(Message.made_at)
            .join(FeedbackDelivery, FeedbackDelivery.message_id == Message.id)
            .where(FeedbackDelivery.connector_id == key, FeedbackDelivery.status == D.WAITING)
            .order_by(FeedbackDelivery.message_id)
            .limit(1)
        )
        for key in ids
        if counts[key].get(D.WAITING)
    }
    return [Standing(each, counts[each.id], oldest.get(each.id)) for each in connectors]


def delivery(connector: Connector, message_id: str) -> FeedbackDelivery | None:
    """The delivery of a message to a receiver."""
    return db.session.scalar(
        select(FeedbackDelivery)
        .join(Message, Message.id == FeedbackDelivery.message_id)
        .where(FeedbackDelivery.connector_id == connector.id, Message.message_id == message_id)
    )


def deliveries(
    connector: Connector, status: DeliveryStatus, limit: int = 50
) -> Sequence[FeedbackDelivery]:
    """The newest deliveries of a receiver in one state."""
    return db.session.scalars(
        select(FeedbackDelivery)
        .where(FeedbackDelivery.connector_id == connector.id, FeedbackDelivery.status == status)
        .options(joinedload(FeedbackDelivery.message))
        .order_by(FeedbackDelivery.message_id.desc())
        .limit(limit)
    ).all()


def reconciliations(connector: Connector, limit: int = 10) -> Sequence[Reconciliation]:
    """What was compared last, newest first."""
    return db.session.scalars(
        select(Reconciliation)
        .where(Reconciliation.connector_id == connector.id)
        .order_by(Reconciliation.id.desc())
        .limit(limit)
    ).all()

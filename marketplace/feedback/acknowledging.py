"""What the readers of files say that they have: taken over where the hash is that of our file."""

from collections.abc import Sequence

from sqlalchemy import Row, select, update

from marketplace import clock
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.feedback.models import (
    BOXES,
    Connector,
    DeliveryStatus,
    FeedbackDelivery,
    Message,
)
from marketplace.feedback.parcels import Box
from marketplace.feedback.shaping import sha256_of, shaped

_CHUNK = 400
_MOST = 20_000
"""So many are looked for at a time, the oldest first."""


def handed_over(connector: Connector, limit: int = _MOST) -> Sequence[Row[tuple[int, str]]]:
    """Deliveries by files whose reader has not said that it has them: key and message id."""
    if connector.kind not in BOXES:
        return []
    return db.session.execute(
        select(FeedbackDelivery.id, Message.message_id)
        .join(Message, Message.id == FeedbackDelivery.message_id)
        .where(
            FeedbackDelivery.connector_id == connector.id,
            FeedbackDelivery.status == DeliveryStatus.HANDED_OVER,
        )
        .order_by(FeedbackDelivery.message_id)
        .limit(limit)
    ).all()


def read_acknowledgements(connector: Connector, box: Box) -> None:
    """Note what the reader says that it has. One of FAILURES where the box cannot be read."""
    waiting = {row.message_id: row.id for row in handed_over(connector)}
    db.session.rollback()  # no transaction is open while the receiver is waited for
    told = box.acknowledged(waiting.keys()) if waiting else {}
    known = [
        waiting[name]
        for name, body in _bodies([waiting[each] for each in told])
        if told[name] == sha256_of(shaped(body, connector))
    ]
    if not known:
        return
    with transaction() as session:
        for at in range(0, len(known), _CHUNK):
            session.execute(
                update(FeedbackDelivery)
                .where(
                    FeedbackDelivery.id.in_(known[at : at + _CHUNK]),
                    FeedbackDelivery.status == DeliveryStatus.HANDED_OVER,
                )
                .values(status=DeliveryStatus.ACKNOWLEDGED, acknowledged_at=clock.now())
            )


def _bodies(deliveries: list[int]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for at in range(0, len(deliveries), _CHUNK):
        rows = db.session.execute(
            select(Message.message_id, Message.body)
            .join(FeedbackDelivery, FeedbackDelivery.message_id == Message.id)
            .where(FeedbackDelivery.id.in_(deliveries[at : at + _CHUNK]))
        )
        found += [(row.message_id, row.body) for row in rows]
    return found

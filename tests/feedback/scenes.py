"""Steps that every test of the room takes."""

from datetime import timedelta

from sqlalchemy import select

from marketplace.agreements.models import Agreement
from marketplace.audit import following, sequencer
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.feedback.building import build
from marketplace.feedback.delivering import deliver_due
from marketplace.feedback.models import FeedbackDelivery, Message


def follow():
    """Number what has committed and let the follower make its messages."""
    sequencer.sequence()
    following.follow("feedback", build)


def told():
    """Every message in order."""
    return db.session.scalars(select(Message).order_by(Message.id)).all()


def states(connector):
    """The state of every delivery to the receiver, by message id."""
    db.session.expire_all()
    rows = db.session.execute(
        select(Message.message_id, FeedbackDelivery.status)
        .join(Message, Message.id == FeedbackDelivery.message_id)
        .where(FeedbackDelivery.connector_id == connector.id)
    )
    return {row.message_id: row.status for row in rows}


def send():
    return deliver_due(seconds=30)


def prolong(public_id):
    """A change of a license, as an amendment makes it."""
    with transaction() as session:
        row = session.scalars(select(Agreement).where(Agreement.public_id == public_id)).one()
        row.last_day = row.last_day + timedelta(days=1)
        record("agreement:amend", row, SYSTEM)

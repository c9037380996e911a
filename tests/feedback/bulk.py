"""Many messages at once, written as the follower writes them, about subjects that need no deal."""

from sqlalchemy import insert

from marketplace import clock
from marketplace.audit import sequencer
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import position_of, record
from marketplace.database import transaction
from marketplace.feedback.building import _row
from marketplace.feedback.contents import Content
from marketplace.feedback.models import DeliveryStatus, FeedbackDelivery, Message

PATENT = {
    "number": "202110000001.5",
    "kind": "invention",
    "title": "一种电池热管理系统",
    "ipc": ["H01M10/613"],
    "industries": ["C3841"],
    "technology_field": 1,
}
_CHUNK = 2000


class Happened:
    """Stands for the event of one message."""

    def __init__(self, event, place):
        self.public_id, self.id = f"{event.public_id}{place}", event.id


def write(connector, count, versions=4, first=0):
    """``count`` messages of trials, ``versions`` of each, in order, with their deliveries;
    ``first`` goes on after so many."""
    with transaction():
        event = record("feedback_connector:fill", connector, SYSTEM)
    sequencer.sequence()
    positions = {event.id: position_of(event)}
    for start in range(first, first + count, _CHUNK):
        rows = [
            _message(event, place, versions, positions)
            for place in range(start, min(first + count, start + _CHUNK))
        ]
        with transaction() as session:
            ids = session.scalars(
                insert(Message).returning(Message.id, sort_by_parameter_order=True), rows
            ).all()
            session.execute(
                insert(FeedbackDelivery),
                [
                    {
                        "connector_id": connector.id,
                        "message_id": key,
                        "subject": f"{row['subject_kind']}:{row['subject_id']}",
                        "status": DeliveryStatus.WAITING,
                    }
                    for key, row in zip(ids, rows, strict=True)
                ],
            )


def _message(event, place, versions, positions):
    subject = ("evaluation", f"{place // versions:016d}")
    day = clock.today().isoformat()
    data = {
        "agreement": subject[1],
        "evaluated_on": day,
        "outcome": "open",
        "converted_on": None,
        "patents": [PATENT | {"number": f"2021{place:08d}.5"}],
    }
    before = Message(version=place % versions, body='{"data":{}}') if place % versions else None
    return _row(subject, Content(data), before, Happened(event, place), positions)

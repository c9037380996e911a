from sqlalchemy import select

from marketplace.audit import following, sequencer
from marketplace.extensions import db
from marketplace.feedback.building import build
from marketplace.feedback.delivering import deliver_due
from marketplace.feedback.models import Delivery, Message
from tests import deals


def test_smoke(app, connector, partner):
    deals.noticed(deals.published())
    sequencer.sequence()
    following.follow("feedback", build)
    for m in db.session.scalars(select(Message)):
    for d in db.session.scalars(select(Delivery)):
    assert len(partner.state()) == 4

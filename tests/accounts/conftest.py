"""What tests of this room look at after an act: events, mails, inbox rows."""

import re

import pytest
from sqlalchemy import select

from marketplace.accounts.models import InboxMessage
from marketplace.audit.models import AuditEvent
from marketplace.extensions import db, limiter
from marketplace.mail import OutgoingMail


@pytest.fixture(autouse=True)
def _fresh_limits(request):
    if "app" in request.fixturenames:
        request.getfixturevalue("app")
        limiter.reset()


@pytest.fixture
def tags(app):
    """The tags of all events, in order."""
    return lambda: db.session.scalars(select(AuditEvent.tag).order_by(AuditEvent.id)).all()


@pytest.fixture
def last_event(app):
    return lambda: db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()


@pytest.fixture
def mails(app):
    """Mails written, in order, by default to anybody."""

    def written(to: str | None = None) -> list[OutgoingMail]:
        rows = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()
        return [mail for mail in rows if to is None or mail.to == to]

    return written


@pytest.fixture
def mailed_path(mails):
    """The path of this site in the newest mail to an address."""

    def path(to: str) -> str:
        return re.search(r"http://localhost(/\S+)", mails(to)[-1].body)[1]

    return path


@pytest.fixture
def inbox(app):
    """The codes of inbox rows, in order."""
    return lambda: db.session.scalars(select(InboxMessage.code).order_by(InboxMessage.id)).all()

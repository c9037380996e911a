"""What tests of this room look at: a signed-in administrator and auditor, events, statements."""

import pytest
from sqlalchemy import select

from marketplace.accounts.models import InboxMessage
from marketplace.audit.models import AuditEvent
from marketplace.extensions import db, limiter
from tests import sent
from tests.accounts.factories import client_of, make_administrator, make_user


@pytest.fixture(autouse=True)
def _fresh_limits(app):
    limiter.reset()


@pytest.fixture
def administrator(app):
    return make_administrator(name="管理员甲")


@pytest.fixture
def staff(app, administrator):
    """A browser in which the administrator is signed in."""
    return client_of(app, administrator)


@pytest.fixture
def auditor(app):
    """A browser in which an auditor is signed in."""
    return client_of(app, make_user(name="监督员乙", is_auditor=True))


@pytest.fixture
def last_event(app):
    """The newest event with this tag."""
    return lambda tag: db.session.scalars(
        select(AuditEvent).where(AuditEvent.tag == tag).order_by(AuditEvent.id.desc())
    ).first()


@pytest.fixture
def inbox_of(app):
    """The codes in an organization's inbox, in order."""
    return lambda organization: db.session.scalars(
        select(InboxMessage.code)
        .where(InboxMessage.organization_id == organization.id)
        .order_by(InboxMessage.id)
    ).all()


@pytest.fixture
def statements(app):
    """Collects the statements of a block."""
    return sent.statements

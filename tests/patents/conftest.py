"""What tests of this room look at: events after an act, a manager's browser."""

import pytest
from sqlalchemy import func, select

from marketplace.audit.models import AuditEvent
from marketplace.extensions import db
from marketplace.patents.models import Patent
from tests.accounts.factories import client_of, owner_of
from tests.patents.factories import make_university


@pytest.fixture
def university(app):
    return make_university()


@pytest.fixture
def manager(app, university):
    """The browser of a manager of the university."""
    return client_of(app, owner_of(university))


@pytest.fixture
def tags(app):
    """The tags of all events, in order."""
    return lambda: list(db.session.scalars(select(AuditEvent.tag).order_by(AuditEvent.id)))


@pytest.fixture
def patent_count(app):
    return lambda: db.session.scalar(select(func.count()).select_from(Patent))

"""Receivers on this machine, which the settings allow here only, and a deal to tell of."""

from dataclasses import replace

import pytest

from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.feedback import services
from marketplace.feedback.contents import BUILDERS
from marketplace.feedback.models import ConnectorKind
from tests.accounts.factories import make_administrator
from tests.feedback.partner import Partner, listening


@pytest.fixture
def lenient(app, monkeypatch, tmp_path):
    """Private addresses allowed, and a folder for the files of folder connectors."""
    settings = app.extensions["settings"]
    changed = replace(
        settings, witness_private_addresses=True, feedback_dir=tmp_path / "out", smtp_url=""
    )
    monkeypatch.setitem(app.extensions, "settings", changed)
    return changed


@pytest.fixture
def staff_user(app):
    return make_administrator()


@pytest.fixture
def partner(lenient, tmp_path):
    """The reference receiver, listening; its mood can be changed."""
    found = Partner(tmp_path / "partner.sqlite")
    with listening(found) as address:
        found.address = address
        yield found
    found.receiver.close()


@pytest.fixture
def connector(partner, staff_user):
    """The partner as a receiver of everything, confidential parts and persons included."""
    made = added(staff_user, partner.address)
    partner.receiver.secret = made.secret
    return made


def added(by, address, kind=ConnectorKind.HTTPS, **values):
    defaults = {
        "name": "某市知识产权局",
        "subjects": list(BUILDERS),
        "basis": "双方数据交换协议 2026-1",
        "confidential": kind is not ConnectorKind.MAIL,
        "persons": kind is not ConnectorKind.MAIL,
    }
    values = defaults | values
    name = values.pop("name")
    with transaction():
        connector = services.add(name, kind, address, by, **values)
    db.session.refresh(connector)
    return connector

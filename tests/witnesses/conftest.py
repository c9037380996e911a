"""Witnesses that listen on this machine, which the settings allow here only."""

from dataclasses import replace

import pytest

from marketplace.accounts.models import User
from marketplace.audit import checkpoints, sequencer
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.witnesses import services
from marketplace.witnesses.models import WitnessKind
from tests.accounts.factories import make_administrator
from tests.audit.test_trail import Thing
from tests.witnesses.keeper import Keeper, listening


@pytest.fixture
def lenient(app, monkeypatch, tmp_path):
    """Private addresses allowed, and a folder for file witnesses."""
    settings = app.extensions["settings"]
    changed = replace(
        settings, witness_private_addresses=True, witness_dir=tmp_path / "outside", smtp_url=""
    )
    monkeypatch.setitem(app.extensions, "settings", changed)
    return changed


@pytest.fixture
def keeper(lenient):
    found = Keeper()
    with listening(found) as address:
        found.address = address
        yield found


@pytest.fixture
def staff_user(app) -> User:
    return make_administrator()


@pytest.fixture
def hook(keeper, staff_user):
    """A webhook witness at the keeper."""
    return added("高校甲", WitnessKind.WEBHOOK, staff_user, keeper.address, keeper.public_key)


def added(name, kind, by, address="", public_key=""):
    with transaction():
        witness = services.add(name, kind, by, address=address, public_key=public_key)
    db.session.refresh(witness)
    return witness


def grow(count=3):
    """More events, numbered, and a signed checkpoint over them."""
    with transaction():
        for n in range(count):
            record("thing:make", Thing(), SYSTEM, n=n)
    sequencer.sequence()
    return checkpoints.make_checkpoint()

"""What gives the numbers: nobody's twice, and in the order in which things were said."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.audit import sequencer
from marketplace.audit.actors import SYSTEM
from marketplace.audit.models import AuditEvent, LogLeaf
from marketplace.audit.services import record
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.terms.enums import FeeMode
from tests import deals
from tests.audit.test_trail import Thing

BOTH = pytest.mark.databases("sqlite", "postgresql")


def tell(*names):
    with transaction():
        for name in names:
            record("thing:make", Thing(name), SYSTEM)


def positions():
    return db.session.scalars(select(LogLeaf.position).order_by(LogLeaf.position)).all()


@BOTH
def test_what_another_has_numbered_meanwhile_is_not_numbered_again(app):
    tell("a", "b", "c")
    batch = sequencer._prepared()
    assert sequencer.sequence() == 3
    assert not sequencer._append(batch)
    tell("d")
    assert sequencer.sequence() == 1
    assert positions() == [0, 1, 2, 3]


@BOTH
def test_control_without_the_look_at_the_size_the_database_refuses(app):
    tell("a", "b", "c")
    batch = sequencer._prepared()
    sequencer.sequence()
    with pytest.raises(IntegrityError):
        sequencer._append(replace(batch, start=sequencer.size()))
    assert positions() == [0, 1, 2]


@pytest.mark.databases("postgresql")
def test_the_log_tells_in_the_order_in_which_things_were_said(app):
    """A posting is written at once, the event that brought it with the commit: by their keys alone
    they stand the wrong way round."""
    deals.noticed(deals.published(FeeMode.LUMP_SUM, amount_fen=deals.LUMP_FEN))
    sequencer.sequence()
    told = select(AuditEvent.at).join(LogLeaf, LogLeaf.event_id == AuditEvent.id)
    logged = db.session.scalars(told.order_by(LogLeaf.position)).all()
    written = db.session.scalars(told.order_by(AuditEvent.id)).all()
    assert logged == sorted(logged)
    assert written != sorted(written)

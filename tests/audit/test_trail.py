"""The trail: events with their change, gapless numbers, and every way to tamper named (R-20, R-22,
R-24). Negative controls switch a protection off and must then see the fault pass."""

import json
import shutil
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import DatabaseError

from marketplace import clock
from marketplace.audit import checkpoints, sequencer, verification, writing
from marketplace.audit import services as audit_services
from marketplace.audit.actors import SYSTEM
from marketplace.audit.models import (
    AuditEvent,
    Checkpoint,
    LogLeaf,
    LogNode,
    LogState,
    UnsequencedEvent,
)
from marketplace.audit.services import (
    Fact,
    canonical_bytes,
    history,
    position_of,
    record,
    record_all,
)
from marketplace.database import APPEND_ONLY, append_only_statements, transaction
from marketplace.extensions import db
from marketplace.followers import Lease

BOTH = pytest.mark.databases("sqlite", "postgresql")
TRAIL = ("audit_events", "audit_links", "log_leaves", "log_nodes", "checkpoints")


class Thing:
    __tablename__ = "things"

    def __init__(self, public_id="thing1"):
        self.public_id = public_id


def write(count=5, **data):
    with transaction():
        events = [record("thing:make", Thing(), SYSTEM, n=n, **data) for n in range(count)]
    sequencer.sequence()
    return events


def sealed_log(count=5):
    write(count)
    checkpoints.make_checkpoint()


def without_triggers(*statements):
    """Do what the database refuses: an attacker with the operator's rights drops the triggers."""
    sqlite = db.engine.dialect.name == "sqlite"
    with transaction() as session:
        for table in sorted(APPEND_ONLY & set(TRAIL)):
            if sqlite:
                session.execute(text(f"DROP TRIGGER {table}_no_update"))
                session.execute(text(f"DROP TRIGGER {table}_no_delete"))
            else:
                session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        for statement in statements:
            session.execute(statement)
        if sqlite:
            for table in TRAIL:
                for restored in append_only_statements(table)["sqlite"]:
                    session.execute(text(restored))
        else:
            for table in TRAIL:
                session.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER ALL"))


def faults():
    db.session.remove()
    return verification.verify().faults


@BOTH
def test_an_event_and_its_change_commit_together_or_not_at_all(app):
    with pytest.raises(RuntimeError, match="force"), transaction() as session:
        session.add(Lease(name="business", holder="x", until=clock.now()))
        record("thing:make", Thing(), SYSTEM)
        raise RuntimeError("force")
    assert db.session.scalar(select(func.count(Lease.id))) == 0
    assert db.session.scalar(select(func.count(AuditEvent.id))) == 0
    assert db.session.scalar(select(func.count(UnsequencedEvent.id))) == 0


@BOTH
def test_a_failing_event_takes_the_change_with_it(app):
    with pytest.raises(TypeError, match="float"), transaction() as session:
        session.add(Lease(name="business", holder="x", until=clock.now()))
        record("thing:make", Thing(), SYSTEM, amount=1.5)
    assert db.session.scalar(select(func.count(Lease.id))) == 0


@BOTH
def test_an_event_that_a_savepoint_took_back_is_gone_and_the_others_are_whole(app):
    """R-20 with savepoints: the outer events keep their links and their place in the queue."""
    with transaction() as session:
        record("thing:make", Thing("before"), SYSTEM, related=[Thing("other")])
        with pytest.raises(RuntimeError, match="inner"), session.begin_nested():
            record("thing:make", Thing("inside"), SYSTEM, related=[Thing("other")])
            assert [each.subject_id for each in history(Thing("inside"))] == ["inside"]
            raise RuntimeError("inner")
        with session.begin_nested():
            record("thing:make", Thing("kept"), SYSTEM, related=[Thing("other")])
        assert [each.subject_id for each in history(Thing("other"))] == ["before", "kept"]
        record("thing:make", Thing("after"), SYSTEM, related=[Thing("other")])
    told = [each.subject_id for each in history(Thing("other"))]
    assert told == ["before", "kept", "after"]
    assert sequencer.backlog() == 3
    assert sequencer.sequence() == 3
    assert verification.verify().sound


def test_an_event_that_nobody_queued_is_found(app, monkeypatch):
    """Negative control: without the sequencer's work written beside it an event never gets a
    number, and the verifier says so."""
    monkeypatch.setattr(writing, "_queue", lambda *_: None)
    write(1)
    monkeypatch.undo()
    assert sequencer.size() == 0
    assert any("number" in str(fault) for fault in faults())


def test_an_event_outside_of_a_transaction_is_refused(app):
    with pytest.raises(RuntimeError, match="transaction"):
        record("thing:make", Thing(), SYSTEM)


@BOTH
@pytest.mark.parametrize("table", TRAIL)
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_refuses_to_change_the_trail(app, table, verb):
    with transaction():
        record("thing:make", Thing(), SYSTEM, related=[Thing("other")])
        record_all((Fact("thing:make", Thing(), (), {}) for _ in range(255)), SYSTEM)
    sequencer.sequence()
    checkpoints.make_checkpoint()
    with pytest.raises(DatabaseError, match="append-only"), transaction() as session:
        session.execute(text(verb.format(table)))


@BOTH
def test_without_the_triggers_the_change_would_pass(app):
    """Negative control of the test above."""
    write()
    without_triggers(update(AuditEvent).values(tag="thing:forged"))
    assert db.session.scalar(select(AuditEvent.tag)) == "thing:forged"


@BOTH
def test_numbers_are_gapless_and_final(app):
    first = write(3)
    again = write(2)
    positions = [position_of(event) for event in [*first, *again]]
    assert positions == [0, 1, 2, 3, 4]
    assert sequencer.sequence() == 0
    assert sequencer.size() == 5
    assert sequencer.backlog() == 0


VALUES = {
    "emoji": "🧪👩‍🔬🇨🇳",
    "rare": "㛃𠮷·Ａ１（有限）",
    "none": None,
    "empty": ["", [], {}],
    "control": '\t\n\r\u0001\u001f\u007f\u2028\\"/',
    "combined": "e\u0301 \u00e9",
    "long": "专利" * 500_000,
    "numbers": [0, -1, 2**53 - 1, -(2**53) + 1],
    "amount_text": "12000.10",
    "truth": [True, False],
    "nested": {"𠮷": {"b": 1, "a": [{"z": None}]}},
}
INSTANTS = [
    datetime(2027, 3, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    datetime(2027, 3, 31, 23, 59, 59, 1, tzinfo=clock.SHANGHAI),
    datetime(2027, 1, 1, 0, 0, 0, 0, tzinfo=timezone(timedelta(hours=13))),
    datetime(2026, 12, 31, 12, 0, 0, 123_000, tzinfo=timezone(-timedelta(hours=9, minutes=30))),
]


@BOTH
def test_what_is_written_reads_back_to_the_same_bytes(app):
    """R-24: whatever a value or an instant is, the columns in the database say the bytes again."""
    for instant in INSTANTS:
        with clock.at(instant):
            write(1, **VALUES)
    db.session.remove()
    events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    assert [event.at for event in events] == INSTANTS
    for event in events:
        assert canonical_bytes(event) == event.canonical
        assert {name: event.data[name] for name in VALUES} == VALUES
        assert json.loads(event.canonical)["data"]["combined"] == VALUES["combined"]
    assert verification.verify().sound


@BOTH
@pytest.mark.parametrize(
    "value", [0.1, {"rate": 1.0}, [float("nan")], Decimal("1.10"), 2**53, b"x", datetime.now(UTC)]
)
def test_what_would_not_come_back_the_same_is_refused(app, value):
    """R-24: floats, decimals, large integers and instants that were not made text."""
    with pytest.raises((TypeError, ValueError)), transaction() as session:
        session.add(Lease(name="business", holder="x", until=clock.now()))
        record("thing:make", Thing(), SYSTEM, value=value)
    assert db.session.scalar(select(func.count(Lease.id))) == 0


@BOTH
def test_a_finer_instant_than_the_column_keeps_would_be_an_alarm(app, monkeypatch):
    """Negative control of R-24: hashed with nanoseconds, an event never verifies again."""
    real = audit_services.instant_text
    with monkeypatch.context() as patch:
        patch.setattr(audit_services, "instant_text", lambda at: real(at)[:-1] + "789Z")
        write(1)
    assert any("columns were edited" in fault for fault in faults())


@BOTH
def test_an_untouched_trail_is_sound(app):
    sealed_log()
    report = verification.verify()
    assert report.sound
    assert (report.events, report.leaves, report.checkpoints) == (5, 5, 2)
    assert report.warnings == []


TAMPERINGS = {
    "edit": (lambda: [update(AuditEvent).where(AuditEvent.id == 2).values(tag="x:y")], "edited"),
    "edit canonical too": (
        lambda: [
            update(AuditEvent)
            .where(AuditEvent.id == 2)
            .values(
                canonical=b"{}",
                sha256="44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
            )
        ],
        "replaced",
    ),
    "delete inside": (
        lambda: [
            delete(LogLeaf).where(LogLeaf.position == 2),
        ],
        "missing",
    ),
    "reorder": (
        lambda: [
            update(LogLeaf).where(LogLeaf.position == 1).values(position=100),
            update(LogLeaf).where(LogLeaf.position == 2).values(position=1),
            update(LogLeaf).where(LogLeaf.position == 100).values(position=2),
        ],
        "replaced",
    ),
    "delete tail": (
        lambda: [
            delete(LogLeaf).where(LogLeaf.position >= 3),
            delete(AuditEvent).where(AuditEvent.id >= 4),
        ],
        "cut to 3",
    ),
    "delete all": (
        lambda: [delete(LogLeaf), delete(AuditEvent), delete(Checkpoint)],
        "cut to 0",
    ),
}


@BOTH
@pytest.mark.parametrize("kind", TAMPERINGS)
def test_tampering_is_named(app, kind):
    sealed_log()
    make, word = TAMPERINGS[kind]
    without_triggers(*make())
    found = faults()
    assert any(word in fault for fault in found), found


@BOTH
def test_an_inserted_event_is_found(app):
    sealed_log()
    event = db.session.scalars(select(AuditEvent)).first()
    columns = {c.key: getattr(event, c.key) for c in AuditEvent.__table__.columns if c.key != "id"}
    forged = columns | {"public_id": "forged", "sha256": "0" * 64}
    without_triggers(insert(AuditEvent).values(**forged))
    assert any("without a number" in fault for fault in faults())


def replace_whole_log():
    """Recompute a sound but different trail in place of the true one."""
    without_triggers(
        delete(LogLeaf),
        delete(LogNode),
        delete(UnsequencedEvent),
        delete(AuditEvent),
        delete(Checkpoint),
        delete(LogState),
    )
    with transaction():
        for n in range(5):
            record("thing:other", Thing(), SYSTEM, n=n)
    sequencer.sequence()


@BOTH
def test_a_replaced_log_contradicts_the_kept_checkpoint(app):
    sealed_log()
    replace_whole_log()
    assert any("replaced" in fault for fault in faults())


@BOTH
def test_a_checkpoint_of_a_replaced_log_does_not_take_the_place_of_the_kept_one(app):
    sealed_log()
    replace_whole_log()
    checkpoints.make_checkpoint()
    assert len(list(checkpoints.files())) == 2
    assert any("replaced" in fault for fault in faults())


@BOTH
def test_without_the_kept_checkpoints_a_replaced_log_looks_sound(app):
    """Negative control: this is why each checkpoint is also a file and a witness's copy."""
    sealed_log()
    replace_whole_log()
    shutil.rmtree(checkpoints.folder())
    assert faults() == []


def test_an_old_backup_contradicts_a_later_checkpoint(app, tmp_path):
    sealed_log(3)
    db.session.remove()
    with transaction() as session:
        session.execute(text("SELECT 1"))
    path = db.engine.url.database
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.engine.dispose()
    shutil.copy(path, tmp_path / "backup")
    sealed_log(3)
    db.session.remove()
    db.engine.dispose()
    shutil.copy(tmp_path / "backup", path)
    assert any("cut to 3" in fault for fault in faults())


@BOTH
def test_a_checkpoint_with_another_signature_is_found(app):
    sealed_log()
    without_triggers(update(Checkpoint).values(signature="AAAA" * 21 + "AA=="))
    assert any("signature" in fault for fault in faults())


@BOTH
def test_missing_triggers_are_a_warning_and_no_fault(app):
    sealed_log()
    with transaction() as session:
        if db.engine.dialect.name == "sqlite":
            session.execute(text("DROP TRIGGER log_leaves_no_update"))
            session.execute(text("DROP TRIGGER log_leaves_no_delete"))
        else:
            session.execute(text("DROP TRIGGER log_leaves_no_change ON log_leaves"))
            session.execute(text("DROP TRIGGER log_leaves_no_truncate ON log_leaves"))
    report = verification.verify()
    assert report.sound
    assert report.warnings == ["table log_leaves has lost its append-only triggers"]


def test_history_finds_events_about_a_record_and_relating_to_it(app):
    with transaction():
        record("thing:make", Thing("a"), SYSTEM)
        record("thing:make", Thing("b"), SYSTEM, related=[Thing("a")])
        record("thing:make", Thing("c"), SYSTEM)
    assert [event.subject_id for event in history(Thing("a"))] == ["a", "b"]


def test_commands_report_by_exit_code(app):
    runner = app.test_cli_runner()
    write()
    assert runner.invoke(args=["audit", "checkpoint"]).exit_code == 0
    assert runner.invoke(args=["audit", "verify"]).exit_code == 0
    without_triggers(update(AuditEvent).where(AuditEvent.id == 1).values(tag="x:y"))
    result = runner.invoke(args=["audit", "verify"])
    assert result.exit_code == 1
    assert "edited" in result.output

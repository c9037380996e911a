"""transaction(): the only commit, whole or not at all."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from marketplace import clock
from marketplace.accounts.models import Organization, OrganizationKind
from marketplace.database import (
    add_new,
    add_once,
    after_commit,
    held,
    hold,
    insert_many,
    lock_once,
    transaction,
)
from marketplace.errors import ChangedMeanwhile
from marketplace.extensions import db
from marketplace.followers import Lease, lease, process_space
from tests.sent import statements

BOTH = pytest.mark.databases("sqlite", "postgresql")


def a_lease(name="one"):
    return Lease(name=name, holder="somebody", until=clock.now())


def count():
    return db.session.scalar(select(func.count(Lease.id)))


@BOTH
def test_a_change_is_whole_or_not_at_all(app):
    with pytest.raises(ZeroDivisionError), transaction() as session:
        session.add(a_lease())
        session.flush()
        1 / 0  # noqa: B018
    assert count() == 0
    with transaction() as session:
        session.add(a_lease())
    assert count() == 1


def test_transactions_do_not_nest(app):
    with pytest.raises(RuntimeError, match="nest"), transaction(), transaction():
        pass


def test_after_a_failure_the_session_can_go_on(app):
    with pytest.raises(RuntimeError), transaction():
        raise RuntimeError
    with transaction() as session:
        session.add(a_lease())
    assert count() == 1


def test_a_change_outside_of_a_transaction_is_refused(app):
    with transaction() as session:
        session.add(a_lease())
    found = db.session.scalars(select(Lease)).one()
    found.holder = "another"
    with pytest.raises(RuntimeError, match="outside"), transaction():
        pass


def test_hooks_run_after_the_commit_and_their_failure_is_not_the_users(app, caplog):
    seen = []
    with transaction() as session:
        session.add(a_lease())
        after_commit(lambda: seen.append(count()))
        after_commit(lambda: 1 / 0)
    assert seen == [1]
    assert "after the commit" in caplog.text


def test_hooks_of_a_failed_change_never_run(app):
    seen = []
    with pytest.raises(RuntimeError), transaction():
        after_commit(lambda: seen.append(1))
        raise RuntimeError
    assert seen == []


def test_foreign_keys_are_enforced_on_sqlite(app):
    with pytest.raises(DatabaseError, match="FOREIGN KEY"), transaction() as session:
        session.execute(
            text("INSERT INTO log_leaves (position, event_id, leaf_hash) VALUES (0, 7, 'x')")
        )


def _left_behind(name, process, space=None):
    """A lease with a minute to run, as a killed process leaves it."""
    until = datetime.now(UTC) + timedelta(minutes=1)
    holder = f"{space or process_space()}:{process}:abcd1234"
    db.session.add(Lease(name=name, holder=holder, until=until))
    db.session.commit()


def test_a_lease_of_a_killed_process_of_this_host_is_free_at_once(app):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    _left_behind("work", gone.pid)
    with lease("work") as taken:
        assert taken


def test_a_lease_of_another_host_or_of_a_living_process_is_not_taken(app):
    _left_behind("elsewhere", 999_999_999, space="another-host/0123456789abcdef")
    _left_behind("here", os.getpid())
    with lease("elsewhere") as elsewhere, lease("here") as here:
        assert not elsewhere
        assert not here


def test_a_container_of_the_same_name_is_another_place(app):
    """Its processes cannot be seen from here; that this number is free here says nothing."""
    name = process_space().split("/")[0]
    _left_behind("work", 999_999_999, space=f"{name}/0123456789abcdef")
    with lease("work") as taken:
        assert not taken


@BOTH
def test_a_lease_is_had_by_one_at_a_time(app):
    with lease("work") as first, lease("work") as second:
        assert (first, second) == (True, False)
    with lease("work") as third:
        assert third is True


@BOTH
def test_what_stands_there_already_is_refused_and_the_transaction_goes_on(app):
    with transaction():
        db.session.add(a_lease("first"))
        add_new(a_lease("new"), RuntimeError("known"))
        with pytest.raises(RuntimeError, match="known"):
            add_new(a_lease("new"), RuntimeError("known"))
    assert count() == 2, "what was written before the refusal stays"


@pytest.mark.databases("postgresql")
def test_a_stale_change_is_refused(app):
    with transaction() as session:
        session.add(Organization(name="甲单位", kind=OrganizationKind.NATURAL_PERSON))
    with pytest.raises(ChangedMeanwhile), transaction() as session:
        mine = session.scalars(select(Organization)).one()
        with db.engine.begin() as other:
            other.execute(text("UPDATE organizations SET version = version + 1, name = '乙单位'"))
        mine.name = "丙单位"
    assert db.session.scalar(select(Organization.name)) == "乙单位"


def test_a_record_has_its_public_id_before_it_is_written(app):
    """A mailed link is signed over the id of a record that nothing has flushed yet."""
    organization = Organization(name="某单位", kind=OrganizationKind.COMPANY)
    assert organization.public_id
    named = Organization(name="某单位", kind=OrganizationKind.COMPANY, public_id="0" * 16)
    assert named.public_id == "0" * 16


@BOTH
def test_what_is_held_is_written_with_the_commit_and_goes_with_its_savepoint(app):
    """R-20: a record held in a savepoint shares its fate; a flush that fails in one takes nothing
    from the transaction around it."""
    with transaction() as session:
        hold(a_lease("outer"))
        with pytest.raises(ZeroDivisionError), session.begin_nested():
            hold(a_lease("lost"))
            with session.begin_nested():
                hold(a_lease("lost with it"))
            1 / 0  # noqa: B018
        with session.begin_nested():
            hold(a_lease("inner"))
        session.add(a_lease("taken"))
        session.flush()
        with pytest.raises(RuntimeError, match="known"):
            add_new(a_lease("taken"), RuntimeError("known"))
        assert [lease.name for lease in held(Lease)] == ["outer", "inner"]
        assert count() == 1
    assert set(db.session.scalars(select(Lease.name))) == {"outer", "inner", "taken"}


def test_what_was_held_before_a_failure_is_not_written_by_the_next_change(app):
    with pytest.raises(RuntimeError), transaction():
        hold(a_lease("given up"))
        raise RuntimeError
    with transaction() as session:
        session.add(a_lease("next"))
    assert db.session.scalars(select(Lease.name)).all() == ["next"]


def test_nothing_is_held_outside_of_a_transaction(app):
    with pytest.raises(RuntimeError, match="held"):
        hold(a_lease())


@BOTH
def test_a_record_is_locked_once_in_a_transaction_and_anew_in_the_next(app):
    with transaction() as session:
        session.add(a_lease())
    lease = db.session.scalars(select(Lease)).one()
    for _ in range(2):
        with transaction(), statements() as sent:
            lock_once(lease)
            assert lock_once(lease) is lease
            assert len([each for each in sent if "FROM leases" in each]) == 1


@BOTH
def test_what_a_savepoint_locked_is_locked_anew_after_it(app):
    """A savepoint that is taken back lets go of its locks."""
    with transaction() as session:
        session.add(a_lease())
    lease = db.session.scalars(select(Lease)).one()
    with transaction() as session:
        with pytest.raises(ZeroDivisionError), session.begin_nested():
            lock_once(lease)
            1 / 0  # noqa: B018
        with statements() as sent:
            lock_once(lease)
        assert [each for each in sent if "FROM leases" in each]


@BOTH
def test_a_row_that_a_key_knows_is_not_added_again(app):
    values = {"name": "one", "holder": "x", "until": clock.now()}
    with transaction():
        assert add_once(Lease, values)
        assert not add_once(Lease, values)
    assert count() == 1


@BOTH
def test_no_rows_are_no_rows(app):
    with transaction():
        assert insert_many(Lease.__table__, []) == []
    assert count() == 0


@BOTH
def test_many_rows_get_their_keys_in_order(app):
    rows = [{"name": str(n), "holder": "x", "until": clock.now()} for n in range(300)]
    with transaction():
        keys = insert_many(Lease.__table__, rows)
    named = dict(db.session.execute(select(Lease.id, Lease.name)).all())
    assert [named[key] for key in keys] == [row["name"] for row in rows]
    assert keys == sorted(keys)

"""The worker: leased, idempotent, catching up; commands that tell the truth by their exit code."""

from datetime import date

import pytest
from sqlalchemy import func, select

from marketplace import clock
from marketplace.audit import following, sequencer
from marketplace.audit.actors import SYSTEM
from marketplace.audit.models import AuditEvent, FollowerPosition
from marketplace.audit.services import record
from marketplace.config import current_settings
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.followers import lease, workforce
from marketplace.mail import MailDelivery, OutgoingMail, queue_mail, retry_failed
from marketplace.worker.services import drain, run_clocks, work_once

BOTH = pytest.mark.databases("sqlite", "postgresql")


class Thing:
    __tablename__ = "things"
    public_id = "thing1"


def happen(count=3):
    with transaction():
        for n in range(count):
            record("thing:make", Thing(), SYSTEM, n=n)
    sequencer.sequence()


@BOTH
def test_a_follower_gets_every_event_once_in_order(app):
    seen = []
    happen(3)
    following.follow("probe", lambda events: seen.extend(e.data["n"] for e in events))
    happen(2)
    following.follow("probe", lambda events: seen.extend(e.data["n"] for e in events))
    assert seen == [0, 1, 2, 0, 1]
    assert following.lag("probe") == 0


def test_a_follower_that_fails_keeps_its_place_and_is_tried_again(app):
    happen(2)

    def fail(events):
        raise RuntimeError("index is gone")

    assert following.follow("probe", fail) == 0
    kept = db.session.scalars(select(FollowerPosition)).one()
    assert (kept.position, kept.failures) == (0, 1)
    assert "index is gone" in kept.last_error
    seen = []
    assert following.follow("probe", seen.extend) == 2
    assert len(seen) == 2


def test_a_crash_before_the_mark_repeats_the_batch(app):
    """At least once: what was handled but not marked comes again."""
    happen(2)
    seen = []

    def crash(events):
        seen.extend(events)
        raise SystemExit

    with pytest.raises(SystemExit):
        following.follow("probe", crash)
    db.session.rollback()
    following.follow("probe", seen.extend)
    assert len(seen) == 4


def test_two_workers_do_not_share_a_piece_of_work(app):
    work_once(everything=True)  # what the day itself makes due is done
    happen(1)
    with lease("sequencer"), lease("follower:mail"):
        with transaction():
            record("thing:make", Thing(), SYSTEM)
        work_once()
        assert sequencer.backlog() == 1
    work_once()
    assert sequencer.backlog() == 0


def a_mail():
    with transaction():
        event = record("thing:tell", Thing(), SYSTEM)
        queue_mail("a@example.com", "Subject", "Body", event=event, locale="en")


def test_a_mail_leaves_once(app):
    a_mail()
    drain()
    drain()
    delivery = db.session.scalars(select(MailDelivery)).one()
    assert (delivery.attempts, delivery.last_error) == (1, None)
    assert delivery.delivered_at is not None


def test_a_rolled_back_change_sends_no_mail(app):
    with pytest.raises(RuntimeError), transaction():
        event = record("thing:tell", Thing(), SYSTEM)
        queue_mail("a@example.com", "Subject", "Body", event=event, locale="en")
        raise RuntimeError
    drain()
    assert db.session.scalar(select(func.count(OutgoingMail.id))) == 0


def test_a_mail_that_cannot_leave_is_kept_and_tried_again(app, monkeypatch):
    settings = current_settings()
    object.__setattr__(settings, "smtp_url", "smtp://127.0.0.1:1")
    try:
        a_mail()
        sequencer.sequence()
        following.follow("mail", workforce().followers["mail"])
        delivery = db.session.scalars(select(MailDelivery)).one()
        assert delivery.delivered_at is None
        assert delivery.next_attempt_at is not None
        object.__setattr__(settings, "smtp_url", "")
        with clock.at(delivery.next_attempt_at):
            assert retry_failed() == 1
        assert db.session.scalars(select(MailDelivery)).one().delivered_at is not None
    finally:
        object.__setattr__(settings, "smtp_url", "")


def test_draining_signs_a_checkpoint(app):
    happen(1)
    drain()
    assert db.session.scalar(select(func.count(AuditEvent.id))) == sequencer.size()


def test_every_clock_can_run_on_an_empty_site(app):
    assert set(run_clocks()) >= {"agreements", "obligations"}
    assert all(steps == 0 for steps in run_clocks().values())


def test_clocks_run_at_a_given_day(app):
    runner = app.test_cli_runner()
    assert runner.invoke(args=["clocks", "run", "--at", "2030-01-31"]).exit_code == 0
    assert runner.invoke(args=["clocks", "run", "--at", "31.1.2030"]).exit_code == 2
    assert clock.today() != date(2030, 1, 31)


def test_clocks_give_way_to_another_worker(app):
    with lease("task:clocks"):
        result = app.test_cli_runner().invoke(args=["clocks", "run"])
    assert result.exit_code == 2


def test_life_cycles_are_printed(app):
    runner = app.test_cli_runner()
    output = runner.invoke(args=["lifecycles"]).output
    for name in ("agreement/open", "declaration", "listing", "obligation", "payment"):
        assert f"{name} (begins as " in output
    assert "deliver: notice_sent → delivered" in output
    assert runner.invoke(args=["lifecycles", "nonsense"]).exit_code == 2

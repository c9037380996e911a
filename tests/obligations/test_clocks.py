"""The clock over amounts and deadlines: each step once, in order, with the day that it should have had,
however long nothing ran (R-62); what was paid or moved is not told (R-63); the edges are Shanghai's
midnights wherever the server stands (R-60)."""

import os
import time
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import InboxMessage
from marketplace.accounts.services import notify
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.ledger.models import LedgerEntry
from marketplace.mail import OutgoingMail
from marketplace.obligations import bulk, clocks, deadlines, messages
from marketplace.obligations.models import ClockStep, DeadlineKind, FactKind, Obligation
from marketplace.obligations.models import ObligationStatus as S
from marketplace.obligations.services import rows_of
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.presets import preset
from tests import deals
from tests.accounts.factories import owner_of
from tests.obligations.licenses import DAY, enter, in_instalments, pay

BOTH = pytest.mark.databases("sqlite", "postgresql")


def pay_later():
    """Used first; 20,000 yuan twelve months after effect, then thirty days, then thirty of grace."""
    return deals.accepted(deals.published(terms=preset(FeeMode.PAY_LATER, amount_fen=2_000_000)))


def only_clock(day):
    """This room's clock alone."""
    db.session.commit()
    with clock.at(day):
        done = clocks.run()
    db.session.expire_all()
    return done


def steps(row):
    """The clock's steps of an amount with the days that they should have had, in order."""
    names = {f"obligation:{step.value}" for step in ClockStep}
    return [
        (event.tag.removeprefix("obligation:"), event.data["on"], event.data.get("told", True))
        for event in history(row)
        if event.tag in names and "on" in event.data
    ]


def wanted(row):
    due = row.due_on
    return [
        ("remind", (due - 7 * DAY).isoformat()),
        ("fall_due", due.isoformat()),
        ("overdue", (due + DAY).isoformat()),
        ("default", (due + 31 * DAY).isoformat()),
    ]


def codes(organization):
    return list(
        db.session.scalars(
            select(InboxMessage.code)
            .where(
                InboxMessage.organization_id == organization.id,
                InboxMessage.code.like("obligation_%"),
            )
            .order_by(InboxMessage.id)
        )
    )


@BOTH
def test_every_step_once_in_order_on_its_day_and_late_after_downtime(app):
    daily, late = pay_later(), pay_later()
    row, other = rows_of(daily)[0], rows_of(late)[0]
    due = row.due_on
    for offset in (-8, -7, -6, 0, 1, 2, 30, 31, 32):
        with patch.object(bulk, "_keys", only(row.agreement_id)):
            only_clock(due + offset * DAY)
    for _ in range(2):
        only_clock(due + 34 * DAY)
    assert [each[:2] for each in steps(row)] == wanted(row)
    assert [each[:2] for each in steps(other)] == wanted(other)
    assert [told for *_, told in steps(row)] == [True, True, True, True]
    assert [told for *_, told in steps(other)] == [False, False, True, True]
    assert codes(daily.licensee) == [
        "obligation_due_soon", "obligation_payable", "obligation_overdue"
    ]  # fmt: skip
    assert codes(late.licensee) == ["obligation_overdue"]
    assert codes(late.licensor) == ["obligation_in_default"]
    assert (row.status, other.status, row.clock_on) == (S.DUE, S.DUE, None)
    days = db.session.scalars(
        select(LedgerEntry.value_day).where(LedgerEntry.reference_id == other.public_id)
    ).all()
    assert days == [due]
    assert other.posted_fen == other.amount_fen == 2_000_000
    assert only_clock(due + 40 * DAY) == 0


def only(agreement_id):
    """The keys of one agreement's amounts, as if the other's worker were down."""
    keys = bulk._keys

    def chosen(after):
        found = keys(after)
        own = set(
            db.session.scalars(select(Obligation.id).where(Obligation.agreement_id == agreement_id))
        )
        return [each for each in found if each[1] in own]

    return chosen


@BOTH
def test_what_was_paid_or_moved_meanwhile_is_not_told_and_the_control_tells_it(app):
    """R-63: the look at the list and the step are two; between them somebody pays."""
    agreement = pay_later()
    (row,) = rows_of(agreement)
    day = row.due_on - 7 * DAY
    with clock.at(day):
        listed = bulk._keys(bulk._START)
        with transaction():
            stale = bulk._locked(listed)
    pay(agreement, 2_000_000, day)
    with clock.at(day), transaction():
        assert bulk._locked(listed) == []
    assert only_clock(day) == 0
    assert codes(agreement.licensee) == []
    with clock.at(day), transaction(), patch.object(bulk, "_advance"):
        bulk.take(stale)
    assert codes(agreement.licensee) == ["obligation_due_soon"]


@BOTH
def test_money_that_came_early_pays_by_the_clock_what_falls_due(app):
    agreement = in_instalments()
    pay(agreement, 1_000_000)
    second = rows_of(agreement)[1]
    pay(agreement, 500_000, second.due_on - 3 * DAY, "early")
    only_clock(second.due_on)
    assert (second.status, second.paid_fen, second.posted_fen) == (S.PART_PAID, 500_000, 2_000_000)
    only_clock(second.due_on + DAY)
    assert codes(agreement.licensee)[-1] == "obligation_overdue"


def test_what_breaks_one_amount_does_not_stop_the_others(app):
    first, second = pay_later(), pay_later()
    day = rows_of(first)[0].due_on
    broken = rows_of(first)[0].public_id
    draft = bulk._draft

    def fails(row):
        if row.public_id == broken:
            raise RuntimeError("a fault of this one amount")
        return draft(row)

    with patch.object(bulk, "_draft", fails):
        only_clock(day)
    assert (rows_of(first)[0].status, rows_of(second)[0].status) == (S.SCHEDULED, S.DUE)
    only_clock(day)
    assert rows_of(first)[0].status is S.DUE
    assert [name for name, *_ in steps(rows_of(second)[0])].count("fall_due") == 1


@pytest.fixture(params=["UTC", "Pacific/Tongatapu"])
def server(request, monkeypatch):
    """A server in another zone; UTC+13 is Tonga."""
    monkeypatch.setitem(os.environ, "TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("server")
def test_free_time_is_told_60_30_and_7_days_before_and_ends_at_shanghai_midnight(app):
    """R-60 in the site itself, on a server in UTC and in UTC+13."""
    terms = preset(FeeMode.LIMITED_FREE, yearly_fen=800_000, route=Route.ORDINARY)
    agreement = deals.accepted(deals.published(terms=terms))
    (deadline,) = [
        each for each in deadlines.deadlines_of(agreement) if each.kind is DeadlineKind.FREE_WINDOW
    ]
    last = deadline.ends_on
    second = timedelta(seconds=1)
    for before in (60, 30, 7):
        midnight = clock.start_of_day(last - before * DAY)
        only_clock(midnight - second)
        assert told(agreement, before) == 0
        only_clock(midnight)
        only_clock(midnight + 60 * second)
        assert told(agreement, before) == 1
    end = clock.start_of_day(last + DAY)
    assert end == datetime(last.year, last.month, last.day, 16, tzinfo=UTC)
    only_clock(end - second)
    first = rows_of(agreement)[0]
    assert (first.status, count(agreement.licensee, "free_window_ended")) == (S.SCHEDULED, 0)
    only_clock(end)
    assert (first.due_on, first.status) == (last + DAY, S.DUE)
    assert count(agreement.licensee, "free_window_ended") == 1
    assert count(agreement.licensor, "free_window_ended") == 1


def told(agreement, days):
    return sum(
        message.params["days"] == days
        for message in db.session.scalars(
            select(InboxMessage).where(
                InboxMessage.organization_id == agreement.licensee_id,
                InboxMessage.code == "free_window_ends",
            )
        )
    )


def count(organization, code):
    return len(
        db.session.scalars(
            select(InboxMessage.id).where(
                InboxMessage.organization_id == organization.id, InboxMessage.code == code
            )
        ).all()
    )


def test_deadlines_catch_up_and_a_trigger_that_comes_first_takes_them_away(app):
    down, met = pay_later(), pay_later()
    start = clock.add_months(clock.today(), 12)
    enter(met, FactKind.FIRST_REVENUE, start - 70 * DAY)
    only_clock(start - 5 * DAY)
    (deadline,) = deadlines.deadlines_of(down)
    events = [
        (event.data["on"], event.data["told"])
        for event in history(deadline)
        if event.tag == "agreement_deadline:tell"
    ]
    assert events == [
        ((start - 60 * DAY).isoformat(), False),
        ((start - 30 * DAY).isoformat(), False),
        ((start - 7 * DAY).isoformat(), True),
    ]
    assert count(down.licensee, "payment_starts") == 1
    assert count(met.licensee, "payment_starts") == 0


def test_a_trial_that_runs_out_is_told_before_and_after(app):
    listing = deals.published(FeeMode.TRIAL_THEN_CONVERT, Route.ORDINARY, amount_fen=5_000_000)
    agreement = deals.accepted(listing)
    (deadline,) = deadlines.deadlines_of(agreement)
    for offset in (-30, -7, 1):
        only_clock(deadline.ends_on + offset * DAY)
    assert count(agreement.licensee, "trial_ends") == 2
    assert count(agreement.licensee, "trial_ended") == 1


def test_the_mail_of_a_step_is_the_one_that_telling_alone_would_write(app):
    """Bulk and single telling write the same words to the same people."""
    agreement = pay_later()
    (row,) = rows_of(agreement)
    only_clock(row.due_on - 7 * DAY)
    event = next(each for each in history(row) if each.tag == "obligation:remind")
    (mail,) = db.session.scalars(select(OutgoingMail).where(OutgoingMail.event_id == event.id))
    assert mail.to == owner_of(agreement.licensee).email
    with clock.at(row.due_on - 7 * DAY), transaction():
        notify(
            agreement.licensee,
            messages.DUE_SOON,
            event=event,
            link=f"/agreements/{agreement.public_id}",
            title=agreement.title,
            day=row.due_on.isoformat(),
            amount_fen=row.open_fen,
        )
    _, alone = db.session.scalars(
        select(OutgoingMail).where(OutgoingMail.event_id == event.id).order_by(OutgoingMail.id)
    )
    assert (alone.to, alone.subject, alone.body, alone.locale) == (
        mail.to, mail.subject, mail.body, mail.locale
    )  # fmt: skip

"""Alarms 30, 7 and 1 days before, one after; nothing ever closes by itself (R-66)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import InboxMessage
from marketplace.extensions import db
from marketplace.registration import clocks, messages
from marketplace.registration.models import FilingStatus
from tests.registration import scenes

DUE = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 10, 30), None),
        (date(2026, 10, 31), 30),
        (date(2026, 11, 22), 30),
        (date(2026, 11, 23), 7),
        (date(2026, 11, 28), 7),
        (date(2026, 11, 29), 1),
        (date(2026, 11, 30), 1),
        (date(2026, 12, 1), clocks.OVERDUE),
        (date(2030, 1, 1), clocks.OVERDUE),
    ],
)
def test_the_alarm_of_a_day(day, expected):
    assert clocks.alarm(DUE, day) == expected


def alarms(filing):
    rows = db.session.scalars(
        select(InboxMessage)
        .where(
            InboxMessage.organization_id == filing.filer_id,
            InboxMessage.code.in_((messages.DUE_SOON, messages.OVERDUE)),
        )
        .order_by(InboxMessage.id)
    )
    return [(row.code, row.params["days"], row.due_on, row.link) for row in rows]


def test_each_alarm_is_sent_once_with_its_due_day_and_link(app):
    with clock.at(date(2026, 8, 31)):
        filing = scenes.filing(scenes.free())
    day = date(2026, 10, 20)
    while day < date(2026, 12, 20):
        with clock.at(day):
            clocks.run()
            clocks.run()
        day += timedelta(1)
    link = f"/filings/{filing.public_id}"
    assert alarms(filing) == [
        (messages.DUE_SOON, 30, DUE, link),
        (messages.DUE_SOON, 7, DUE, link),
        (messages.DUE_SOON, 1, DUE, link),
        (messages.OVERDUE, -1, DUE, link),
    ]
    db.session.refresh(filing)
    assert filing.status is FilingStatus.DUE


def test_after_a_downtime_only_the_present_alarm_is_sent(app):
    with clock.at(date(2026, 8, 31)):
        filing = scenes.filing(scenes.free())
    with clock.at(date(2026, 11, 29)):
        clocks.run()
    assert [days for _, days, _, _ in alarms(filing)] == [1]


def test_what_has_gone_to_the_office_is_not_reminded_of(app):
    with clock.at(date(2026, 8, 31)):
        filing = scenes.submitted(scenes.filing(scenes.free()))
    with clock.at(date(2027, 8, 31)):
        clocks.run()
    assert alarms(filing) == []


@pytest.mark.parametrize("years", [1, 10])
def test_an_overdue_filing_stays_on_the_list_however_long(app, years):
    filing = scenes.filing(scenes.free())
    with clock.at(clock.add_years(clock.today(), years)):
        clocks.run()
        db.session.refresh(filing)
        assert filing.is_open
        assert filing.is_overdue(clock.today())

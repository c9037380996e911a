"""The last day of a correction: seven days and one day before it the house hears of it, once."""

from datetime import timedelta

import pytest

from marketplace import clock
from marketplace.accounts.models import InboxMessage
from marketplace.database import transaction
from marketplace.declarations import services
from marketplace.declarations.commands import run_reminders
from marketplace.declarations.models import DeclarationStatus as S
from marketplace.mail import OutgoingMail
from tests.declarations.factories import make_declaration, owner_of

CODE = "declaration:correction_due"


@pytest.fixture
def asked(app):
    """A correction with 30 days to its last day."""
    declaration = make_declaration(S.SUBMITTED)
    by, today = owner_of(declaration.organization), clock.today()
    with transaction():
        services.require_correction(declaration, by, today, "补正联系方式", today + timedelta(30))
    return declaration


def told(declaration):
    found = InboxMessage.query.filter_by(code=CODE, organization=declaration.organization)
    return [(each.due_on, clock.shanghai_day(each.created_at)) for each in found]


def days_left(declaration, days):
    return declaration.correction_due_on - timedelta(days)


def test_each_reminder_goes_out_once(asked, app):
    for days in range(30, -3, -1):
        with clock.at(days_left(asked, days)):
            assert run_reminders() == (days in {7, 1})
            assert run_reminders() == 0
    last_day = asked.correction_due_on
    assert told(asked) == [(last_day, days_left(asked, 7)), (last_day, days_left(asked, 1))]
    assert asked.status is S.CORRECTION


def test_the_mail_names_the_last_day(asked, app):
    with clock.at(days_left(asked, 7)):
        run_reminders()
    mails = [
        each for each in OutgoingMail.query if asked.correction_due_on.isoformat() in each.body
    ]
    assert {each.to for each in mails} == {m.user.email for m in asked.organization.memberships}


def test_after_a_downtime_only_the_nearer_one_goes_out(asked):
    with clock.at(days_left(asked, 0)):
        assert run_reminders() == 1
        assert run_reminders() == 0
    assert len(told(asked)) == 1


def test_what_was_told_on_entry_is_not_told_again(app):
    declaration = make_declaration(S.SUBMITTED)
    by, today = owner_of(declaration.organization), clock.today()
    with transaction():
        services.require_correction(declaration, by, today, "补正", today + timedelta(5))
    assert run_reminders() == 0
    with clock.at(today + timedelta(4)):
        assert run_reminders() == 1


def test_who_has_corrected_or_has_no_last_day_is_left_alone(asked):
    other = make_declaration(S.CORRECTION)
    with transaction():
        services.resubmit(asked, owner_of(asked.organization), clock.today())
    with clock.at(days_left(asked, 7)):
        assert run_reminders() == 0
    assert (told(asked), told(other)) == ([], [])

"""Obligations follow ``schedule()``, the clock and the facts; nothing is told or posted twice, and a
late clock arrives where a daily one does (R-61, R-62)."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace import clock
from marketplace.accounts.models import InboxMessage
from marketplace.agreements import services as agreements
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.ledger.chart import AccountCode, AccountKind
from marketplace.ledger.models import LedgerEntry
from marketplace.ledger.queries import balance
from marketplace.obligations import deciding, services
from marketplace.obligations.models import DecisionKind, Fact, FactKind, Obligation
from marketplace.obligations.models import ObligationStatus as S
from marketplace.obligations.services import overdue_fen, rows_of
from marketplace.payments import services as payments
from marketplace.terms.enums import FeeMode, Route
from tests import deals
from tests.accounts.factories import owner_of
from tests.declarations.factories import manager_of
from tests.obligations.licenses import (
    DAY,
    enter,
    in_instalments,
    pay,
    run_on,
    state_of,
    with_royalty,
)

BOTH = pytest.mark.databases("sqlite", "postgresql")


def count(model):
    return db.session.scalar(select(func.count(model.id)))


def receivable(agreement):
    kind, licensor = AccountKind.RECEIVABLE, agreement.licensor.public_id
    return balance(str(AccountCode(kind, licensor, agreement.public_id)))


def statuses(agreement):
    return [row.status for row in rows_of(agreement)]


@BOTH
def test_refreshing_again_changes_nothing(app):
    agreement = in_instalments()
    before = (state_of(agreement), count(AuditEvent), count(LedgerEntry))
    for _ in range(3):
        with transaction():
            services.refresh(agreement)
    assert (state_of(agreement), count(AuditEvent), count(LedgerEntry)) == before


def test_an_amount_falls_due_on_its_day_and_not_before(app):
    agreement = in_instalments()
    second = rows_of(agreement)[1]
    run_on(second.due_on - DAY)
    assert second.status is S.SCHEDULED
    assert receivable(agreement) == 1_000_000
    run_on(second.due_on)
    assert second.status is S.DUE
    assert receivable(agreement) == 3_000_000


@BOTH
def test_a_late_clock_arrives_where_a_daily_one_does(app):
    daily, late = in_instalments(every_months=1), in_instalments(every_months=1)
    begin, days = clock.today(), 75
    with clock.at(begin):
        for number in range(1, days):
            with_only(daily, begin + number * DAY)
    with_only(late, begin + days * DAY)
    with_only(daily, begin + days * DAY)
    assert state_of(daily) == state_of(late)
    assert value_days(daily) == value_days(late)


def with_only(agreement, day):
    """Let the clock look at one agreement, as if the other's worker were down."""
    with clock.at(day), transaction():
        services.refresh(agreement)


def value_days(agreement):
    """The ledger's days are those on which the steps should have been taken."""
    keys = [row.public_id for row in rows_of(agreement)]
    return db.session.scalars(
        select(LedgerEntry.value_day)
        .where(LedgerEntry.reference_id.in_(keys))
        .order_by(LedgerEntry.value_day)
    ).all()


def test_after_days_without_a_worker_each_step_is_taken_once(app):
    agreement = in_instalments(every_months=1)
    day = clock.today() + timedelta(days=70)
    for _ in range(2):
        run_on(day)
    for row in rows_of(agreement):
        tags = [event.tag for event in history(row)]
        assert tags.count("obligation:fall_due") == (row.due_on <= day)
        assert tags.count("obligation:overdue") == (row.due_on < day)


def test_reminded_once_before_and_told_once_after(app):
    agreement = in_instalments()
    pay(agreement, 1_000_000)
    row = rows_of(agreement)[1]
    for number in range(-10, 10):
        run_on(row.due_on + number * DAY)
    codes = db.session.scalars(
        select(InboxMessage.code).where(InboxMessage.organization_id == agreement.licensee_id)
    ).all()
    owners = 1
    assert codes.count("obligation_due_soon") == owners
    assert codes.count("obligation_overdue") == owners


def test_nobody_is_reminded_of_what_is_paid(app):
    agreement = in_instalments()
    pay(agreement, 6_000_000)
    run_on(rows_of(agreement)[-1].due_on + 30 * DAY)
    assert (
        db.session.scalar(
            select(func.count(InboxMessage.id)).where(InboxMessage.code.like("obligation_%"))
        )
        == 0
    )


def test_overdue_is_computed(app):
    agreement = in_instalments()
    first = rows_of(agreement)[0]
    assert overdue_fen(agreement, first.due_on) == 0
    assert overdue_fen(agreement, first.due_on + DAY) == 1_000_000
    pay(agreement, 400_000)
    assert overdue_fen(agreement, first.due_on + DAY) == 600_000


@BOTH
def test_invalidation_holds_all_that_is_unpaid(app):
    agreement = in_instalments()
    pay(agreement, 1_000_000)
    day = clock.today() + 10 * DAY
    enter(agreement, FactKind.INVALIDATED, day)
    assert statuses(agreement)[0] is S.PAID
    assert set(statuses(agreement)[1:]) <= {S.ON_HOLD, S.VOID}
    run_on(day + 400 * DAY)
    assert S.DUE not in statuses(agreement)
    assert receivable(agreement) == 0


def test_what_is_on_hold_is_not_payable(app):
    agreement = in_instalments()
    enter(agreement, FactKind.INVALIDATED, clock.today())
    assert payments.due_now_fen(agreement) == 0


def test_what_had_accrued_stays_due_after_a_lapse(app):
    agreement = in_instalments()
    enter(agreement, FactKind.LAPSED, clock.today() + 5 * DAY)
    assert statuses(agreement) == [S.DUE, S.VOID, S.VOID]


def test_what_accrued_before_the_end_falls_due_after_it(app):
    """The day of payment lies behind the end of the contract: it is owed all the same."""
    terms_days = 30
    listing = deals.published(
        FeeMode.LUMP_SUM, Route.ORDINARY, amount_fen=deals.LUMP_FEN, due_days=terms_days
    )
    agreement = deals.accepted(listing)
    with clock.at(clock.today() + 5 * DAY), transaction():
        agreements.terminate(agreement, "停产", owner_of(agreement.licensee))
    run_on(clock.today() + (terms_days + 1) * DAY)
    assert statuses(agreement) == [S.DUE]
    assert receivable(agreement) == deals.LUMP_FEN


def test_a_license_that_never_was_makes_nothing_owed(app):
    agreement = in_instalments()
    with transaction():
        agreements.set_aside(
            agreement, "凭证不实", owner_of(agreement.licensor), manager_of(agreement.licensor)
        )
    assert set(statuses(agreement)) == {S.VOID}
    assert receivable(agreement) == 0


@BOTH
def test_what_is_waived_is_owed_no_more(app):
    agreement = in_instalments()
    first = rows_of(agreement)[0]
    pay(agreement, 300_000)
    with transaction():
        deciding.decide(first, DecisionKind.WAIVE, "支持首批企业", owner_of(agreement.licensor))
    assert (first.status, first.open_fen, first.paid_fen) == (S.WAIVED, 0, 300_000)
    assert receivable(agreement) == 0
    run_on(first.due_on + 40 * DAY)
    assert first.status is S.WAIVED


def test_a_payment_on_what_was_waived_later_can_be_taken_back(app):
    agreement = in_instalments()
    first = rows_of(agreement)[0]
    payment = pay(agreement, 300_000)
    with transaction():
        deciding.decide(first, DecisionKind.WAIVE, "支持首批企业", owner_of(agreement.licensor))
    with transaction():
        payments.reverse_payment(payment, "银行退回", owner_of(agreement.licensor))
    assert (first.status, first.paid_fen) == (S.WAIVED, 0)
    assert receivable(agreement) == 0


@BOTH
def test_the_same_fact_twice_is_one(app):
    listing = deals.published(FeeMode.PAY_LATER, Route.ORDINARY, amount_fen=deals.LUMP_FEN)
    agreement = deals.accepted(listing)
    day = clock.today() + 20 * DAY
    first = enter(agreement, FactKind.FIRST_REVENUE, day)
    again = enter(agreement, FactKind.FIRST_REVENUE, day + 9 * DAY)
    assert first.id == again.id
    assert count(Fact) == 1
    assert rows_of(agreement)[0].due_on == day + 30 * DAY


def test_a_fact_of_the_future_is_refused(app):
    agreement = in_instalments()
    with pytest.raises(Refused) as refusal, transaction():
        services.enter_fact(agreement, FactKind.LAPSED, clock.today() + DAY, None)
    assert refusal.value.code == "fact_in_future"
    assert count(Fact) == 0


def test_a_trial_that_is_returned_owes_nothing(app):
    listing = deals.published(FeeMode.TRIAL_THEN_CONVERT, Route.ORDINARY, amount_fen=5_000_000)
    agreement = deals.accepted(listing)
    with transaction():
        agreements.return_trial(agreement, "工况不合适", owner_of(agreement.licensee))
    assert set(statuses(agreement)) <= {S.VOID}
    run_on(clock.today() + 900 * DAY)
    assert receivable(agreement) == 0


def test_money_of_a_notice_that_made_no_license_waits_for_its_owner(app):
    """A part payment, then the notice is withdrawn: what was received is in suspense, not lost."""
    agreement = deals.noticed(deals.published(FeeMode.LUMP_SUM, amount_fen=deals.LUMP_FEN))
    deals.pay(agreement, 100, clock.today())
    with transaction():
        agreements.withdraw_notice(agreement, "改用他案", owner_of(agreement.licensee))
    (row,) = rows_of(agreement)
    assert (row.status, row.paid_fen) == (S.VOID, 0)
    suspense = AccountCode(AccountKind.SUSPENSE, agreement.licensor.public_id)
    assert balance(str(suspense)) == -100
    assert receivable(agreement) == 0


def test_a_transfer_pays_the_next_holder(app):
    agreement = in_instalments()
    other = deals.licensee()
    enter(agreement, FactKind.TRANSFERRED, clock.today() + DAY, name=other.public_id)
    assert [row.payee for row in rows_of(agreement)] == [None, other.public_id, other.public_id]


def test_a_royalty_waits_for_its_statement(app):
    agreement = with_royalty()
    run_on(clock.today() + 365 * DAY)
    assert {(row.status, row.amount_fen) for row in rows_of(agreement)} == {(S.SCHEDULED, None)}
    assert db.session.scalar(select(func.count(Obligation.id))) == len(rows_of(agreement))

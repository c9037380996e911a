"""Royalty statements: zero is a report, a loss is none, each period once, corrections count."""

import pytest
from sqlalchemy import func, select

from marketplace import clock
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.errors import Refused, TransitionNotAllowed
from marketplace.extensions import db
from marketplace.ledger.chart import AccountCode, AccountKind
from marketplace.ledger.queries import balance
from marketplace.obligations import statements
from marketplace.obligations.models import ObligationStatus as S
from marketplace.obligations.models import RoyaltyStatement, StatementStatus
from marketplace.obligations.services import rows_of
from tests.accounts.factories import owner_of
from tests.obligations.licenses import DAY, accept, pay, report, run_on, with_royalty

SALES = 100_000_000
ROYALTY = 2_000_000


def first_row(agreement):
    return rows_of(agreement)[0]


def count():
    return db.session.scalar(select(func.count(RoyaltyStatement.id)))


def suspense(agreement):
    return -balance(str(AccountCode(AccountKind.SUSPENSE, agreement.licensor.public_id)))


@pytest.mark.databases("sqlite", "postgresql")
def test_an_accepted_statement_makes_the_royalty_due(app):
    agreement = with_royalty()
    row = first_row(agreement)
    statement = report(agreement, row, SALES)
    assert row.amount_fen is None
    accept(statement)
    assert row.amount_fen == ROYALTY
    assert statement.status is StatementStatus.ACCEPTED
    run_on(row.due_on)
    assert row.status is S.DUE


def test_zero_is_a_report_and_nothing_is_left_open(app):
    agreement = with_royalty()
    row = first_row(agreement)
    accept(report(agreement, row, 0))
    run_on(row.due_on + DAY)
    assert (row.amount_fen, row.open_fen, row.status) == (0, 0, S.PAID)
    assert not row.is_overdue(row.due_on + DAY)


def test_a_negative_figure_is_refused(app):
    agreement = with_royalty()
    with pytest.raises(Refused) as refusal:
        report(agreement, first_row(agreement), -1)
    assert refusal.value.code == "negative_quantity"
    assert count() == 0


def test_a_period_that_runs_cannot_be_reported(app):
    agreement = with_royalty()
    row = first_row(agreement)
    with pytest.raises(Refused) as refusal:
        report(agreement, row, 1, day=row.period_to)
    assert refusal.value.code == "period_runs"
    assert report(agreement, row, 1, day=row.period_to + DAY)


@pytest.mark.parametrize(("from_days", "to_days"), [(1, 0), (0, 1), (-30, -30)])
def test_a_period_that_the_terms_do_not_make_is_refused(app, from_days, to_days):
    agreement = with_royalty()
    row = first_row(agreement)
    with (
        pytest.raises(Refused) as refusal,
        clock.at(row.period_to + 60 * DAY),
        transaction(),
    ):
        statements.submit_statement(
            agreement,
            row.period_from + from_days * DAY,
            row.period_to + to_days * DAY,
            1,
            owner_of(agreement.licensee),
        )
    assert refusal.value.code == "no_such_period"
    assert count() == 0


def test_the_same_report_twice_is_one(app):
    agreement = with_royalty()
    row = first_row(agreement)
    first, again = report(agreement, row, SALES), report(agreement, row, SALES)
    assert first.id == again.id
    assert [event.tag for event in history(first)].count("royalty_statement:submit") == 1


def test_a_disputed_figure_makes_nothing_due_until_it_is_accepted(app):
    agreement = with_royalty()
    row = first_row(agreement)
    statement = report(agreement, row, SALES)
    with transaction():
        statements.dispute_statement(statement, "与开票额不符", owner_of(agreement.licensor))
    assert row.amount_fen is None
    accept(statement)
    assert row.amount_fen == ROYALTY


def test_an_accepted_statement_is_not_accepted_again(app):
    agreement = with_royalty()
    statement = report(agreement, first_row(agreement), SALES)
    accept(statement)
    with pytest.raises(TransitionNotAllowed):
        accept(statement)


@pytest.mark.databases("sqlite", "postgresql")
def test_a_corrected_higher_figure_leaves_the_difference_to_pay(app):
    agreement = with_royalty()
    row = first_row(agreement)
    accept(report(agreement, row, SALES))
    run_on(row.due_on)
    pay(agreement, ROYALTY, row.due_on)
    assert row.status is S.PAID
    accept(report(agreement, row, 2 * SALES, row.due_on), row.due_on)
    assert (row.status, row.amount_fen, row.open_fen) == (S.PART_PAID, 2 * ROYALTY, ROYALTY)
    pay(agreement, ROYALTY, row.due_on, "second")
    assert row.status is S.PAID
    assert suspense(agreement) == 0


@pytest.mark.databases("sqlite", "postgresql")
def test_a_corrected_lower_figure_frees_what_was_paid_too_much(app):
    agreement = with_royalty()
    row = first_row(agreement)
    accept(report(agreement, row, SALES))
    run_on(row.due_on)
    pay(agreement, ROYALTY, row.due_on)
    accept(report(agreement, row, SALES // 2, row.due_on), row.due_on)
    assert (row.status, row.paid_fen, row.open_fen) == (S.PAID, ROYALTY // 2, 0)
    assert suspense(agreement) == ROYALTY // 2


def test_what_was_paid_too_much_pays_the_next_period(app):
    agreement = with_royalty()
    first, second = rows_of(agreement)[:2]
    accept(report(agreement, first, SALES))
    run_on(first.due_on)
    pay(agreement, ROYALTY + 500_000, first.due_on)
    accept(report(agreement, second, SALES))
    run_on(second.due_on)
    assert (second.status, second.paid_fen) == (S.PART_PAID, 500_000)
    assert suspense(agreement) == 0


def test_a_report_after_the_license_is_over_still_falls_due(app):
    agreement = with_royalty(months=6)
    row = rows_of(agreement)[-1]
    run_on(agreement.last_day + DAY)
    assert agreement.status == "expired"
    accept(report(agreement, row, SALES, row.period_to + 5 * DAY), row.period_to + 5 * DAY)
    run_on(row.due_on + DAY)
    assert row.status is S.DUE
    assert row.is_overdue(row.due_on + DAY)


def test_open_periods_are_those_over_and_unanswered(app):
    agreement = with_royalty()
    row = first_row(agreement)
    with clock.at(row.period_to):
        assert statements.open_periods(agreement) == []
    with clock.at(row.period_to + DAY):
        assert statements.open_periods(agreement) == [row]
    accept(report(agreement, row, SALES))
    with clock.at(row.period_to + DAY):
        assert statements.open_periods(agreement) == []

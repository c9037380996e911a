"""Statements of account by value day."""

from datetime import date

from marketplace.database import transaction
from marketplace.ledger.chart import AccountKind, Reference
from marketplace.ledger.queries import balance, statement
from marketplace.ledger.services import post


def test_a_statement_opens_where_the_days_before_closed(session, deal):
    with transaction():
        post("fee_due", Reference("obligations", "1"), deal.fee_due(1000), date(2026, 1, 31))
        post("fee_due", Reference("obligations", "2"), deal.fee_due(500), date(2026, 2, 1))
        post("fee_paid", Reference("payments", "1"), deal.fee_paid(700), date(2026, 2, 28))
        post("fee_due", Reference("obligations", "3"), deal.fee_due(50), date(2026, 3, 1))
    found = statement(deal.licensor, date(2026, 2, 1), date(2026, 2, 28))
    receivable = next(each for each in found.accounts if each.kind is AccountKind.RECEIVABLE)
    assert receivable.opening == 1000
    assert [(line.amount, line.balance) for line in receivable.lines] == [(500, 1500), (-700, 800)]
    assert receivable.closing == 800
    assert found.total(AccountKind.RECEIVED) == 700
    assert receivable.agreement == deal.agreement


def test_a_statement_shows_only_ones_own_accounts(session, deal):
    with transaction():
        post("fee_due", Reference("obligations", "1"), deal.fee_due(1000), date(2026, 1, 31))
    found = statement(deal.licensee, date(2026, 1, 1), date(2026, 12, 31))
    assert {each.kind for each in found.accounts} == {AccountKind.PAYABLE}


def test_accounts_at_rest_are_left_out(session, deal):
    with transaction():
        post("fee_due", Reference("obligations", "1"), deal.fee_due(1000), date(2026, 1, 31))
    assert statement(deal.licensor, date(2025, 1, 1), date(2025, 12, 31)).accounts == []


def test_an_unknown_account_has_nothing(session):
    assert balance("received:nobody") == 0

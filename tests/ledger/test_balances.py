"""Balances are exact with and without a worker, and folded once whoever folds."""

import pytest
from sqlalchemy import select, update

from marketplace.audit.models import FollowerPosition
from marketplace.audit.sequencer import sequence
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.followers import workforce
from marketplace.ledger import balances
from marketplace.ledger.balances import fold, mark
from marketplace.ledger.chart import Reference
from marketplace.ledger.checks import check
from marketplace.ledger.models import LedgerAccount, LedgerBalance
from marketplace.ledger.queries import balance
from marketplace.ledger.services import post
from tests.ledger.conftest import DAY
from tests.ledger.test_concurrency import at_once

pytestmark = pytest.mark.databases("sqlite", "postgresql")


@pytest.fixture
def due(deal):
    def make(*numbers: int) -> None:
        with transaction():
            for number in numbers:
                post("fee_due", Reference("obligations", str(number)), deal.fee_due(number), DAY)

    return make


def stored(session, code: str) -> int | None:
    return session.scalar(
        select(LedgerBalance.amount).join(LedgerAccount).where(LedgerAccount.code == code)
    )


def test_a_balance_is_the_same_before_between_and_after_folding(session, deal, due):
    code = f"receivable:{deal.licensor}:{deal.agreement}"
    due(1, 2, 3)
    assert (balance(code), stored(session, code)) == (6, None)
    sequence()
    assert (balance(code), stored(session, code)) == (6, None)
    assert fold() == 3
    due(10)
    assert (balance(code), stored(session, code)) == (16, 6)
    sequence()
    assert (fold(), fold()) == (1, 0)
    assert (balance(code), stored(session, code)) == (16, 16)
    assert mark() == 4
    assert check().sound


def test_other_events_move_the_mark_and_no_balance(session, deal, due, monkeypatch):
    monkeypatch.setattr(balances, "BATCH", 2)
    due(1, 2, 3, 4, 5)
    sequence()
    assert fold() == 5
    assert stored(session, f"payable:{deal.licensee}:{deal.agreement}") == -15


def test_a_crash_between_adding_and_moving_the_mark_adds_nothing(session, due, monkeypatch):
    due(7)
    sequence()

    def crash(entries):
        add(entries)
        raise RuntimeError("killed")

    add = balances._add
    monkeypatch.setattr(balances, "_add", crash)
    with pytest.raises(RuntimeError):
        fold()
    monkeypatch.setattr(balances, "_add", add)
    assert fold() == 1
    assert check().sound


@pytest.mark.tampers
def test_a_mark_that_moves_back_counts_twice_and_is_seen(session, deal, due):
    """Negative control: without the mark in the same transaction an entry would count twice."""
    due(7)
    sequence()
    fold()
    with transaction():
        session.execute(
            update(FollowerPosition)
            .where(FollowerPosition.name == balances.MARK)
            .values(position=0)
        )
    fold()
    assert any("stored balance 14, postings add up to 7" in fault for fault in check().faults)


def test_the_worker_folds(app):
    assert workforce(app).tasks["ledger:balances"].run is fold


@pytest.mark.databases("postgresql")
def test_folding_at_once_adds_once(app, session, deal, due):
    due(*range(1, 51))
    sequence()
    session.rollback()
    db.session.remove()
    at_once(app, *[fold] * 4, own=False)
    assert stored(session, f"receivable:{deal.licensor}:{deal.agreement}") == 1275
    assert check().sound

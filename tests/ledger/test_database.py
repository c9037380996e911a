"""What the database refuses by itself, with our own checks out of the way."""

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.ledger.models import LedgerAccount, LedgerEntry, LedgerPosting
from marketplace.ledger.services import post
from tests.ledger.conftest import DAY

pytestmark = pytest.mark.databases("sqlite", "postgresql")


@pytest.fixture
def entry(session, deal, obligation) -> LedgerEntry:
    with transaction():
        return post("fee_due", obligation, deal.fee_due(100), DAY)


@pytest.mark.parametrize("model", [LedgerAccount, LedgerEntry, LedgerPosting])
@pytest.mark.parametrize("verb", [update, delete])
def test_facts_are_neither_changed_nor_removed(session, entry, model, verb):
    statement = verb(model).where(model.id > 0)
    if verb is update:
        statement = statement.values(id=model.id)
    with pytest.raises(DBAPIError, match="append-only"), transaction():
        session.execute(statement)


def insert_entry(session, *amounts: int, lines: int) -> None:
    """Write an entry row by row, without the service."""
    session.execute(
        text(
            "INSERT INTO ledger_entries (id, public_id, reason, reference_type, reference_id, at,"
            " value_day, line_count) VALUES (99, 'raw', 'raw', 'x', 'y', '2026-03-02',"
            " '2026-03-02', :lines)"
        ),
        {"lines": lines},
    )
    for amount in amounts:
        session.execute(
            text(
                "INSERT INTO ledger_postings (entry_id, account_id, amount, currency)"
                " SELECT 99, min(id), :amount, 'CNY' FROM ledger_accounts"
            ),
            {"amount": amount},
        )


@pytest.mark.tampers
def test_the_database_takes_a_balanced_entry(session, entry):
    with transaction():
        insert_entry(session, 5, -5, lines=2)
    assert session.get(LedgerEntry, 99) is not None


def test_the_database_refuses_an_unbalanced_entry(session, entry):
    with pytest.raises(DBAPIError, match="does not balance"), transaction():
        insert_entry(session, 5, -4, lines=2)
    assert session.get(LedgerEntry, 99) is None


def test_the_database_refuses_a_line_beyond_the_announced(session, entry):
    with pytest.raises(DBAPIError, match="complete"), transaction():
        insert_entry(session, 5, -5, 7, -7, lines=2)


def test_the_database_refuses_a_line_added_later(session, entry):
    with pytest.raises(DBAPIError, match=r"complete|balance"), transaction():
        session.execute(
            text(
                "INSERT INTO ledger_postings (entry_id, account_id, amount, currency)"
                " SELECT id, (SELECT min(id) FROM ledger_accounts), 5, 'CNY' FROM ledger_entries"
            )
        )


@pytest.mark.databases("postgresql")
def test_postgresql_refuses_an_entry_that_stays_incomplete(session, entry):
    with pytest.raises(DBAPIError, match="not complete"), transaction():
        insert_entry(session, 5, -5, lines=3)


def test_nothing_is_no_posting(session, entry):
    with pytest.raises(DBAPIError), transaction():
        insert_entry(session, 0, 0, lines=2)


def test_two_reversals_of_one_entry_cannot_both_stand(session, entry):
    """The unique key stands even where the service's own look is left out."""
    row = (
        "INSERT INTO ledger_entries (public_id, reason, reference_type, reference_id, at, value_day,"
        " line_count, reverses_id) SELECT :key, :key, 'x', 'y', '2026-03-02', '2026-03-02', 2, id"
        " FROM ledger_entries WHERE reverses_id IS NULL"
    )
    with pytest.raises(DBAPIError), transaction():
        db.session.execute(text(row), {"key": "one"})
        db.session.execute(text(row), {"key": "two"})

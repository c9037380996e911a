"""``ledger check`` finds what somebody did behind the service's back, and names the entry."""

import pytest
from sqlalchemy import text

from marketplace.audit.sequencer import sequence
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.ledger import services
from marketplace.ledger.balances import fold
from marketplace.ledger.checks import check
from marketplace.ledger.models import LedgerEntry
from marketplace.ledger.services import post, reverse
from tests.ledger.conftest import DAY
from tests.ledger.test_database import insert_entry

pytestmark = [pytest.mark.databases("sqlite", "postgresql"), pytest.mark.tampers]


@pytest.fixture
def entry(session, deal, obligation) -> LedgerEntry:
    """An entry whose postings are in the stored balances."""
    with transaction():
        made = post("fee_due", obligation, deal.fee_due(100), DAY)
    sequence()
    assert fold() == 1
    return made


def run(app):
    return app.test_cli_runner().invoke(args=["ledger", "check"])


def test_sound_books_exit_0(app, entry):
    result = run(app)
    assert result.exit_code == 0
    assert "1 entries, 2 postings, 2 accounts: sound" in result.stdout
    assert result.stderr == ""


def test_empty_books_are_sound(app, session):
    assert run(app).exit_code == 0


def test_an_edited_posting_is_named(app, entry, force):
    name = entry.public_id
    force("UPDATE ledger_postings SET amount = 101 WHERE amount = 100")
    result = run(app)
    assert result.exit_code == 1
    assert f"entry {name} (fee_due): does not balance, 1 fen are left in CNY" in result.stdout


def test_an_entry_edited_in_balance_differs_from_the_trail(app, entry, force):
    force(
        "UPDATE ledger_postings SET amount = amount * 2",
        "UPDATE ledger_balances SET amount = amount * 2",
    )
    assert [f for f in check().faults if "differs from what the audit trail says" in f]


def test_a_removed_posting_is_named(app, entry, force):
    force("DELETE FROM ledger_postings WHERE amount < 0")
    assert any(f"entry {entry.public_id}" in f and "1 postings, not 2" in f for f in check().faults)


def test_a_removed_entry_is_named(app, entry, force):
    name = entry.public_id
    force("DELETE FROM ledger_postings", "DELETE FROM ledger_entries")
    assert f"entry {name}: is in the audit trail, but not in the ledger" in check().faults


def test_an_entry_that_the_trail_does_not_know_is_named(app, session, entry):
    with transaction():
        insert_entry(session, 5, -5, lines=2)
    assert check().faults == ["entry raw (raw): is unknown to the audit trail"]


def test_a_wrong_stored_balance_is_named(app, entry, force):
    force("UPDATE ledger_balances SET amount = amount + 3 WHERE amount > 0")
    result = run(app)
    assert result.exit_code == 1
    assert "stored balance 103, postings add up to 100" in result.stdout


def test_a_lost_balance_is_named(app, entry, force):
    force("DELETE FROM ledger_balances WHERE amount > 0")
    assert any("stored balance 0, postings add up to 100" in fault for fault in check().faults)


def test_a_posting_in_another_currency_than_its_account_is_named(app, entry, force):
    force("UPDATE ledger_postings SET currency = 'USD'")
    assert any("another currency" in fault for fault in check().faults)


def test_a_reversal_that_does_not_mirror_is_named(app, session, entry, force):
    with transaction():
        reversal = reverse(entry, DAY)
    force(
        f"UPDATE ledger_postings SET amount = amount * 2 WHERE entry_id = {reversal.id}",
    )
    faults = [f for f in check().faults if f.startswith(f"entry {reversal.public_id}")]
    assert any(f"does not take back entry {entry.public_id}" in fault for fault in faults)


def test_without_the_services_check_the_imbalance_is_seen(app, session, deal, monkeypatch, force):
    """Negative control: rule off and triggers off, the wrong entry comes in and is found."""
    monkeypatch.setattr(services, "_require_balance", lambda _: None)
    force()
    if db.engine.dialect.name == "postgresql":
        session.execute(text("ALTER TABLE ledger_postings DISABLE TRIGGER ALL"))
        session.commit()
    lines = [(code, amount + 1) for code, amount in deal.fee_due(100)]
    with transaction():
        wrong = post("fee_due", services.Reference("obligations", "wrong"), lines, DAY)
    result = run(app)
    assert result.exit_code == 1
    assert f"entry {wrong.public_id} (fee_due): does not balance, 2 fen" in result.stdout


def test_missing_triggers_are_a_warning_only(app, session, entry):
    drop = {
        "sqlite": "DROP TRIGGER ledger_postings_no_update",
        "postgresql": "DROP TRIGGER ledger_postings_no_change ON ledger_postings",
    }
    session.execute(text(drop[db.engine.dialect.name]))
    session.commit()
    result = run(app)
    assert result.exit_code == 0
    assert "warning: trigger ledger_postings_no_" in result.stderr


def test_books_that_cannot_be_read_exit_2(app, session):
    for table in ("ledger_postings", "ledger_balances"):
        session.execute(text(f"DROP TABLE {table}"))
    session.commit()
    result = run(app)
    assert result.exit_code == 2
    assert "could not run" in result.stderr

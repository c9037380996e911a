"""Several at once on PostgreSQL: nothing is lost, nothing happens twice (R-51)."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from threading import Event

import pytest
from sqlalchemy import func, select

from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.ledger import writing
from marketplace.ledger.chart import Reference
from marketplace.ledger.checks import check
from marketplace.ledger.models import LedgerEntry
from marketplace.ledger.queries import balance
from marketplace.ledger.services import post, reverse
from tests.ledger.conftest import DAY

pytestmark = pytest.mark.databases("postgresql")

WORKERS = 8


def at_once(app, *jobs, own=True):
    """Run the jobs in threads, each in a transaction of its own (unless it makes them itself);
    returns results or refusals."""

    def run(job):
        with app.app_context():
            try:
                with transaction() if own else nullcontext():
                    return job()
            except Refused as refusal:
                return refusal.code
            finally:
                db.session.remove()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(run, jobs))


def test_the_same_entry_at_once_is_written_once(app, deal, obligation):
    def job():
        return post("fee_due", obligation, deal.fee_due(100), DAY).public_id

    assert len(set(at_once(app, *[job] * 20))) == 1
    assert balance(f"receivable:{deal.licensor}:{deal.agreement}") == 100
    assert check().sound


def test_many_entries_on_one_account_lose_nothing(app, deal):
    def job(number):
        return lambda: (
            post(
                "fee_due", Reference("obligations", str(number)), deal.fee_due(number), DAY
            ).public_id
        )

    at_once(app, *[job(number) for number in range(1, 101)])
    assert balance(f"receivable:{deal.licensor}:{deal.agreement}") == 5050
    assert check().sound


def test_reversing_at_once_succeeds_exactly_once(app, session, deal):
    with transaction():
        for number in range(10):
            post("fee_due", Reference("obligations", str(number)), deal.fee_due(100), DAY)
    ids = session.scalars(select(LedgerEntry.id)).all()
    session.rollback()

    def job(key):
        return lambda: reverse(db.session.get_one(LedgerEntry, key), DAY).public_id

    results = at_once(app, *[job(key) for key in ids for _ in range(4)])
    assert results.count("ledger_already_reversed") == 30
    assert session.scalar(select(func.count(LedgerEntry.id))) == 20
    assert balance(f"receivable:{deal.licensor}:{deal.agreement}") == 0
    assert check().sound


def test_an_account_opened_by_another_meanwhile_loses_no_entry(app, deal, monkeypatch):
    """The other opens the accounts after our statement missed them and before we open them."""
    prepare, came = writing._new_accounts, []

    def prepare_late(legs):
        if not came:
            came.append(True)
            with ThreadPoolExecutor(1) as other:
                other.submit(_post_elsewhere, app, deal).result()
        return prepare(legs)

    monkeypatch.setattr(writing, "_new_accounts", prepare_late)
    with transaction():
        post("fee_due", Reference("obligations", "ours"), deal.fee_due(7), DAY)
    assert came, "the other came between"
    assert balance(f"receivable:{deal.licensor}:{deal.agreement}") == 12
    assert check().sound


def test_an_account_that_another_is_about_to_open_loses_no_entry(app, deal):
    """Ours waits for the other's commit, and its statement cannot see what that opened: it is tried
    once more."""
    opened, ours = Event(), []

    def other():
        with app.app_context(), transaction():
            post("fee_due", Reference("obligations", "theirs"), deal.fee_due(5), DAY)
            opened.set()
            time.sleep(0.5)

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(other)
        opened.wait(10)
        with transaction():
            ours.append(post("fee_due", Reference("obligations", "ours"), deal.fee_due(7), DAY))
        waiting.result()
    assert balance(f"receivable:{deal.licensor}:{deal.agreement}") == 12
    assert check().sound


def _post_elsewhere(app, deal):
    with app.app_context(), transaction():
        post("fee_due", Reference("obligations", "theirs"), deal.fee_due(5), DAY)

"""Several at once on PostgreSQL: nothing is lost, nothing happens twice (R-51)."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

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
    """The other opens the accounts after our statement missed them and before we look again."""
    look = writing._known
    opened = []

    def look_late(legs):
        if not opened:
            opened.append(True)
            with ThreadPoolExecutor(1) as other:
                other.submit(_post_elsewhere, app, deal).result()
        return look(legs)

    monkeypatch.setattr(writing, "_known", look_late)
    with transaction():
        post("fee_due", Reference("obligations", "ours"), deal.fee_due(7), DAY)
    assert opened, "the other came between"
    assert balance(f"receivable:{deal.licensor}:{deal.agreement}") == 12
    assert check().sound


def _post_elsewhere(app, deal):
    with app.app_context(), transaction():
        post("fee_due", Reference("obligations", "theirs"), deal.fee_due(5), DAY)

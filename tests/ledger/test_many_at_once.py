"""R-51: mixed operations by many real processes, then everything derived anew (R-50).

The whole number (20 workers, 500 operations each) runs with ``LEDGER_WORKERS=20
LEDGER_OPERATIONS=500``; the suite itself takes fewer.
"""

import os
from collections import Counter
from random import Random

import pytest
from sqlalchemy import func, select, text

from marketplace.audit import sequencer
from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.ledger.balances import fold
from marketplace.ledger.chart import Deal, Reference, into_suspense
from marketplace.ledger.checks import check
from marketplace.ledger.models import LedgerEntry
from marketplace.ledger.queries import balance
from marketplace.ledger.services import find, post, reverse
from tests.ledger.conftest import DAY
from tests.ledger.workers import fork_all

pytestmark = pytest.mark.databases("postgresql")

WORKERS = int(os.environ.get("LEDGER_WORKERS", "6"))
OPERATIONS = int(os.environ.get("LEDGER_OPERATIONS", "40"))
KEYS = OPERATIONS * 2
"""Keys that all workers share: so they meet on them."""


class Rolled(Exception):
    """A change that fails after it has posted."""


def deal_of(number):
    return Deal("0000licensor0000", f"licensee{number:08d}", f"agreement{number:07d}")


def write(number):
    """The entry of a shared key: always with the same lines, whoever writes it."""
    deal, key = deal_of(number % 7), Reference("obligations", f"shared{number}")
    if number % 5 == 4:
        return post("suspense", key, into_suspense(deal.licensor, number + 1), DAY)
    return post("fee_due", key, deal.fee_due(number + 1), DAY)


def mixed(worker, operations):
    """Post, post again, reverse, fail, number and fold, as it comes."""
    random, done = Random(worker), Counter()
    for _ in range(operations):
        number = random.randrange(KEYS)
        action = random.choice(("post", "post", "post", "reverse", "reverse", "fail", "fold"))
        try:
            if action == "fold":
                sequencer.sequence()
                fold()
                continue
            with transaction():
                _act(action, number, done)
        except Rolled:
            done["rolled"] += 1
        except Refused as refusal:
            done[refusal.code] += 1
        finally:
            db.session.remove()
    return done


def _act(action, number, done):
    if action == "reverse":
        reason = "suspense" if number % 5 == 4 else "fee_due"
        entry = find(reason, Reference("obligations", f"shared{number}"))
        if entry is not None:
            reverse(entry, DAY)
            done[f"reversed:{entry.public_id}"] += 1
        return
    write(number)
    if action == "fail":
        raise Rolled


def test_mixed_operations_by_many_processes_leave_sound_books(app, session):
    with transaction():
        write(0)
    sequencer.sequence()
    total = sum(fork_all(app, mixed, [(place, OPERATIONS) for place in range(WORKERS)]), Counter())
    reversals = {key: times for key, times in total.items() if key.startswith("reversed:")}
    assert reversals
    assert set(reversals.values()) == {1}
    assert total["rolled"]
    reversed_ = session.scalar(
        select(func.count(LedgerEntry.id)).where(LedgerEntry.reverses_id.is_not(None))
    )
    assert reversed_ == len(reversals)
    assert check().sound
    before = balance("suspense:0000licensor0000")
    sequencer.sequence()
    fold()
    assert check().sound
    assert balance("suspense:0000licensor0000") == before


def take_back(public_id):
    entry = db.session.scalars(select(LedgerEntry).filter_by(public_id=public_id)).one()
    try:
        with transaction():
            reverse(entry, DAY)
            return "reversed"
    except Refused as refusal:
        return refusal.code


def at_once(app):
    with transaction():
        public_id = write(1).public_id
    return Counter(fork_all(app, take_back, [(public_id,)] * WORKERS))


def test_duplicate_reversals_at_once_succeed_exactly_once(app, session):
    assert at_once(app) == {"reversed": 1, "ledger_already_reversed": WORKERS - 1}
    assert check().sound


@pytest.mark.tampers
def test_without_the_unique_keys_it_would_be_reversed_often(app, session):
    """Negative control: the database's keys dropped, more than one reversal goes through."""
    names = session.scalars(
        text(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'ledger_entries'::regclass"
            " AND contype = 'u' AND conname LIKE '%re%' AND conname NOT LIKE '%public_id'"
        )
    ).all()
    for name in names:
        session.execute(text(f"ALTER TABLE ledger_entries DROP CONSTRAINT {name}"))
    session.commit()
    assert at_once(app)["reversed"] > 1

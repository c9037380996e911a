"""R-54: gapless numbers under 20 parallel finalisations with random rollbacks, on real processes."""

from random import Random

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import Organization
from marketplace.books.models import PaymentReport
from marketplace.books.reports import SERIES
from marketplace.database import transaction
from marketplace.documents.numbers import next_number, number_text
from marketplace.extensions import db
from tests.accounts.factories import make_organization, owner_of
from tests.ledger.workers import fork_all

pytestmark = pytest.mark.databases("postgresql")

WORKERS, EACH, YEAR = 20, 4, 2026


class Rolled(Exception):
    """A finalisation that fails after its number was given."""


def finalise(worker, public_id, apart):
    """Number and keep reports; every third or so fails. ``apart``: the number is given in a
    transaction of its own, as a database sequence would."""
    random, kept = Random(worker), 0
    for _ in range(EACH):
        try:
            kept += _one(public_id, apart, random.random() < 0.35)
        except Rolled:
            pass
        finally:
            db.session.remove()
    return kept


def _one(public_id, apart, fails):
    number = None
    if apart:
        with transaction():
            number = next_number(_organization(public_id), SERIES, YEAR)
    with transaction():
        own = _organization(public_id)
        number = number or next_number(own, SERIES, YEAR)
        _keep(own, number)
        if fails:
            raise Rolled
    return 1


def _organization(public_id):
    return db.session.scalars(select(Organization).filter_by(public_id=public_id)).one()


def _keep(own, number):
    db.session.add(
        PaymentReport(
            organization=own, number=number_text(SERIES, YEAR, number), first=clock.today(),
            last=clock.today(), total_fen=1, lines=[], asked_by_id=owner_of(own).id,
        )
    )  # fmt: skip
    db.session.flush()


def numbers(app, session, *, apart):
    own = [make_organization().public_id, make_organization().public_id]
    kept = fork_all(app, finalise, [(place, own[place % 2], apart) for place in range(WORKERS)])
    found = {
        each: sorted(
            int(row.number.rsplit("-", 1)[1])
            for row in session.scalars(
                select(PaymentReport).join(Organization).where(Organization.public_id == each)
            )
        )
        for each in own
    }
    assert sum(map(len, found.values())) == sum(kept) < WORKERS * EACH
    return list(found.values())


def test_no_number_is_missing_or_given_twice(app, session):
    for found in numbers(app, session, apart=False):
        assert found == list(range(1, len(found) + 1))


def test_numbers_given_apart_from_their_document_leave_gaps(app, session):
    """Negative control: given before the document's own transaction, rolled back ones are lost."""
    assert any(
        found != list(range(1, len(found) + 1)) for found in numbers(app, session, apart=True)
    )

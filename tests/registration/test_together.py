"""Many filings in one sitting: the same checks as singly, one refused row leaves the others."""

import hashlib
import io
import json
import zipfile
from datetime import timedelta
from io import BytesIO
from time import perf_counter

import openpyxl
import pytest
from sqlalchemy import event, func, select

from marketplace import clock, files
from marketplace.accounts.models import OrganizationKind, Role
from marketplace.audit.models import AuditEvent
from marketplace.database import transaction
from marketplace.documents.sealing_jobs import seal_pending
from marketplace.errors import NotAllowed, Refused
from marketplace.extensions import db
from marketplace.registration import bundle, facts, queries, receipt_table, services
from marketplace.registration.desk_models import FilingRun, FilingRunItem, Outcome
from marketplace.registration.models import Filing, FilingPackage, FilingReceipt, FilingStatus
from marketplace.registration.package import payload
from marketplace.registration.receipt_table import Paper
from marketplace.registration.selection import PACKAGES, RECEIPTS, SEAL, SUBMISSION, Selection
from marketplace.registration.services import preparing
from marketplace.registration.tables import fill, table_for
from marketplace.terms.routes import Duty
from tests import deals
from tests.accounts.browser import visit
from tests.accounts.factories import client_of, make_member, make_organization, owner_of
from tests.declarations.factories import make_patent, make_patentee
from tests.kept_scenes import kept_scene
from tests.registration import scenes

S = FilingStatus
MANY = 300


@kept_scene
def university():
    return make_patent(make_patentee(kind=OrganizationKind.UNIVERSITY, **scenes.PARTY)).claimant


@kept_scene
def many(count=MANY):
    """A run whose packages are ready: one prepared through the services, the others beside it with
    what each would say and the same sealed papers."""
    party = university()
    with transaction():
        first = services.open_yearly(party, Duty.CONVERSION_REPORT, 2016, owner_of(party))
    scenes.prepared(first)
    with transaction() as session:
        others = [_beside(first, year) for year in range(2017, 2016 + count)]
        session.add_all(others)
        run = FilingRun(organization=party, started_by=owner_of(party), size=count)
        run.finished_at = clock.now()
        session.add(run)
        session.flush()
        session.add_all(
            FilingRunItem(run_id=run.id, filing_id=each.id, outcome=Outcome.PREPARED)
            for each in (first, *others)
        )
    return run


def _beside(first, year):
    other = Filing(
        organization=first.organization,
        kind=first.kind,
        occasion=str(year),
        filer=first.filer,
        status=S.PREPARED,
        package_sha256=first.package_sha256,
        prepared_at=first.prepared_at,
        public_id=f"f{year:09d}",
        answers={},
    )
    data = json.loads(json.dumps(first.package.data).replace("2016", str(year)))
    other.packages = [
        FilingPackage(
            data=data, record_sha256=first.package.record_sha256, sheet_id=first.package.sheet_id
        )
    ]
    return other


def chosen_of(run):
    return Selection(run.organization, run)


def standing(run, act):
    return db.session.scalars(chosen_of(run).for_act(act)).all()


def codes(results):
    return [each.refusal.code for each in results if not each.done]


def test_three_hundred_in_one_sitting(app):
    run = many()
    party, by = run.organization, owner_of(run.organization)
    begun = perf_counter()
    with transaction():
        sealed = services.give_all_to_seal(party, standing(run, SEAL), by)
    with transaction():
        sent = services.mark_all_submitted(party, standing(run, SUBMISSION), clock.today(), by)
    lines = [f"{each.public_id}\tNB{each.id}\t{clock.today()}" for each in standing(run, RECEIPTS)]
    paper = Paper("all.pdf", files.put(scenes.RECEIPT))
    rows = receipt_table.match(
        receipt_table.read("\n".join(lines).encode()), standing(run, RECEIPTS), [paper]
    )
    with transaction():
        entered = services.enter_receipts(party, rows, by)
    spent = perf_counter() - begun
    for results in (sealed, sent, entered):
        assert (len(results), codes(results)) == (MANY, [])
    done = select(func.count(Filing.id)).where(Filing.status == S.DONE, Filing.number.is_not(None))
    assert db.session.scalar(done) == MANY
    for action in ("await_seal", "submit", "complete"):  # each has its own event, as singly
        trail = select(func.count(AuditEvent.id)).where(AuditEvent.tag == f"filing:{action}")
        assert db.session.scalar(trail) == MANY
    assert spent < 30, f"{spent:.1f} s"  # some 4 s on an idle core

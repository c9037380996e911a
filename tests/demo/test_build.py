"""The built demonstration: what it holds, and that all of it is consistent."""

import hashlib
import json
import zipfile
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace import clock
from marketplace.accounts import passwords
from marketplace.accounts.models import InboxMessage, Organization, User
from marketplace.accounts.services import user_for_token
from marketplace.agreements.lifecycles import AgreementStatus
from marketplace.agreements.models import Agreement
from marketplace.agreements.papers import sealed
from marketplace.audit import sequencer
from marketplace.audit.models import AuditEvent, Checkpoint
from marketplace.audit.services import history
from marketplace.audit.verification import verify
from marketplace.declarations.models import Declaration, DeclarationStatus
from marketplace.demo.world import PASSWORD
from marketplace.documents.verification import verify as verify_document
from marketplace.evidence.verifier.package import verify as verify_evidence
from marketplace.extensions import db
from marketplace.ledger.checks import check
from marketplace.listings.models import Listing, ListingStatus
from marketplace.obligations.models import (
    Obligation,
    ObligationStatus,
    RoyaltyStatement,
    StatementStatus,
)
from marketplace.obligations.services import lines_of, rows_of
from marketplace.patents.bars import blocking
from marketplace.patents.models import Patent
from marketplace.payments.models import Allocation, Payment, PaymentStatus
from marketplace.registration import queries
from marketplace.registration.models import Filing, FilingStatus
from marketplace.terms.routes import ROUTES

pytestmark = pytest.mark.usefixtures("market")


def _all(model):
    return db.session.scalars(select(model)).all()


def _statuses(model):
    return {each.status for each in _all(model)}


def test_there_are_enough_patents_and_published_listings():
    assert len(_all(Patent)) >= 300
    assert sum(listing.is_live for listing in _all(Listing)) >= 160


def test_every_fee_mode_is_published_on_every_route_that_admits_it():
    live = {(each.route, each.fee_mode) for each in _all(Listing) if each.is_live}
    wanted = {(route, mode) for route, rules in ROUTES.items() for mode in rules.fee_modes}
    assert wanted <= live


def test_listings_and_declarations_stand_in_every_state():
    assert _statuses(Listing) == set(ListingStatus)
    assert _statuses(Declaration) == set(DeclarationStatus)


def test_agreements_stand_in_every_state_that_lasts():
    """A delivered notice is awaiting payment or effective in the same transaction."""
    assert _statuses(Agreement) == set(AgreementStatus) - {AgreementStatus.DELIVERED}


def test_filings_statements_payments_and_obligations_stand_in_many_states():
    assert _statuses(Filing) == set(FilingStatus)
    assert _statuses(RoyaltyStatement) == set(StatementStatus)
    assert _statuses(Payment) >= {
        PaymentStatus.STANDS,
        PaymentStatus.CONFIRMED,
        PaymentStatus.DISPUTED,
    }
    assert _statuses(Obligation) >= {
        ObligationStatus.SCHEDULED,
        ObligationStatus.DUE,
        ObligationStatus.PAID,
        ObligationStatus.PART_PAID,
    }
    assert any(each.is_overdue(clock.today()) for each in _all(Obligation))


def test_obligations_are_those_of_the_signed_terms():
    for agreement in _all(Agreement):
        if agreement.is_in_force:
            lines = {(line.key, line.amount_fen, line.due_on) for line in lines_of(agreement)}
            rows = {
                (row.key, row.amount_fen, row.due_on)
                for row in rows_of(agreement)
                if row.status is not ObligationStatus.VOID
            }
            assert rows == lines, agreement.public_id


def test_money_that_counts_is_counted_once():
    paid = Counter()
    for allocation in _all(Allocation):
        paid[allocation.obligation_id] += allocation.amount_fen
    assert all(paid[row.id] == row.paid_fen for row in _all(Obligation))
    assert sum(paid.values()) > 0


def test_agreements_in_force_have_the_filings_of_their_route():
    for agreement in _all(Agreement):
        if agreement.is_in_force:
            kinds = {filing.kind for filing in queries.of_agreement(agreement)}
            assert {each.duty for each in ROUTES[agreement.route].duties} <= kinds


def test_every_agreement_has_its_history():
    for agreement in _all(Agreement):
        tags = [event.tag for event in history(agreement)]
        assert tags[0] == ("agreement:enter" if agreement.elsewhere else "agreement:draft")
        assert ("agreement:take_effect" in tags) == (agreement.effective_on is not None)


def test_the_trail_is_sound_without_a_warning():
    report = verify()
    assert report.sound
    assert report.warnings == []
    assert sequencer.backlog() == 0
    newest = db.session.scalar(select(func.max(Checkpoint.size)))
    assert newest == db.session.scalar(select(func.count(AuditEvent.id)))


def test_the_books_are_sound():
    report = check()
    assert report.sound
    assert report.warnings == []
    assert report.postings > 100


def test_nothing_happened_in_the_future_and_some_of_it_today():
    assert db.session.scalar(select(func.max(AuditEvent.at))) <= clock.now()
    assert clock.today() in {each.effective_on for each in _all(Agreement)}
    earliest = db.session.scalar(select(func.min(AuditEvent.at)))
    assert clock.today() - clock.shanghai_day(earliest) < timedelta(days=400)


def test_bars_of_live_listings_are_fresh():
    today = clock.today()
    live = [each for each in _all(Listing) if each.is_live]
    standing = [
        listing for listing in live if any(blocking(patent, today) for patent in listing.patents)
    ]
    assert len(standing) <= 1, "only the listing of the expired patent"


def test_every_party_is_marked_as_demonstration():
    assert all(organization.is_demo for organization in _all(Organization))


def test_inboxes_are_not_empty():
    assert db.session.scalar(select(func.count(InboxMessage.id))) > 200


def test_the_record_has_the_fixed_shape(demonstration):
    _, folder = demonstration
    record = json.loads((folder / "demo.json").read_text())
    assert set(record) == {"url", "database", "accounts", "samples"}
    assert record["database"] == f"sqlite:///{folder / 'marketplace.sqlite'}"
    assert record["database"].startswith("sqlite:////")
    fields = {"email", "password", "role", "organization", "code", "token"}
    assert all(set(account) == fields for account in record["accounts"])
    assert set(record["samples"]) == {
        "agreement_id",
        "agreement_pdf",
        "evidence",
        "filing_package",
    }


def test_the_first_account_owns_a_verified_patentee(demonstration):
    _, folder = demonstration
    first = json.loads((folder / "demo.json").read_text())["accounts"][0]
    user = db.session.scalar(select(User).where(User.email == first["email"]))
    membership = user.memberships[0]
    assert membership.is_owner
    assert membership.may_bind
    assert membership.organization.is_verified
    assert membership.organization.code == first["code"]
    assert db.session.scalar(
        select(func.count(Patent.id)).where(Patent.claimant_id == membership.organization_id)
    )
    assert user_for_token(first["token"]) == user


def test_accounts_can_sign_in(demonstration):
    _, folder = demonstration
    accounts = json.loads((folder / "demo.json").read_text())["accounts"]
    assert {each["password"] for each in accounts} == {PASSWORD}
    assert {"administrator", "auditor"} <= {each["role"] for each in accounts}
    users = {user.email: user for user in _all(User)}
    assert all(
        users[each["email"]].is_active
        and passwords.matches(users[each["email"]].password_hash, each["password"])
        for each in accounts
    )


def test_samples_are_genuine(demonstration):
    _, folder = demonstration
    samples = json.loads((folder / "demo.json").read_text())["samples"]
    agreement = db.session.scalar(
        select(Agreement).where(Agreement.public_id == samples["agreement_id"])
    )
    with open(samples["agreement_pdf"], "rb") as file:
        data = file.read()
    assert verify_document(data, agreement.public_id).verdict == "genuine"
    assert hashlib.sha256(data).hexdigest() == sealed(agreement).seal.sealed_sha256
    with zipfile.ZipFile(samples["filing_package"]) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert manifest
    with open(samples["evidence"], "rb") as file:
        assert verify_evidence(file.read(), None, None).faults == []

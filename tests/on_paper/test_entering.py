"""Contracts signed elsewhere: entered with a scan, checked by another, then like all the rest."""

import io
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from marketplace import clock, files
from marketplace.accounts import services as accounts
from marketplace.accounts.models import InboxMessage, OrganizationKind
from marketplace.agreements import clocks
from marketplace.agreements import policies as agreement_policies
from marketplace.agreements.lifecycles import AgreementStatus as S
from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.papers import sealed
from marketplace.audit import checkpoints, sequencer
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.documents.sealing_jobs import seal_pending
from marketplace.errors import NotAllowed, Refused, TransitionNotAllowed
from marketplace.evidence.agreements import package
from marketplace.evidence.verifier import package as verifier
from marketplace.extensions import db
from marketplace.fees.models import FeeObservation, PriceStage
from marketplace.obligations import clocks as obligation_clocks
from marketplace.obligations.services import overdue_fen
from marketplace.on_paper import policies, services
from marketplace.on_paper.models import PaperContract, PaperStatus
from marketplace.registration.package.build import build
from marketplace.registration.queries import of_agreement
from tests import deals
from tests.accounts.factories import make_administrator, make_organization, make_user, owner_of
from tests.declarations.factories import make_patent, make_patentee, manager_of
from tests.documents.factories import text_of
from tests.on_paper.factories import STRANGER, confirmed, entered, entry, lump
from tests.registration import scenes

BOTH = pytest.mark.databases("sqlite", "postgresql")


@BOTH
def test_a_checked_entry_is_an_agreement_like_the_rest(app):
    paper = entered()
    assert paper.agreement is None, "nothing counts before another person has looked"
    agreement = confirmed(paper)
    today = clock.today()
    assert agreement.elsewhere
    assert agreement.status is S.EFFECTIVE
    assert agreement.effective_on == today - timedelta(30)
    assert agreement.signatures == [], "nobody signed here, and nothing says so"
    due = {filing.kind.value: filing.due_on for filing in of_agreement(agreement)}
    assert due["recordal"] == clock.add_months(agreement.effective_on, 3)
    assert overdue_fen(agreement, today) == 3_000_000, "due ten days after effect"
    (price,) = db.session.scalars(
        select(FeeObservation).where(FeeObservation.stage == PriceStage.CONTRACTED)
    )
    assert (price.fixed_fen, price.on_day) == (3_000_000, agreement.effective_on)
    tags = [event.tag for event in history(agreement)]
    assert {"agreement:enter", "agreement:take_effect"} <= set(tags)
    assert "agreement:sign" not in tags


def test_its_document_says_that_it_was_not_signed_here(app):
    agreement = confirmed()
    seal_pending()
    document = sealed(agreement)
    said = text_of(files.get(document.sealed_sha256))
    paper = db.session.scalars(select(PaperContract)).one()
    for words in (
        "非本平台签署",
        paper.scan_sha256,
        paper.contract_number,
        "杭州㛃𠮷精密机械有限公司",
    ):
        assert "".join(words.split()) in said
    assert "签署情况" not in said
    assert "本合同自双方签署、合同成立之日起生效" not in said, "its own day of effect is printed"


def test_who_entered_it_does_not_check_it(app):
    paper = entered()
    for user in (owner_of(paper.organization), make_user(), make_administrator()):
        with pytest.raises(NotAllowed), transaction():
            services.confirm(paper, user)
    assert db.session.scalars(select(Agreement)).all() == []


def test_one_person_alone_is_checked_by_an_administrator(app):
    paper = entered(organization=make_organization())
    staff = make_administrator()
    assert policies.may_check(staff, paper)
    assert confirmed(paper, by=staff).status is S.EFFECTIVE


def test_without_the_rule_of_two_the_first_would_confirm_it(app, monkeypatch):
    """The negative control of the check by another."""
    monkeypatch.setattr(policies, "may_check", lambda user, paper: True)
    paper = entered()
    assert confirmed(paper, by=owner_of(paper.organization)).status is S.EFFECTIVE


def test_a_second_click_makes_no_second_agreement(app):
    paper = entered()
    confirmed(paper)
    with pytest.raises(NotAllowed), transaction():
        services.confirm(paper, manager_of(paper.organization))
    assert len(db.session.scalars(select(Agreement)).all()) == 1


def test_what_differs_from_the_scan_goes_back(app):
    paper = entered()
    with transaction():
        services.send_back(paper, "第3页金额为30万元", manager_of(paper.organization))
    assert paper.status is PaperStatus.RETURNED
    with pytest.raises(NotAllowed), transaction():
        services.confirm(paper, manager_of(paper.organization))
    again = entered(organization=paper.organization, patents=paper.patents)
    assert confirmed(again).status is S.EFFECTIVE


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"signed_on": clock.today() + timedelta(1)}, "signed_on"),
        ({"effective_on": clock.today() + timedelta(1)}, "effective_on"),
        ({"settled_through": clock.today() + timedelta(1)}, "settled_through"),
        ({"pages": 0}, "pages"),
    ],
)
def test_days_and_pages_that_cannot_be_are_refused_at_their_fields(app, values, field):
    with pytest.raises(Refused) as refusal:
        entered(**values)
    assert refusal.value.field == field


def test_a_patent_of_others_is_not_licensed_away(app):
    foreign = make_patent(make_patentee())
    with pytest.raises(Refused) as refusal:
        entered(patents=[foreign])
    assert refusal.value.code == "not_your_patent"
    assert (
        entered(patents=[foreign], side=Side.LICENSEE, other=foreign.claimant).licensor
        is foreign.claimant
    )


def test_the_same_paper_is_entered_once(app):
    first = entered()
    with pytest.raises(Refused) as refusal:
        entered(organization=first.organization, patents=first.patents)
    assert refusal.value.code == "entered_already"
    with transaction():
        services.withdraw(first, owner_of(first.organization))
    entered(organization=first.organization, patents=first.patents)


def test_an_open_license_has_the_announced_terms_and_one_standing(app):
    listing = deals.published()
    declaration = listing.items[0].declaration
    licensor, patent = listing.organization, listing.patents[0]
    today = clock.today()
    values = {"signed_on": today, "effective_on": today, "organization": licensor}
    paper = entered(terms=lump(), patents=[patent], declaration=declaration, **values)
    agreement = confirmed(paper)
    assert agreement.offered_sha256 == declaration.terms_sha256, "not what was typed"
    assert agreement.status is S.EFFECTIVE
    with pytest.raises(Refused) as refusal:
        entered(patents=[patent], declaration=declaration, scan=b"%PDF another", **values)
    assert refusal.value.code == "entered_already"
    with pytest.raises(Refused) as refusal:
        entered(
            patents=[patent],
            declaration=declaration,
            scan=b"%PDF early",
            contract_number="2",
            organization=licensor,
        )
    assert refusal.value.code == "outside_declaration"


def test_what_was_paid_before_is_not_asked_again(app):
    agreement = confirmed(settled_through=clock.today())
    assert overdue_fen(agreement, clock.today()) == 0
    obligation_clocks.run()
    late = select(InboxMessage).where(InboxMessage.code == "obligation_overdue")
    assert db.session.scalars(late).all() == []


def test_the_licensee_alone_does_not_settle_its_own_debt(app):
    patentee = make_patentee()
    patent = make_patent(patentee)
    company = make_patentee()
    paper = entered(
        organization=company,
        other=patentee,
        patents=[patent],
        side=Side.LICENSEE,
        settled_through=clock.today(),
    )
    agreement = confirmed(paper)
    assert overdue_fen(agreement, clock.today()) == 3_000_000, "until the licensor confirms"


def test_a_contract_whose_period_is_over_expires_with_the_clock(app):
    old = clock.today() - timedelta(365 * 6)
    agreement = confirmed(signed_on=old, effective_on=old)
    assert agreement.last_day < clock.today()
    clocks.run()
    assert agreement.status is S.EXPIRED
    assert agreement.ended_on == agreement.last_day


def test_the_named_party_registers_later_and_reads_it_once_verified(app):
    agreement = confirmed()
    stranger = agreement.licensee
    assert stranger.memberships == []
    founder = make_user()
    with transaction():
        own = accounts.create_organization(
            founder, name=STRANGER.name, kind=OrganizationKind.COMPANY, code=STRANGER.code
        )
    assert own.id == stranger.id
    assert not agreement_policies.may_view(founder, agreement), "anybody can type a code"
    assert db.session.scalars(select(InboxMessage).filter_by(organization_id=own.id)).all() == []
    with transaction():
        accounts.verify_organization(own, make_administrator())
    assert agreement_policies.may_view(founder, agreement)
    paper = db.session.scalars(select(PaperContract)).one()
    with transaction():
        services.object_to(paper, "从未签订此合同", founder)
    assert paper.objection
    assert "paper_contract:object" in [event.tag for event in history(paper)]
    with pytest.raises(Refused), transaction():
        accounts.create_organization(
            make_user(), name="冒名", kind=OrganizationKind.COMPANY, code=STRANGER.code
        )


@BOTH
def test_the_database_keeps_the_entry(app):
    paper = entered()
    with pytest.raises(DatabaseError, match="fixed"), transaction() as session:
        session.execute(text("UPDATE paper_contracts SET terms_sha256 = 'x'"))
    confirmed(paper)
    with pytest.raises(DatabaseError, match="fixed"), transaction() as session:
        session.execute(text("UPDATE agreements SET elsewhere = false"))
    with pytest.raises(TransitionNotAllowed):
        paper.move("withdraw")


def test_its_evidence_package_holds_and_the_scan_goes_to_the_office(app):
    agreement = confirmed(organization=make_patentee(**scenes.PARTY))
    scan = entry().scan_sha256
    seal_pending()
    sequencer.sequence()
    checkpoints.make_checkpoint()
    assert verifier.verify(package(agreement), None, None).faults == []
    filing = scenes.prepared(scenes.filing(agreement))
    with zipfile.ZipFile(io.BytesIO(build(filing.package))) as archive:
        assert files.get(scan) == archive.read("contract-scan-1.pdf")

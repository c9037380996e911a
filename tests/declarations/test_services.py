"""Every step: the outcome, the audit event, the inbox; and the second person."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from marketplace import clock
from marketplace.accounts.models import InboxMessage
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.declarations import services
from marketplace.declarations.models import Declaration, DeclarationStatus
from marketplace.declarations.problems import Blocked
from marketplace.declarations.signals import declaration_changed
from marketplace.errors import NotAllowed, Refused, TransitionNotAllowed
from marketplace.extensions import db
from marketplace.patents.models import Bar, BarState, ReportConclusion
from marketplace.patents.services import set_evaluation_report
from marketplace.terms.enums import FeeMode
from marketplace.terms.presets import preset
from tests.accounts.factories import make_administrator, make_organization
from tests.declarations.factories import (
    FREE,
    LUMP_SUM,
    clear_bars,
    evidence,
    make_declaration,
    make_patent,
    make_patentee,
    manager_of,
    owner_of,
)

S = DeclarationStatus
pytestmark = pytest.mark.usefixtures("app")


def tags(declaration):
    """The declaration's own events; its filings follow with events of theirs."""
    tags = [event.tag for event in history(declaration)]
    return [tag for tag in tags if tag.startswith("declaration:")]


def told(declaration):
    return [
        each.code
        for each in db.session.scalars(
            select(InboxMessage).where(InboxMessage.organization == declaration.organization)
        )
    ]


def people(declaration):
    return owner_of(declaration.organization), manager_of(declaration.organization)


def test_preparing_drafts_a_statement_that_names_the_declared_fee():
    declaration = make_declaration(terms=LUMP_SUM)
    assert declaration.status is S.PREPARING
    assert "30,000" in declaration.fee_statement
    assert len(declaration.fee_statement) <= 2_000
    assert declaration.contact == "王经理 020-87110000"
    assert tags(declaration) == ["declaration:prepare"]


def test_a_patent_has_one_open_declaration():
    declaration = make_declaration()
    owner, _ = people(declaration)
    with pytest.raises(Refused) as refusal, transaction():
        services.prepare(declaration.patent, declaration.organization, FREE, owner)
    assert refusal.value.code == "declared_already"
    assert len(db.session.scalars(select(Declaration)).all()) == 1


@pytest.mark.databases("sqlite", "postgresql")
def test_the_database_itself_keeps_a_patent_from_a_second_open_declaration(app):
    first = make_declaration()
    values = {"patent": first.patent, "organization": first.organization}
    second = Declaration(**values, terms=first.terms, terms_sha256=first.terms_sha256)
    db.session.add(second)
    with pytest.raises(DBAPIError):
        db.session.commit()
    db.session.rollback()


def test_after_an_end_the_patent_may_be_declared_anew():
    old = make_declaration(S.WITHDRAWN)
    owner, _ = people(old)
    with transaction():
        new = services.prepare(old.patent, old.organization, FREE, owner)
    assert new.status is S.PREPARING


@pytest.mark.parametrize(
    ("status", "tag", "message"),
    [
        (S.APPROVING, "submit_for_approval", None),
        (S.READY, "approve", "ready"),
        (S.SUBMITTED, "mark_submitted", None),
        (S.CORRECTION, "require_correction", "correction"),
        (S.ANNOUNCED, "announce", "announced"),
        (S.NOT_ANNOUNCED, "refuse", "not_announced"),
        (S.WITHDRAWING, "request_withdrawal", "withdrawal_requested"),
        (S.WITHDRAWN, "announce_withdrawal", "withdrawn"),
        (S.ENDED, "end", "ended"),
        (S.REVOKED, "revoke", "revoked"),
        (S.EXPIRED, "expire", "expired"),
    ],
)
def test_each_step_moves_records_and_tells(status, tag, message):
    declaration = make_declaration(status)
    assert declaration.status is status
    assert tags(declaration)[-1] == f"declaration:{tag}"
    assert message is None or told(declaration)[-1] == f"declaration:{message}"


def test_a_step_signals_inside_the_transaction():
    seen = []

    def keep(sender, action):
        seen.append(sender)

    declaration = make_declaration()
    with declaration_changed.connected_to(keep), transaction():
        services.submit_for_approval(declaration, owner_of(declaration.organization))
    assert seen == [declaration]


def test_a_wrong_step_is_refused_and_leaves_nothing():
    declaration = make_declaration()
    with pytest.raises(TransitionNotAllowed), transaction():
        services.end(declaration, owner_of(declaration.organization), clock.today(), evidence())
    assert declaration.ended_on is None
    assert tags(declaration) == ["declaration:prepare"]


def test_who_asked_does_not_approve():
    declaration = make_declaration(S.APPROVING)
    owner, manager = people(declaration)
    with pytest.raises(NotAllowed) as refusal, transaction():
        services.approve(declaration, owner)
    assert refusal.value.code == "another_person"
    with transaction():
        services.approve(declaration, manager)
    assert declaration.status is S.READY
    assert declaration.approved_by is manager


def test_in_an_organization_of_one_an_administrator_approves_and_checks():
    organization = make_organization(contact_phone="020-1")
    only, staff = owner_of(organization), make_administrator()
    patent = make_patent(organization)
    with transaction():
        declaration = services.prepare(patent, organization, FREE, only)
        services.submit_for_approval(declaration, only)
    with pytest.raises(NotAllowed), transaction():
        services.approve(declaration, only)
    with transaction():
        services.approve(declaration, staff)
        services.sign_commitment(declaration, only)
        services.mark_submitted(declaration, only, clock.today())
        services.enter_announcement(declaration, "KF1", clock.today(), "1", evidence(), only)
    with pytest.raises(NotAllowed), transaction():
        services.check_announcement(declaration, only)
    with transaction():
        services.check_announcement(declaration, staff)
    assert declaration.status is S.ANNOUNCED


def test_an_entry_counts_only_when_another_has_checked_it():
    declaration = make_declaration(S.SUBMITTED)
    owner, manager = people(declaration)
    today = clock.today()
    with transaction():
        services.enter_announcement(declaration, "KF77", today, "42-10", evidence(), owner)
    assert declaration.status is S.SUBMITTED
    assert not declaration.takes_notices_on(today)
    assert told(declaration)[-1] == "declaration:check_asked"
    with pytest.raises(NotAllowed), transaction():
        services.check_announcement(declaration, owner)
    assert not declaration.takes_notices_on(today)
    with transaction():
        services.check_announcement(declaration, manager)
    assert declaration.takes_notices_on(today)
    assert (declaration.entered_by, declaration.checked_by) == (owner, manager)


def test_a_stranger_is_no_second_person():
    declaration = make_declaration(S.SUBMITTED)
    owner, _ = people(declaration)
    with transaction():
        services.enter_announcement(declaration, "KF78", clock.today(), "1", evidence(), owner)
    stranger = owner_of(make_organization())
    with pytest.raises(NotAllowed), transaction():
        services.check_announcement(declaration, stranger)


def test_a_rejected_entry_is_taken_back():
    declaration = make_declaration(S.SUBMITTED)
    owner, manager = people(declaration)
    with transaction():
        services.enter_announcement(declaration, "KF79", clock.today(), "1", evidence(), owner)
        services.reject_announcement(declaration, manager, "公告号抄错")
    assert declaration.number is None
    assert not declaration.awaits_check
    assert tags(declaration)[-1] == "declaration:reject_announcement"


def test_checking_needs_an_entry():
    declaration = make_declaration(S.SUBMITTED)
    with pytest.raises(Refused) as refusal, transaction():
        services.check_announcement(declaration, manager_of(declaration.organization))
    assert refusal.value.code == "nothing_to_check"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"number": " "}, "text_missing"),
        ({"gazette_issue": ""}, "text_missing"),
        ({"evidence": "0" * 64}, "evidence_missing"),
        ({"announced_on": date(2999, 1, 1)}, "day_ahead"),
        ({"announced_on": date(2020, 1, 1)}, "day_too_early"),
    ],
)
def test_an_incomplete_entry_is_refused(change, code):
    declaration = make_declaration(S.SUBMITTED)
    entry = {
        "number": "KF80",
        "announced_on": clock.today(),
        "gazette_issue": "42-10",
        "evidence": evidence(),
    }
    owner = owner_of(declaration.organization)
    with pytest.raises(Refused) as refusal, transaction():
        services.enter_announcement(declaration, by=owner, **{**entry, **change})
    assert refusal.value.code == code
    assert declaration.entered_at is None


def test_a_number_that_another_patent_has_is_refused():
    other = make_declaration(S.ANNOUNCED)
    declaration = make_declaration(S.SUBMITTED)
    owner = owner_of(declaration.organization)
    with pytest.raises(Refused) as refusal, transaction():
        services.enter_announcement(
            declaration, other.number, clock.today(), "1", evidence(), owner
        )
    assert refusal.value.code == "declaration_number_taken"


def test_a_state_institution_approves_by_its_in_house_notice():
    patent = make_patent(make_patentee(is_state_institution=True))
    declaration = make_declaration(S.APPROVING, patent=patent)
    owner, manager = people(declaration)
    with transaction():
        services.approve(declaration, manager)
    assert (declaration.status, declaration.awaits_notice) == (S.APPROVING, True)
    assert told(declaration)[-1] == "declaration:notice_needed"
    with pytest.raises(Refused) as refusal, transaction():
        services.approve(declaration, manager)
    assert refusal.value.code == "approved_already"
    today = clock.today()
    with transaction():
        services.open_in_house_notice(
            declaration,
            manager,
            opened_on=today,
            days=15,
            place="学校官网",
            evidence=evidence(),
        )
    with pytest.raises(Refused) as refusal, transaction():
        services.pass_in_house_notice(declaration, owner)
    assert refusal.value.code == "in_house_notice_running"
    with clock.at(today + timedelta(16)), transaction():
        services.pass_in_house_notice(declaration, owner)
    assert declaration.status is S.READY
    assert declaration.in_house_passed_on == today + timedelta(16)


def test_papers_come_back_with_the_reason_and_can_be_mended():
    declaration = make_declaration(S.APPROVING, terms=LUMP_SUM)
    owner, manager = people(declaration)
    with transaction():
        services.return_(declaration, manager, "价格太高")
    assert (declaration.status, declaration.return_reason) == (S.PREPARING, "价格太高")
    with transaction():
        services.revise_terms(declaration, preset(FeeMode.LUMP_SUM, amount_fen=2_000_000), owner)
    assert "20,000" in declaration.fee_statement


def test_the_statement_names_the_declared_fee_and_no_other():
    declaration = make_declaration(terms=LUMP_SUM)
    owner = owner_of(declaration.organization)
    with pytest.raises(Refused) as refusal, transaction():
        services.revise(
            declaration, owner, fee_statement="一次总付,许可使用费20,000.00元。", contact="王"
        )
    assert refusal.value.field == "fee_statement"
    with pytest.raises(Refused), transaction():
        services.revise(declaration, owner, fee_statement="长" * 2_001, contact="王")
    assert "30,000" in declaration.fee_statement


def test_papers_with_the_office_do_not_change():
    declaration = make_declaration(S.SUBMITTED)
    with pytest.raises(Refused) as refusal, transaction():
        services.revise(
            declaration,
            owner_of(declaration.organization),
            fee_statement=declaration.fee_statement,
            contact="别人",
        )
    assert refusal.value.code == "papers_fixed"


def test_a_correction_goes_back_to_the_office():
    declaration = make_declaration(S.CORRECTION)
    owner, _ = people(declaration)
    with transaction():
        services.revise(
            declaration, owner, fee_statement=declaration.fee_statement, contact="李 020-2"
        )
        services.resubmit(declaration, owner, clock.today())
    assert (declaration.status, declaration.contact) == (S.SUBMITTED, "李 020-2")


def test_a_refused_withdrawal_leaves_the_declaration_in_force():
    declaration = make_declaration(S.WITHDRAWING)
    with transaction():
        services.refuse_withdrawal(declaration, people(declaration)[0], clock.today())
    assert declaration.status is S.ANNOUNCED
    assert declaration.takes_notices_on(clock.today())


def test_withdrawal_counts_from_its_announcement():
    declaration = make_declaration(S.ANNOUNCED)
    owner, _ = people(declaration)
    later = clock.today() + timedelta(40)
    with clock.at(later), transaction():
        services.request_withdrawal(declaration, owner, later, "拟转让", evidence())
    assert declaration.takes_notices_on(later)
    with clock.at(later), transaction():
        services.announce_withdrawal(declaration, owner, later, "42-12", evidence())
    assert not declaration.takes_notices_on(later)
    assert declaration.takes_notices_on(later - timedelta(1))


def test_declarations_expire_with_the_patent():
    declaration = make_declaration(S.ANNOUNCED)
    over = declaration.patent.expires_on + timedelta(1)
    with clock.at(over - timedelta(1)), transaction():
        assert services.expire_due() == 0
    with clock.at(over), transaction():
        assert services.expire_due() == 1
    assert (declaration.status, declaration.expired_on) == (S.EXPIRED, over)
    with clock.at(over), transaction():
        assert services.expire_due() == 0


# every bar, and what is worse, refuses the declaration and says why.

STATED = [
    Bar.EXCLUSIVE_LICENSE,
    Bar.PROCEEDINGS_STAYED,
    Bar.ANNUITY_UNPAID,
    Bar.PLEDGED,
    Bar.OTHER,
]


@pytest.mark.parametrize("bar", STATED)
def test_a_bar_refuses_the_declaration_with_its_reason(bar):
    patent = make_patent(make_patentee(), commit=False)
    clear_bars(patent, BarState.BARRED, [bar])
    db.session.commit()
    with pytest.raises(Blocked) as refusal, transaction():
        services.prepare(patent, patent.claimant, FREE, owner_of(patent.claimant))
    assert refusal.value.code == f"bar_{bar}"
    assert patent.number in str(refusal.value)
    assert refusal.value.problems[0].article


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"legal_status": "terminated"}, "bar_terminated"),
        ({"legal_status": "wholly_invalid"}, "bar_wholly_invalid"),
        ({"kind_digit": "2", "evaluation_report_conclusion": "none"}, "bar_no_evaluation_report"),
        ({"kind_digit": "3", "evaluation_report_conclusion": "negative"}, "bar_negative_report"),
        ({"granted_on": date(2999, 1, 1)}, "not_granted"),
        ({"filing_on": date(2001, 1, 1)}, "patent_expired"),
    ],
)
def test_the_state_of_the_right_refuses_the_declaration(values, code):
    patent = make_patent(make_patentee(), commit=False, **values)
    patent.settle_life()
    db.session.commit()
    with pytest.raises(Blocked) as refusal, transaction():
        services.prepare(patent, patent.claimant, FREE, owner_of(patent.claimant))
    assert code in {problem.code for problem in refusal.value.problems}


def test_nothing_stated_lets_papers_begin_but_not_go_on():
    patent = make_patent(make_patentee(), clear=False)
    owner = owner_of(patent.claimant)
    with transaction():
        declaration = services.prepare(patent, patent.claimant, FREE, owner)
    with pytest.raises(Blocked) as refusal, transaction():
        services.submit_for_approval(declaration, owner)
    assert {each.code for each in refusal.value.problems} == {"bar_not_stated"}
    assert len(refusal.value.problems) == 7


def test_a_stale_statement_counts_as_none():
    declaration = make_declaration()
    owner = owner_of(declaration.organization)
    later = clock.at(clock.today() + timedelta(31))
    with later, pytest.raises(Blocked) as refusal, transaction():
        services.submit_for_approval(declaration, owner)
    assert {each.code for each in refusal.value.problems} == {"bar_stale"}
    with clock.at(clock.today() + timedelta(30)), transaction():
        services.submit_for_approval(declaration, owner)


def test_a_bar_that_appears_before_approval_stops_it():
    declaration = make_declaration(S.APPROVING)
    clear_bars(declaration.patent, BarState.BARRED, [Bar.PLEDGED])
    db.session.commit()
    with pytest.raises(Blocked), transaction():
        services.approve(declaration, manager_of(declaration.organization))
    assert declaration.status is S.APPROVING


def test_a_design_with_a_positive_report_is_declared():
    patent = make_patent(make_patentee(), kind_digit="3")
    terms = preset(FeeMode.FREE, kind="design")
    owner = owner_of(patent.claimant)
    with transaction():
        declaration = services.prepare(patent, patent.claimant, terms, owner)
        set_evaluation_report(
            patent, ReportConclusion.POSITIVE, owner, number="R1", on=clock.today()
        )
        services.submit_for_approval(declaration, owner)
    assert declaration.status is S.APPROVING


def test_somebody_elses_patent_is_refused():
    patent, other = make_patent(make_patentee()), make_patentee()
    with pytest.raises(Blocked) as refusal, transaction():
        services.prepare(patent, other, FREE, owner_of(other))
    assert refusal.value.code == "not_yours"


def test_a_fixed_fee_over_the_ceiling_is_refused():
    patent = make_patent(make_patentee())
    dear = preset(FeeMode.LUMP_SUM, amount_fen=2_000_000_001)
    with pytest.raises(Blocked) as refusal, transaction():
        services.prepare(patent, patent.claimant, dear, owner_of(patent.claimant))
    assert refusal.value.code == "fixed_fee_ceiling"
    with transaction():
        just = preset(FeeMode.LUMP_SUM, amount_fen=2_000_000_000)
        services.prepare(patent, patent.claimant, just, owner_of(patent.claimant))


@pytest.mark.databases("sqlite", "postgresql")
def test_the_database_refuses_other_terms_for_filed_papers(app):
    declaration = make_declaration(S.SUBMITTED)
    forge = text("UPDATE declarations SET terms = '{}' WHERE id = :id")
    with pytest.raises(DBAPIError, match="terms are fixed"):
        db.session.execute(forge, {"id": declaration.id})
    db.session.rollback()
    preparing = make_declaration()
    db.session.execute(forge, {"id": preparing.id})
    db.session.rollback()

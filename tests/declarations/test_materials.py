"""The checklist: each paper that is wanting keeps the declaration from being filed, by its name."""

from datetime import timedelta

import pytest

from marketplace import clock
from marketplace.accounts.models import Role
from marketplace.database import transaction
from marketplace.declarations import materials, services, texts
from marketplace.declarations.material_models import Act, Answer, FileKind
from marketplace.declarations.models import Declaration, DeclarationStatus
from marketplace.declarations.problems import Blocked
from marketplace.declarations.services import co_owners
from marketplace.errors import NotAllowed, Refused
from marketplace.extensions import db
from marketplace.patents.models import Bar, BarState, ReportConclusion
from marketplace.patents.services import set_evaluation_report
from tests.accounts.factories import make_member
from tests.declarations.factories import (
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


def ready(patent=None, **values):
    """Approved, but without its commitment or anything else beside the form."""
    declaration = make_declaration(patent=patent, terms=LUMP_SUM, **values)
    owner, manager = owner_of(declaration.organization), manager_of(declaration.organization)
    with transaction():
        services.submit_for_approval(declaration, owner)
        services.approve(declaration, manager)
    return declaration


def promise(declaration):
    with transaction():
        services.sign_commitment(declaration, owner_of(declaration.organization))


def file(declaration):
    with transaction():
        services.mark_submitted(declaration, owner_of(declaration.organization), clock.today())


def codes(declaration):
    return [each.code for each in materials.missing(declaration)]


def co_owned():
    organization = make_patentee()
    names = [organization.name, "乙大学", "丙研究院"]
    return make_patent(organization, patentees=names)


def paper(co_owner, answer=Answer.GIVEN, act=Act.DECLARE):
    with transaction():
        co_owners.enter_paper(
            co_owner,
            act,
            answer,
            owner_of(co_owner.declaration.organization),
            signer_name="李校长",
            day=clock.today(),
            paper=evidence(),
        )


def test_without_the_commitment_nothing_is_filed_and_with_it_it_is():
    declaration = ready()
    with pytest.raises(Blocked) as refusal:
        file(declaration)
    assert [each.code for each in refusal.value.problems] == ["commitment_missing"]
    assert declaration.status is S.READY
    promise(declaration)
    file(declaration)
    assert declaration.status is S.SUBMITTED


def test_without_the_checklist_the_papers_would_go_out(monkeypatch):
    """Negative control: with the rule switched off the fault is there."""
    declaration = ready()
    monkeypatch.setattr(materials, "missing", lambda _: [])
    file(declaration)
    assert declaration.status is S.SUBMITTED
    assert declaration.commitment is None


def test_the_commitment_keeps_its_text_version_and_hash():
    declaration = ready()
    promise(declaration)
    made = declaration.commitment
    assert (made.text_version, made.text_sha256) == (texts.VERSION, texts.sha256(made.text))
    assert declaration.patent.certificate_number in made.text
    assert made.terms_sha256 == declaration.terms_sha256


def test_only_a_signatory_makes_the_commitment():
    declaration = ready()
    with pytest.raises(NotAllowed), transaction():
        services.sign_commitment(declaration, manager_of(declaration.organization))
    assert codes(declaration) == ["commitment_missing"]


def test_a_commitment_to_a_text_that_changed_is_refused():
    declaration = ready()
    with pytest.raises(Refused) as refusal, transaction():
        services.sign_commitment(
            declaration, owner_of(declaration.organization), shown_sha256="0" * 64
        )
    assert refusal.value.code == "text_changed"


def test_other_terms_ask_for_another_commitment():
    declaration = make_declaration()
    promise(declaration)
    assert codes(declaration) == []
    with transaction():
        services.revise_terms(declaration, LUMP_SUM, owner_of(declaration.organization))
    assert codes(declaration) == ["commitment_missing"]


def test_a_utility_model_wants_its_report():
    patent = make_patent(make_patentee(), kind_digit="2")
    declaration = make_declaration(patent=patent)
    promise(declaration)
    assert codes(declaration) == ["report_missing"]
    with transaction():
        set_evaluation_report(
            patent,
            ReportConclusion.POSITIVE,
            owner_of(patent.claimant),
            number="ZLPJ2026000001",
            on=clock.today(),
        )
    assert codes(declaration) == []


def test_a_pledge_on_record_wants_consent_or_release():
    patent = make_patent(make_patentee())
    yesterday = clock.today() - timedelta(1)
    clear_bars(patent, BarState.BARRED, bars=[Bar.PLEDGED], on=yesterday)
    clear_bars(patent, BarState.CLEAR, bars=[Bar.PLEDGED])
    db.session.commit()
    declaration = make_declaration(patent=patent)
    promise(declaration)
    assert codes(declaration) == ["pledgee_consent_missing"]
    with transaction():
        services.add_file(
            declaration,
            FileKind.PLEDGEE_CONSENT,
            evidence(),
            "质权人同意书.pdf",
            owner_of(patent.claimant),
        )
    assert codes(declaration) == []


def test_the_co_owners_stand_on_the_list_from_the_register():
    declaration = ready(co_owned())
    assert [each.name for each in declaration.co_owners] == ["乙大学", "丙研究院"]


def test_co_owners_are_named_until_each_has_agreed():
    declaration = ready(co_owned())
    promise(declaration)
    first, second = declaration.co_owners
    with pytest.raises(Blocked) as refusal:
        file(declaration)
    assert refusal.value.problems[0].params["names"] == "乙大学、丙研究院"
    paper(first)
    paper(second, Answer.REFUSED)
    assert materials.missing(declaration)[0].params["names"] == "丙研究院"
    paper(second)
    file(declaration)
    assert declaration.status is S.SUBMITTED


def test_an_agreement_among_co_owners_prevails():
    declaration = ready(co_owned())
    promise(declaration)
    assert codes(declaration) == ["co_owners_missing"]
    with transaction():
        services.add_file(
            declaration,
            FileKind.CO_OWNER_AGREEMENT,
            evidence(),
            "共有人协议.pdf",
            owner_of(declaration.organization),
        )
    assert codes(declaration) == []


def test_one_taken_off_the_list_is_not_asked_for():
    declaration = ready(co_owned())
    promise(declaration)
    owner = owner_of(declaration.organization)
    with transaction():
        for each in declaration.co_owners:
            co_owners.remove(each, owner, "本单位曾用名")
    assert codes(declaration) == []


def mandate(organization, consent=None):
    with transaction():
        return services.give_mandate(
            organization,
            owner_of(organization),
            name="广州某专利代理事务所",
            code="44100",
            agent="赵代理",
            scope="提出专利开放许可声明",
            given_on=clock.today(),
            evidence=evidence(),
            consent=consent,
        )


def choose(declaration, made):
    with transaction():
        services.choose_mandate(declaration, made, owner_of(declaration.organization))


def test_an_agency_for_a_co_owned_patent_needs_the_consent_of_all():
    declaration = ready(co_owned())
    promise(declaration)
    for each in declaration.co_owners:
        paper(each)
    choose(declaration, mandate(declaration.organization))
    assert codes(declaration) == ["mandate_consent_missing"]
    choose(declaration, mandate(declaration.organization, evidence()))
    assert codes(declaration) == []


def test_an_ended_mandate_keeps_the_papers_back():
    declaration = ready()
    promise(declaration)
    made = mandate(declaration.organization)
    choose(declaration, made)
    assert codes(declaration) == []
    with transaction():
        services.end_mandate(made, owner_of(declaration.organization))
    assert codes(declaration) == ["mandate_ended"]
    with pytest.raises(Refused), transaction():
        services.choose_mandate(declaration, made, owner_of(declaration.organization))


def test_a_mandate_of_another_organization_is_not_yours():
    declaration = ready()
    with pytest.raises(NotAllowed):
        choose(declaration, mandate(make_patentee()))


def test_a_withdrawal_needs_reason_proof_and_every_co_owner():
    declaration = make_declaration(S.ANNOUNCED)
    owner = owner_of(declaration.organization)
    with transaction():
        co_owner = co_owners.add(declaration, owner, name="乙大学")

    def request():
        with transaction():
            services.request_withdrawal(declaration, owner, clock.today())

    with pytest.raises(Blocked) as refusal:
        request()
    assert [each.code for each in refusal.value.problems] == [
        "withdrawal_reason_missing",
        "withdrawal_proof_missing",
        "co_owners_missing",
    ]
    with transaction():
        services.prepare_withdrawal(declaration, owner, "拟转让", evidence(), "合同.pdf")
    paper(co_owner, act=Act.WITHDRAW)
    with transaction():
        services.prepare_withdrawal(declaration, owner, "拟放弃专利权")
    with pytest.raises(Blocked) as refusal:
        request()
    assert refusal.value.problems[0].params["names"] == "乙大学"
    paper(co_owner, act=Act.WITHDRAW)
    request()
    assert declaration.status is S.WITHDRAWING


def test_an_end_by_the_office_needs_its_notice():
    declaration = make_declaration(S.ANNOUNCED)
    with pytest.raises(Refused) as refusal, transaction():
        services.end(declaration, owner_of(declaration.organization), clock.today(), "0" * 64)
    assert refusal.value.code == "evidence_missing"
    assert db.session.get(Declaration, declaration.id).status is S.ANNOUNCED


def test_a_correction_keeps_its_last_day():
    declaration = make_declaration(S.SUBMITTED)
    owner, due = owner_of(declaration.organization), clock.today() + timedelta(15)
    with transaction():
        services.require_correction(declaration, owner, clock.today(), "补电话区号", due)
    assert declaration.correction_due_on == due
    with pytest.raises(Refused), transaction():
        services.resubmit(declaration, owner, clock.today() + timedelta(1))


def test_a_manager_with_the_role_but_no_authority_does_not_sign():
    declaration = ready()
    member = make_member(declaration.organization, None, Role.SIGNATORY)
    member.authority_stated_at = None
    db.session.commit()
    with pytest.raises(NotAllowed), transaction():
        services.sign_commitment(declaration, member.user)

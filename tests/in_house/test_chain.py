"""The approval chain: its life, who decides, rounds, and one decision over many."""

from itertools import product
from unittest.mock import patch

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from marketplace.accounts.models import Role
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.declarations import services as declarations
from marketplace.declarations.models import DeclarationStatus
from marketplace.errors import NotAllowed, Refused, TransitionNotAllowed
from marketplace.extensions import db
from marketplace.in_house import policies, queries, services
from marketplace.in_house.models import ApprovalRequest, ApprovalStatus, Verdict
from marketplace.in_house.models.approvals import LIFECYCLE, ApprovalStep
from marketplace.patents.models import Bar, BarState
from tests.accounts.factories import make_administrator, make_member, make_organization
from tests.declarations.factories import (
    clear_bars,
    make_declaration,
    make_patent,
    make_patentee,
    manager_of,
    owner_of,
)

S = ApprovalStatus
pytestmark = pytest.mark.usefixtures("app")

ALLOWED = {
    (S.PENDING, "endorse"): S.PENDING,
    (S.PENDING, "approve"): S.APPROVED,
    (S.PENDING, "return"): S.RETURNED,
    (S.PENDING, "recall"): S.RECALLED,
    (S.APPROVED, "recall"): S.RECALLED,
}


@pytest.mark.parametrize(("status", "action"), list(product(S, LIFECYCLE.moves)))
def test_every_action_in_every_state(status, action):
    request = ApprovalRequest(status=status, position=0)
    if (status, action) in ALLOWED:
        request.move(action)
        assert request.status is ALLOWED[status, action]
        return
    with pytest.raises(TransitionNotAllowed):
        request.move(action)


def chained():
    """A declaration put forward under department → office → head; returns it and the two deciders."""
    patentee = make_patentee()
    office = make_member(patentee, None, Role.SIGNATORY)
    head = make_member(patentee, None, Role.VIEWER)
    steps = [
        ApprovalStep("院系", (Role.MANAGER.value,)),
        ApprovalStep("技术转移办公室", (Role.SIGNATORY.value,)),
        ApprovalStep("分管领导", (), (head.public_id,)),
    ]
    with transaction():
        services.set_chain(patentee, steps, owner_of(patentee))
    declaration = make_declaration(DeclarationStatus.APPROVING, patent=make_patent(patentee))
    return declaration, office.user, head.user


def pending(declaration):
    return queries.latest_round(declaration)


def approve(declaration, by, note=""):
    with transaction():
        services.decide([pending(declaration)], Verdict.APPROVE, by, note=note)


def test_the_chain_runs_in_its_order_and_each_decision_is_kept():
    declaration, office, head = chained()
    with pytest.raises(NotAllowed) as refusal:
        approve(declaration, head)
    assert refusal.value.code == "not_this_step"
    approve(declaration, manager_of(declaration.organization), "材料齐全")
    approve(declaration, office)
    assert declaration.status is DeclarationStatus.APPROVING
    approve(declaration, head)
    assert declaration.status is DeclarationStatus.READY
    request = pending(declaration)
    assert [(d.step_name, d.verdict, d.note) for d in request.decisions] == [
        ("院系", "approve", "材料齐全"),
        ("技术转移办公室", "approve", ""),
        ("分管领导", "approve", ""),
    ]
    tags = [event.tag for event in history(request)]
    assert tags == [
        "approval_request:ask",
        "approval_request:endorse",
        "approval_request:endorse",
        "approval_request:approve",
    ]


def test_nobody_decides_on_what_they_asked_for():
    declaration = make_declaration(DeclarationStatus.APPROVING)
    owner = owner_of(declaration.organization)
    with pytest.raises(NotAllowed) as refusal:
        approve(declaration, owner)
    assert refusal.value.code == "another_person"
    assert pending(declaration).status is S.PENDING


def test_control_without_the_rule_the_asker_would_approve():
    declaration = make_declaration(DeclarationStatus.APPROVING)
    with (
        patch.object(policies, "is_another", lambda user, request: True),
        patch.object(policies, "may_decide", lambda user, request: True),
    ):
        approve(declaration, owner_of(declaration.organization))
    assert declaration.status is DeclarationStatus.READY


def test_with_one_member_an_administrator_decides():
    alone = make_organization(contact_name="王", contact_phone="1")
    declaration = make_declaration_alone(alone)
    with pytest.raises(NotAllowed):
        approve(declaration, owner_of(alone))
    approve(declaration, make_administrator())
    assert declaration.status is DeclarationStatus.READY


def make_declaration_alone(organization):
    from tests.declarations.factories import FREE

    patent, owner = make_patent(organization), owner_of(organization)
    with transaction():
        declaration = declarations.prepare(patent, organization, FREE, owner)
        declarations.submit_for_approval(declaration, owner)
    return declaration


def test_a_return_needs_its_reason_and_a_new_round_keeps_the_old_one():
    declaration = make_declaration(DeclarationStatus.APPROVING)
    owner, manager = owner_of(declaration.organization), manager_of(declaration.organization)
    with pytest.raises(Refused) as refusal, transaction():
        services.decide([pending(declaration)], Verdict.RETURN, manager, note=" ")
    assert refusal.value.field == "note"
    with transaction():
        services.decide([pending(declaration)], Verdict.RETURN, manager, note="价格偏高")
    assert declaration.status is DeclarationStatus.PREPARING
    assert declaration.return_reason == "价格偏高"
    with transaction():
        declarations.submit_for_approval(declaration, owner)
    rounds = queries.rounds_of(declaration)
    assert [(each.round, each.status) for each in rounds] == [(1, S.RETURNED), (2, S.PENDING)]


def test_the_asker_takes_back_and_that_is_no_decision():
    declaration = make_declaration(DeclarationStatus.APPROVING)
    with transaction():
        declarations.return_(declaration, owner_of(declaration.organization), "漏了附件")
    request = pending(declaration)
    assert (request.status, request.decisions) == (S.RECALLED, [])
    assert declaration.status is DeclarationStatus.PREPARING


def test_many_are_decided_with_one_act_or_none():
    patentee = make_patentee()
    papers = [
        make_declaration(DeclarationStatus.APPROVING, patent=make_patent(patentee))
        for _ in range(3)
    ]
    requests, manager = [pending(each) for each in papers], manager_of(patentee)
    clear_bars(papers[2].patent, BarState.BARRED, [Bar.PLEDGED])
    db.session.commit()
    with pytest.raises(Refused), transaction():
        services.decide(requests, Verdict.APPROVE, manager)
    assert {each.status for each in papers} == {DeclarationStatus.APPROVING}
    with transaction():
        services.decide(requests[:2], Verdict.APPROVE, manager)
    assert [each.status for each in papers[:2]] == [DeclarationStatus.READY] * 2


def test_a_step_that_only_the_asker_could_decide_is_refused_when_asked():
    patentee = make_patentee()
    owner = owner_of(patentee)
    with transaction():
        services.set_chain(patentee, [ApprovalStep("负责人", (Role.OWNER.value,))], owner)
    declaration = make_declaration(patent=make_patent(patentee))
    with pytest.raises(Refused) as refusal, transaction():
        declarations.submit_for_approval(declaration, owner)
    assert refusal.value.code == "nobody_to_decide"


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (ApprovalStep("", (Role.OWNER.value,)), "text_missing"),
        (ApprovalStep("办公室"), "step_without_people"),
        (ApprovalStep("办公室", (), ("nobody",)), "not_a_member"),
    ],
)
def test_a_chain_names_its_people(step, code):
    patentee = make_patentee()
    with pytest.raises(Refused) as refusal, transaction():
        services.set_chain(patentee, [step], owner_of(patentee))
    assert refusal.value.code == code


def test_only_an_owner_lays_down_the_chain():
    patentee = make_patentee()
    with pytest.raises(NotAllowed), transaction():
        services.set_chain(patentee, [], manager_of(patentee))


@pytest.mark.databases("sqlite", "postgresql")
def test_the_database_keeps_decisions_as_they_are(app):
    declaration = make_declaration(DeclarationStatus.READY)
    assert pending(declaration).decisions
    with pytest.raises(DBAPIError):
        db.session.execute(text("UPDATE approval_decisions SET note = 'x'"))
    db.session.rollback()
    with pytest.raises(DBAPIError):
        db.session.execute(text("UPDATE approval_requests SET price = 'x'"))
    db.session.rollback()

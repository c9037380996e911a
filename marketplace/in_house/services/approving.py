"""The approval chain: laying it down, asking, deciding step by step, taking back."""

from collections.abc import Sequence
from typing import Final

from marketplace import clock
from marketplace.accounts.models import Organization, Role, User
from marketplace.accounts.services import notify
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import record
from marketplace.errors import N_, NotAllowed, Refused, Translatable
from marketplace.extensions import db
from marketplace.in_house import policies, queries
from marketplace.in_house.models import (
    ApprovalChain,
    ApprovalDecision,
    ApprovalRequest,
    Verdict,
)
from marketplace.in_house.models.approvals import ApprovalStep
from marketplace.in_house.services.steps import actor
from marketplace.in_house.signals import approval_checking, approval_granted, approval_returned
from marketplace.in_house.subjects import Subject, named
from marketplace.inputs import require_text

MOST_STEPS: Final = 8
NAME_LIMIT: Final = 80


def set_chain(organization: Organization, steps: Sequence[ApprovalStep], by: User) -> ApprovalChain:
    """Lay down the organization's own steps, in order; none at all returns to the single step.

    Rounds that are under way keep the steps under which they were asked for.
    """
    if not policies.may_set_chain(by, organization):
        raise NotAllowed("not_an_owner", N_("Only an owner lays down who approves."))
    if len(steps) > MOST_STEPS:
        raise Refused("too_many_steps", N_("A chain has at most %(most)s steps."), most=MOST_STEPS)
    members = {each.public_id for each in organization.memberships}
    for step in steps:
        _check_step(step, members)
    chain = ApprovalChain(
        organization=organization, steps=[step.as_data() for step in steps], set_by=by
    )
    db.session.add(chain)
    record(
        "approval_chain:set",
        chain,
        actor(by, organization),
        related=[organization],
        steps=chain.steps,
    )
    return chain


def ask(
    subject: Subject, by: User, *, needs_notice: bool = False, tell: bool = True
) -> ApprovalRequest:
    """Put a subject before the organization's chain; after a return this begins a new round.

    `tell` is False where many are asked for in one sitting and told of once. Refused where a step
    could be decided by nobody but the one who asks.
    """
    steps = queries.steps_of(subject.organization)
    for step in steps:
        _require_decider(step, subject.organization, by)
    earlier = queries.rounds_of(subject.record)
    request = ApprovalRequest(
        organization=subject.organization,
        subject_type=subject.key[0],
        subject_id=subject.key[1],
        round=len(earlier) + 1,
        name=subject.name,
        price=subject.price,
        pricing=subject.pricing,
        link=subject.link,
        needs_notice=needs_notice,
        steps=[step.as_data() for step in steps],
        asked_by=by,
    )
    db.session.add(request)
    event = record(
        "approval_request:ask",
        request,
        actor(by, subject.organization),
        related=[subject.record],
        round=request.round,
        steps=request.steps,
    )
    if tell:
        tell_asked([request], event)
    return request


def decide(
    requests: Sequence[ApprovalRequest], verdict: Verdict, by: User, *, note: str = ""
) -> None:
    """Approve or return one or many requests at the step where each stands.

    Nobody decides on a request of their own; a return needs its reason as `note`. The last
    approval is checked by the owner of the subject first: all of the requests are decided, or none.
    """
    note = require_text(note, "note") if verdict is Verdict.RETURN else note.strip()
    for request in requests:
        require_decider(by, request)
    last = [each for each in requests if verdict is Verdict.APPROVE and each.is_last_step]
    if last:
        approval_checking.send(last, by=by)
    taken: dict[str, list[ApprovalRequest]] = {}
    with db.session.no_autoflush:
        for request in requests:
            action = _action(request, verdict)
            event = _decide(request, action, verdict, by, note)
            taken.setdefault(action, []).append(request)
    if "endorse" in taken:
        tell_asked(taken["endorse"], event)
    if "approve" in taken:
        approval_granted.send(taken["approve"], by=by)
    if "return" in taken:
        approval_returned.send(taken["return"], by=by, reason=note)


def recall(request: ApprovalRequest, by: User, reason: str) -> None:
    """Take back what was put forward, or approved and not shown in the house yet."""
    if not policies.may_recall(by, request):
        raise NotAllowed()
    reason = require_text(reason, "reason")
    request.move("recall")
    record(
        "approval_request:recall",
        request,
        actor(by, request.organization),
        related=[named(request)],
        reason=reason,
    )
    approval_returned.send([request], by=by, reason=reason)


def require_decider(by: User, request: ApprovalRequest) -> None:
    """Refuse the one who asked, and whoever the step does not name."""
    if request.step is not None and not policies.is_another(by, request):
        raise NotAllowed(
            "another_person",
            N_(
                "Another person must do this: another member of %(organization)s whom the step "
                "names, or an administrator of the site where there is only one member."
            ),
            organization=request.organization.name,
        )
    if request.step is not None and not policies.may_decide(by, request):
        raise NotAllowed(
            "not_this_step",
            N_("The step “%(step)s” is decided by others. Its people are named in the chain."),
            step=request.step.name or Translatable(N_("Approval")),
        )


def tell_asked(requests: Sequence[ApprovalRequest], event: AuditEvent) -> None:
    """Tell the organization that these wait at their present step, of many in one message."""
    first = requests[0]
    step = first.step
    many = len(requests) > 1
    notify(
        first.organization,
        "approval:asked_many" if many else "approval:asked",
        event=event,
        link="/my/approvals" if many else f"/approvals/{first.public_id}",
        roles=sorted({role for each in requests for role in _roles(each)}),
        step=step.name if step else "",
        **({"count": len(requests)} if many else {"name": first.name}),
    )


def _decide(
    request: ApprovalRequest, action: str, verdict: Verdict, by: User, note: str
) -> AuditEvent:
    step, position = request.step, request.position
    request.move(action)
    decision = ApprovalDecision(
        request=request,
        position=position,
        step_name=step.name if step else "",
        verdict=verdict,
        note=note,
        decided_by=by,
        decided_at=clock.now(),
    )
    db.session.add(decision)
    return record(
        f"approval_request:{action}",
        request,
        actor(by, request.organization),
        related=[named(request)],
        step=decision.step_name,
        position=position,
        note=note,
    )


def _action(request: ApprovalRequest, verdict: Verdict) -> str:
    if verdict is Verdict.RETURN:
        return "return"
    return "approve" if request.is_last_step else "endorse"


def _roles(request: ApprovalRequest) -> tuple[Role, ...]:
    """Whom to mail at the present step; named members read it in the organization's inbox."""
    step = request.step
    return tuple(Role(each) for each in step.roles) if step and not step.members else ()


def _check_step(step: ApprovalStep, members: set[str]) -> None:
    require_text(step.name, "steps", limit=NAME_LIMIT)
    if not step.roles and not step.members:
        raise Refused(
            "step_without_people",
            N_("Name who decides at “%(step)s”: roles, members or both."),
            status=422,
            field="steps",
            step=step.name,
        )
    if not set(step.members) <= members:
        raise Refused(
            "not_a_member",
            N_("“%(step)s” names somebody who is no member now. Choose again."),
            status=422,
            field="steps",
            step=step.name,
        )


def _require_decider(step: ApprovalStep, organization: Organization, by: User) -> None:
    members = organization.memberships
    if len(members) <= 1:
        return
    if not any(
        policies.is_named(each.user, step, organization) for each in members if each.user != by
    ):
        raise Refused(
            "nobody_to_decide",
            N_(
                "Nobody but you could decide at “%(step)s”. Let another person ask, or let an "
                "owner name further people in the approval chain."
            ),
            step=step.name or Translatable(N_("Approval")),
        )

"""What the house decides on a declaration: approval by its chain, in-house notice, return.

The room `in_house` runs rounds and notices for any subject; what they mean for a declaration stands
here, so that it is the same whether one is decided on its own page or three hundred at once.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import subject_key
from marketplace.declarations import checks
from marketplace.declarations.models import LIFECYCLE, Declaration, DeclarationStatus
from marketplace.declarations.problems import require_none
from marketplace.declarations.queries import whole
from marketplace.declarations.services.steps import (
    READY,
    RETURNED,
    SHOW,
    changed,
    is_quiet,
    quietly,
    sat,
    step,
)
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.in_house import policies as house
from marketplace.in_house import queries, signals
from marketplace.in_house import services as in_house
from marketplace.in_house.models import (
    ApprovalRequest,
    ApprovalStatus,
    InHouseNotice,
    NoticeSubject,
    Pricing,
    Verdict,
)
from marketplace.in_house.subjects import Subject
from marketplace.inputs import require_text
from marketplace.terms.summary import summary

MANY = 2


def subject_of(declaration: Declaration) -> Subject:
    """The declaration as the house is shown it: patent and declared price, in Chinese."""
    patent = declaration.patent
    return Subject(
        record=declaration,
        organization=declaration.organization,
        name=f"{patent.title}（{patent.certificate_number}）",
        price=f"专利开放许可：{summary(declaration.record)}",
        pricing=Pricing.OWN,
        link=f"/declarations/{declaration.public_id}",
        related=(patent,),
    )


def submit_for_approval(declaration: Declaration, by: User) -> None:
    """Put the papers before the organization's approval chain.

    Refused with every reason named while a bar stands or is not stated, terms or papers are
    incomplete, or a ceiling is passed (细则 85, 86; LAW 1.10–1.13).
    """
    LIFECYCLE.after(declaration.status, "submit_for_approval")
    require_none(checks.problems(declaration, clock.today()))
    declaration.approval_asked_by = by
    declaration.approval_asked_at = clock.now()
    declaration.approved_by = declaration.approved_at = None
    step(declaration, "submit_for_approval", by, terms_sha256=declaration.terms_sha256)
    in_house.ask(
        subject_of(declaration),
        by,
        needs_notice=declaration.needs_in_house_notice,
        tell=not is_quiet(),
    )


def tell_asked(declarations: Sequence[Declaration], event: AuditEvent) -> None:
    """Tell once, of all that were put forward in one sitting, those whom the first step names."""
    if asked := queries.pending_among(subject_key(each) for each in declarations):
        in_house.tell_asked(asked, event)


def approve(declaration: Declaration, by: User, note: str = "") -> None:
    """Approve at the step that waits, as somebody whom it names and who did not ask.

    After the last step the papers are ready, or wait for their in-house notice (LAW 5.9).
    """
    LIFECYCLE.after(declaration.status, "approve")
    in_house.decide([_pending(declaration)], Verdict.APPROVE, by, note=note)


def return_(declaration: Declaration, by: User, reason: str) -> None:
    """Send the papers back to preparation: returned at a step, taken back, or out of the notice."""
    LIFECYCLE.after(declaration.status, "return")
    require_text(reason, "reason")
    if declaration.status is DeclarationStatus.IN_HOUSE_NOTICE:
        in_house.take_out(_standing(declaration), by, reason)
        return
    request = _latest(declaration)
    if request.status is ApprovalStatus.PENDING and house.may_decide(by, request):
        in_house.decide([request], Verdict.RETURN, by, note=reason)
    else:
        in_house.recall(request, by, reason)


def open_in_house_notice(
    declaration: Declaration, by: User, *, opened_on: date, days: int, place: str, **more: Any
) -> InHouseNotice:
    """Show one declaration inside the institution (see `open_in_house_notices`)."""
    return open_in_house_notices(
        [declaration], by, opened_on=opened_on, days=days, place=place, **more
    )


def open_in_house_notices(
    declarations: Sequence[Declaration],
    by: User,
    *,
    opened_on: date,
    days: int,
    place: str,
    **more: Any,
) -> InHouseNotice:
    """Show declarations in one notice for `days` days (the institution's own rules say how many).

    Where only the last approval is missing and this person may give it, it is given with this act.
    `more` goes to `in_house.open_notice` (title, rules, related_party, evidence).
    """
    for declaration in declarations:
        LIFECYCLE.after(declaration.status, "open_in_house_notice")
    waiting = [each for each in map(_latest, declarations) if _waits_for_last(each)]
    if waiting:
        in_house.decide(waiting, Verdict.APPROVE, by)
    return in_house.open_notice(
        [subject_of(each) for each in declarations],
        by,
        opened_on=opened_on,
        days=days,
        place=place,
        **more,
    )


def pass_in_house_notice(declaration: Declaration, by: User) -> None:
    """Close the notice in which the declaration stands, and with it all that it shows."""
    LIFECYCLE.after(declaration.status, "pass_in_house_notice")
    in_house.pass_notice(_standing(declaration).notice, by)


def _pending(declaration: Declaration) -> ApprovalRequest:
    request = _latest(declaration)
    if request.status is not ApprovalStatus.PENDING:
        raise Refused(
            "approved_already",
            N_(
                "The papers are approved. A state institution now opens its in-house notice (公示)."
            ),
        )
    return request


def _latest(declaration: Declaration) -> ApprovalRequest:
    request = queries.latest_round(declaration)
    if request is None:
        raise Refused("no_approval", N_("Nobody has asked for approval. Ask for it first."))
    return request


def _standing(declaration: Declaration) -> Any:
    row = queries.standing_in(declaration)
    if row is None:
        raise Refused("not_shown", N_("This is not shown in a running notice."))
    return row


def _waits_for_last(request: ApprovalRequest) -> bool:
    return request.status is ApprovalStatus.PENDING and request.is_last_step


# What the house decided, wherever it was decided -----------------------------------------------


Act = Callable[[Any, Declaration], None]


def _found(senders: Sequence[Any]) -> list[tuple[Any, Declaration]]:
    """The declarations among what was decided on, each with its request or row."""
    ours = {
        each.subject_id: each for each in senders if each.subject_type == Declaration.__tablename__
    }
    if not ours:
        return []
    statement = select(Declaration).where(Declaration.public_id.in_(ours)).options(*whole())
    return [(ours[each.public_id], each) for each in db.session.scalars(statement)]


def _each(senders: Sequence[Any], action: str, by: User, act: Act, tell: str | None = None) -> None:
    """Act on every declaration; where there are several, people are told once, of all."""
    found = _found(senders)
    if len(found) < MANY:
        for sender, declaration in found:
            act(sender, declaration)
        return
    with db.session.no_autoflush, quietly():
        for sender, declaration in found:
            act(sender, declaration)
    numbers = [declaration.patent.number for _, declaration in found]
    sat(found[0][1].organization, action, by, numbers, tell=tell)


@signals.approval_checking.connect
def _check(requests: Sequence[ApprovalRequest], by: User) -> None:
    """The bars are looked at once more, for one may have appeared since (R-70, R-71)."""
    for _, declaration in _found(requests):
        LIFECYCLE.after(declaration.status, "approve")
        problems = checks.problems(declaration, clock.today())
        if problems and len(requests) > 1:
            raise Refused(
                "one_blocked",
                N_("%(number)s cannot be approved now. Look at it, or decide without it."),
                number=declaration.patent.number,
            )
        require_none(problems)


@signals.approval_granted.connect
def _granted(requests: Sequence[ApprovalRequest], by: User) -> None:
    shown = requests[0].needs_notice

    def grant(request: ApprovalRequest, declaration: Declaration) -> None:
        declaration.approved_by = by
        declaration.approved_at = clock.now()
        if declaration.needs_in_house_notice:
            changed(declaration, "approve_for_notice", by, tell="declaration:notice_needed")
            return
        declaration.ready_at = declaration.approved_at
        step(declaration, "approve", by, tell="declaration:ready")

    _each(requests, "approve", by, grant, tell=SHOW if shown else READY)


@signals.approval_returned.connect
def _returned(requests: Sequence[ApprovalRequest], by: User, reason: str) -> None:
    _back(requests, by, reason)


@signals.subject_taken_out.connect
def _taken_out(rows: Sequence[NoticeSubject], by: User, reason: str) -> None:
    _back(rows, by, reason)


def _back(senders: Sequence[Any], by: User, reason: str) -> None:
    def back(sender: Any, declaration: Declaration) -> None:
        declaration.return_reason = reason
        declaration.returned_at = clock.now()
        declaration.approved_by = declaration.approved_at = None
        step(declaration, "return", by, tell="declaration:returned", reason=reason)

    _each(senders, "return", by, back, tell=RETURNED)


@signals.notice_opened.connect
def _opened(rows: Sequence[NoticeSubject], by: User) -> None:
    def opened(row: NoticeSubject, declaration: Declaration) -> None:
        if declaration.approved_at is None:
            raise Refused(
                "not_approved",
                N_("%(number)s is not approved at every step yet. The notice opens after that."),
                number=declaration.patent.number,
            )
        step(declaration, "open_in_house_notice", by, notice=row.notice.public_id)

    _each(rows, "open_in_house_notice", by, opened)


@signals.notice_passed.connect
def _passed(rows: Sequence[NoticeSubject], by: User) -> None:
    def passed(row: NoticeSubject, declaration: Declaration) -> None:
        declaration.in_house_passed_on = clock.today()
        declaration.ready_at = clock.now()
        step(declaration, "pass_in_house_notice", by, tell="declaration:ready")

    _each(rows, "pass_in_house_notice", by, passed, tell=READY)

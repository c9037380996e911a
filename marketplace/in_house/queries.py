"""Reading approvals, notices and snapshots."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import selectinload

from marketplace.accounts.models import Organization
from marketplace.audit.services import subject_key
from marketplace.extensions import db
from marketplace.in_house.models import (
    ApprovalChain,
    ApprovalRequest,
    ApprovalStatus,
    GuidanceSeen,
    InHouseNotice,
    NoticeStatus,
    NoticeSubject,
)
from marketplace.in_house.models.approvals import SINGLE_STEP, ApprovalStep


def chain_of(organization: Organization) -> ApprovalChain | None:
    """The chain that the organization laid down last, or None."""
    return db.session.scalar(
        select(ApprovalChain)
        .where(ApprovalChain.organization_id == organization.id)
        .order_by(ApprovalChain.id.desc())
        .limit(1)
    )


def steps_of(organization: Organization) -> Sequence[ApprovalStep]:
    """The steps that hold now: the organization's own, else the single step."""
    chain = chain_of(organization)
    return (chain.own_steps if chain else ()) or SINGLE_STEP


def rounds_of(subject: Any) -> Sequence[ApprovalRequest]:
    """All rounds of approval of a subject, the first one first."""
    return db.session.scalars(
        select(ApprovalRequest)
        .where(*_about(ApprovalRequest, subject))
        .options(selectinload(ApprovalRequest.decisions))
        .order_by(ApprovalRequest.round)
    ).all()


def latest_round(subject: Any) -> ApprovalRequest | None:
    """The newest round of approval of a subject, or None."""
    return db.session.scalar(
        select(ApprovalRequest)
        .where(*_about(ApprovalRequest, subject))
        .order_by(ApprovalRequest.round.desc())
        .limit(1)
    )


def pending_among(keys: Iterable[tuple[str, str]]) -> Sequence[ApprovalRequest]:
    """The rounds that wait for a decision among these subjects (table and public id)."""
    wanted = set(keys)
    rows = db.session.scalars(
        select(ApprovalRequest)
        .where(
            ApprovalRequest.status == ApprovalStatus.PENDING,
            ApprovalRequest.subject_id.in_({key for _, key in wanted}),
        )
        .order_by(ApprovalRequest.id)
    )
    return [each for each in rows if (each.subject_type, each.subject_id) in wanted]


def requests_of(
    organization: Organization, status: ApprovalStatus | None = None
) -> Select[ApprovalRequest]:
    """Select an organization's requests, those that wait longest first where a state is given."""
    statement = select(ApprovalRequest).where(ApprovalRequest.organization_id == organization.id)
    if status is None:
        return statement.order_by(ApprovalRequest.id.desc())
    return statement.where(ApprovalRequest.status == status).order_by(ApprovalRequest.id)


def to_show(organization: Organization) -> Select[ApprovalRequest]:
    """Select what is approved, needs a notice and stands in none (what is taken out of a notice
    loses its approval, so it does not come back here before a new round)."""
    standing = exists().where(
        NoticeSubject.subject_type == ApprovalRequest.subject_type,
        NoticeSubject.subject_id == ApprovalRequest.subject_id,
        NoticeSubject.is_standing,
    )
    return requests_of(organization, ApprovalStatus.APPROVED).where(
        ApprovalRequest.needs_notice, ~standing
    )


def standing_in(subject: Any) -> NoticeSubject | None:
    """The row under which a subject is shown in a notice (running or passed), or None."""
    return db.session.scalar(
        select(NoticeSubject).where(*_about(NoticeSubject, subject), NoticeSubject.is_standing)
    )


def shown_among(keys: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """Which of these subjects (table and public id) are shown in a notice now."""
    rows = db.session.execute(
        select(NoticeSubject.subject_type, NoticeSubject.subject_id).where(
            NoticeSubject.subject_id.in_({key for _, key in keys}), NoticeSubject.is_standing
        )
    )
    return {(kind, key) for kind, key in rows}.intersection(keys)


def notice_of(subject: Any) -> InHouseNotice | None:
    """The notice in which a subject stands, running or passed, or None."""
    row = standing_in(subject)
    return row.notice if row else None


def has_passed(subject: Any) -> bool:
    """Whether the subject was shown in the house and nothing stands against it."""
    notice = notice_of(subject)
    return notice is not None and notice.status is NoticeStatus.PASSED


def notices_showing(subject: Any) -> Sequence[NoticeSubject]:
    """Every row in which a subject was ever shown, oldest first."""
    return db.session.scalars(
        select(NoticeSubject).where(*_about(NoticeSubject, subject)).order_by(NoticeSubject.id)
    ).all()


def notices_of(organization: Organization) -> Select[InHouseNotice]:
    """Select an organization's notices, newest first."""
    return (
        select(InHouseNotice)
        .where(InHouseNotice.organization_id == organization.id)
        .order_by(InHouseNotice.id.desc())
    )


def guidance_seen(subject: Any) -> Sequence[GuidanceSeen]:
    """The snapshots kept for a subject, oldest first."""
    return db.session.scalars(
        select(GuidanceSeen).where(*_about(GuidanceSeen, subject)).order_by(GuidanceSeen.id)
    ).all()


def _about(model: Any, subject: Any) -> tuple[Any, Any]:
    kind, key = subject_key(subject)
    return model.subject_type == kind, model.subject_id == key

"""The in-house notice: opening, evidence, taking out, closing."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from marketplace import clock, files
from marketplace.accounts.models import Organization, Role, User
from marketplace.accounts.services import notify
from marketplace.audit.services import record
from marketplace.database import lock
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.in_house import papers, queries
from marketplace.in_house.models import (
    ApprovalStatus,
    InHouseNotice,
    NoticeEvidence,
    NoticeSubject,
)
from marketplace.in_house.models.notices import LIFECYCLE
from marketplace.in_house.services.steps import actor, require_recorder
from marketplace.in_house.signals import notice_opened, notice_passed, subject_taken_out
from marketplace.in_house.subjects import Subject, named
from marketplace.inputs import require_past, require_text


def open_notice(
    subjects: Sequence[Subject],
    by: User,
    *,
    opened_on: date,
    days: int,
    place: str,
    title: str = "",
    rules: str = "",
    related_party: str = "",
    evidence: str | None = None,
) -> InHouseNotice:
    """Show one or many subjects inside the institution for `days` days, as its own rules say.

    `opened_on` is the Shanghai day on which it was put up, not counted; `rules` names the
    institution's rule, `related_party` says who is related to the buyer (empty: nobody);
    `evidence` is the SHA-256 of a kept screenshot.
    """
    organization = _common_organization(subjects)
    require_recorder(by, organization)
    _require_days(days)
    notice = InHouseNotice(
        organization=organization,
        title=title.strip() or _title(subjects),
        place=require_text(place, "place", limit=300),
        rules=rules.strip(),
        related_party=related_party.strip(),
        opened_on=require_past(opened_on, "opened_on"),
        days=days,
        opened_by=by,
        subjects=_rows(subjects),
    )
    db.session.add(notice)
    _tell_opened(notice, subjects, by)
    if evidence:
        add_evidence(notice, by, evidence, opened_on)
    papers.request_sheet(notice, by)
    notice_opened.send(notice.subjects, by=by)
    return notice


def add_evidence(notice: InHouseNotice, by: User, digest: str, taken_on: date) -> None:
    """Keep a screenshot or photograph of the notice as it was shown (SHA-256 of a kept file)."""
    require_recorder(by, notice.organization)
    if not files.exists(digest):
        raise Refused(
            "evidence_missing",
            N_("Attach a screenshot or photograph of the notice."),
            status=422,
            field="evidence",
        )
    taken_on = require_past(taken_on, "taken_on", not_before=notice.opened_on)
    db.session.add(NoticeEvidence(notice=notice, sha256=digest, taken_on=taken_on, added_by=by))
    record(
        "in_house_notice:add_evidence",
        notice,
        actor(by, notice.organization),
        sha256=digest,
        taken_on=taken_on.isoformat(),
    )


def pass_notice(notice: InHouseNotice, by: User) -> None:
    """Close the notice: its last day is over in Asia/Shanghai, every objection has a result, and
    it is on file how it was shown. What stands in it has passed."""
    notice = locked(notice)
    require_recorder(by, notice.organization)
    if not notice.is_running:
        LIFECYCLE.after(notice.status, "pass")
    notice.require_over(clock.today())
    notice.require_settled()
    if not notice.evidence:
        raise Refused(
            "notice_evidence_missing",
            N_("Keep a screenshot or photograph of the notice first, then close it."),
        )
    notice.move("pass")
    notice.passed_on = clock.today()
    record(
        "in_house_notice:pass",
        notice,
        actor(by, notice.organization),
        related=[named(row) for row in notice.standing],
        passed_on=notice.passed_on.isoformat(),
    )
    papers.request_sheet(notice, by)
    notice_passed.send(notice.standing, by=by)


def take_out(row: NoticeSubject, by: User, reason: str) -> None:
    """Take one subject out of its running notice (see `take_out_many`)."""
    take_out_many([row], by, reason)


def take_out_many(rows: Sequence[NoticeSubject], by: User, reason: str) -> None:
    """Take subjects out of the running notice that shows them; their approval falls with it.

    A notice in which nothing is left has stopped.
    """
    notice = locked(rows[0].notice)
    require_recorder(by, notice.organization)
    reason = require_text(reason, "reason")
    for row in rows:
        if not (notice.is_running and row.is_standing and row.notice_id == notice.id):
            raise Refused("not_shown", N_("This is not shown in a running notice."))
        row.taken_out_on = clock.today()
        row.taken_out_reason = reason
        release(row)
        _withdraw_approval(row, by, reason)
    record(
        "in_house_notice:take_out",
        notice,
        actor(by, notice.organization),
        related=[named(row) for row in rows],
        reason=reason,
    )
    if not notice.standing:
        notice.move("stop")
        notice.stopped_on = clock.today()
        record("in_house_notice:stop", notice, actor(by, notice.organization), reason=reason)
        papers.request_sheet(notice, by)
    subject_taken_out.send(rows, by=by, reason=reason)


def release(row: NoticeSubject) -> None:
    """Let the subject stand in this notice no longer: what was shown is not what is asked now, and
    it can be shown anew. The owner of the subject records why."""
    row.is_standing = False


def locked(notice: InHouseNotice) -> InHouseNotice:
    """The notice's newest state, kept from changing under us until the commit."""
    statement = select(InHouseNotice).where(InHouseNotice.id == notice.id)
    return db.session.scalars(lock(statement).execution_options(populate_existing=True)).one()


def _withdraw_approval(row: NoticeSubject, by: User, reason: str) -> None:
    request = queries.latest_round(named(row))
    if request is None or request.status is not ApprovalStatus.APPROVED:
        return
    request.move("recall")
    record(
        "approval_request:recall",
        request,
        actor(by, request.organization),
        related=[named(request)],
        reason=reason,
    )


def _require_days(days: int) -> None:
    if days < 1:
        raise Refused(
            "in_house_days", N_("Enter the number of days, at least 1."), status=422, field="days"
        )


def _tell_opened(notice: InHouseNotice, subjects: Sequence[Subject], by: User) -> None:
    event = record(
        "in_house_notice:open",
        notice,
        actor(by, notice.organization),
        related=[subject.record for subject in subjects],
        opened_on=notice.opened_on.isoformat(),
        days=notice.days,
        place=notice.place,
        rules=notice.rules,
        related_party=notice.related_party,
    )
    notify(
        notice.organization,
        "in_house_notice:opened",
        event=event,
        link=f"/in-house-notices/{notice.public_id}",
        due_on=notice.earliest_pass_on,
        roles=(Role.OWNER, Role.MANAGER),
        title=notice.title,
        day=notice.ends_on.isoformat(),
    )


def _rows(subjects: Sequence[Subject]) -> list[NoticeSubject]:
    shown = queries.shown_among([subject.key for subject in subjects])
    for subject in subjects:
        if subject.key in shown:
            raise Refused(
                "shown_already",
                N_("%(name)s is shown in a notice already. Look there."),
                name=subject.name,
            )
    return [
        NoticeSubject(
            subject_type=subject.key[0],
            subject_id=subject.key[1],
            name=subject.name,
            price=subject.price,
            pricing=subject.pricing,
            link=subject.link,
        )
        for subject in subjects
    ]


def _common_organization(subjects: Sequence[Subject]) -> Organization:
    organizations = {subject.organization.id: subject.organization for subject in subjects}
    if len(organizations) != 1:
        raise Refused("no_subjects", N_("Choose what the notice shows."), field="subjects")
    return organizations.popitem()[1]


def _title(subjects: Sequence[Subject]) -> str:
    """As an institution heads such a notice; Chinese, for it is a paper of the house."""
    first = subjects[0].name[:120]
    more = f"等{len(subjects)}项" if len(subjects) > 1 else ""
    return f"关于{first}{more}拟转化事项的公示"

"""Objections to an in-house notice, and what came of them."""

from datetime import date

from marketplace import clock
from marketplace.accounts.models import Role, User
from marketplace.accounts.services import notify
from marketplace.audit.services import record
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.in_house.models import (
    InHouseNotice,
    NoticeStatus,
    NoticeSubject,
    Objection,
    ObjectionResult,
    ObjectionRuling,
)
from marketplace.in_house.services.noticing import locked, take_out_many
from marketplace.in_house.services.steps import actor, require_recorder
from marketplace.in_house.subjects import named
from marketplace.inputs import require_past, require_text


def object_to(
    notice: InHouseNotice,
    by: User,
    *,
    raised_by: str,
    raised_on: date,
    text: str,
    row: NoticeSubject | None = None,
) -> Objection:
    """Record an objection that reached the institution on `raised_on`, against all that is shown
    or against one of it. Until it has a result the notice does not pass."""
    notice = locked(notice)
    require_recorder(by, notice.organization)
    if row is not None and (row.notice_id != notice.id or not row.is_standing):
        raise Refused("not_shown", N_("This is not shown in a running notice."))
    objection = Objection(
        notice=notice,
        subject=row,
        raised_by=require_text(raised_by, "raised_by", limit=120),
        raised_on=require_past(raised_on, "raised_on", not_before=notice.opened_on),
        text=require_text(text, "text"),
        recorded_by=by,
    )
    notice.move("object")
    db.session.add(objection)
    _tell(objection, by)
    return objection


def _tell(objection: Objection, by: User) -> None:
    """Those who run the notice hear of it."""
    notice, row = objection.notice, objection.subject
    event = record(
        "in_house_notice:object",
        notice,
        actor(by, notice.organization),
        related=[objection, *([named(row)] if row else [])],
        objection=objection.public_id,
        raised_on=objection.raised_on.isoformat(),
    )
    notify(
        notice.organization,
        "in_house_notice:objected",
        event=event,
        link=f"/in-house-notices/{notice.public_id}",
        roles=(Role.OWNER, Role.MANAGER),
        title=notice.title,
    )


def rule_on(
    objection: Objection, by: User, *, result: ObjectionResult, handling: str, ruled_on: date
) -> None:
    """Enter how an objection was handled and its result; once, for good.

    Upheld: what it is against is taken out of the notice (all of it, if it is against all).
    """
    notice = locked(objection.notice)
    require_recorder(by, notice.organization)
    if objection.ruling is not None:
        raise Refused("ruled_already", N_("This objection has its result already."))
    handling = require_text(handling, "handling")
    objection.ruling = ObjectionRuling(
        result=result,
        handling=handling,
        ruled_by=by,
        ruled_on=require_past(ruled_on, "ruled_on", not_before=objection.raised_on),
        ruled_at=clock.now(),
    )
    record(
        "in_house_notice:rule",
        notice,
        actor(by, notice.organization),
        related=[objection],
        objection=objection.public_id,
        result=result.value,
        handling=handling,
    )
    if result is ObjectionResult.UPHELD:
        against = [objection.subject] if objection.subject else notice.standing
        if standing := [row for row in against if row.is_standing]:
            take_out_many(standing, by, handling)
    if notice.status is NoticeStatus.OBJECTED and not notice.unresolved:
        notice.move("settle")
        record("in_house_notice:settle", notice, actor(by, notice.organization))

"""At the counter of the office: submission, correction and its deadline, submission again."""

from datetime import date, timedelta
from typing import Final

from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import InboxMessage, User
from marketplace.audit.actors import SYSTEM
from marketplace.declarations import materials
from marketplace.declarations.models import LIFECYCLE, Declaration, DeclarationStatus
from marketplace.declarations.problems import require_none
from marketplace.declarations.services.steps import changed, step
from marketplace.extensions import db
from marketplace.inputs import require_order, require_past, require_text

REMIND_DAYS: Final = (1, 7)
"""Days before the last day of a correction on which the organization is reminded, nearest first."""

_TOLD: Final = ("declaration:correction", "declaration:correction_due")


def mark_submitted(declaration: Declaration, by: User, day: date) -> None:
    """Note that the organization or its agency filed the papers at the office on `day`.

    Refused with every paper named that is wanting: commitment, report, pledgee's consent,
    co-owners' statements, the agency's mandate (LAW 1.4, 1.10, 1.11).
    """
    LIFECYCLE.after(declaration.status, "mark_submitted")
    require_none(materials.missing(declaration))
    ready_on = clock.shanghai_day(declaration.ready_at) if declaration.ready_at else None
    declaration.submitted_on = require_past(day, "day", not_before=ready_on)
    declaration.submitted_at = clock.now()
    step(declaration, "mark_submitted", by, submitted_on=day.isoformat())


def require_correction(
    declaration: Declaration, by: User, day: date, note: str, due_on: date | None = None
) -> None:
    """Enter the office's request for correction (补正通知书) of `day`; `due_on` is the last day
    that stands on it, where one does."""
    if due_on is not None:
        require_order(day, due_on, "due_on")
    declaration.correction_due_on = due_on
    declaration.correction_note = require_text(note, "note")
    declaration.correction_on = require_past(day, "day", not_before=declaration.submitted_on)
    step(
        declaration,
        "require_correction",
        by,
        tell="declaration:correction",
        last_day=due_on,
        correction_on=day.isoformat(),
        due_on=due_on.isoformat() if due_on else None,
        note=declaration.correction_note,
    )


def resubmit(declaration: Declaration, by: User, day: date) -> None:
    """Note that the corrected papers went to the office on `day`."""
    LIFECYCLE.after(declaration.status, "resubmit")
    require_none(materials.missing(declaration))
    declaration.resubmitted_on = require_past(day, "day", not_before=declaration.correction_on)
    step(declaration, "resubmit", by, resubmitted_on=day.isoformat())


def remind_of_correction(declaration: Declaration) -> bool:
    """Remind of the last day of a correction, seven days and one day before it, each once.

    After a downtime only the nearer reminder goes out; what was told since its day counts as
    told. Nothing closes by itself when the day has passed. Returns whether a reminder went out.
    """
    last_day, today = declaration.correction_due_on, clock.today()
    if declaration.status is not DeclarationStatus.CORRECTION or last_day is None:
        return False
    days = next((each for each in REMIND_DAYS if last_day - today <= timedelta(each)), None)
    if days is None or last_day < today or _was_told(declaration, last_day - timedelta(days)):
        return False
    changed(
        declaration,
        "remind_of_correction",
        SYSTEM,
        tell="declaration:correction_due",
        last_day=last_day,
        due_on=last_day.isoformat(),
    )
    return True


def _was_told(declaration: Declaration, since: date) -> bool:
    """Whether an inbox row on this correction was delivered on or after a day."""
    return (
        db.session.scalar(
            select(InboxMessage.id).where(
                InboxMessage.organization_id == declaration.organization_id,
                InboxMessage.link == f"/declarations/{declaration.public_id}",
                InboxMessage.code.in_(_TOLD),
                InboxMessage.created_at >= clock.start_of_day(since),
            )
        )
        is not None
    )

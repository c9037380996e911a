"""At the counter of the office: submission, correction, submission again."""

from datetime import date

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.declarations import materials
from marketplace.declarations.models import LIFECYCLE, Declaration
from marketplace.declarations.problems import require_none
from marketplace.declarations.services.steps import require_past, require_text, step
from marketplace.errors import N_, Refused


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
    if due_on is not None and due_on < day:
        raise Refused(
            "day_too_early",
            N_("The day %(day)s lies before the step that it follows (%(earlier)s)."),
            status=422,
            field="due_on",
            day=due_on.isoformat(),
            earlier=day.isoformat(),
        )
    declaration.correction_due_on = due_on
    declaration.correction_note = require_text(note, "note")
    declaration.correction_on = require_past(day, "day", not_before=declaration.submitted_on)
    step(
        declaration,
        "require_correction",
        by,
        tell="declaration:correction",
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

"""At the counter of the office: submission, correction, submission again."""

from datetime import date

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.declarations.models import Declaration
from marketplace.declarations.services.steps import require_past, require_text, step


def mark_submitted(declaration: Declaration, by: User, day: date) -> None:
    """Note that the organization or its agency filed the papers at the office on `day`."""
    ready_on = clock.shanghai_day(declaration.ready_at) if declaration.ready_at else None
    declaration.submitted_on = require_past(day, "day", not_before=ready_on)
    declaration.submitted_at = clock.now()
    step(declaration, "mark_submitted", by, submitted_on=day.isoformat())


def require_correction(declaration: Declaration, by: User, day: date, note: str) -> None:
    """Enter the office's request for correction (补正通知书) of `day`."""
    declaration.correction_note = require_text(note, "note")
    declaration.correction_on = require_past(day, "day", not_before=declaration.submitted_on)
    step(
        declaration,
        "require_correction",
        by,
        tell="declaration:correction",
        correction_on=day.isoformat(),
        note=declaration.correction_note,
    )


def resubmit(declaration: Declaration, by: User, day: date) -> None:
    """Note that the corrected papers went to the office on `day`."""
    declaration.resubmitted_on = require_past(day, "day", not_before=declaration.correction_on)
    step(declaration, "resubmit", by, resubmitted_on=day.isoformat())

"""From the finished papers to the counter of the office: approval, in-house notice, submission."""

from datetime import date

from marketplace import clock
from marketplace.accounts.models import Role, User
from marketplace.declarations import checks, materials, policies
from marketplace.declarations.models import LIFECYCLE, Declaration
from marketplace.declarations.problems import require_none
from marketplace.declarations.services.steps import require_past, require_text, step
from marketplace.errors import N_, Refused


def submit_for_approval(declaration: Declaration, by: User) -> None:
    """Put the papers before another person of the organization.

    Refused with every reason named while a bar stands or is not stated, terms or papers are
    incomplete, or a ceiling is passed (细则 85, 86; LAW 1.10–1.13).
    """
    require_none(checks.problems(declaration, clock.today()))
    declaration.approval_asked_by = by
    declaration.approval_asked_at = clock.now()
    step(
        declaration,
        "submit_for_approval",
        by,
        tell="declaration:approval_asked",
        roles=(Role.OWNER, Role.MANAGER),
        terms_sha256=declaration.terms_sha256,
    )


def return_(declaration: Declaration, by: User, reason: str) -> None:
    """Send the papers back to preparation: not approved, or an objection was upheld."""
    declaration.return_reason = require_text(reason, "reason")
    declaration.returned_at = clock.now()
    step(declaration, "return", by, tell="declaration:returned", reason=declaration.return_reason)


def approve(declaration: Declaration, by: User) -> None:
    """Approve as another person than the one who asked; the bars are looked at once more.

    A state institution opens its in-house notice instead (LAW 5.9).
    """
    if declaration.needs_in_house_notice:
        raise Refused(
            "in_house_notice_needed",
            N_("A state institution approves by opening its in-house notice (公示)."),
        )
    _approved(declaration, by)
    declaration.ready_at = declaration.approved_at
    step(declaration, "approve", by, tell="declaration:ready")


def open_in_house_notice(
    declaration: Declaration, by: User, *, opened_on: date, days: int, place: str
) -> None:
    """Approve and announce inside the institution for `days` days (its own rules say how many)."""
    if days < 1:
        raise Refused(
            "in_house_days", N_("Enter the number of days, at least 1."), status=422, field="days"
        )
    _approved(declaration, by)
    declaration.in_house_opened_on = require_past(opened_on, "opened_on")
    declaration.in_house_days = days
    declaration.in_house_place = require_text(place, "place", limit=300)
    step(
        declaration,
        "open_in_house_notice",
        by,
        opened_on=opened_on.isoformat(),
        days=days,
        place=declaration.in_house_place,
    )


def pass_in_house_notice(declaration: Declaration, by: User) -> None:
    """Close the in-house notice without an upheld objection, once its own period has run."""
    ends_on = declaration.in_house_ends_on
    if ends_on and clock.today() <= ends_on:
        raise Refused(
            "in_house_notice_running",
            N_("The in-house notice runs through %(day)s. Close it afterwards."),
            day=ends_on.isoformat(),
        )
    declaration.in_house_passed_on = clock.today()
    declaration.ready_at = clock.now()
    step(declaration, "pass_in_house_notice", by, tell="declaration:ready")


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


def _approved(declaration: Declaration, by: User) -> None:
    policies.require_another(by, declaration, declaration.approval_asked_by)
    require_none(checks.problems(declaration, clock.today()))
    declaration.approved_by = by
    declaration.approved_at = clock.now()

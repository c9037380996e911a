"""What the office decided on the declaration: two persons look before anybody can rely on it."""

from datetime import date

from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.declarations import policies
from marketplace.declarations.models import LIFECYCLE, Declaration
from marketplace.declarations.prices import keep_declared
from marketplace.declarations.services.steps import changed, require_evidence, step
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.inputs import require_past, require_text


def enter_announcement(
    declaration: Declaration,
    number: str,
    announced_on: date,
    gazette_issue: str,
    evidence: str,
    by: User,
) -> None:
    """Type in what the gazette says; it counts only when another person has checked it.

    `evidence` is the SHA-256 of a file kept by `files.put` (page of the gazette, notice of the
    office). May be entered again until it is checked.
    """
    LIFECYCLE.after(declaration.status, "announce")
    require_evidence(evidence)
    number = require_text(number, "number", limit=64)
    _require_unused(number, declaration)
    declaration.number = number
    declaration.announced_on = require_past(
        announced_on, "announced_on", not_before=declaration.submitted_on
    )
    declaration.gazette_issue = require_text(gazette_issue, "gazette_issue", limit=64)
    declaration.evidence_sha256 = evidence
    declaration.entered_by = by
    declaration.entered_at = clock.now()
    changed(
        declaration,
        "enter_announcement",
        by,
        tell="declaration:check_asked",
        number=number,
        announced_on=announced_on.isoformat(),
        gazette_issue=declaration.gazette_issue,
        evidence=evidence,
    )


def check_announcement(declaration: Declaration, by: User) -> None:
    """Confirm the entry as another person; from now on the declaration is announced."""
    _require_entry(declaration)
    policies.require_another(by, declaration, declaration.entered_by)
    _require_unused(declaration.number or "", declaration)
    declaration.checked_by = by
    declaration.checked_at = clock.now()
    step(
        declaration,
        "announce",
        by,
        tell="declaration:announced",
        number=declaration.number,
        announced_on=declaration.announced_on.isoformat() if declaration.announced_on else None,
        evidence=declaration.evidence_sha256,
    )
    keep_declared(declaration, by)


def reject_announcement(declaration: Declaration, by: User, reason: str) -> None:
    """Say as another person that the entry differs from the evidence; it is entered anew."""
    _require_entry(declaration)
    policies.require_another(by, declaration, declaration.entered_by)
    reason = require_text(reason, "reason")
    entered = declaration.number
    declaration.number = declaration.announced_on = declaration.evidence_sha256 = None
    declaration.gazette_issue = ""
    declaration.entered_by = declaration.entered_at = None
    changed(
        declaration,
        "reject_announcement",
        by,
        tell="declaration:entry_rejected",
        number=entered,
        reason=reason,
    )


def refuse(declaration: Declaration, by: User, day: date, reason: str) -> None:
    """Enter the office's decision not to announce (不予公告)."""
    declaration.not_announced_reason = require_text(reason, "reason")
    declaration.not_announced_on = require_past(day, "day", not_before=declaration.submitted_on)
    step(
        declaration,
        "refuse",
        by,
        tell="declaration:not_announced",
        day=day.isoformat(),
        reason=declaration.not_announced_reason,
    )


def _require_entry(declaration: Declaration) -> None:
    LIFECYCLE.after(declaration.status, "announce")
    if not declaration.awaits_check:
        raise Refused(
            "nothing_to_check",
            N_("No announcement has been entered. Enter number, day, issue and evidence first."),
        )


def _require_unused(number: str, declaration: Declaration) -> None:
    taken = db.session.scalar(
        select(Declaration.id).where(
            Declaration.number == number,
            Declaration.checked_at.is_not(None),
            Declaration.id != declaration.id,
        )
    )
    if taken:
        raise Refused(
            "declaration_number_taken",
            N_("Declaration number %(number)s belongs to another patent. Look at the gazette."),
            field="number",
            number=number,
        )

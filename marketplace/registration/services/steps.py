"""From the counter to the receipt: what the filer did and what the authority said."""

from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError

from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.inputs import require_past, require_text
from marketplace.registration import queries
from marketplace.registration.models import Filing, Note
from marketplace.registration.services.acts import (
    add_receipt,
    locked,
    require_entered_here,
    require_file,
    require_filer,
    step,
)
from marketplace.registration.services.opening import still_barred
from marketplace.registration.tables import table_for
from marketplace.terms.routes import Duty


def mark_submitted(filing: Filing, day: date, by: Any) -> None:
    """The sealed papers went to the authority on ``day``; late is still possible."""
    filing = _acted(filing, by)
    agreement = filing.agreement
    filing.submitted_on = require_past(
        day, "day", not_before=agreement.effective_on if agreement is not None else None
    )
    step(filing, "submit", by, submitted_on=day.isoformat())


def accept(
    filing: Filing, day: date, by: Any, number: str | None = None, receipt: str | None = None
) -> None:
    """The authority accepted the papers for examination 受理."""
    filing = _acted(filing, by)
    filing.accepted_on = require_past(day, "day", not_before=filing.submitted_on)
    filing.acceptance_number = (number or "").strip() or None
    step(filing, "accept", by, accepted_on=day.isoformat(), number=filing.acceptance_number)
    add_receipt(filing, "accept", day, by, number=filing.acceptance_number, sha256=receipt)


def require_correction(
    filing: Filing,
    day: date,
    note: str,
    by: Any,
    receipt: str | None = None,
    due_on: date | None = None,
) -> None:
    """The authority asks for a correction 补正, to be answered by ``due_on`` where it says so."""
    filing = _acted(filing, by)
    filing.correction_note = require_text(note, "note")
    filing.correction_on = require_past(day, "day", not_before=filing.submitted_on)
    if due_on is not None and due_on < day:
        raise Refused(
            "due_before_request",
            N_(
                "The authority's last day lies before its request. Enter the day as the notice has it."
            ),
            status=422,
            field="due",
        )
    filing.correction_due_on, filing.reminded_days = due_on, None
    step(filing, "require_correction", by, correction_on=day.isoformat(), note=note)
    add_receipt(filing, "require_correction", day, by, text=note, sha256=receipt)


def resubmit(filing: Filing, day: date, by: Any) -> None:
    """The corrected papers went to the authority."""
    filing = _acted(filing, by)
    filing.resubmitted_on = require_past(day, "day", not_before=filing.correction_on)
    step(filing, "resubmit", by, resubmitted_on=day.isoformat())


def complete(filing: Filing, number: str, day: date, receipt: str | None, by: Any) -> None:
    """The authority has recorded it: number, day and receipt (SHA-256 of a kept file).

    The number may be empty only where the authority gives none.
    """
    filing = _acted(filing, by)
    number = number.strip()[:80]
    if not number and table_for(filing).gives_number:
        raise Refused(
            "number_missing",
            N_("Enter the number on the receipt."),
            status=422,
            field="number",
        )
    if number and queries.number_taken(Duty(filing.kind), number, but=filing):
        raise _number_taken(number)
    filing.done_on = require_past(day, "day", not_before=filing.submitted_on)
    filing.receipt_sha256 = require_file(receipt)
    filing.number = number or None
    try:
        db.session.flush()
    except IntegrityError as error:  # another receipt with this number came at the same moment
        raise _number_taken(number) from error
    step(filing, "complete", by, number=filing.number, done_on=day.isoformat(), receipt=receipt)
    add_receipt(filing, "complete", day, by, number=filing.number, sha256=receipt)
    _follow_recordal(filing, day, receipt, by)


def _number_taken(number: str) -> Refused:
    return Refused(
        "number_taken",
        N_(
            "Another filing of this kind has the number %(number)s already; a contract is recorded "
            "and registered once. Compare the receipt."
        ),
        status=422,
        field="number",
        number=number,
    )


def refuse(
    filing: Filing, code: str, day: date, note: str, by: Any, receipt: str | None = None
) -> None:
    """The authority refused: its ground as a code, its words as a note. The filing can be prepared
    anew."""
    filing = _acted(filing, by)
    filing.refusal_code = require_text(code, "code", limit=40)
    filing.refusal_note = note.strip()
    filing.refused_on = require_past(day, "day", not_before=filing.submitted_on)
    step(filing, "refuse", by, code=filing.refusal_code, refused_on=day.isoformat(), note=note)
    add_receipt(
        filing, "refuse", day, by, number=filing.refusal_code, text=note.strip(), sha256=receipt
    )
    filing.submitted_on = None


def change(filing: Filing, day: date, receipt: str | None, by: Any) -> None:
    """The authority recorded a change of what was filed."""
    filing = _acted(filing, by)
    filing.changed_on = require_past(day, "day", not_before=filing.done_on)
    step(filing, "change", by, changed_on=day.isoformat())
    add_receipt(filing, "change", day, by, sha256=require_file(receipt))


def cancel(filing: Filing, day: date, receipt: str | None, by: Any) -> None:
    """The authority recorded the cancellation of what was filed."""
    filing = _acted(filing, by)
    filing.cancelled_on = require_past(day, "day", not_before=filing.done_on)
    step(filing, "cancel", by, cancelled_on=day.isoformat())
    add_receipt(filing, "cancel", day, by, sha256=require_file(receipt))


def dispense(filing: Filing, reason: str, by: Any) -> None:
    """State that a filing is not needed, with the reason. Refused where the law sets a day and its
    ground still stands: nothing owed to an authority is talked away."""
    filing = locked(filing)
    require_filer(filing, by)
    agreement = filing.agreement
    in_force = agreement is not None and filing.due_on is not None and agreement.is_in_force
    if in_force or _withdrawal_stands(filing):
        raise Refused(
            "filing_required",
            N_("The law wants this filing as long as its ground stands. File it, also late."),
        )
    filing.note, filing.note_text = Note.STATED, require_text(reason, "reason")
    step(filing, "dispense", by, reason=filing.note_text)


def need(filing: Filing, by: Any) -> None:
    """A filing that was not needed is needed after all."""
    filing = locked(filing)
    require_filer(filing, by)
    filing.note, filing.note_text = None, ""
    step(filing, "need", by)


def _follow_recordal(filing: Filing, day: date, receipt: str | None, by: Any) -> None:
    """A change or cancellation that was recorded stands on the recordal too."""
    recordal = queries.one(filing.agreement, Duty.RECORDAL) if filing.agreement else None
    if recordal is None or filing.kind not in _ON_RECORDAL:
        return
    action, column = _ON_RECORDAL[filing.kind]
    recordal = locked(recordal)
    if action not in recordal.actions:
        return
    setattr(recordal, column, day)
    recordal.note = None
    step(recordal, action, by, recorded_by=filing.public_id)
    add_receipt(recordal, action, day, by, number=filing.number, sha256=receipt)


_ON_RECORDAL = {
    Duty.RECORDAL_CHANGE: ("change", "changed_on"),
    Duty.RECORDAL_CANCELLATION: ("cancel", "cancelled_on"),
}


def _withdrawal_stands(filing: Filing) -> bool:
    declaration = filing.declaration
    if filing.kind is not Duty.WITHDRAWAL or declaration is None:
        return False
    return declaration.closed_on is None and bool(still_barred(declaration))


def _acted(filing: Filing, by: Any) -> Filing:
    filing = locked(filing)
    require_filer(filing, by)
    require_entered_here(filing)
    return filing

"""Asking for invoices, entering what was issued, taking it back in red letters."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy.exc import IntegrityError

from marketplace import clock
from marketplace.accounts import uscc
from marketplace.accounts.models import Organization, Role, User
from marketplace.accounts.services import notify
from marketplace.agreements.models import Agreement
from marketplace.audit.services import record
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.invoices import messages, policies
from marketplace.invoices.models import (
    InvoiceKind,
    InvoicePaper,
    InvoiceRequest,
    issues_receipts,
)

_TAX_NUMBER: Final = re.compile(r"[0-9A-Z]{15}|[0-9A-Z]{18}|[0-9A-Z]{20}")
_CODE_LENGTH: Final = 18


@dataclass(frozen=True)
class Paper:
    """What stands on an issued paper. ``tax_fen`` None: left open (LAW 4.8)."""

    number: str
    issued_on: date
    tax_fen: int | None = None
    tax_note: str = ""
    file_sha256: str | None = None
    file_type: str = ""


def ask(
    agreement: Agreement,
    by: User,
    *,
    kind: InvoiceKind,
    title: str,
    tax_number: str,
    amount_fen: int,
    note: str = "",
) -> InvoiceRequest:
    """Ask the licensor for an invoice over fen. Refused for a tax number that cannot be one, a
    special invoice without one, a public receipt of somebody who is no public body."""
    if not policies.may_ask(by, agreement):
        raise NotAllowed()
    if amount_fen <= 0:
        raise Refused("invoice_amount", N_("Enter an amount."), status=422, field="amount")
    if kind is InvoiceKind.PUBLIC_RECEIPT and not issues_receipts(agreement.licensor):
        raise Refused(
            "no_public_body",
            N_("Only a public body issues public receipts. Choose an invoice."),
            status=422,
            field="kind",
        )
    request = InvoiceRequest(
        agreement=agreement,
        issuer=agreement.licensor,
        buyer=agreement.licensee,
        kind=kind,
        title=title.strip(),
        tax_number=sound_tax_number(tax_number, kind, agreement.licensee),
        amount_fen=amount_fen,
        note=note.strip(),
        requested_by_id=by.id,
    )
    db.session.add(request)
    db.session.flush()
    _tell_issuer(request, _note("ask", request, by, kind=kind.value, amount=amount_fen))
    return request


def ask_again(request: InvoiceRequest, by: User, *, title: str, tax_number: str) -> None:
    """Correct title and tax number of a request that was sent back."""
    if not policies.may_ask(by, request.agreement):
        raise NotAllowed()
    request.move("ask_again")
    request.title = title.strip()
    request.tax_number = sound_tax_number(tax_number, request.kind, request.buyer)
    request.reason = ""
    _tell_issuer(request, _note("ask_again", request, by))


def withdraw(request: InvoiceRequest, by: User) -> None:
    """The licensee needs it no more."""
    if not policies.may_ask(by, request.agreement):
        raise NotAllowed()
    request.move("withdraw")
    _note("withdraw", request, by)


def issue(request: InvoiceRequest, by: User, paper: Paper) -> InvoicePaper:
    """Enter the invoice that the licensor has issued in its own system."""
    _require_issuer(request, by)
    request.move("issue")
    made = _enter(request, by, paper, request.amount_fen)
    event = _note("issue", request, by, number=made.number, issued_on=made.issued_on.isoformat())
    _tell_buyer(messages.ISSUED, request, event, number=made.number, amount_fen=made.amount_fen)
    return made


def correct(request: InvoiceRequest, by: User, paper: Paper, reason: str) -> InvoicePaper:
    """Enter the red-letter paper 红字 that takes the standing one back whole; nothing is changed,
    and a new one may be issued."""
    _require_issuer(request, by)
    standing = request.standing
    request.move("correct")
    if standing is None:  # pragma: no cover - the life cycle admits `correct` after `issue` only
        raise ValueError("an issued request has a standing paper")
    made = _enter(request, by, paper, -standing.amount_fen, reason)
    event = _note("correct", request, by, number=made.number, reason=reason)
    _tell_buyer(messages.CORRECTED, request, event, number=made.number, reason=reason)
    return made


def refuse(request: InvoiceRequest, by: User, reason: str) -> None:
    """Send the request back with what is wrong with it."""
    _require_issuer(request, by)
    request.move("refuse")
    request.reason = reason.strip()
    _tell_buyer(messages.REFUSED, request, _note("refuse", request, by, reason=reason),
                reason=request.reason)  # fmt: skip


def sound_tax_number(text: str, kind: InvoiceKind, buyer: Organization) -> str:
    """The tax number without spaces, in capitals, or Refused: 15, 18 or 20 digits and capitals, one
    of 18 with its check character; natural and foreign persons may have none."""
    number = "".join(text.split()).upper()
    if not number and kind is not InvoiceKind.SPECIAL and not buyer.kind.has_code:
        return ""
    sound = bool(_TAX_NUMBER.fullmatch(number))
    if sound and len(number) == _CODE_LENGTH:
        sound = uscc.is_valid(number)
    if sound:
        return number
    raise Refused(
        "tax_number",
        N_("This is no tax number. Enter the 18 characters of the unified social credit code."),
        status=422,
        field="tax_number",
    )


def link(request: InvoiceRequest) -> str:
    return f"/invoices/{request.public_id}"


def _enter(
    request: InvoiceRequest, by: User, paper: Paper, amount_fen: int, reason: str = ""
) -> InvoicePaper:
    if paper.issued_on > clock.today():
        raise Refused("issued_later", N_("Enter the day of issue."), status=422, field="issued_on")
    try:
        with db.session.begin_nested():
            made = InvoicePaper(
                request=request,
                issuer_id=request.issuer_id,
                is_red=amount_fen < 0,
                number="".join(paper.number.split()),
                issued_on=paper.issued_on,
                amount_fen=amount_fen,
                tax_fen=paper.tax_fen,
                tax_note=paper.tax_note.strip(),
                reason=reason.strip(),
                file_sha256=paper.file_sha256,
                file_type=paper.file_type,
                entered_by_id=by.id,
            )
            db.session.add(made)
    except IntegrityError as error:
        raise Refused(
            "number_taken",
            N_("This number is entered already. Look at the paper again."),
            status=422,
            field="number",
        ) from error
    return made


def _require_issuer(request: InvoiceRequest, by: User) -> None:
    if not policies.may_issue(by, request):
        raise NotAllowed()


def _note(verb: str, request: InvoiceRequest, by: Any, **data: Any) -> Any:
    return record(f"invoice_request:{verb}", request, by, related=[request.agreement], **data)


def _tell_issuer(request: InvoiceRequest, event: Any) -> None:
    notify(
        request.issuer,
        messages.REQUESTED,
        event=event,
        link=link(request),
        roles=(Role.OWNER, Role.FINANCE),
        title=request.agreement.title,
        amount_fen=request.amount_fen,
    )


def _tell_buyer(code: str, request: InvoiceRequest, event: Any, **params: Any) -> None:
    notify(
        request.buyer,
        code,
        event=event,
        link=link(request),
        roles=(Role.OWNER, Role.FINANCE),
        title=request.agreement.title,
        **params,
    )

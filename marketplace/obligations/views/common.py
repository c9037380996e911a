"""What the pages of the room share."""

from typing import Any

from flask import Blueprint, Response, request
from flask_wtf.file import FileField

from marketplace import files
from marketplace.accounts.acting import present_user
from marketplace.accounts.models import User
from marketplace.agreements.models import Agreement
from marketplace.agreements.views.access import visible
from marketplace.documents.downloads import send_attachment, send_document
from marketplace.documents.models import DocumentKind
from marketplace.documents.queries import current
from marketplace.documents.services import preview
from marketplace.errors import Missing, NotAllowed
from marketplace.obligations import policies
from marketplace.web import see_other

blueprint = Blueprint("obligations", __name__)


def between_parties(agreement_id: str) -> tuple[Agreement, User]:
    """The agreement for a member of one of its parties: not even staff read what is private."""
    agreement, user = visible(agreement_id), present_user()
    if not policies.is_party(user, agreement):
        raise NotAllowed()
    return agreement, user


def paper(subject: Any, kind: DocumentKind, template: str, english: dict[str, Any]) -> Response:
    """The sealed Chinese paper, which counts; with ``?copy=en`` its English, for reading."""
    if request.args.get("copy") == "en":
        return reading_copy(template, english)
    found = current(subject, kind)
    if found is None:
        raise Missing()
    return send_document(found)


def reading_copy(template: str, data: dict[str, Any]) -> Response:
    """A paper that nobody signs, set on the spot and marked as such."""
    made = preview(template, data, language=data["language"])
    return send_attachment(made, f"{data['title']}.pdf", "application/pdf")


def stored(field: FileField) -> str | None:
    """The SHA-256 of an uploaded file, which is kept; None where there was none."""
    return files.put(field.data.read()) if field.data else None


def to_agreement(agreement: Agreement) -> Any:
    return see_other("desk.agreement", agreement_id=agreement.public_id)


def to_record(agreement: Agreement) -> Any:
    return see_other("obligations.performance", agreement_id=agreement.public_id)

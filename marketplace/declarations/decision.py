"""The decision file of a declaration: for members and administrators, never for others."""

from flask import url_for
from flask_login import login_required
from werkzeug.wrappers import Response as BaseResponse

from marketplace.accounts import policies as accounts
from marketplace.accounts.acting import present_user
from marketplace.database import transaction
from marketplace.declarations.labels import EVENTS
from marketplace.declarations.models import Declaration
from marketplace.declarations.services import subject_of
from marketplace.declarations.views import blueprint, viewed
from marketplace.documents.downloads import send_document
from marketplace.documents.models import DocumentKind
from marketplace.documents.queries import current
from marketplace.errors import Missing, NotAllowed
from marketplace.in_house.diligence import Matter, request_file
from marketplace.in_house.pages import decision_page
from marketplace.web import see_other


@blueprint.get("/declarations/<public_id>/decision-file")
@login_required
def decision_file(public_id: str) -> str:
    declaration = _read(public_id)
    return decision_page(
        _matter(declaration),
        back=url_for(".show", public_id=public_id),
        make_url=url_for(".make_decision_file", public_id=public_id),
        pdf_url=url_for(".decision_file_pdf", public_id=public_id),
    )


@blueprint.post("/declarations/<public_id>/decision-file")
@login_required
def make_decision_file(public_id: str) -> BaseResponse:
    """Fix the file as it stands now; it is sealed like every document."""
    declaration = _read(public_id)
    with transaction():
        request_file(_matter(declaration), present_user())
    return see_other(".decision_file", public_id=public_id)


@blueprint.get("/declarations/<public_id>/decision-file.pdf")
@login_required
def decision_file_pdf(public_id: str) -> BaseResponse:
    document = current(_read(public_id), DocumentKind.REPORT)
    if document is None:
        raise Missing()
    return send_document(document)


def _read(public_id: str) -> Declaration:
    """Auditors read names masked, and this file is made of names."""
    declaration = viewed(public_id)
    user, organization = present_user(), declaration.organization
    if accounts.membership_of(user, organization) is None and not accounts.is_administrator(user):
        raise NotAllowed()
    return declaration


def _matter(declaration: Declaration) -> Matter:
    subject = subject_of(declaration)
    return Matter(
        record=declaration,
        organization=declaration.organization,
        name=subject.name,
        patents=[declaration.patent],
        facts=[
            ("声明价格", subject.price),
            ("简要说明", declaration.fee_statement),
            ("声明编号", declaration.number or "尚未公告"),
            ("条款 SHA-256", declaration.terms_sha256),
        ],
        event_texts=EVENTS,
    )

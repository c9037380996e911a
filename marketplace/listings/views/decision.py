"""The decision file of a listing with terms of its own; on `open` each declaration has its file."""

from flask import url_for
from flask_login import login_required
from werkzeug.wrappers import Response as BaseResponse

from marketplace.accounts import policies as accounts
from marketplace.accounts.acting import present_user
from marketplace.database import transaction
from marketplace.documents.downloads import send_document
from marketplace.documents.models import DocumentKind
from marketplace.documents.queries import current
from marketplace.errors import Missing, NotAllowed
from marketplace.in_house.diligence import Matter, request_file
from marketplace.in_house.pages import decision_page
from marketplace.listings.labels import EVENTS
from marketplace.listings.models import Listing
from marketplace.listings.views import blueprint
from marketplace.listings.views.common import viewed
from marketplace.terms.summary import summary
from marketplace.web import see_other


@blueprint.get("/my/listings/<public_id>/decision-file")
@login_required
def decision_file(public_id: str) -> str:
    listing = _read(public_id)
    return decision_page(
        _matter(listing),
        back=url_for(".show", public_id=public_id),
        make_url=url_for(".make_decision_file", public_id=public_id),
        pdf_url=url_for(".decision_file_pdf", public_id=public_id),
    )


@blueprint.post("/my/listings/<public_id>/decision-file")
@login_required
def make_decision_file(public_id: str) -> BaseResponse:
    """Fix the file as it stands now; it is sealed like every document."""
    listing = _read(public_id)
    with transaction():
        request_file(_matter(listing), present_user())
    return see_other(".decision_file", public_id=public_id)


@blueprint.get("/my/listings/<public_id>/decision-file.pdf")
@login_required
def decision_file_pdf(public_id: str) -> BaseResponse:
    document = current(_read(public_id), DocumentKind.REPORT)
    if document is None:
        raise Missing()
    return send_document(document)


def _read(public_id: str) -> Listing:
    """Auditors read names masked, and this file is made of names."""
    listing = viewed(public_id)
    user, organization = present_user(), listing.organization
    if accounts.membership_of(user, organization) is None and not accounts.is_administrator(user):
        raise NotAllowed()
    return listing


def _matter(listing: Listing) -> Matter:
    terms = listing.record
    return Matter(
        record=listing,
        organization=listing.organization,
        name=listing.title or "许可信息",
        patents=listing.patents,
        facts=[
            ("专利", "、".join(patent.certificate_number for patent in listing.patents)),
            ("价格", summary(terms) if terms else "见各专利的开放许可声明"),
        ],
        event_texts=EVENTS,
    )

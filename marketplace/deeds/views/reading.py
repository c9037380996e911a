"""``/deeds/<id>``: the paper with its changes marked, its state and what can be done."""

from functools import partial
from typing import Any

from flask import Response, render_template
from flask_login import current_user, login_required

from marketplace.accounts.acting import member_required
from marketplace.accounts.policies import is_administrator, is_auditor
from marketplace.agreements.models import Side
from marketplace.agreements.policies import may_sign_for
from marketplace.agreements.views.house import notice_page
from marketplace.deeds import services, texts
from marketplace.deeds.models import Deed
from marketplace.deeds.papers import sealed
from marketplace.deeds.printing import document_data
from marketplace.deeds.queries import terms_in_force
from marketplace.deeds.views import blueprint
from marketplace.deeds.views.access import manager, may_act, side_of_visitor, viewed
from marketplace.documents.downloads import send_attachment, send_document
from marketplace.documents.services import preview as preview_pdf
from marketplace.errors import Missing, NotAllowed
from marketplace.in_house.queries import notice_of
from marketplace.terms.differences import differences, field_changes
from marketplace.web import language


@blueprint.get("/deeds/<deed_id>")
@login_required
def show(deed_id: str) -> str:
    """Missing (404) for everybody who is not a party, staff or an auditor."""
    deed = viewed(deed_id)
    side = side_of_visitor(deed.agreement)
    tongue = "en" if language() == "en" else "zh"
    text = texts.build(deed)
    masked = side is None and is_auditor(current_user) and not is_administrator(current_user)
    return render_template(
        "deeds/show.html",
        deed=deed,
        agreement=deed.agreement,
        side=side,
        masked=masked,
        text=text,
        clauses=text.record["clauses"][tongue],
        language=tongue,
        changes=_changes(deed),
        fields=_fields(deed),
        document=sealed(deed),
        may_act=side is not None and may_act(current_user, deed.agreement, side),
        may_sign=side is not None and may_sign_for(current_user, deed.agreement, side),
        notice_is_due=deed.is_open and services.notice_is_due(deed),
        notice=notice_of(deed),
    )


@blueprint.get("/deeds/<deed_id>/document.pdf")
@login_required
def document(deed_id: str) -> Response:
    """The sealed PDF."""
    found = sealed(viewed(deed_id))
    if found is None or not found.is_sealed:
        raise Missing()
    return send_document(found)


@blueprint.get("/deeds/<deed_id>/preview.pdf")
@member_required
def preview(deed_id: str) -> Response:
    """The text as it will be printed, marked as a preview."""
    deed = viewed(deed_id)
    tongue = "en" if language() == "en" else "zh"
    data = document_data(deed, texts.build(deed).record, tongue)
    pdf = preview_pdf("agreement", data, language=tongue)
    return send_attachment(pdf, f"preview-{deed.public_id}.pdf", "application/pdf")


@blueprint.route("/deeds/<deed_id>/in-house-notice", methods=["GET", "POST"])
@member_required
def house_notice(deed_id: str) -> Any:
    """Show the changed price in the licensor's house."""
    deed = viewed(deed_id)
    if side_of_visitor(deed.agreement) is not Side.LICENSOR:
        raise NotAllowed()
    user = manager(deed.agreement, Side.LICENSOR)
    return notice_page(
        partial(services.open_in_house_notice, deed, user), "deeds/house_notice.html", deed=deed
    )


def _changes(deed: Deed) -> Any:
    """The redline against the terms that hold; of a closed paper its text says what changed."""
    if deed.terms is None or not deed.is_open:
        return ()
    return differences(terms_in_force(deed.agreement), deed.record, language())


def _fields(deed: Deed) -> Any:
    if deed.terms is None or not deed.is_open:
        return ()
    return field_changes(terms_in_force(deed.agreement), deed.record)

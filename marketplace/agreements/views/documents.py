"""Files of an agreement, for its parties, staff and auditors."""

from flask import Response
from flask_login import login_required

from marketplace.agreements.papers import acceptance, sealed
from marketplace.agreements.views import blueprint
from marketplace.agreements.views.access import visible
from marketplace.documents.downloads import send_document
from marketplace.errors import N_, Missing, Refused


@blueprint.get("/agreements/<agreement_id>/document.pdf")
@login_required
def document(agreement_id: str) -> Response:
    """The sealed PDF."""
    found = sealed(visible(agreement_id))
    if found is None or not found.is_sealed:
        raise Refused(
            "not_sealed_yet",
            N_("The document is being sealed; the license is in effect already. Try in a minute."),
            status=404,
        )
    return send_document(found)


@blueprint.get("/agreements/<agreement_id>/acceptance.pdf")
@login_required
def acceptance_receipt(agreement_id: str) -> Response:
    """The receipt of an acceptance of an open-source text."""
    found = acceptance(visible(agreement_id))
    if found is None:
        raise Missing()
    return send_document(found)

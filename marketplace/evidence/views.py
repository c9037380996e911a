"""The evidence package of an agreement, and the verifier for itself."""

import io
import zipfile

from flask import Blueprint, Response
from flask_login import current_user, login_required

from marketplace.accounts.policies import is_administrator
from marketplace.agreements.policies import sides_of
from marketplace.agreements.views.access import visible
from marketplace.documents.downloads import send_attachment
from marketplace.errors import NotAllowed
from marketplace.evidence.agreements import package
from marketplace.evidence.archives import VERIFIER

blueprint = Blueprint("evidence", __name__)


@blueprint.get("/agreements/<agreement_id>/evidence")
@login_required
def agreement(agreement_id: str) -> Response:
    """For the parties and for administrators: it names the persons who signed."""
    found = visible(agreement_id)
    if not sides_of(current_user, found) and not is_administrator(current_user):
        raise NotAllowed()
    return send_attachment(package(found), f"evidence-{found.public_id}.zip", "application/zip")


@blueprint.get("/verify/verifier.zip")
def verifier() -> Response:
    """The verifier from the site itself, for those who would not take it from a package."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(VERIFIER.glob("*.py")):
            archive.write(path, f"verifier/{path.name}")
    return send_attachment(out.getvalue(), "verifier.zip", "application/zip")

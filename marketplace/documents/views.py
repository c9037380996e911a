"""Verification for everybody: by file, by the address in the QR code, or by the number alone."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Return

from marketplace.config import current_settings
from marketplace.documents import queries
from marketplace.documents.forms import NumberForm, VerificationForm
from marketplace.documents.keys import root_certificate_pem
from marketplace.documents.verification import LIMIT_BYTES, verify
from marketplace.errors import Missing
from marketplace.extensions import limiter

blueprint = Blueprint("documents", __name__)


@blueprint.get("/verify")
def verification() -> str:
    return _page(VerificationForm(), NumberForm())


@blueprint.post("/verify")
@limiter.limit(lambda: current_settings().rate_limit_verify)
def verify_file() -> tuple[str, int] | str:
    form = VerificationForm()
    if not form.validate_on_submit():
        return _page(form, NumberForm()), 422
    verdict = verify(form.file.data.read(LIMIT_BYTES + 1), form.agreement.data)
    texts = [gettext(item.message) % item.params for item in verdict.reasons]
    return render_template(
        "documents/verdict.html",
        form=form,
        verdict=verdict,
        texts=texts,
        name=form.file.data.filename,
    )


@blueprint.get("/verify/root.pem")
def root() -> Response:
    return Response(
        root_certificate_pem(),
        mimetype="application/x-pem-file",
        headers={"Content-Disposition": 'attachment; filename="document-root.pem"'},
    )


@blueprint.get("/verify/number")
@limiter.limit(lambda: current_settings().rate_limit_verify)
def by_number() -> tuple[str, int] | Return:
    form = NumberForm(request.args)
    if not form.validate():
        return _page(VerificationForm(), form), 422
    document = queries.by_public_id(form.document.data or "")
    if document is None:
        unknown = gettext(
            "No document of this site has this id. Compare it with the paper, sign by sign."
        )
        form.document.errors = [unknown]
        return _page(VerificationForm(), form), 404
    return redirect(url_for(".existence", public_id=document.public_id))


@blueprint.get("/verify/<public_id>")
def existence(public_id: str) -> str:
    document = queries.by_public_id(public_id)
    if document is None:
        raise Missing
    return render_template("documents/existence.html", document=document, form=VerificationForm())


def _page(form: VerificationForm, number: NumberForm) -> str:
    return render_template("documents/verify.html", form=form, number=number)

"""Steps 2 and 3: the way, and the terms with guidance, clauses and cost over time."""

from typing import Any

from flask import request
from flask_login import login_required

from marketplace.accounts.kept_pages import kept_page
from marketplace.database import transaction
from marketplace.declarations import checks
from marketplace.declarations.models import DeclarationStatus
from marketplace.declarations.problems import Blocked
from marketplace.fees.beside import Beside, guidance_beside
from marketplace.listings import services
from marketplace.listings.forms import RouteForm
from marketplace.listings.forms_terms import terms_form
from marketplace.listings.models import Listing
from marketplace.listings.queries import terms_for
from marketplace.listings.terms_pages import FORM_ID, example_of, page_values, placed
from marketplace.listings.views import blueprint
from marketplace.listings.views.common import edited, editor_page, me
from marketplace.terms.enums import FeeMode
from marketplace.terms.findings import TermsError
from marketplace.terms.record import Terms
from marketplace.terms.routes import ROUTES
from marketplace.web import label, see_other


@blueprint.route("/my/listings/<public_id>/route", methods=["GET", "POST"])
@login_required
def route(public_id: str) -> Any:
    listing = edited(public_id)
    chosen = f"{listing.route}:{listing.fee_mode}" if listing.route else None
    form = RouteForm(data={"choice": chosen})
    if form.validate_on_submit():
        with transaction():
            services.choose_route(listing, *form.chosen, me())
        return see_other(".terms", public_id=public_id)
    page = editor_page(
        "route.html",
        listing,
        "route",
        form=form,
        routes=ROUTES,
        mode_label=lambda mode: label(FeeMode(mode)),
        example_of=example_of,
    )
    return page, 422 if form.errors else 200


@blueprint.route("/my/listings/<public_id>/terms", methods=["GET", "POST"])
@kept_page
@login_required
def terms(public_id: str) -> Any:
    """Type the terms; the button `preview` shows clauses and cost without saving."""
    listing = edited(public_id)
    if listing.route is None or listing.fee_mode is None:
        return see_other(".route", public_id=public_id)
    present = _present(listing)
    form = terms_form(listing.route, listing.fee_mode, present)
    beside = _guidance(listing)
    elsewhere: list[str] = []
    if form.validate_on_submit():
        try:
            typed = form.terms()
            elsewhere = form.place_findings(checks.findings(typed)) if _previews() else []
            if not _previews():
                with transaction():
                    services.set_terms(listing, typed, me(), guidance=beside.guidance)
                return see_other(".text", public_id=public_id)
            present = typed
        except TermsError as error:
            elsewhere = form.place_findings(error.findings)
        except Blocked as blocked:
            elsewhere = placed(form, blocked)
    failed = bool(elsewhere or form.errors) and not _previews()
    page = editor_page(
        "terms.html",
        listing,
        "terms",
        elsewhere=elsewhere,
        fixed=[item for item in listing.items if _is_fixed(item.declaration)],
        **page_values(form, present, listing.patents, beside),
    )
    return page, 422 if failed else 200


def _previews() -> bool:
    return "preview" in request.form


def _present(listing: Listing) -> Terms | None:
    """The terms on the page: the listing's, else those of the first declaration still open to
    change."""
    found = (terms_for(item) for item in listing.items if not _is_fixed(item.declaration))
    return next((each for each in found if each), None)


def _is_fixed(declaration: Any) -> bool:
    return declaration is not None and declaration.status is not DeclarationStatus.PREPARING


def _guidance(listing: Listing) -> Beside:
    """Ranges for the first patent, with their inputs; they are sent with the terms."""
    return guidance_beside(
        listing.patents[0],
        listing.organization,
        request.values,
        belongs_to=FORM_ID,
        licensees=request.args.get("licensees", type=int),
    )

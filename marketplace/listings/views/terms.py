"""Steps 2 and 3: the way, and the terms with guidance, clauses and cost over time."""

from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import login_required

from marketplace import clock
from marketplace.database import transaction
from marketplace.declarations import checks
from marketplace.declarations.models import DeclarationStatus
from marketplace.declarations.problems import Blocked
from marketplace.fees.beside import Beside, guidance_beside
from marketplace.listings import services
from marketplace.listings.forms import RouteForm
from marketplace.listings.forms_terms import TermsForm, terms_form
from marketplace.listings.models import Listing
from marketplace.listings.previews import Preview, preview, sample_volumes
from marketplace.listings.queries import terms_for
from marketplace.listings.views import blueprint
from marketplace.listings.views.common import edited, editor_page, me
from marketplace.terms.clauses import clauses
from marketplace.terms.coherence import fixed_total_fen
from marketplace.terms.enums import FeeMode, RoyaltyBase
from marketplace.terms.findings import TermsError
from marketplace.terms.presets import PRESETS
from marketplace.terms.record import Terms
from marketplace.terms.routes import ROUTES
from marketplace.web import label, language, refusal_text, see_other
from marketplace.web import money as shown_money


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
        example_of=_example,
    )
    return page, 422 if form.errors else 200


@blueprint.route("/my/listings/<public_id>/terms", methods=["GET", "POST"])
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
            elsewhere = _placed(form, blocked)
    failed = bool(elsewhere or form.errors) and not _previews()
    page = editor_page(
        "terms.html",
        listing,
        "terms",
        form=form,
        elsewhere=elsewhere,
        guidance=beside.guidance,
        guidance_form=beside.form,
        declared_fen=_declared_fen(present),
        declared_ppm=_declared_ppm(present),
        fixed=[item for item in listing.items if _is_fixed(item.declaration)],
        warnings=checks.warnings(present) if present else [],
        clauses=clauses(present, language()) if present else (),
        cost=_cost(listing, present) if present else None,
    )
    return page, 422 if failed else 200


def _example(mode: str) -> str:
    """The example sentence of a preset in the reader's language."""
    preset = PRESETS[FeeMode(mode)]
    return preset.en if language() == "en" else preset.zh


def _previews() -> bool:
    return "preview" in request.form


def _present(listing: Listing) -> Terms | None:
    """The terms on the page: the listing's, else those of the first declaration still open to
    change."""
    found = (terms_for(item) for item in listing.items if not _is_fixed(item.declaration))
    return next((each for each in found if each), None)


def _is_fixed(declaration: Any) -> bool:
    return declaration is not None and declaration.status is not DeclarationStatus.PREPARING


def _placed(form: TermsForm, blocked: Blocked) -> list[str]:
    """Problems found by the service, at their fields where the finding names one."""
    found = [problem.finding for problem in blocked.problems if problem.finding]
    rest = [problem.refusal for problem in blocked.problems if not problem.finding]
    return [*form.place_findings(found), *(refusal_text(each) for each in rest)]


def _guidance(listing: Listing) -> Beside:
    """Ranges for the first patent, with their inputs; they are sent with the terms."""
    return guidance_beside(
        listing.patents[0],
        listing.organization,
        request.values,
        belongs_to="terms-form",
        licensees=request.args.get("licensees", type=int),
    )


def _declared_fen(present: Terms | None) -> int | None:
    """The fixed fee to draw beside the ranges, where there is one."""
    return (present and fixed_total_fen(present)) or None


def _declared_ppm(present: Terms | None) -> int | None:
    """The first rate of the royalty, to draw beside the ranges."""
    return present.royalty.tiers[0].rate_ppm if present and present.royalty else None


def _cost(listing: Listing, present: Terms) -> Preview:
    volumes = [
        (_volume_text(base, amount), volume) for base, amount, volume in sample_volumes(present)
    ]
    limit: date = min(patent.expires_on for patent in listing.patents)
    return preview([(present, limit)], volumes, clock.today(), _("Free"))


def _volume_text(base: RoyaltyBase | None, amount: int) -> str:
    match base:
        case RoyaltyBase.NET_SALES:
            return _("net sales %(amount)s a year", amount=shown_money(amount))
        case RoyaltyBase.PROFIT:
            return _("profit %(amount)s a year", amount=shown_money(amount))
        case RoyaltyBase.OUTPUT:
            return ngettext("%(num)s unit a year", "%(num)s units a year", amount)
    return ""

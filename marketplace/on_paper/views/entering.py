"""``/paper-contracts``: what an organization has entered, and entering another."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, session

from marketplace import files
from marketplace.accounts.acting import acting_organization, member_required, present_user
from marketplace.accounts.models import Organization
from marketplace.database import transaction
from marketplace.declarations.models import Declaration
from marketplace.declarations.problems import Blocked
from marketplace.errors import N_, Missing, NotAllowed, Refused
from marketplace.listings.forms_terms import terms_form
from marketplace.listings.terms_pages import placed
from marketplace.on_paper import policies, queries, services
from marketplace.on_paper.forms import PaperForm
from marketplace.on_paper.models import PaperContract
from marketplace.on_paper.views import blueprint
from marketplace.patents.models import Patent
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.findings import TermsError
from marketplace.terms.record import Terms
from marketplace.terms.routes import ROUTES, Instrument
from marketplace.web import refusal_text, see_other

_KEPT = "paper_scan"


@blueprint.get("/paper-contracts")
@member_required
def index() -> str:
    """What the acting organization has entered, newest first."""
    organization = _own()
    return render_template(
        "on_paper/index.html",
        organization=organization,
        papers=queries.papers_of(organization),
        may_enter=policies.may_enter(present_user(), organization),
    )


@blueprint.route("/paper-contracts/new", methods=["GET", "POST"])
@member_required
def enter() -> Any:
    """First which kind of contract, then what stands in it."""
    organization, user = _own(), present_user()
    if not policies.may_enter(user, organization):
        raise NotAllowed()
    route, mode = _chosen()
    if route is None or mode is None:
        return render_template("on_paper/choose.html", ways=_ways())
    form = PaperForm()
    announced = ROUTES[route].needs_declaration
    terms = None if announced else terms_form(route, mode)
    elsewhere: list[str] = []
    if form.is_submitted():
        _keep_scan(form)
        checked = [each.validate() for each in (form, terms) if each is not None]
        if all(checked):
            paper = _enter(organization, form, terms, elsewhere)
            if paper is not None:
                session.pop(_KEPT, None)
                return see_other("on_paper.show", paper_id=paper.public_id)
    page = render_template(
        "on_paper/enter.html",
        form=form,
        terms=terms,
        route=route,
        mode=mode,
        elsewhere=elsewhere,
        kept=form.kept_scan.data,
    )
    return page, 422 if form.is_submitted() else 200


def _enter(
    organization: Organization, form: PaperForm, terms: Any, elsewhere: list[str]
) -> PaperContract | None:
    """The entry, or None with what is wrong put at the fields."""
    try:
        patents = form.found_patents()
        record, declaration = _terms(form, terms, patents)
        with transaction():
            return services.enter(
                organization,
                services.other_party(form.other()),
                patents,
                record,
                form.entry(_scan_of(form)),
                present_user(),
                declaration,
            )
    except TermsError as error:
        elsewhere += terms.place_findings(error.findings) if terms else []
    except Blocked as blocked:
        elsewhere += placed(terms, blocked) if terms else [refusal_text(blocked)]
    except Refused as refusal:
        if refusal.status == 403:
            raise
        if refusal.field in form._fields:
            field = form[refusal.field]
            field.errors = [*field.errors, refusal_text(refusal)]
        else:
            elsewhere.append(refusal_text(refusal))
    return None


def _terms(
    form: PaperForm, terms: Any, patents: Sequence[Patent]
) -> tuple[Terms, Declaration | None]:
    """What was typed; of an open license the declaration's own terms."""
    if terms is not None:
        return terms.terms(), None
    declaration = queries.announced_for(patents, form.effective_on.data)
    return declaration.record, declaration


def _scan_of(form: PaperForm) -> str:
    kept = form.kept_scan.data
    if not kept:
        raise Refused("scan_missing", N_("Upload the scan of the signed contract."), field="scan")
    return str(kept)


def _keep_scan(form: PaperForm) -> None:
    """Keep the file before anything is judged: who mends a field need not choose it again. Only what
    this very session has sent is taken."""
    sent = form.scan.data
    if sent and form.scan.validate(form):
        session[_KEPT] = files.put(sent.read())
    form.kept_scan.data = session.get(_KEPT)


def _chosen() -> tuple[Route | None, FeeMode | None]:
    asked = (request.args.get("route", ""), request.args.get("mode", ""))
    known = {(route.value, mode.value): (route, mode) for route, mode in _ways()}
    return known.get(asked, (None, None))


def _ways() -> list[tuple[Route, FeeMode]]:
    """Every kind of contract that can be entered; on a declared route the declaration says the mode."""
    found = []
    for route, rules in ROUTES.items():
        if rules.needs_declaration:
            found.append((route, FeeMode.MIXED))
        elif rules.instrument is Instrument.CONTRACT:
            modes = (mode for mode in FeeMode if mode in rules.fee_modes)
            found += [(route, mode) for mode in modes if mode is not FeeMode.NEGOTIABLE]
    return found


def _own() -> Organization:
    organization = acting_organization()
    if organization is None:
        raise Missing()
    return organization

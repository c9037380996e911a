"""An organization's own list, one patent's page, and entering one by hand."""

from enum import StrEnum
from typing import TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock
from marketplace.accounts.acting import acting_membership, member_required
from marketplace.accounts.models import Role
from marketplace.database import transaction
from marketplace.errors import N_, Missing, Refused
from marketplace.patents import bars, labels, policies, queries, reference, services
from marketplace.patents.enums import Claim, LegalStatus, PatentKind, Willingness
from marketplace.patents.forms import NewPatentForm
from marketplace.patents.models import Patent
from marketplace.patents.queries import InventoryFilter
from marketplace.patents.views import blueprint
from marketplace.web import language, see_other

Page = str | tuple[str, int] | Response
Choice = TypeVar("Choice", bound=StrEnum)


@blueprint.get("/patents")
@member_required
def index() -> Page:
    """The inventory of the organization that the visitor acts for."""
    membership = acting_membership()
    if membership is None:
        raise Missing()
    organization = membership.organization
    narrow = narrowing()
    page = queries.inventory(organization, narrow, request.args.get("page", 1, type=int))
    return render_template(
        "patents/index.html",
        organization=organization,
        page=page,
        narrow=narrow,
        args=arguments(narrow),
        groups=_facets(narrow),
        may_manage=membership.has(Role.OWNER, Role.MANAGER),
        is_narrowed=narrow != InventoryFilter(),
    )


@blueprint.get("/patents/<number>")
def show(number: str) -> Page:
    """One patent: public facts for everybody, statements for the claimant's members."""
    patent = patent_or_404(number)
    if number != patent.number:
        return redirect(url_for(".show", number=patent.number), 301)
    private = policies.may_view_private(current_user, patent)
    return render_template(
        "patents/show.html",
        patent=patent,
        classes=_classes(patent),
        industries=[(code, reference.industry_name(code)) for code in patent.industries],
        fields=_technology_fields(patent),
        bars=bars.evaluate(patent, clock.today()) if private else [],
        shows_private=private,
        shows_text=policies.may_view_text(current_user, patent),
        may_manage=policies.may_manage(current_user, patent),
        may_prove=policies.may_prove(current_user, patent),
        rivals=queries.competing_claims(patent) if private else [],
    )


@blueprint.route("/patents/new", methods=["GET", "POST"])
@member_required(Role.OWNER, Role.MANAGER)
def new() -> Page:
    form = NewPatentForm()
    membership = acting_membership()
    if membership is not None and form.validate_on_submit():
        try:
            with transaction():
                patent = services.add(
                    form.number.data,
                    form.title.data,
                    membership.organization,
                    membership,
                    advantage=form.advantage.data or None,
                    filing_on=form.filing_on.data,
                )
        except Refused as refusal:
            if not form.show(refusal):
                raise
        else:
            flash(_("The patent is in your inventory. State its bars before you offer it."), "done")
            return see_other(".show", number=patent.number)
    status = 422 if form.errors else 200
    return render_template("patents/new.html", form=form), status


def patent_or_404(number: str) -> Patent:
    """The patent that any writing of its number means."""
    patent = queries.by_number(number)
    if patent is None:
        raise Missing(
            "patent_unknown",
            N_("There is no patent with this number here. Check the number and its check digit."),
        )
    return patent


def narrowing() -> InventoryFilter:
    """The filter in the query of this request; unknown values narrow nothing."""
    return InventoryFilter(
        q=request.args.get("q", "").strip()[:200],
        kind=_member(PatentKind, "kind"),
        status=_member(LegalStatus, "status"),
        willingness=_member(Willingness, "willingness"),
        claim=_member(Claim, "claim"),
    )


def arguments(narrow: InventoryFilter) -> dict[str, str]:
    """The filter as query parameters."""
    values = {
        "q": narrow.q,
        "kind": narrow.kind,
        "status": narrow.status,
        "willingness": narrow.willingness,
        "claim": narrow.claim,
    }
    return {name: str(value) for name, value in values.items() if value}


def _member(kind: type[Choice], name: str) -> Choice | None:
    try:
        return kind(request.args.get(name, ""))
    except ValueError:
        return None


def _facets(narrow: InventoryFilter) -> list[dict[str, object]]:
    groups = (
        (_("Kind"), "kind", labels.KINDS, narrow.kind),
        (_("Legal status"), "status", labels.STATUSES, narrow.status),
        (_("Willingness"), "willingness", labels.WAYS, narrow.willingness),
        (_("Ownership"), "claim", labels.CLAIMS, narrow.claim),
    )
    return [
        {
            "title": title,
            "name": name,
            "options": [
                {"value": "", "label": _("All"), "count": None, "checked": chosen is None},
                *(
                    {"value": member, "label": text, "count": None, "checked": member is chosen}
                    for member, text in texts.items()
                ),
            ],
        }
        for title, name, texts, chosen in groups
    ]


def _classes(patent: Patent) -> list[tuple[str | None, list[str]]]:
    """The symbols of each subclass under its title, in the order of the patent."""
    found: dict[str, list[str]] = {}
    for symbol in patent.ipc:
        found.setdefault(symbol[:4], []).append(symbol)
    return [(reference.ipc_title(key, language()), symbols) for key, symbols in found.items()]


def _technology_fields(patent: Patent) -> list[str]:
    numbers = [reference.technology_field(symbol) for symbol in patent.ipc]
    return [
        reference.technology_field_name(number, language())
        for number in dict.fromkeys(numbers)
        if number is not None
    ]

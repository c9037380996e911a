"""``/agreements/<id>/after`` for the two parties, and ``/relationships`` for each pair."""

from typing import Any

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from marketplace.accounts.acting import acting_organization, present_user
from marketplace.accounts.models import Organization
from marketplace.aftercare import policies, queries, services
from marketplace.aftercare.forms import FORMS
from marketplace.aftercare.models import AftercareEntry, EntryKind
from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.views.access import own_side, visible
from marketplace.database import transaction
from marketplace.errors import Missing, NotAllowed
from marketplace.extensions import db
from marketplace.web import refusals_at_fields, see_other

blueprint = Blueprint("aftercare", __name__)

Page = str | Response | tuple[str, int]


@blueprint.get("/agreements/<agreement_id>/after")
@login_required
def show(agreement_id: str) -> Page:
    return _page(_read(agreement_id))


@blueprint.post("/agreements/<agreement_id>/after/list")
@login_required
def begin(agreement_id: str) -> Page:
    """Make the handover list from what terms and listing promise."""
    agreement = _read(agreement_id)
    with transaction():
        services.begin_handover(agreement, own_side(agreement), present_user())
    return see_other(".show", agreement_id=agreement_id)


@blueprint.post("/agreements/<agreement_id>/after/<kind>")
@login_required
def add(agreement_id: str, kind: str) -> Page:
    """Add an entry of a kind; the answered entry stands in the address."""
    agreement = _read(agreement_id)
    if kind not in set(EntryKind):
        raise Missing()
    chosen, about = EntryKind(kind), _about(agreement)
    form = FORMS[chosen](prefix=_prefix(chosen, about))
    side = own_side(agreement)
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                services.add(agreement, side, chosen, present_user(), about=about, **_typed(form))
            flash(_("Entered. The other side sees it too."), "done")
            return see_other(".show", agreement_id=agreement_id)
    return _page(agreement, failed={_prefix(chosen, about): form}), 422


@blueprint.get("/relationships")
@login_required
def index() -> str:
    """Everybody with whom the organization has agreements."""
    organization = _own()
    pairs = queries.counterparties(organization)
    return render_template("aftercare/index.html", organization=organization, pairs=pairs)


@blueprint.get("/relationships/<public_id>")
@login_required
def pair(public_id: str) -> str:
    """All deals with one other organization; Missing where there is none."""
    own = _own()
    other = db.session.scalar(db.select(Organization).where(Organization.public_id == public_id))
    found = queries.relationship(own, other) if other is not None else None
    if found is None or not found.agreements:
        raise Missing()
    return render_template("aftercare/pair.html", own=own, found=found)


def _page(agreement: Agreement, *, failed: Any = None) -> str:
    user, failed = present_user(), failed or {}
    organization = acting_organization()
    side = agreement.side_of(organization) if organization else None
    entries = queries.entries_of(agreement)

    def form(kind: EntryKind, about: AftercareEntry | None = None) -> Any:
        name = _prefix(kind, about)
        return failed.get(name) or FORMS[kind](formdata=None, prefix=name)

    def may(kind: EntryKind) -> bool:
        return side is not None and policies.may_write(user, agreement, side, kind)

    by_kind = {kind: [each for each in entries if each.kind is kind] for kind in EntryKind}
    return render_template(
        "aftercare/show.html",
        agreement=agreement,
        other=agreement.other_party(side or Side.LICENSOR),
        by_kind=by_kind,
        suggested=[] if by_kind[EntryKind.ITEM] else queries.suggested_items(agreement),
        form=form,
        may=may,
        kinds=EntryKind,
    )


def _typed(form: Any) -> dict[str, Any]:
    return {
        name: form[name].data or ("" if name != "on" else None)
        for name in ("title", "text", "on")
        if name in form
    }


def _prefix(kind: EntryKind, about: AftercareEntry | None) -> str:
    return f"{kind.value}-{about.public_id}" if about else kind.value


def _about(agreement: Agreement) -> AftercareEntry | None:
    given = request.args.get("about")
    if given is None:
        return None
    found = queries.by_public_id(given)
    if found is None or found.agreement_id != agreement.id:
        raise Missing()
    return found


def _read(agreement_id: str) -> Agreement:
    """The agreement for a member of one of its parties; staff and auditors read the trail."""
    agreement = visible(agreement_id)
    if not policies.may_read(present_user(), agreement):
        raise NotAllowed()
    return agreement


def _own() -> Organization:
    organization = acting_organization()
    if organization is None:
        raise NotAllowed()
    return organization

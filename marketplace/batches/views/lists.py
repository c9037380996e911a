"""One's own batches, a new one from the inventory or a sheet, and one batch as it stands."""

from typing import Any

from flask import flash, render_template, request
from flask_babel import gettext as _
from flask_login import login_required

from marketplace.accounts import policies as accounts
from marketplace.accounts.acting import acting_membership, member_required, present_user
from marketplace.accounts.models import Role
from marketplace.audit.services import history
from marketplace.batches import policies, queries, services, workbook
from marketplace.batches.forms import SheetForm
from marketplace.batches.intake import batch_from_sheet
from marketplace.batches.labels import EVENTS
from marketplace.batches.models import MOST
from marketplace.batches.services.offering import joint_offer
from marketplace.batches.views import blueprint
from marketplace.batches.views.common import acting, batch_page, default_name, viewed
from marketplace.database import transaction
from marketplace.documents.downloads import send_attachment
from marketplace.errors import NotAllowed, Refused
from marketplace.extensions import db
from marketplace.patents import queries as inventory
from marketplace.patents.models import Patent, PatentKind
from marketplace.patents.queries import InventoryFilter
from marketplace.terms.clauses import summary
from marketplace.web import language, refusal_text, see_other

PAGE_SIZE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/my/batches")
@member_required
def index() -> str:
    page = db.paginate(queries.of_organization(acting()), per_page=PAGE_SIZE)
    return render_template("batches/index.html", page=page, counts=queries.counts(page.items))


@blueprint.get("/my/batches/new")
@member_required(Role.OWNER, Role.MANAGER)
def new() -> str:
    return render_template("batches/new.html", form=SheetForm(formdata=None), **_shelf())


@blueprint.post("/my/batches")
@member_required(Role.OWNER, Role.MANAGER)
def create() -> Any:
    """Begin a batch of the marked patents, or of everything that the filter matches."""
    chosen = _chosen()
    if not chosen:
        flash(_("Mark at least one patent."), "error")
        return render_template("batches/new.html", form=SheetForm(formdata=None), **_shelf()), 422
    with transaction():
        batch = services.draft(
            acting(), chosen, acting_membership(), name=default_name(len(chosen))
        )
    return see_other(".route", public_id=batch.public_id)


@blueprint.post("/my/batches/sheet")
@member_required(Role.OWNER, Role.MANAGER)
def sheet() -> Any:
    """Begin a batch of the patents of a sheet, with what it says of each."""
    form = SheetForm()
    if form.validate_on_submit():
        upload = form.file.data
        try:
            with transaction():
                batch = batch_from_sheet(
                    upload.read(), acting(), acting_membership(), upload.filename or ""
                )
            return see_other(".route", public_id=batch.public_id)
        except Refused as refusal:
            if refusal.field != "file":
                raise
            form.file.errors = [*form.file.errors, refusal_text(refusal)]
    return render_template("batches/new.html", form=form, **_shelf()), 422


@blueprint.get("/my/batches/template.xlsx")
@login_required
def template() -> Any:
    name = "listings-template.xlsx" if language() == "en" else "许可信息模板.xlsx"
    return send_attachment(workbook.template(language()), name, XLSX)


@blueprint.get("/my/batches/<public_id>")
@login_required
def show(public_id: str) -> str:
    batch = viewed(public_id)
    found = queries.assessments(batch)
    return batch_page(
        "show.html",
        batch,
        "submit",
        found=found,
        counts=queries.counts([batch])[batch.id],
        offers=joint_offer(batch).offers if batch.status == "prepared" else (),
        fee_of=lambda each: summary(each.terms, language()) if each.terms else "",
        may_manage=policies.may_manage(present_user(), batch),
        may_sign=accounts.may_sign(present_user(), batch.organization),
        left=sum(each.entry.listing_id is None and not each.entry.left_out for each in found),
        events=history(batch),
        event_texts=EVENTS,
        working=request.args.get("working", ""),
    )


def _shelf() -> dict[str, Any]:
    """The inventory page that the filter in the address asks for."""
    narrow = _narrow()
    number = request.args.get("page", 1, type=int)
    return {
        "shelf": inventory.inventory(acting(), narrow, number),
        "narrow": narrow,
        "kinds": list(PatentKind),
        "keep": {"q": narrow.q, "kind": narrow.kind.value if narrow.kind else ""},
        "most": MOST,
    }


def _narrow() -> InventoryFilter:
    kind = request.values.get("kind", "")
    return InventoryFilter(
        q=request.values.get("q", "").strip()[:200],
        kind=PatentKind(kind) if kind in set(PatentKind) else None,
    )


def _chosen() -> list[Patent]:
    organization = acting()
    if request.form.get("all"):
        return inventory.whole_inventory(organization, _narrow())[:MOST]
    marked = inventory.by_numbers(request.form.getlist("number"))
    if any(patent.claimant_id != organization.id for patent in marked):
        raise NotAllowed()
    return marked

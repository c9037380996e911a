"""The table of what differs: fifty rows a page, each cell mendable, by hand or by paste."""

from typing import Any, Final

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import login_required

from marketplace.accounts.acting import present_user
from marketplace.batches import queries, services, workbook
from marketplace.batches import table as cells
from marketplace.batches.assessing import Assessment
from marketplace.batches.forms import PasteForm
from marketplace.batches.intake import mend_from_cells
from marketplace.batches.models import ListingBatch
from marketplace.batches.views import blueprint
from marketplace.batches.views.common import batch_page, edited, viewed
from marketplace.batches.views.lists import XLSX
from marketplace.database import transaction
from marketplace.documents.downloads import send_attachment
from marketplace.errors import Refused
from marketplace.patents import numbers
from marketplace.terms.clauses import summary
from marketplace.terms.labels import finding_text
from marketplace.web import language, refusal_text, see_other

ROWS: Final = 50


@blueprint.route("/my/batches/<public_id>/table", methods=["GET", "POST"])
@login_required
def table(public_id: str) -> Any:
    batch = edited(public_id)
    errors: dict[str, str] = {}
    if request.method == "POST":
        typed = cells.read(request.form, queries.entries(batch))
        errors = typed.errors
        if not errors:
            try:
                with transaction():
                    count = services.mend(batch, typed.changes, present_user())
                _say(count)
                return see_other(".table", public_id=public_id, **_place())
            except Refused as refusal:
                if refusal.field is None:
                    raise
                errors = {refusal.field.replace(":", "-"): refusal_text(refusal)}
    return _page(batch, PasteForm(formdata=None), errors), 422 if errors else 200


@blueprint.post("/my/batches/<public_id>/table/cells")
@login_required
def paste(public_id: str) -> Any:
    """Take pasted cells or a mended sheet into the table."""
    batch = edited(public_id)
    upload = request.files.get("file")
    form = PasteForm()
    data = upload.read() if upload and upload.filename else b""
    if not data and form.validate_on_submit():
        data = form.pasted.data.encode()
    refused: list[Any] = []
    if data:
        try:
            with transaction():
                count, refused = mend_from_cells(batch, data, present_user())
            _say(count)
            if not refused:
                return see_other(".table", public_id=public_id)
        except Refused as refusal:
            form.pasted.errors = [*form.pasted.errors, refusal_text(refusal)]
    return _page(batch, form, {}, refused=refused), 422


@blueprint.get("/my/batches/<public_id>/table.xlsx")
@login_required
def download(public_id: str) -> Any:
    """The batch as it stands, to mend in a spreadsheet and bring back."""
    batch = viewed(public_id)
    data = workbook.filled(queries.assessments(batch), language())
    return send_attachment(data, f"{batch.name}.xlsx", XLSX)


def _page(batch: ListingBatch, form: PasteForm, errors: dict[str, str], refused: Any = ()) -> str:
    found = queries.assessments(batch)
    narrowed = [each for each in found if _matches(each)]
    pages = max(1, -(-len(narrowed) // ROWS))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return batch_page(
        "table.html",
        batch,
        "table",
        rows=narrowed[(page - 1) * ROWS : page * ROWS],
        total=len(found),
        page=page,
        pages=pages,
        place=_place(),
        q=request.args.get("q", ""),
        form=form,
        errors=errors,
        refused=refused,
        typed=request.form,
        shown=cells.shown,
        amounts=any(each.amount_fen is not None for each in found),
        rates=any(each.rate_ppm is not None for each in found),
        fee_of=lambda each: summary(each.terms, language()) if each.terms else "",
        text_of=lambda each: finding_text(each),
        differing=sum(bool(each.differs or each.ends_on) for each in found),
    )


def _matches(each: Assessment) -> bool:
    wanted = request.args.get("q", "").strip().lower()
    if wanted:
        number = numbers.find(wanted)
        return each.patent.number == (number.text if number else wanted) or wanted in (
            each.patent.title.lower()
        )
    if request.args.get("show") == "differing":
        return bool(each.differs or each.ends_on)
    return not (request.args.get("show") == "blocked" and not each.problems)


def _place() -> dict[str, str]:
    """Filter and page of the address, so that saving comes back to the same rows."""
    kept = ("q", "show", "page")
    return {name: request.args[name] for name in kept if request.args.get(name)}


def _say(count: int) -> None:
    if count:
        flash(ngettext("%(num)s row changed.", "%(num)s rows changed.", count), "done")
    else:
        flash(_("Nothing was different from before."), "info")

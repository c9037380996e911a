"""``/filings/together/receipts``: a table of receipts, shown as it would be entered, then entered."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import render_template, request
from flask_babel import lazy_gettext as _l
from flask_login import login_required

from marketplace import files
from marketplace.accounts.acting import present_user
from marketplace.accounts.signing import read as read_token
from marketplace.accounts.signing import sign
from marketplace.database import transaction
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.registration import receipt_table, services
from marketplace.registration.forms import ActForm, ReceiptTableForm
from marketplace.registration.receipt_table import Paper, Row
from marketplace.registration.selection import RECEIPTS, Selection, whole
from marketplace.registration.services.running import MOST
from marketplace.registration.services.together import LIMIT, Result
from marketplace.registration.views import blueprint
from marketplace.registration.views.together import arguments, report, selected
from marketplace.web import refusals_at_fields

_PURPOSE = "receipt-table"
_LIFE = timedelta(hours=12)
"""A preview that was left open over the day can still be confirmed."""


@blueprint.route("/filings/together/receipts", methods=["GET", "POST"])
@login_required
def receipts() -> Any:
    """Read the table, keep its papers and show what each row would bring; nothing is entered yet."""
    chosen, form = selected(), ReceiptTableForm()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            rows = _matched(chosen, form)
            return _preview(chosen, rows)
    page = render_template(
        "registration/receipts.html",
        form=form,
        count=chosen.count(RECEIPTS),
        args=arguments(chosen),
        run=chosen.run,
    )
    return (page, 422) if request.method == "POST" else page


@blueprint.post("/filings/together/receipts/entry")
@login_required
def enter_receipts() -> Any:
    """Enter what the preview showed as fitting, each by the same rules as singly."""
    chosen, form, user = selected(), ActForm(), present_user()
    values = read_token(_PURPOSE, request.form.get("rows", ""), _LIFE)
    if not form.validate_on_submit() or values is None:
        raise _lapsed()
    owner, organization, rows = values
    if (owner, organization) != (user.public_id, chosen.organization.public_id):
        raise _lapsed()
    with transaction():
        results = services.enter_receipts(chosen.organization, [_row(each) for each in rows], user)
    return report(_l("Receipts of many filings"), chosen, results)


def _matched(chosen: Selection, form: ReceiptTableForm) -> list[Row]:
    rows = receipt_table.read(form.data_bytes)
    if not 1 <= len(rows) <= LIMIT:
        raise Refused(
            "no_rows",
            N_("The table has to have between 1 and %(limit)s rows with a day; it has %(count)s."),
            status=422,
            field="table",
            limit=LIMIT,
            count=len(rows),
        )
    papers = [Paper(each.filename or "", files.put(each.read())) for each in form.papers.data]
    statement = chosen.for_act(RECEIPTS).options(*whole()).limit(MOST)
    return receipt_table.match(rows, db.session.scalars(statement).all(), papers)


def _preview(chosen: Selection, rows: Sequence[Row]) -> str:
    user, organization = present_user(), chosen.organization
    results = services.rehearse(lambda: services.enter_receipts(organization, rows, user))
    pairs: list[tuple[Row, Result]] = list(zip(rows, results, strict=True))
    fitting = [row for row, result in pairs if result.done]
    token = sign(_PURPOSE, user.public_id, organization.public_id, [_plain(row) for row in fitting])
    return render_template(
        "registration/receipts_preview.html",
        form=ActForm(formdata=None),
        fitting=[pair for pair in pairs if pair[1].done],
        refused=[pair for pair in pairs if not pair[1].done],
        token=token,
        args=arguments(chosen),
        run=chosen.run,
    )


def _plain(row: Row) -> list[Any]:
    day = row.day.isoformat() if row.day else ""
    return [row.row, row.shown, row.number, day, row.filing, row.sha256]


def _row(values: Sequence[Any]) -> Row:
    number, shown, receipt, day, filing, sha256 = values
    return Row(number, shown, receipt, date.fromisoformat(day), filing=filing, sha256=sha256)


def _lapsed() -> Refused:
    return Refused(
        "preview_lapsed",
        N_("This preview has lapsed or belongs to another sitting. Upload the table again."),
    )

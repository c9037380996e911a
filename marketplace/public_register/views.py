"""``/licenses`` for everybody, as page, JSON and CSV; and a party's choice for its agreement."""

import csv
import io
from typing import Any

from flask import Blueprint, Response, flash, jsonify, render_template, request
from flask_babel import gettext as _
from flask_login import login_required
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse
from wtforms import RadioField, SelectChoice
from wtforms.validators import DataRequired

from marketplace.accounts import policies
from marketplace.accounts.acting import present_user
from marketplace.agreements.views.access import own_side, visible
from marketplace.database import transaction
from marketplace.errors import NotAllowed
from marketplace.extensions import db
from marketplace.patents.models import Patent
from marketplace.patents.queries import by_number
from marketplace.public_register import labels, queries, services
from marketplace.public_register.entries import region_name
from marketplace.public_register.models import Shown
from marketplace.statistics.exports import guarded
from marketplace.web import label, language, see_other

blueprint = Blueprint("public_register", __name__)
PAGE_SIZE = 25
EXPORT_LIMIT = 10_000
_COLUMNS = (
    "patents",
    "license",
    "route",
    "effective_on",
    "state",
    "ended_on",
    "licensor",
    "licensee",
)


class ChoiceForm(FlaskForm):
    """How the own side is shown."""

    shown = RadioField(
        choices=[SelectChoice(str(value), text) for value, text in labels.SHOWN.items()],
        default=Shown.NOTHING.value,
        validators=[DataRequired()],
    )


@blueprint.get("/licenses")
def index() -> str:
    """Licenses that exist, newest first, or those on one patent."""
    asked, patent = _asked()
    found = patent is not None or not asked
    page = db.paginate(
        queries.listed(patent), per_page=PAGE_SIZE, max_per_page=PAGE_SIZE, error_out=False
    )
    return render_template(
        "public_register/index.html",
        asked=asked,
        page=page,
        entries=queries.entries(page.items) if found else [],
    )


@blueprint.get("/licenses.json")
def as_json() -> Response:
    return jsonify({"schema": "register/1", "licenses": _rows()})


@blueprint.get("/licenses.csv")
def as_csv() -> Response:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for row in _rows():
        parties = [" · ".join(filter(None, (row[side] or {}).values())) for side in _COLUMNS[-2:]]
        plain = [" ".join(row["patents"]), *(row[name] for name in _COLUMNS[1:-2]), *parties]
        writer.writerow([guarded(each) for each in plain])
    return Response("\ufeff" + out.getvalue(), mimetype="text/csv; charset=utf-8")


@blueprint.route("/agreements/<agreement_id>/register", methods=["GET", "POST"])
@login_required
def choose(agreement_id: str) -> BaseResponse | str | tuple[str, int]:
    """How the own side of an agreement is shown to everybody."""
    agreement = visible(agreement_id)
    side = own_side(agreement)
    if not policies.may_manage(present_user(), agreement.party(side)):
        raise NotAllowed()
    known = queries.choice_of(agreement, side)
    form = ChoiceForm(shown=(known.shown if known else Shown.NOTHING).value)
    form.shown.label.text = _("Your organization in the public register")
    if form.validate_on_submit():
        with transaction():
            services.choose(agreement, side, Shown(form.shown.data), present_user())
        flash(_("Saved: %(choice)s", choice=label(Shown(form.shown.data))), "done")
        return see_other("desk.agreement", agreement_id=agreement_id)
    page = render_template(
        "public_register/choose.html", form=form, agreement=agreement, party=agreement.party(side)
    )
    return page, 422 if form.errors else 200


def _asked() -> tuple[str, Patent | None]:
    """The number typed, and the patent that it means."""
    asked = request.args.get("number", "").strip()
    return asked, by_number(asked) if asked else None


def _rows() -> list[dict[str, Any]]:
    asked, patent = _asked()
    if asked and patent is None:
        return []
    found = db.session.scalars(queries.listed(patent).limit(EXPORT_LIMIT))
    return [each.as_json(language()) for each in queries.entries(found)]


def region_text(region: str | None) -> str | None:
    """A province in the reader's language."""
    return region_name(region, language())

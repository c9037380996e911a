"""Texts of open-source licenses: the public page of each, and choosing one for a listing."""

from typing import Any

from flask import flash, render_template
from flask_babel import gettext as _
from flask_login import login_required

from marketplace.database import transaction
from marketplace.errors import N_, Missing, Refused
from marketplace.listings import public_texts
from marketplace.listings.forms import ChooseTextForm, OwnTextForm
from marketplace.listings.models import Listing
from marketplace.listings.queries import by_public_id
from marketplace.listings.views import blueprint
from marketplace.listings.views.common import edited, me, title_of
from marketplace.terms.parts import PublicText
from marketplace.terms.public_texts import CATALOGUE
from marketplace.web import language, refusals_at_fields, see_other

_TEXT_FIELDS = ("title", "label", "conditions", "body", "body_en")


@blueprint.get("/license-texts")
def license_texts() -> str:
    """The site's own texts with their conditions in plain words."""
    return render_template("listings/license_texts.html", texts=CATALOGUE, place=_place())


@blueprint.get("/license-texts/<key>/<version>")
def license_text(key: str, version: str) -> str:
    """A text of the catalogue, for everybody."""
    for text in CATALOGUE:
        if (text.key, text.version) == (key, version):
            return _shown(text.part)
    raise Missing()


@blueprint.get("/listings/<public_id>/license-text")
def listing_text(public_id: str) -> str:
    """The text that a published listing stands under, whosever it is."""
    listing = by_public_id(public_id)
    part = listing.record.public_text if listing and listing.record else None
    if listing is None or listing.published_at is None or part is None:
        raise Missing()
    return _shown(part)


@blueprint.route("/my/listings/<public_id>/license-text", methods=["GET", "POST"])
@login_required
def choose_text(public_id: str) -> Any:
    """Choose among the catalogue and one's own texts."""
    listing = _open_source(public_id)
    form = _choices(listing)
    if form.validate_on_submit():
        chosen = _parts(listing)[form.text.data]
        with transaction():
            public_texts.choose_text(listing, chosen, me())
        flash(_("The text is chosen."), "done")
        return see_other(".check", public_id=public_id)
    page = _page(listing, form, OwnTextForm(formdata=None))
    return page, 422 if form.errors else 200


@blueprint.post("/my/listings/<public_id>/license-texts")
@login_required
def bring_text(public_id: str) -> Any:
    """Keep a text of one's own; then choose it."""
    listing = _open_source(public_id)
    form = OwnTextForm()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            said = {name: form.data[name] for name in _TEXT_FIELDS}
            with transaction():
                text = public_texts.bring_text(listing.organization, me(), **said)
                public_texts.choose_text(listing, public_texts.part_of(text), me())
            flash(_("The text is kept with its version and hash, and chosen."), "done")
            return see_other(".choose_text", public_id=public_id)
    return _page(listing, _choices(listing, sent=False), form), 422


def _open_source(public_id: str) -> Listing:
    listing = edited(public_id)
    if listing.record is None or listing.record.public_text is None:
        raise Refused("no_terms", N_("Enter the terms of the license."))
    return listing


def _parts(listing: Listing) -> dict[str, PublicText]:
    own = [public_texts.part_of(text) for text in public_texts.own_texts(listing.organization)]
    return {part.sha256: part for part in (*(text.part for text in CATALOGUE), *own)}


def _choices(listing: Listing, *, sent: bool = True) -> ChooseTextForm:
    present = (
        listing.record.public_text.sha256 if listing.record and listing.record.public_text else ""
    )
    more = {} if sent else {"formdata": None}
    form = ChooseTextForm(data={"text": present}, **more)
    form.text.choices = [
        (sha256, f"{_title(part)} · {_('version %(version)s', version=part.version)}")
        for sha256, part in _parts(listing).items()
    ]
    return form


def _title(part: PublicText) -> str:
    text = public_texts.resolve(part)
    return text.title_en if language() == "en" else text.title


def _page(listing: Listing, form: ChooseTextForm, own: OwnTextForm) -> str:
    hints = {
        sha256: " ".join(each[_place()] for each in public_texts.resolve(part).conditions)
        for sha256, part in _parts(listing).items()
    }
    return render_template(
        "listings/choose_text.html",
        listing=listing,
        title=title_of(listing),
        form=form,
        own=own,
        hints=hints,
    )


def _shown(part: PublicText) -> str:
    text = public_texts.resolve(part)
    return render_template(
        "listings/license_text.html", text=text, sha256=part.sha256, place=_place()
    )


def _place() -> int:
    """The place of the reader's language in a pair of Chinese and English."""
    return 1 if language() == "en" else 0

"""``/listings/<id>``: the page for a buyer, its print sheet and its QR code."""

import io
from typing import Any

import segno
from flask import Response, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.accounts.acting import acting_organization, signed_in
from marketplace.accounts.kept_pages import kept_page
from marketplace.accounts.policies import may_view, membership_of
from marketplace.agreements.queries import licensee_count
from marketplace.agreements.services.places import Places, places
from marketplace.config import current_settings
from marketplace.desk.duration import how_long
from marketplace.desk.views import blueprint
from marketplace.desk.volumes import asked_volume
from marketplace.desk.ways_in import way_in, words_of
from marketplace.enquiries.queries import published
from marketplace.errors import Missing
from marketplace.in_house.models import InHouseNotice
from marketplace.in_house.queries import notice_of
from marketplace.listings.models import Listing
from marketplace.listings.public_texts import resolve
from marketplace.listings.queries import PublicView, by_public_id, public_view, terms_for
from marketplace.search.prices import price_of
from marketplace.terms.public_texts import OpenText
from marketplace.terms.routes import ROUTES
from marketplace.terms.wording import percent
from marketplace.web import language


@blueprint.get("/listings/<listing_id>")
@kept_page
def listing(listing_id: str) -> str:
    """What it does, what it costs for the reader's own volume, and the one main action."""
    page = _page(_shown(listing_id))
    return render_template("desk/listing.html", **page, way=way_in(page["view"]))


@blueprint.get("/listings/<listing_id>/sheet")
def sheet(listing_id: str) -> str:
    """The same on one sheet of paper, with its QR code."""
    found = _shown(listing_id)
    return render_template("desk/sheet.html", **_page(found))


@blueprint.get("/listings/<listing_id>/qr.svg")
def listing_qr(listing_id: str) -> Response:
    """The address of the listing as a QR code, dark on white."""
    out = io.BytesIO()
    segno.make(_address(_shown(listing_id)), error="m").save(
        out, kind="svg", border=2, dark="#000", light="#fff", xmldecl=False, omitsize=True
    )
    response = Response(out.getvalue(), content_type="image/svg+xml")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def _page(found: Listing) -> dict[str, Any]:
    offers = [terms for item in found.items if (terms := terms_for(item))]
    asked = asked_volume(offers, request.args)
    view = public_view(
        found, language(), asked.volume, label=asked.label, free_label=_("Free of charge")
    )
    words = words_of(ROUTES[view.terms.route], found)
    return {
        "view": view,
        "listing": found,
        "asked": asked,
        "price": price_of(offers, view.on, language()),
        "licensees": licensee_count(found),
        "places": _places(found),
        "place_share": _place_share(found),
        "public_text": _public_text(found),
        "unclear": _unclear(view),
        "words": words,
        "how_long": how_long(view.terms),
        "missing": _missing(found),
        "shown": _running_notice(found),
        "questions": published(found),
        "may_ask": _may_ask(found),
        "address": _address(found),
    }


def _public_text(found: Listing) -> OpenText | None:
    """The text that an open-source listing stands under."""
    part = found.record.public_text if found.record else None
    return resolve(part) if part else None


def _places(found: Listing) -> Places | None:
    """How many places among the first licensees are left, for whom the visitor acts."""
    quota = found.record.quota if found.record else None
    return places(found, quota, acting_organization()) if quota else None


def _running_notice(found: Listing) -> InHouseNotice | None:
    """The notice of a sale while it runs (挂牌公示), for everybody who reads the listing."""
    notice = notice_of(found)
    return notice if notice is not None and notice.is_running else None


def _place_share(found: Listing) -> str:
    """Which part of the fees a first licensee pays."""
    quota = found.record.quota if found.record else None
    return percent(quota.share_ppm) if quota else ""


def _missing(found: Listing) -> list[str]:
    """What a buyer wants to know and the patentee has not written yet."""
    wanted = (
        (found.benefit, _("what is better than today")),
        (found.stage or found.maturity, _("how mature it is")),
        (found.materials, _("what comes with it")),
    )
    return [words for value, words in wanted if not value]


def _may_ask(found: Listing) -> bool:
    """Everybody is offered to ask, save the patentee's own members."""
    return found.is_live and membership_of(signed_in(), found.organization) is None


def _unclear(view: PublicView) -> dict[str, int]:
    """How many bars of each patent are not established, by number; which ones stays private."""
    return {each.patent.number: sum(bar.blocks for bar in each.bars) for each in view.patents}


def _shown(listing_id: str) -> Listing:
    """The listing, for everybody once it was published; before that for its organization, staff
    and auditors, as soon as it has terms."""
    found = by_public_id(listing_id)
    if found is None or not all(map(terms_for, found.items)) or not found.items:
        raise Missing()
    if found.published_at is None and not may_view(current_user, found.organization):
        raise Missing()
    return found


def _address(found: Listing) -> str:
    path = url_for("desk.listing", listing_id=found.public_id)
    return f"{current_settings().base_url}{path}"

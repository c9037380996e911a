"""``/api/v1`` and the page that explains it."""

from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext
from pydantic import BaseModel
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from marketplace.accounts.models import ApiToken
from marketplace.agreements import queries as agreements
from marketplace.agreements import services
from marketplace.agreements.lifecycles import AgreementStatus
from marketplace.agreements.models import Agreement, Side
from marketplace.api import openapi, serial, shapes
from marketplace.api.idempotency import Answer, fingerprint, once, require_key
from marketplace.api.operations import OPERATIONS, SEARCH_NAMES, VERIFY_NAMES
from marketplace.api.paper import enter_paper, list_papers, show_paper
from marketplace.api.requests import bearer, body_of, require_known
from marketplace.api.terms import validate_terms
from marketplace.config import current_settings
from marketplace.documents.verification import LIMIT_BYTES, verdict_json, verify
from marketplace.errors import N_, Missing, Refused
from marketplace.extensions import limiter
from marketplace.ids import is_public_id
from marketplace.listings import queries as listings
from marketplace.listings.models import Listing, ListingItem
from marketplace.patents import numbers
from marketplace.search.queries import search_listings, search_patents
from marketplace.statistics import queries as statistics
from marketplace.terms.routes import ROUTES
from marketplace.web import language

api = Blueprint("api", __name__)

_AROUND_THE_FILE = 64 * 1024
"""Bytes of a multipart body beside the file itself."""


@api.get("/api")
def guide() -> str:
    """What programs can do here, with examples to copy."""
    return render_template("api/guide.html", operations=OPERATIONS, site=serial.address(""))


@api.get("/api/v1/openapi.json")
def description() -> Response:
    """The interface described for machines."""
    return Response(openapi.text(), mimetype="application/json")


@api.get("/api/v1/listings")
def find_listings() -> Response:
    require_known(request.args, SEARCH_NAMES, "unknown_parameter")
    return _answer(shapes.ListingPage.model_validate(search_listings(request.args)))


@api.get("/api/v1/patents")
def find_patents() -> Response:
    require_known(request.args, SEARCH_NAMES, "unknown_parameter")
    return _answer(shapes.PatentPage.model_validate(search_patents(request.args)))


@api.get("/api/v1/listings/<listing_id>")
def show_listing(listing_id: str) -> Response:
    listing = _listing(listing_id)
    if not listing.is_live:
        raise Missing()
    return _answer(serial.listing_detail(listing, language()))


@api.post("/api/v1/listings/<listing_id>/agreements")
def draft(listing_id: str) -> Response:
    """Take up a listing for the token's organization; signing is only in the browser."""
    token = bearer()
    key = require_key(request.headers.get("Idempotency-Key"))
    wanted, sent = body_of(shapes.NewAgreement)
    asked = fingerprint(request.method, request.path, sent)
    answer = once(token, key, asked, lambda: _draft(token, listing_id, wanted))
    response = Response(answer.body, answer.status, mimetype="application/json")
    if answer.is_hit:
        response.headers["Idempotency-Hit"] = "true"
    return response


@api.get("/api/v1/agreements/<agreement_id>")
def show_agreement(agreement_id: str) -> Response:
    organization = bearer().organization
    agreement = agreements.by_public_id(_id(agreement_id))
    side = agreement.side_of(organization)
    if side is None or (side is Side.LICENSOR and agreement.status is AgreementStatus.DRAFT):
        raise Missing()
    return _answer(serial.agreement_detail(agreement, side))


@api.get("/api/v1/statistics")
def show_statistics() -> Response:
    """What was published at the end of the quarter, for anybody."""
    release = statistics.newest()
    if release is None:
        raise Missing()
    return _answer(shapes.Statistics.model_validate(serial.statistics_of(release)))


@api.post("/api/v1/verify")
@limiter.limit(lambda: current_settings().rate_limit_verify)
def verify_file() -> Response:
    """Judge a file for anybody; nothing of it is kept."""
    request.max_content_length = LIMIT_BYTES + _AROUND_THE_FILE
    if request.mimetype != "multipart/form-data":
        raise UnsupportedMediaType
    require_known({*request.form, *request.files}, VERIFY_NAMES, "unknown_field")
    if "file" not in request.files:
        raise Refused(
            "file_required", N_("Send the PDF as the part file."), status=400, field="file"
        )
    data = request.files["file"].read(LIMIT_BYTES + 1)
    if len(data) > LIMIT_BYTES:
        raise RequestEntityTooLarge
    verdict = verify(data, request.form.get("agreement", "").strip() or None)
    return _answer(shapes.VerdictAnswer.model_validate(verdict_json(verdict, gettext)))


api.post("/api/v1/terms/validate")(validate_terms)
api.get("/api/v1/paper-contracts")(list_papers)
api.post("/api/v1/paper-contracts")(enter_paper)
api.get("/api/v1/paper-contracts/<paper_id>")(show_paper)


@api.after_request
def _private(response: Response) -> Response:
    """Answers to tokens stay out of every cache; a refused token is asked for by its scheme."""
    if "Authorization" in request.headers or request.method == "POST":
        response.headers["Cache-Control"] = "no-store"
    if response.status_code == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _draft(token: ApiToken, listing_id: str, wanted: shapes.NewAgreement) -> Answer:
    listing = _listing(listing_id)
    if not listing.is_live:
        raise Missing()
    items = _items(listing, wanted.patents)
    found = services.draft(listing, token.organization, token.user, items)
    is_new = any(each.status is AgreementStatus.DRAFT for each in found)
    return Answer(201 if is_new else 200, serial.drafted(_drafts_first(found)).model_dump_json())


def _drafts_first(found: list[Agreement]) -> list[Agreement]:
    return sorted(found, key=lambda each: each.status is not AgreementStatus.DRAFT)


def _items(listing: Listing, wanted: tuple[str, ...] | None) -> list[ListingItem]:
    """The items of these patent numbers, in any writing; all of them if none are named."""
    if wanted is None:
        return listing.items
    asked = {_number(text) for text in wanted}
    chosen = [item for item in listing.items if item.patent.number in asked]
    divisible = listing.route is not None and ROUTES[listing.route].needs_declaration
    if not chosen or len(chosen) != len(asked) or not (divisible or chosen == listing.items):
        raise Refused(
            "patents_not_offered",
            N_("These patents are not offered so by this listing. It has: %(numbers)s."),
            status=422,
            field="patents",
            numbers=", ".join(patent.number for patent in listing.patents),
        )
    return chosen


def _number(text: str) -> str:
    try:
        return numbers.parse(text).text
    except numbers.NumberError as error:
        raise Refused(
            "patent_number_invalid",
            N_("%(number)s is no patent number."),
            status=422,
            field="patents",
            number=text,
        ) from error


def _listing(listing_id: str) -> Listing:
    listing = listings.by_public_id(_id(listing_id))
    if listing is None:
        raise Missing()
    return listing


def _id(text: str) -> str:
    """A public id as it may be asked of the database; Missing for any other text."""
    if not is_public_id(text):
        raise Missing()
    return text


def _answer(shape: BaseModel, status: int = 200, **headers: Any) -> Response:
    return Response(shape.model_dump_json(), status, headers, mimetype="application/json")

"""What everybody may read: searching, one listing, and every refusal as a problem."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select

from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.listings import services as listings
from marketplace.listings.models import Listing
from marketplace.terms.enums import FeeMode, Route
from marketplace.worker.services import drain
from tests.accounts.factories import owner_of
from tests.api.conftest import problem
from tests.deals import LUMP_FEN, drafted, published
from tests.listings.factories import make_listing


@pytest.fixture
def shelf(app):
    """Three published listings in the index, the last one published last."""
    published(FeeMode.FREE)
    published(FeeMode.LUMP_SUM, amount_fen=LUMP_FEN)
    published(FeeMode.FREE, Route.ORDINARY)
    drain()
    return db.session.scalars(select(Listing).order_by(Listing.id)).all()


def test_listings_have_the_fixed_shape(anonymous, shelf):
    answer = anonymous.get("/api/v1/listings", sort="newest")
    body = answer.get_json()
    assert set(body) == {"items", "total", "facets", "next"}
    assert (body["total"], body["next"]) == (3, None)
    names = {"id", "url", "route", "fee_mode", "patents", "licensor", "published_at"}
    assert all(set(item) == names for item in body["items"])
    assert set(body["items"][0]["patents"][0]) == {"number", "title", "kind", "ipc"}
    assert {item["id"] for item in body["items"]} == {each.public_id for each in shelf}
    assert datetime.fromisoformat(body["items"][0]["published_at"]).tzinfo


def test_filters_of_the_address_are_obeyed(anonymous, shelf):
    answer = anonymous.get("/api/v1/listings", route="ordinary", free_now="1")
    assert [item["id"] for item in answer.get_json()["items"]] == [shelf[2].public_id]


def test_patents_have_the_fixed_shape(anonymous, shelf):
    number = shelf[0].patents[0].number
    body = anonymous.get("/api/v1/patents", q=f"ZL{number}").get_json()
    assert [set(item) for item in body["items"]] == [{"number", "title", "kind", "ipc", "patentee"}]
    assert body["items"][0]["number"] == number


def test_pages_by_cursor_meet_every_listing_once(anonymous, shelf):
    seen, cursor = [], ""
    while cursor is not None:
        body = anonymous.get("/api/v1/listings", limit=1, cursor=cursor, sort="newest").get_json()
        seen += [item["id"] for item in body["items"]]
        cursor = body["next"]
    assert sorted(seen) == sorted(each.public_id for each in shelf)


def test_a_false_cursor_is_named(anonymous, shelf):
    problem(anonymous.get("/api/v1/listings", cursor="ä"), 400, "cursor_invalid", "cursor")


@pytest.mark.parametrize("limit", ["0", "101", "-1", "abc", "１"])
def test_a_limit_outside_1_to_100_is_refused(anonymous, limit):
    problem(anonymous.get("/api/v1/listings", limit=limit), 422, "limit_invalid", "limit")


def test_the_longest_text_fits_and_one_more_is_refused(anonymous, shelf):
    text = "电池散热结构" * 334
    assert anonymous.get("/api/v1/listings", q=text[:2000]).status_code == 200
    detail = problem(anonymous.get("/api/v1/listings", q=text[:2001]), 422, "query_too_long", "q")
    assert "2000" in detail


def test_a_misspelt_parameter_is_named(anonymous):
    answer = anonymous.get("/api/v1/listings", fee_node="free")
    assert "fee_node" in problem(answer, 400, "unknown_parameter", "fee_node")


def test_a_listing_shows_terms_and_what_is_due_at_once(anonymous, shelf):
    body = anonymous.get(f"/api/v1/listings/{shelf[1].public_id}").get_json()
    patent = body["patents"][0]
    assert body["url"] == f"http://localhost/listings/{shelf[1].public_id}"
    assert patent["terms"] == shelf[1].items[0].declaration.terms
    assert patent["due_at_effect"] == {"amount": LUMP_FEN, "currency": "CNY"}
    assert patent["declaration"]["number"].startswith("KF")
    assert patent["takes_notices"] is True


def test_nothing_private_is_in_a_listing(anonymous, shelf):
    patent = shelf[0].patents[0]
    with transaction():
        patent.asking_fee, patent.willingness = 987_654_321, ["transfer"]
    text = anonymous.get(f"/api/v1/listings/{shelf[0].public_id}").get_data(as_text=True)
    assert "987654321" not in text
    assert "willingness" not in text


def test_negotiated_terms_do_not_reach_the_listing(anonymous, shelf):
    agreement = drafted(shelf[2])
    text = anonymous.get(f"/api/v1/listings/{shelf[2].public_id}").get_data(as_text=True)
    assert agreement.public_id not in text
    assert agreement.licensee.name not in text


@pytest.mark.parametrize("step", ["draft", "paused", "unpublished"])
def test_only_published_listings_are_shown(anonymous, app, step):
    listing = make_listing() if step == "draft" else published()
    owner = owner_of(listing.organization)
    with transaction():
        if step == "paused":
            listings.pause(listing, owner)
        elif step == "unpublished":
            listings.unpublish(listing, owner)
    problem(anonymous.get(f"/api/v1/listings/{listing.public_id}"), 404, "missing")


@pytest.mark.parametrize("name", ["1", "x" * 16, "0123456789abcdef", "%00" * 16, "é" * 16])
@pytest.mark.databases("sqlite", "postgresql")
def test_an_unknown_id_is_a_problem_on_both_databases(anonymous, name):
    problem(anonymous.get(f"/api/v1/listings/{name}"), 404, "missing")


def test_an_address_that_does_not_exist_is_a_problem(anonymous):
    problem(anonymous.get("/api/v1/nothing"), 404, "not_found")
    problem(anonymous.get("/api/v2/listings"), 404, "not_found")


def test_a_method_that_is_not_taken_is_a_problem_with_those_that_are(anonymous):
    answer = anonymous.post("/api/v1/patents", json={})
    problem(answer, 405, "method_not_allowed")
    assert "GET" in answer.headers["Allow"]


def test_too_many_requests_are_a_problem(app, anonymous, monkeypatch):
    settings = replace(app.extensions["settings"], rate_limit_verify="1 per minute")
    monkeypatch.setitem(app.extensions, "settings", settings)
    anonymous.post("/api/v1/verify")
    problem(anonymous.post("/api/v1/verify"), 429, "too_many_requests")


def test_problems_speak_the_readers_language(client):
    answer = client.get("/api/v1/nothing", headers={"Accept-Language": "zh-CN"})
    assert answer.get_json()["detail"] == "该地址没有内容。"

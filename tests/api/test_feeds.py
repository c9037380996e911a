"""Feeds and the map of the site: well-formed whatever a title holds, complete, published only."""

import json
from xml.etree import ElementTree

import pytest
from sqlalchemy import select

from marketplace.api import feeds
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.listings.models import Listing
from marketplace.worker.services import drain
from tests.accounts.factories import owner_of
from tests.deals import published
from tests.listings.factories import make_listing

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def xml(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.content_type.split(";")[0].endswith("xml")
    return ElementTree.fromstring(answer.data)


@pytest.fixture
def shelf(app):
    """Five published listings, newest first, beside one that nobody has published."""
    for _ in range(5):
        published()
    make_listing()
    statement = select(Listing).where(Listing.published_at.is_not(None))
    return db.session.scalars(statement.order_by(Listing.id.desc())).all()


def test_the_feed_has_the_newest_listings_first(client, shelf):
    feed = xml(client, "/feeds/listings.atom")
    urls = [f"http://localhost/listings/{each.public_id}" for each in shelf]
    assert [each.text for each in feed.findall(f"{ATOM}entry/{ATOM}id")] == urls
    assert feed.findtext(f"{ATOM}entry/{ATOM}title") == shelf[0].title
    assert feed.findtext(f"{ATOM}entry/{ATOM}author/{ATOM}name") == shelf[0].organization.name
    for name in ("id", "title", "updated"):
        assert feed.findtext(ATOM + name)
    assert feed.findtext(f"{ATOM}updated").endswith("Z")


def test_the_feed_goes_on_to_older_ones(client, shelf, monkeypatch):
    monkeypatch.setattr(feeds, "FEED_SIZE", 2)
    seen, path = [], "/feeds/listings.atom"
    while path:
        feed = xml(client, path)
        seen += [each.text.rsplit("/", 1)[1] for each in feed.findall(f"{ATOM}entry/{ATOM}id")]
        links = {each.get("rel"): each.get("href") for each in feed.findall(f"{ATOM}link")}
        path = links.get("next", "").removeprefix("http://localhost")
    assert seen == [each.public_id for each in shelf]


def test_an_empty_feed_is_a_feed(client):
    assert xml(client, "/feeds/listings.atom").findtext(f"{ATOM}updated")


def test_an_unknown_place_in_the_feed_is_not_found(client):
    assert client.get("/feeds/listings.atom?before=x").status_code == 404


def test_what_a_title_holds_cannot_break_the_feed(client, app):
    listing = make_listing()
    title = 'a <b> & "c" ]]> <!-- \x0b\ud83d\ufffe 𠮷'.encode("utf-8", "ignore").decode()
    listing.title = listing.summary = title
    db.session.commit()
    publish(listing)
    feed = xml(client, "/feeds/listings.atom")
    kept = title.replace("\x0b", "").replace("\ufffe", "")
    assert feed.findtext(f"{ATOM}entry/{ATOM}title") == kept


def publish(listing):
    from marketplace.listings import services
    from tests.listings.factories import reviewer

    with transaction():
        services.submit(listing, owner_of(listing.organization))
    with transaction():
        services.publish(listing, reviewer())


def test_an_unchanged_feed_is_not_sent_again(client, shelf):
    first = client.get("/feeds/listings.atom")
    again = client.get("/feeds/listings.atom", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_lines_are_the_items_of_the_interface(client, shelf, monkeypatch):
    monkeypatch.setattr(feeds, "FEED_SIZE", 2)
    drain()
    answer = client.get("/feeds/listings.jsonl")
    assert answer.mimetype == "application/jsonl"
    rows = [json.loads(line) for line in answer.get_data(as_text=True).splitlines()]
    items = client.get("/api/v1/listings?limit=100").get_json()["items"]
    assert len(rows) == 5
    assert sorted(rows, key=lambda row: row["id"]) == sorted(items, key=lambda row: row["id"])


def test_the_map_names_pages_and_published_listings(client, shelf):
    urls = [each.text for each in xml(client, "/sitemap.xml").iter(f"{MAP}loc")]
    listings = {f"http://localhost/listings/{each.public_id}" for each in shelf}
    assert listings <= set(urls)
    assert {"http://localhost/listings", "http://localhost/verify"} <= set(urls)
    assert len([url for url in urls if "/listings/" in url]) == 5


def test_a_large_map_is_an_index_of_files(client, shelf, monkeypatch):
    monkeypatch.setattr(feeds, "MAP_SIZE", 2)
    index = xml(client, "/sitemap.xml")
    assert index.tag == f"{MAP}sitemapindex"
    seen = []
    for place in index.iter(f"{MAP}loc"):
        part = xml(client, place.text.removeprefix("http://localhost"))
        seen += [each.text for each in part.iter(f"{MAP}loc") if "/listings/" in each.text]
    assert len(seen) == len(set(seen)) == 5
    assert client.get("/sitemap-4.xml").status_code == 404
    assert client.get("/sitemap-0.xml").status_code == 404


def test_robots_are_told_the_map_and_what_is_not_theirs(client):
    text = client.get("/robots.txt").get_data(as_text=True)
    assert "Sitemap: http://localhost/sitemap.xml" in text
    assert "Disallow: /agreements" in text

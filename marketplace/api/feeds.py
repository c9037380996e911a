"""Feeds of what is published, the map of the site for search engines, and what they may read."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

from flask import Blueprint, Response, current_app, request, stream_with_context, url_for
from sqlalchemy import Row, Select, func, select, tuple_

from marketplace import clock
from marketplace.api import shapes
from marketplace.api.serial import address
from marketplace.config import current_settings
from marketplace.errors import Missing
from marketplace.extensions import db
from marketplace.listings.models import Listing, ListingStatus
from marketplace.search.queries import listing_items, listing_rows

feeds = Blueprint("feeds", __name__)

FEED_SIZE = 100
MAP_SIZE = 50_000
"""The most addresses that one file of a site map may have (sitemaps.org)."""

_ATOM = "http://www.w3.org/2005/Atom"
_MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PAGES = (
    "desk.home",
    "search.index",
    "statistics.index",
    "statistics.show_ranking",
    "documents.verification",
    "api.guide",
)
_PRIVATE = ("/account", "/admin", "/agreements", "/audit", "/desk", "/filings", "/inbox", "/organization")  # fmt: skip


@feeds.get("/feeds/listings.atom")
def atom() -> Response:
    """The newest listings; ``before`` (an id) goes on to older ones (RFC 5005)."""
    keys = _keys(request.args.get("before"), FEED_SIZE)
    rows = [row for row, _ in listing_rows(keys)]
    feed = _element("feed", _ATOM)
    feed.set("xml:lang", "zh-CN")
    newest = rows[0].published_at if rows else clock.now()
    _text(feed, "id", address("/feeds/listings.atom"))
    _text(feed, "title", f"{current_settings().operator_name} · 许可信息")
    _text(feed, "updated", _stamp(newest))
    _link(feed, address("/listings"), "alternate")
    _link(feed, address("/feeds/listings.atom"), "self")
    if len(keys) == FEED_SIZE:
        _link(feed, address(url_for(".atom", before=keys[-1])), "next")
    for row in rows:
        _entry(feed, row)
    return _xml(feed, "application/atom+xml")


@feeds.get("/feeds/listings.jsonl")
def lines() -> Response:
    """Every published listing, newest first, one JSON object a line as the interface shows it."""
    return Response(stream_with_context(_lines()), mimetype="application/jsonl")


@feeds.get("/sitemap.xml")
def sitemap() -> Response:
    """The public pages; an index of several files once one cannot hold them."""
    published = db.session.scalar(select(func.count()).select_from(_published().subquery())) or 0
    if published + len(_PAGES) <= MAP_SIZE:
        return _map(_pages() + _addresses(0))
    index = _element("sitemapindex", _MAP)
    for number in range(-(-published // MAP_SIZE)):
        entry = _child(index, "sitemap")
        _text(entry, "loc", address(url_for(".sitemap_part", number=number + 1)))
    return _xml(index, "application/xml")


@feeds.get("/sitemap-<int:number>.xml")
def sitemap_part(number: int) -> Response:
    """One file of a large map, counted from 1."""
    found = _addresses((number - 1) * MAP_SIZE) if 0 < number < 1_000_000 else []
    if not found:
        raise Missing()
    return _map((_pages() if number == 1 else []) + found)


@feeds.get("/robots.txt")
def robots() -> Response:
    """Everything public may be read; what belongs to members is not asked for."""
    rules = [f"Disallow: {path}" for path in _PRIVATE]
    text = "\n".join(["User-agent: *", *rules, f"Sitemap: {address('/sitemap.xml')}", ""])
    return Response(text, mimetype="text/plain")


def _published() -> Select[Any, Any]:
    return select(Listing.public_id, Listing.published_at).where(
        Listing.status == ListingStatus.PUBLISHED
    )


def _keys(before: str | None, count: int) -> list[str]:
    """Public ids of published listings older than ``before``, newest first."""
    statement = _published().order_by(Listing.published_at.desc(), Listing.id.desc())
    if before is not None:
        last = db.session.execute(
            select(Listing.published_at, Listing.id).where(
                Listing.public_id == before, Listing.published_at.is_not(None)
            )
        ).one_or_none()
        if last is None:
            raise Missing()
        statement = statement.where(
            tuple_(Listing.published_at, Listing.id) < tuple_(last.published_at, last.id)
        )
    return [row.public_id for row in db.session.execute(statement.limit(count))]


def _lines() -> Iterator[str]:
    keys = _keys(None, FEED_SIZE)
    while keys:
        for item in listing_items(keys):
            yield shapes.ListingItem.model_validate(item).model_dump_json() + "\n"
        keys = _keys(keys[-1], FEED_SIZE)


def _entry(feed: ElementTree.Element, row: Row[Any]) -> None:
    entry = _child(feed, "entry")
    url = address(f"/listings/{row.public_id}")
    _text(entry, "id", url)
    _text(entry, "title", row.title)
    _text(entry, "updated", _stamp(row.published_at))
    _text(entry, "published", _stamp(row.published_at))
    _link(entry, url, "alternate")
    _text(_child(entry, "author"), "name", row.licensor)
    _text(entry, "summary", row.summary)
    for kind, term in (("route", row.route), ("fee_mode", row.fee_mode)):
        _child(entry, "category").attrib.update(scheme=address(f"/api#{kind}"), term=term.value)


def _pages() -> list[tuple[str, datetime | None]]:
    return [(url_for(name), None) for name in _PAGES if name in current_app.view_functions]


def _addresses(start: int) -> list[tuple[str, datetime | None]]:
    rows = db.session.execute(_published().order_by(Listing.id).offset(start).limit(MAP_SIZE))
    return [(f"/listings/{row.public_id}", row.published_at) for row in rows]


def _map(places: list[tuple[str, datetime | None]]) -> Response:
    urls = _element("urlset", _MAP)
    for path, changed in places:
        entry = _child(urls, "url")
        _text(entry, "loc", address(path))
        if changed:
            _text(entry, "lastmod", _stamp(changed))
    return _xml(urls, "application/xml")


def _element(name: str, namespace: str) -> ElementTree.Element:
    return ElementTree.Element(name, xmlns=namespace)


def _child(parent: ElementTree.Element, name: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, name)


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    """A child with text; characters that XML cannot hold are left out, the others escaped."""
    _child(parent, name).text = _NOT_XML.sub("", text)


def _link(parent: ElementTree.Element, url: str, relation: str) -> None:
    _child(parent, "link").attrib.update(href=url, rel=relation)


def _stamp(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _xml(root: ElementTree.Element, mimetype: str) -> Response:
    body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    response = Response(body, content_type=f"{mimetype}; charset=utf-8")
    response.add_etag()
    response.make_conditional(request)
    return response

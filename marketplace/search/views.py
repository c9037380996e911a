"""The page of results: ``/listings``, with the patents of all imported lists under a second tab."""

from flask import Blueprint, render_template, request

from marketplace import clock
from marketplace.errors import Refused
from marketplace.search import pages, parameters
from marketplace.search.backend import Kind, Query, Results
from marketplace.search.cards import Cards
from marketplace.search.queries import search
from marketplace.web import language, refusal_text

blueprint = Blueprint("search", __name__)


@blueprint.get("/listings")
def index() -> tuple[str, int]:
    """Results for the words and filters in the address; needs no script and no sign-in."""
    kind = Kind.PATENTS if request.args.get("tab") == Kind.PATENTS else Kind.LISTINGS
    try:
        query = parameters.read(kind, request.args)
        results = search(query)
    except Refused as refusal:
        return _refused(kind, refusal), refusal.status
    cards = Cards(results.marks, query.today, language())
    keys = [hit.key for hit in results.hits]
    found = cards.listings(keys) if kind is Kind.LISTINGS else cards.patents(keys)
    return _page(query, results, cards=found), 200


def _refused(kind: Kind, refusal: Refused) -> str:
    """The same page with what was typed, the reason, and no results."""
    text = request.args.get("q", "")[: 2 * parameters.LONGEST_QUERY]
    query = Query(kind=kind, today=clock.today(), text=text)
    return _page(query, Results(), refusal=refusal_text(refusal))


def _page(query: Query, results: Results, **more: object) -> str:
    return render_template(
        "search/index.html",
        query=query,
        results=results,
        facet_list=pages.facets(query, results, language()),
        chips=pages.chips(query, language()),
        orders=pages.orders(query),
        tabs=pages.tabs(query),
        kept_by_search=pages.kept_by_search(query),
        kept_by_facets=pages.kept_by_facets(query),
        found_text=pages.found_text(query),
        first_page=pages.address(query) if query.cursor else None,
        next_page=pages.address(query, cursor=results.next) if results.next else None,
        everything=pages.address(Query(kind=query.kind, today=query.today)),
        **more,
    )

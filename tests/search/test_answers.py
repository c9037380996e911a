"""The answers of ``GET /api/v1/listings`` and ``/patents`` (PRODUCT §7), and what goes in."""

import json
from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from marketplace import clock
from marketplace.declarations.models import DeclarationStatus
from marketplace.errors import Refused
from marketplace.search import documents, services
from marketplace.search.backend import FREE_FOR_EVER, Kind, Sort
from marketplace.search.parameters import LONGEST_QUERY, read
from marketplace.search.queries import search_listings, search_patents
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.fee_parts import DuePoint, Instalment
from marketplace.terms.parts import FreeWindow
from marketplace.terms.presets import preset
from marketplace.terms.record import Terms
from tests.declarations.factories import make_declaration
from tests.patents.factories import make_patent, make_university


@pytest.fixture
def found(index):
    """Index what is in the database, then ask."""

    def ask(**params):
        services.rebuild(index)
        return search_listings(params)

    return ask


def test_a_listing_answers_in_the_shape_that_others_rely_on(found, make_listing):
    listing = make_listing()
    patent = listing.patents[0]
    answer = json.loads(json.dumps(found(q="极片", industry="", limit="5")))
    assert set(answer) == {"items", "total", "facets", "next"}
    assert answer["items"] == [
        {
            "id": listing.public_id,
            "url": f"http://localhost/listings/{listing.public_id}",
            "route": "ordinary",
            "fee_mode": "lump_sum",
            "patents": [
                {"number": patent.number, "title": patent.title, "kind": "invention", "ipc": []}
            ],
            "licensor": "东江理工大学",
            "published_at": listing.published_at.isoformat(),
        }
    ]
    assert answer["total"] == 1
    assert answer["next"] is None


def test_a_patent_answers_in_the_shape_that_others_rely_on(app, index):
    patent = make_patent(ipc=["H01M10/0525"], patentees=["甲大学", "乙公司"])
    services.rebuild(index)
    answer = json.loads(json.dumps(search_patents({"q": patent.number})))
    assert answer["items"] == [
        {
            "number": patent.number,
            "title": patent.title,
            "kind": "invention",
            "ipc": ["H01M10/0525"],
            "patentee": "甲大学、乙公司",
        }
    ]


def test_the_cursor_leads_through_all_pages(index, found, make_listing):
    for _ in range(5):
        make_listing()
    first = found(limit="2")
    second = search_listings({"limit": "2", "cursor": first["next"]})
    third = search_listings({"limit": "2", "cursor": second["next"]})
    ids = [item["id"] for page in (first, second, third) for item in page["items"]]
    assert len(set(ids)) == len(ids) == 5
    assert third["next"] is None


def test_a_listing_taken_off_since_it_was_indexed_is_left_out(found, make_listing, session):
    listing = make_listing()
    assert len(found()["items"]) == 1
    listing.status = "unpublished"
    session.commit()
    assert search_listings({})["items"] == []


@pytest.mark.parametrize(
    ("params", "total"),
    [
        ({"industry": "C38"}, 1),
        ({"industry": "3841"}, 1),
        ({"industry": "C34"}, 0),
        ({"ipc": "h01m 10"}, 1),
        ({"ipc": "A01"}, 0),
        ({"region": "440000"}, 1),
        ({"region": "440100"}, 1),
        ({"region": "33,44"}, 1),
        ({"kind": "invention"}, 1),
        ({"kind": ["design", "invention"]}, 1),
        ({"route": "open"}, 0),
        ({"fee_mode": "lump_sum"}, 1),
        ({"free_now": "1"}, 0),
        ({"free_now": "0"}, 1),
        ({"pay_later": "true"}, 0),
        ({"price": "to_50k"}, 1),
        ({"life": "10"}, 1),
    ],
)
def test_every_filter(found, make_listing, params, total):
    with clock.at(date(2026, 1, 1)):
        patent = make_patent(ipc=["H01M10/0525"], industries=["C3841"])
        patent.claimant.region = "440100"
        make_listing(organization=patent.claimant, patents=[patent])
        assert found(**params)["total"] == total


def terms_of(mode, **values):
    return preset(mode, **{"route": Route.ORDINARY, **values})


LIMITED = Terms.of(
    Route.ORDINARY,
    free_window=FreeWindow(through=date(2026, 12, 31)),
    instalments=(Instalment(amount_fen=800_000, due=DuePoint(months=0, days=1)),),
)


@pytest.mark.parametrize(
    ("terms", "until"),
    [
        (terms_of(FeeMode.FREE), FREE_FOR_EVER),
        (terms_of(FeeMode.LUMP_SUM, amount_fen=1), None),
        (terms_of(FeeMode.LIMITED_FREE, free_months=6, yearly_fen=100), FREE_FOR_EVER),
        (LIMITED, date(2026, 12, 31).toordinal()),
        (terms_of(FeeMode.PAY_LATER, amount_fen=100), None),
    ],
)
def test_until_when_terms_are_free(terms, until):
    assert documents.free_until(terms, date(2026, 11, 21)) == until


def test_free_now_ends_with_the_day_without_another_write(found, make_listing):
    make_listing(LIMITED)
    with clock.at(date(2026, 12, 31)):
        assert found(free_now="1")["total"] == 1
    with clock.at(date(2027, 1, 1)):
        assert search_listings({"free_now": "1"})["total"] == 0


def test_pay_later_is_not_free(found, make_listing):
    make_listing(terms_of(FeeMode.PAY_LATER, amount_fen=500_000))
    assert found(pay_later="1")["total"] == 1
    assert found(free_now="1")["total"] == 0


@pytest.mark.parametrize(
    ("status", "total"),
    [
        (DeclarationStatus.SUBMITTED, 0),
        (DeclarationStatus.ANNOUNCED, 1),
        (DeclarationStatus.WITHDRAWING, 1),
        (DeclarationStatus.WITHDRAWN, 0),
    ],
)
def test_a_free_declaration_is_free_now_while_it_takes_notices(found, make_listing, status, total):
    make_listing(declaration=make_declaration(status))
    assert found(free_now="1")["total"] == total
    assert search_listings({"fee_mode": "free"})["total"] == 1


def test_a_price_to_be_agreed_stands_in_no_band(found, make_listing):
    make_listing(preset(FeeMode.NEGOTIABLE))
    assert found()["facets"]["price"] == {}


def test_a_multidict_of_an_address_is_read():
    query = read(
        Kind.LISTINGS, MultiDict([("kind", "design"), ("kind", "invention"), ("q", " x ")])
    )
    assert query.filters == {"kind": frozenset({"design", "invention"})}
    assert query.text == "x"


def test_parameters_that_do_not_exist_are_not_used():
    assert read(Kind.PATENTS, {"color": "red", "sort": "fee"}).sort is Sort.FEE


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"limit": "0"}, "limit_invalid"),
        ({"limit": "101"}, "limit_invalid"),
        ({"limit": "ten"}, "limit_invalid"),
        ({"limit": "-1"}, "limit_invalid"),
        ({"limit": "９９"}, "limit_invalid"),
        ({"sort": "price"}, "sort_unknown"),
        ({"free_now": "maybe"}, "flag_invalid"),
        ({"q": "长" * (LONGEST_QUERY + 1)}, "query_too_long"),
        ({"cursor": "nonsense"}, "cursor_invalid"),
    ],
)
def test_wrong_parameters_are_refused_with_their_field(app, index, params, code):
    make_patent(make_university())
    services.rebuild(index)
    with pytest.raises(Refused) as refusal:
        search_patents(params)
    assert refusal.value.code == code
    assert refusal.value.field == next(iter(params))


def test_the_longest_text_is_answered(app, index):
    make_patent(title="一种红外干燥装置")
    services.rebuild(index)
    assert search_patents({"q": ("红外干燥" * LONGEST_QUERY)[:LONGEST_QUERY]})["total"] == 1

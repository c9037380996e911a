"""Pages, files and interface: the same published rows everywhere, small, and safe to open."""

import csv
import io
import json

import pytest

from marketplace import clock
from marketplace.database import transaction
from marketplace.declarations.models import DeclarationStatus
from marketplace.fees.models import PriceStage
from marketplace.fees.observations import Price
from marketplace.listings.models import ListingStatus
from marketplace.patents.enums import PatentKind
from marketplace.statistics import exports, ranking
from marketplace.statistics.queries import newest
from marketplace.statistics.ranking import Facts, ranked
from tests.declarations.factories import LUMP_SUM, make_declaration
from tests.listings.factories import ORDINARY, make_listing
from tests.statistics.conftest import THROUGH

LIMIT = 60 * 1024


@pytest.fixture
def figures(kept, publish):
    """Two stages with enough prices in two industries; the third has none."""
    kept(12)
    kept(5, price=Price(None, 12, rate_ppm=30_000, rate_base="net_sales"))
    kept(3, industries=("C2611",), kind="design")
    kept(8, PriceStage.DECLARED, industries=("C2611",))
    return publish()


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_before_the_first_quarter_the_page_says_when(client, app):
    page = client.get("/statistics?lang=en")
    assert page.status_code == 200
    assert "when the present quarter is over" in page.text
    assert "cnipa.gov.cn" in page.text
    for path in ("/statistics/declared", "/statistics.csv", "/statistics/ranking"):
        assert client.get(path).status_code == 404
    assert client.get("/api/v1/statistics").status_code == 404


@pytest.mark.parametrize("path", ["", "/declared", "/contracted", "/received", "/ranking"])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_page_opens_and_is_small(client, figures, path, language):
    page = client.get(f"/statistics{path}?lang={language}")
    assert page.status_code == 200
    assert len(page.data) <= LIMIT


def test_the_page_shows_figures_and_why_others_are_missing(client, figures):
    page = client.get("/statistics/contracted?lang=en").text
    assert "C38" in page
    assert "C26" not in page
    assert "¥10,000 – <strong>¥10,000</strong> – ¥10,000" in page
    assert "3%" in page
    assert "Not shown (none, too few" in page
    assert "<svg" in page
    assert "Not shown" in client.get("/statistics/received?lang=en").text


def test_filters_in_the_address_change_nothing(client, figures):
    plain = client.get("/api/v1/statistics").get_json()
    assert client.get("/api/v1/statistics?kind=design&division=C26").get_json() == plain
    page = main_of(client.get("/statistics/contracted?lang=en"))
    filtered = client.get("/statistics/contracted?lang=en&kind=design&year=2026")
    assert main_of(filtered) == page


def main_of(page):
    return page.text.split("<main")[1].split("</main>")[0]


def test_file_interface_and_page_say_the_same(client, figures):
    answer = client.get("/api/v1/statistics").get_json()
    answer_file = client.get("/statistics.csv")
    assert answer_file.mimetype == "text/csv"
    assert "attachment" in answer_file.headers["Content-Disposition"]
    rows = rows_of(answer_file.text)
    listed = [
        (stage, table, row["key"] or "", str(row["contracts"]))
        for stage in ("declared", "contracted", "received")
        for table, found in figures.prices[stage].items()
        for row in found
    ]
    assert [(r["stage"], r["table"], r["key"], r["contracts"]) for r in rows] == listed
    assert {stage: answer[stage] for stage in figures.prices} == json.loads(
        json.dumps(figures.prices)
    )
    whole = next(r for r in rows if (r["stage"], r["table"]) == ("contracted", "all"))
    assert (whole["fee_contracts"], whole["fee_median_yuan"]) == ("12", "10000")
    assert (whole["rate_contracts"], whole["rate_median_percent"]) == ("5", "3")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_is_never_a_formula(start):
    """R-96."""
    assert exports.guarded(f"{start}HYPERLINK()") == f"'{start}HYPERLINK()"
    assert exports.guarded("一种装置") == "一种装置"
    assert exports.guarded(None) == ""


def test_a_title_that_is_a_formula_leaves_as_text(client, publish, app):
    declaration = make_declaration(DeclarationStatus.ANNOUNCED, terms=LUMP_SUM)
    with transaction():
        declaration.patent.title = "=1+1"
    publish(THROUGH, clock.today())
    (row,) = rows_of(client.get("/statistics/ranking.csv").text)
    assert row["title"] == "'=1+1"


def test_the_ranking_counts_published_patents_once_from_public_facts(client, publish, app):
    declared = make_declaration(DeclarationStatus.ANNOUNCED, terms=LUMP_SUM)
    listed = make_listing(ListingStatus.PUBLISHED, terms=ORDINARY)
    make_declaration(DeclarationStatus.SUBMITTED, terms=LUMP_SUM)
    make_listing(ListingStatus.SUBMITTED, terms=ORDINARY)
    found = publish(THROUGH, clock.today()).ranking
    assert [each["number"] for each in found["patents"]] == [
        declared.patent.number,
        listed.patents[0].number,
    ]
    assert found["ranked"] == 2
    assert [(each["name"], each["announced"]) for each in found["institutions"]] == [
        (declared.organization.name, 1)
    ]
    page = client.get("/statistics/ranking?lang=en").text
    assert "For reference only" in page
    assert declared.patent.number in page


def test_private_facts_move_nothing_in_the_ranking(app):
    declaration = make_declaration(DeclarationStatus.ANNOUNCED, terms=LUMP_SUM)
    before = ranking.standing(clock.today())
    assert before["ranked"] == 1
    with transaction():
        patent = declaration.patent
        patent.grade, patent.asking_fee, patent.willingness = 5, 900_000_00, ["transfer"]
        patent.price_intention = "面议"
    assert ranking.standing(clock.today()) == before


def test_points_add_up_and_equal_points_share_a_place():
    def facts(number, kind=PatentKind.INVENTION, **changes):
        values = {"years_left": 20, "announced": True, "subclasses": 9} | changes
        return Facts(number, "一种装置", kind, ("许可人",), **values)

    best, twin = facts("2"), facts("1")
    other = facts("3", PatentKind.DESIGN, years_left=4, announced=False, subclasses=0)
    assert best.points == 100
    assert other.parts == {"kind": 15, "life": 8, "access": 10, "breadth": 0}
    assert [(place, each.number) for place, each in ranked([best, other, twin])] == [
        (1, "1"),
        (1, "2"),
        (3, "3"),
    ]


def test_the_newest_release_is_what_is_read(figures):
    assert newest().id == figures.id

"""``/listings``: readable without a script, in both languages, with everything escaped."""

import pytest
from bs4 import BeautifulSoup

from marketplace.extensions import db
from marketplace.search import facets, labels, pages, services
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.presets import preset
from tests.declarations.factories import make_declaration
from tests.patents.factories import make_patent
from tests.sent import selects, statements


@pytest.fixture
def get(client, index):
    """A page as a soup, after the index was brought up to the database."""

    def page(address="/listings", status=200, language="en"):
        services.rebuild(index)
        response = client.get(address, headers={"Accept-Language": language})
        assert response.status_code == status
        return BeautifulSoup(response.text, "html.parser")

    return page


def words(soup, selector):
    return [" ".join(each.get_text(" ").split()) for each in soup.select(selector)]


def test_an_empty_site_says_so(get):
    assert "Nothing is published yet" in get().get_text()


def test_a_card_shows_title_words_price_and_way_on(get, make_listing):
    listing = make_listing()
    card = get("/listings?q=极片 干燥").select_one(".result")
    assert [each.text for each in card.select(".result-title mark")] == ["极片", "干燥"]
    assert card.select_one(".result-title a")["href"] == f"/listings/{listing.public_id}"
    assert "让涂布后的" in card.select_one(".result-summary").text
    assert card.select_one(".price-figure").text == "¥12,000.00"
    assert "东江理工大学" in card.select_one(".result-meta").text
    assert f"ZL {listing.patents[0].number}" in card.select_one(".result-meta").text


@pytest.mark.parametrize(
    ("terms", "label", "figure"),
    [
        (preset(FeeMode.FREE, route=Route.ORDINARY), "Now", "Free of charge"),
        (preset(FeeMode.PAY_LATER, amount_fen=100_000), "First payment", "After 12 months"),
        (preset(FeeMode.ROYALTY, rate_ppm=20_000, route=Route.ORDINARY), "Royalty", "2%"),
        (preset(FeeMode.PRICE, amount_fen=9_900_000), "Transfer", "¥99,000.00"),
        (preset(FeeMode.SHARES, shares_ppm=100_000), "Transfer", "10%"),
        (preset(FeeMode.NEGOTIABLE), "Transfer", "Negotiable"),
    ],
)
def test_the_figure_says_what_is_asked_first(get, make_listing, terms, label, figure):
    make_listing(terms)
    soup = get()
    assert words(soup, ".price-label") == [label]
    assert words(soup, ".price-figure") == [figure]


def test_html_of_users_is_text(get, make_listing):
    make_listing(title="<script>alert(1)</script>极片", summary="<img src=x>极片")
    soup = get("/listings?q=极片<b>x")
    assert soup.select_one(".results script, .results img, .results b") is None
    assert "<script>alert(1)</script>" in soup.select_one(".result-title").text


def test_facets_are_boxes_of_one_form_that_needs_no_script(get, make_listing):
    make_listing()
    form = get("/listings?q=极片&kind=invention&sort=fee").select_one(".facets-form")
    assert form["method"] == "get"
    assert form.select_one(".facet input[name=kind][value=invention]").has_attr("checked")
    assert form.select_one("button[type=submit]")
    assert form.select_one("input[name=q]")["value"] == "极片"
    assert form.select_one("input[name=sort]")["value"] == "fee"


def test_a_chip_removes_its_own_filter_only(get, make_listing):
    make_listing()
    soup = get("/listings?q=极片&kind=invention&route=ordinary")
    address = next(chip["href"] for chip in soup.select(".chip") if "Invention" in chip.get_text())
    assert "kind=" not in address
    assert "route=ordinary" in address


def test_a_new_search_keeps_the_filters(get, make_listing):
    make_listing()
    form = get("/listings?kind=invention&kind=design").select_one("form.search")
    assert [box["value"] for box in form.select("input[name=kind]")] == ["design", "invention"]


def test_a_filter_with_nothing_left_stays_removable(get, make_listing):
    make_listing()
    soup = get("/listings?kind=design")
    assert soup.select_one(".facet input[name=kind][value=design]").has_attr("checked")
    assert "Nothing fits all of this" in soup.get_text()
    assert soup.select(".chip")


def test_orders_offer_relevance_only_for_words(get, make_listing):
    make_listing()
    assert words(get(), ".sort-links a") == ["Newest", "Fee", "Remaining life"]
    assert words(get("/listings?q=极片"), ".sort-links a")[0] == "Relevance"


def test_pages_lead_on_and_back(get, make_listing):
    for _ in range(3):
        make_listing()
    first = get("/listings?limit=2")
    following = first.select_one("a[rel=next]")["href"]
    assert "cursor=" in following
    second = get(following)
    assert second.select_one("a[rel=prev]")["href"] == "/listings"
    assert second.select_one("a[rel=next]") is None


def test_too_long_a_text_is_explained_and_not_lost(get):
    text = "长" * 2_001
    soup = get(f"/listings?q={text}", status=422)
    assert "2001 characters" in soup.get_text()
    assert soup.select_one("input[type=search]")["value"] == text


def test_patents_stand_under_a_tab_of_their_own(get, make_listing):
    listing = make_listing()
    free = make_patent(title="一种极片清洗装置")
    soup = get("/listings?tab=patents&q=极片")
    links = [each["href"] for each in soup.select(".result-title a")]
    assert set(links) == {f"/patents/{free.number}", f"/listings/{listing.public_id}"}
    assert soup.select_one(".facet input[name=route]") is None


def test_private_text_is_not_shown(get):
    make_patent(title="一种泵", advantage="秘密的叶轮", text_private=True)
    assert "秘密的叶轮" not in get("/listings?tab=patents").get_text()


def test_a_declaration_in_progress_is_named(get, make_listing):
    make_listing(declaration=make_declaration())
    assert "Declaration in progress" in words(get(), ".tags li")


def test_a_page_of_cards_needs_as_many_queries_as_one_card(client, index, make_listing):
    counts = []
    for _ in range(2):
        make_listing()
        services.rebuild(index)
        db.session.remove()
        counts.append(queries_of(lambda: client.get("/listings")))
    assert counts[0] == counts[1] <= 4


def queries_of(act):
    with statements() as sent:
        act()
    return len(selects(sent))


@pytest.mark.parametrize("address", ["/listings", "/listings?tab=patents", "/listings?q=极片"])
def test_every_page_has_one_h1_a_title_and_labels(get, make_listing, address):
    make_listing()
    soup = get(address)
    assert len(soup.select("h1")) == 1
    assert soup.title.text.strip()
    assert all(link.get("href") for link in soup.select("main a"))
    for box in soup.select("main input:not([type=hidden])"):
        assert box.find_parent("label") or soup.select_one(f"label[for={box['id']}]")


def test_every_value_of_every_closed_facet_has_a_word(app):
    assert set(labels.LIVES) == {str(years) for years in facets.LIFE_YEARS}
    assert set(labels.PRICES) == {code for code, _ in facets.PRICE_BANDS}
    assert set(labels.FACETS) == set(facets.FILTERS)
    shown = {name for names in pages.SHOWN.values() for name in names}
    assert shown == set(facets.SHOWN)


@pytest.mark.parametrize(
    ("name", "value", "english", "chinese"),
    [
        ("region", "44", "Guangdong", "广东省"),
        ("industry", "C38", "电气机械和器材制造业", "电气机械和器材制造业"),
        ("industry", "XYZ", "XYZ", "XYZ"),
    ],
)
def test_codes_are_shown_by_their_names(app, name, value, english, chinese):
    assert labels.value_text(name, value, "en") == english
    assert labels.value_text(name, value, "zh_CN") == chinese


def test_bands_stand_in_their_own_order(get, make_listing):
    make_listing(preset(FeeMode.LUMP_SUM, amount_fen=9_000_000, route=Route.ORDINARY))
    for _ in range(2):
        make_listing()
    soup = get()
    assert [box["value"] for box in soup.select("input[name=price]")] == ["to_50k", "over_50k"]
    assert [box["value"] for box in soup.select("input[name=life]")] == ["3", "5", "10"]


def test_free_is_said_once(get, make_listing):
    make_listing(preset(FeeMode.FREE, route=Route.ORDINARY))
    assert get().select_one(".price-note") is None

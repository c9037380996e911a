"""The home page: the search, true figures, ways in; help pages; what stands at every page's head."""

import pytest

from marketplace.desk.help import TOPICS
from marketplace.terms.enums import FeeMode, Route
from tests import deals
from tests.accounts.factories import client_of, make_administrator, make_user, owner_of

LANGUAGES = pytest.mark.parametrize("lang", ["zh_CN", "en"])


@LANGUAGES
def test_an_empty_site_says_so(client, lang):
    page = client.get("/", query_string={"lang": lang})
    assert page.status_code == 200
    assert page.get_data(as_text=True).count('role="search"') == 1


def test_the_figures_are_true(client, indexed):
    deals.noticed(deals.published())
    deals.published(FeeMode.LUMP_SUM, amount_fen=deals.LUMP_FEN)
    deals.published(FeeMode.PAY_LATER, Route.ORDINARY, rate_ppm=20_000)
    indexed()
    text = client.get("/?lang=en").get_data(as_text=True)
    figures = text[text.index("figures-line") : text.index("</dl>")]
    assert [part.split("<")[0] for part in figures.split('">')[2:]] == ["3", "1", "1", "1"]


def test_what_is_free_and_what_is_paid_later_stands_on_its_shelf(client, indexed):
    free = deals.published()
    later = deals.published(FeeMode.PAY_LATER, Route.ORDINARY, rate_ppm=20_000)
    free_id, later_id = free.public_id, later.public_id
    indexed()
    text = client.get("/?lang=en").get_data(as_text=True)
    shelf_free = text[text.index('id="free"') : text.index('id="later"')]
    assert free_id in shelf_free
    assert later_id not in shelf_free
    assert later_id in text[text.index('id="later"') :]


def test_more_listings_take_no_more_statements(client, indexed, statements):
    def count(number):
        for _ in range(number):
            deals.published()
        indexed()
        client.get("/")
        with statements() as seen:
            client.get("/")
        return len(seen)

    assert count(1) == count(5) <= 12


@LANGUAGES
@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.slug)
def test_every_help_page_is_written_in_both_languages(client, topic, lang):
    page = client.get(f"/help/{topic.slug}", query_string={"lang": lang})
    text = page.get_data(as_text=True)
    assert page.status_code == 200
    body = text[text.index("<article") : text.index("</article>")]
    assert any("一" <= character <= "鿿" for character in body) is (lang == "zh_CN")


def test_the_index_of_help_names_every_page(client):
    text = client.get("/help").get_data(as_text=True)
    assert all(f'/help/{topic.slug}"' in text for topic in TOPICS)
    assert client.get("/help/nothing").status_code == 404


@pytest.mark.parametrize(
    ("who", "shown", "hidden"),
    [
        ("visitor", {"/listings", "/verify", "/help"}, {"/desk", "/admin", "/audit"}),
        ("member", {"/listings", "/desk", "/verify"}, {"/admin", "/audit"}),
        ("administrator", {"/desk", "/admin", "/audit"}, set()),
        ("auditor", {"/desk", "/audit"}, {"/admin"}),
    ],
)
def test_the_head_shows_what_the_visitor_can_use(app, who, shown, hidden):
    client = {
        "visitor": app.test_client,
        "member": lambda: client_of(app, owner_of(deals.licensee())),
        "administrator": lambda: client_of(app, make_administrator()),
        "auditor": lambda: client_of(app, make_user(is_auditor=True)),
    }[who]()
    text = client.get("/").get_data(as_text=True)
    head = text[text.index('class="site-nav"') : text.index('class="account-links"')]
    links = {part.split('"')[0] for part in head.split('href="')[1:]}
    assert shown <= links
    assert not hidden & links


def test_the_operator_stands_at_the_foot(client):
    assert "开放许可" in client.get("/").get_data(as_text=True).split("<footer")[1]

"""The page of a listing for a buyer: what it shows, what it costs, what it keeps to itself."""

import re

import pytest

from marketplace import clock
from marketplace.database import transaction
from marketplace.declarations import services as declarations
from marketplace.extensions import db
from marketplace.listings import services as listings
from marketplace.listings.models import ListingStatus
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.presets import preset
from marketplace.terms.projection import Volume
from marketplace.terms.schedule import project
from marketplace.web import money
from tests import deals
from tests.accounts.factories import client_of, make_user, owner_of
from tests.declarations.factories import evidence, make_patent, make_patentee, manager_of
from tests.listings.factories import make_listing

LANGUAGES = pytest.mark.parametrize("lang", ["zh_CN", "en"])


def get(client, listing, lang="en", **query):
    return client.get(f"/listings/{listing.public_id}", query_string={"lang": lang, **query})


@LANGUAGES
def test_a_visitor_reads_everything_and_is_led_to_sign_in(client, lang):
    listing = deals.published()
    page = get(client, listing, lang)
    text = page.get_data(as_text=True)
    assert page.status_code == 200
    assert text.count("<h1") == 1
    assert listing.patents[0].certificate_number in text
    assert listing.items[0].declaration.number in text
    assert f"/sign-in?next=/listings/{listing.public_id}" in text


def test_a_licensee_begins_by_one_button(app):
    listing = deals.published()
    client = client_of(app, owner_of(deals.licensee()))
    text = get(client, listing).get_data(as_text=True)
    assert f'action="/listings/{listing.public_id}/agreements"' in text
    assert text.count("button-primary") == 1
    assert "Sign the notice" in text


@pytest.mark.parametrize(
    ("mode", "route", "values", "verb"),
    [
        (FeeMode.FREE, Route.ORDINARY, {}, "Accept the offer"),
        (FeeMode.FREE, Route.OPEN_SOURCE, {}, "Take up the license"),
    ],
)
def test_the_verb_follows_the_route(app, mode, route, values, verb):
    client = client_of(app, owner_of(deals.licensee()))
    text = get(client, deals.published(mode, route, **values)).get_data(as_text=True)
    assert verb in text


def test_who_holds_the_license_is_led_to_it(app):
    agreement = deals.noticed(deals.published())
    client = client_of(app, owner_of(agreement.licensee))
    text = get(client, agreement.listing).get_data(as_text=True)
    assert f'href="/agreements/{agreement.public_id}"' in text
    assert "1 licensee so far" in text


def test_the_owner_manages_instead_of_signing(app):
    listing = deals.published()
    text = get(client_of(app, owner_of(listing.organization)), listing).get_data(as_text=True)
    assert f'href="/my/listings/{listing.public_id}"' in text
    assert f'action="/listings/{listing.public_id}/agreements"' not in text


def test_someone_without_organization_registers_one_first(app):
    text = get(client_of(app, make_user()), deals.published()).get_data(as_text=True)
    assert "/organization/new" in text


@pytest.mark.parametrize("yuan", [0, 1_234_567, 50_000_000])
def test_the_cost_for_my_volume_is_that_of_the_schedule(client, yuan):
    listing = deals.published(FeeMode.ROYALTY, rate_ppm=15_000)
    item = listing.items[0]
    volume = Volume(net_sales_fen=yuan * 100, starts_after_months=3)
    expected = project(
        item.declaration.record, clock.today(), volume, expires_limit=item.patent.expires_on
    )
    page = get(client, listing, sales=f"{yuan:,}", starts="3").get_data(as_text=True)
    if expected.total_fen:
        assert f"{money(expected.total_fen)} in all" in page
        for line in expected.lines:
            assert money(line.amount_fen) in page
    else:
        assert "in all through" not in page


def test_without_figures_the_page_names_its_example(client):
    text = get(client, deals.published(FeeMode.ROYALTY, rate_ppm=15_000)).get_data(as_text=True)
    assert "An example" in text
    assert "CNY 2,000,000" in text


def test_a_wrong_volume_is_explained_and_nothing_breaks(client):
    listing = deals.published(FeeMode.ROYALTY, rate_ppm=15_000)
    for typed in ("面议", "-1", "9" * 40):
        page = get(client, listing, sales=typed)
        assert page.status_code == 200
        assert "field-error" in page.get_data(as_text=True)


def test_only_the_figures_that_matter_are_asked(client):
    assert 'name="sales"' not in get(client, deals.published()).get_data(as_text=True)
    profit = deals.published(FeeMode.ROYALTY, rate_ppm=15_000, base="profit")
    text = get(client, profit).get_data(as_text=True)
    assert 'name="profit"' in text
    assert 'name="sales"' not in text


def test_before_the_announcement_the_page_takes_no_notice(client):
    listing = make_listing(ListingStatus.PUBLISHED)
    text = get(client, listing).get_data(as_text=True)
    assert "Declaration in progress" in text
    assert "button-primary" not in text


def test_after_a_withdrawal_no_license_can_be_taken(client):
    listing = deals.published()
    declaration = listing.items[0].declaration
    owner = owner_of(listing.organization)
    with transaction():
        declarations.request_withdrawal(declaration, owner, clock.today(), "拟转让", evidence())
    assert "Withdrawal" not in get(client, listing).get_data(as_text=True)
    with transaction():
        declarations.announce_withdrawal(declaration, owner, clock.today(), "42-11", evidence())
    text = get(client, listing).get_data(as_text=True)
    assert "No new license can be taken" in text
    assert "The office announced the withdrawal" in text
    assert "The declaration was withdrawn." in text
    assert "How you get it" not in text


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (ListingStatus.PAUSED, "not shown at the moment"),
        (ListingStatus.UNPUBLISHED, "was taken off"),
    ],
)
def test_a_paused_or_unpublished_listing_says_so(client, status, words):
    listing = make_listing(status)
    text = get(client, listing).get_data(as_text=True)
    assert words in text
    assert "button-primary" not in text
    assert 'id="cost"' not in text


def test_an_unpublished_draft_is_its_organizations_own(app, client):
    listing = make_listing(ListingStatus.SUBMITTED)
    assert get(client, listing).status_code == 404
    stranger = client_of(app, owner_of(deals.licensee()))
    assert get(stranger, listing).status_code == 404
    owner = client_of(app, owner_of(listing.organization))
    assert get(owner, listing).status_code == 200
    with transaction():
        listings.return_(listing, deals_reviewer(), "请补充")
    assert get(client, listing).status_code == 404


def deals_reviewer():
    from tests.accounts.factories import make_administrator

    return make_administrator()


def test_nothing_private_stands_on_the_public_page(client):
    """Willingness, asking fee, intended companies, bars by name, the account, who signed."""
    patentee = make_patentee()
    patent = make_patent(
        patentee,
        willingness=["transfer"],
        asking_fee=98_765_400,
        intended_companies=["绝密意向公司"],
        funding_project="绝密项目",
    )
    listing = deals.published(FeeMode.LUMP_SUM, amount_fen=deals.LUMP_FEN, patents=[patent])
    deals.noticed(listing)
    licensee = deals.licensee()
    deals.drafted(listing, licensee)
    page = get(client, listing, "zh_CN").get_data(as_text=True)
    sheet = client.get(f"/listings/{listing.public_id}/sheet").get_data(as_text=True)
    account = listing.organization.payee_account.account_number
    hidden = ["987,654", "绝密意向公司", "绝密项目", account, licensee.name]
    hidden.append(manager_of(patentee).name)
    for word in hidden:
        assert word not in page
        assert word not in sheet


def test_a_negotiated_price_never_shows(client):
    listing = deals.published(FeeMode.LUMP_SUM, Route.ORDINARY, amount_fen=deals.LUMP_FEN)
    agreement = deals.drafted(listing)
    agreement.terms = {**agreement.terms, "lump_sum": {"amount_fen": 777_777_700, "due_days": 0}}
    db.session.commit()
    for path in (f"/listings/{listing.public_id}", "/", "/listings"):
        assert "7,777,777" not in client.get(path).get_data(as_text=True)


def test_several_patents_each_stand_with_number_and_kind(client):
    patentee = make_patentee()
    patents = [make_patent(patentee), make_patent(patentee, kind_digit="1")]
    text = get(client, deals.published(patents=patents)).get_data(as_text=True)
    for patent in patents:
        assert patent.certificate_number in text
    assert "2 patents" in text


def test_the_code_carries_the_address_and_the_sheet_shows_it(client):
    listing = deals.published()
    code = client.get(f"/listings/{listing.public_id}/qr.svg")
    assert code.content_type == "image/svg+xml"
    assert b"<svg" in code.data
    sheet = client.get(f"/listings/{listing.public_id}/sheet").get_data(as_text=True)
    assert f"http://localhost/listings/{listing.public_id}" in sheet


def test_the_page_keeps_to_a_number_of_statements(client, statements):
    listing = deals.published()
    for _ in range(3):
        deals.noticed(deals.published())
    get(client, listing)
    db.session.expunge_all()
    listing = db.session.merge(listing)
    with statements() as seen:
        assert get(client, listing).status_code == 200
    assert len(seen) <= 22


def test_the_first_view_is_light(client):
    page = get(client, deals.published(FeeMode.ROYALTY, rate_ppm=15_000))
    assert len(page.data) < 40_000
    assert not re.search(r"<script(?! defer src)", page.get_data(as_text=True))


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_nothing_at_an_unknown_address(client, lang):
    assert client.get("/listings/nothinghere00000", query_string={"lang": lang}).status_code == 404


def test_a_sale_speaks_of_the_patent_and_not_of_licensees(client):
    listing = deals.published(terms=preset(FeeMode.SHARES, shares_ppm=150_000))
    text = get(client, listing).get_data(as_text=True)
    assert "How you acquire the patent" in text
    assert "No price in money" in text
    assert "licensees so far" not in text

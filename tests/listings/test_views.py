"""The editor in a browser: allowed, forbidden, refused, explained; and the public view."""

import pytest

from marketplace import clock
from marketplace.accounts.models import Role
from marketplace.extensions import db
from marketplace.listings.models import Listing, ListingStatus
from marketplace.listings.queries import public_view
from marketplace.patents.models import LegalStatus
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.presets import preset
from marketplace.terms.projection import Volume
from tests.accounts.browser import visit
from tests.accounts.factories import (
    PASSWORD,
    client_of,
    make_administrator,
    make_member,
    make_organization,
    make_user,
)
from tests.declarations.factories import FREE, LUMP_SUM, make_patent, make_patentee
from tests.declarations.posting import post
from tests.listings.factories import ORDINARY, PRICED, announce, make_listing, owner_of

S = ListingStatus
PAGES = ["", "/patents", "/route", "/terms", "/text", "/bars", "/check"]


def browser(app, listing):
    return client_of(app, owner_of(listing.organization))


def path(listing, page=""):
    return f"/my/listings/{listing.public_id}{page}"


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("terms", [LUMP_SUM, PRICED], ids=["open", "ordinary"])
def test_every_page_of_the_editor_opens(app, page, lang, terms):
    listing = make_listing(terms=terms)
    assert visit(browser(app, listing), path(listing, page) + f"?lang={lang}").status == 200


@pytest.mark.parametrize("mode", FeeMode)
def test_the_terms_page_opens_for_every_mode(app, mode):
    routes = [Route.TRANSFER if mode in {"price", "shares", "negotiable"} else Route.ORDINARY]
    listing = make_listing(terms=ORDINARY)
    listing.route, listing.fee_mode, listing.terms = routes[0], mode, None
    db.session.commit()
    assert visit(browser(app, listing), path(listing, "/terms")).status == 200


def test_the_list_shows_ones_own_listings(app):
    listing, other = make_listing(), make_listing(organization=make_patentee(name="别的大学"))
    page = visit(browser(app, listing), "/my/listings")
    assert listing.public_id in str(page.soup)
    assert other.public_id not in str(page.soup)
    assert visit(browser(app, listing), "/my/listings?status=published").status == 200


def test_without_listings_the_list_says_what_to_do(app):
    organization = make_patentee()
    page = visit(client_of(app, owner_of(organization)), "/my/listings?lang=en")
    assert "No listing yet" in page.text


def test_a_whole_listing_is_written_without_a_script(app):
    organization = make_patentee()
    patent = make_patent(organization, clear=False)
    client = client_of(app, owner_of(organization))
    page = visit(client, "/my/listings/new?lang=en")
    page = page.send("/my/listings/new", number=patent.number).follow()
    page = page.send(choice="open:free").follow()
    action = page.soup.select_one("main form")["action"]
    page = page.send(action, **{"period-months": "60"}).follow()
    page = page.send(title="让电池降温的液冷板").follow()
    states = dict.fromkeys(_stated(page), "clear")
    page = page.send(status="valid", **states).follow()
    listing = db.session.query(Listing).one()
    page = visit(client, path(listing, "/check?lang=en"))
    page = page.send(path(listing, "/submission")).follow()
    assert listing.status is S.SUBMITTED
    assert listing.items[0].declaration.record.period.months == 60
    assert patent.legal_status is LegalStatus.VALID


def _stated(page):
    return {each["name"] for each in page.soup.select("#state input[type=radio]")}


def test_three_hundred_are_marked_at_once_by_the_filter(app):
    organization = make_patentee()
    for _ in range(4):
        make_patent(organization, commit=False)
    make_patent(organization, title="别的东西")
    client = client_of(app, owner_of(organization))
    page = visit(client, "/my/listings/new?q=电池")
    page.send("/my/listings/new", all="1").follow()
    assert len(db.session.query(Listing).one().items) == 4


def test_marking_nothing_is_explained(app):
    organization = make_patentee()
    make_patent(organization)
    page = visit(client_of(app, owner_of(organization)), "/my/listings/new?lang=en")
    answer = page.send("/my/listings/new")
    assert answer.status == 422
    assert answer.soup.select_one(".flashes .notice-overdue")


def test_patents_are_added_and_taken_out(app):
    listing = make_listing()
    more = make_patent(listing.organization)
    client = browser(app, listing)
    post(client, path(listing, "/patents"), number=more.number)
    assert len(listing.items) == 2
    post(client, path(listing, "/patents"), out=more.number)
    assert more not in listing.patents


@pytest.mark.parametrize("amount", ["具体面议", "-1"])
def test_a_fee_that_is_no_amount_is_explained_at_its_field(app, amount):
    listing = make_listing(terms=LUMP_SUM)
    page = visit(browser(app, listing), path(listing, "/terms?lang=en"))
    answer = page.send(path(listing, "/terms"), **{"lump_sum-amount_fen": amount})
    assert answer.status == 422
    assert answer.error_at("lump_sum-amount_fen")
    assert answer.soup.select_one("#lump_sum-amount_fen")["value"] == amount
    assert listing.items[0].declaration.record == LUMP_SUM


def test_a_fee_over_the_ceiling_is_explained_at_its_field(app):
    listing = make_listing(terms=LUMP_SUM)
    page = visit(browser(app, listing), path(listing, "/terms?lang=en"))
    answer = page.send(path(listing, "/terms"), **{"lump_sum-amount_fen": "2000.01万"})
    assert answer.status == 422
    assert "20,000,000" in answer.error_at("lump_sum-amount_fen")


def test_clauses_and_cost_can_be_seen_before_saving(app):
    listing = make_listing(terms=LUMP_SUM)
    page = visit(browser(app, listing), path(listing, "/terms?lang=en"))
    answer = page.send(path(listing, "/terms"), **{"lump_sum-amount_fen": "5万", "preview": "1"})
    assert answer.status == 200
    assert "¥50,000" in answer.text
    assert answer.soup.select_one("#cost svg")
    assert listing.items[0].declaration.record == LUMP_SUM


def test_a_royalty_is_drawn_for_three_volumes(app):
    listing = make_listing(terms=preset(FeeMode.ROYALTY, rate_ppm=20_000))
    page = visit(browser(app, listing), path(listing, "/terms?lang=en"))
    for volume in ("500,000", "2,000,000", "10,000,000"):
        assert volume in page.text


def test_an_exclusive_license_cannot_be_chosen(app):
    listing = make_listing()
    page = visit(browser(app, listing), path(listing, "/route"))
    answer = page.send(choice="exclusive:lump_sum")
    assert answer.status == 422
    assert listing.route is Route.OPEN


def test_what_is_missing_is_a_list_of_links(app):
    listing = make_listing(terms=PRICED, signed=False, account=False)
    page = visit(browser(app, listing), path(listing, "/check"))
    links = {each["href"] for each in page.soup.select("#problems a")}
    assert path(listing, "/offer") in links
    assert page.soup.select_one("#submit") is None


def test_the_standing_offer_is_signed_with_the_password(app):
    listing = make_listing(terms=PRICED, signed=False)
    page = visit(browser(app, listing), path(listing, "/offer?lang=en"))
    assert listing.patents[0].number in page.text
    wrong = page.send(agree="y", password="wrong password")
    assert wrong.status == 422
    assert wrong.error_at("password")
    assert listing.offer is None
    assert page.send(agree="y", password=PASSWORD).status == 303
    assert listing.offer is not None
    assert visit(browser(app, listing), path(listing, "/offer")).status == 200


def test_the_offer_page_without_a_signatory_says_who_signs(app):
    listing = make_listing(terms=PRICED, signed=False)
    member = make_member(listing.organization, None, Role.MANAGER)
    page = visit(client_of(app, member.user), path(listing, "/offer?lang=en"))
    assert "signatory" in page.text
    assert page.soup.select_one("#sign") is None


def test_a_listing_that_is_not_yours_is_forbidden(app):
    listing = make_listing()
    stranger = client_of(app, owner_of(make_organization()))
    for page in PAGES:
        assert visit(stranger, path(listing, page)).status == 403
    assert post(stranger, path(listing, "/submission")) == 403
    assert visit(stranger, "/my/listings/0000000000000000").status == 404


def test_a_viewer_reads_and_changes_nothing(app):
    listing = make_listing()
    viewer = client_of(app, make_member(listing.organization).user)
    assert visit(viewer, path(listing)).status == 200
    assert visit(viewer, path(listing, "/terms")).status == 403
    assert post(viewer, path(listing, "/submission")) == 403


def test_staff_and_auditors_read(app):
    listing = make_listing()
    assert visit(client_of(app, make_administrator()), path(listing)).status == 200
    assert visit(client_of(app, make_user(is_auditor=True)), path(listing)).status == 200


def test_visitors_sign_in_first(app):
    listing = make_listing()
    assert app.test_client().get(path(listing)).status_code in {302, 303, 401}


def test_a_published_listing_is_edited_no_more(app):
    listing = make_listing(S.PUBLISHED)
    client = browser(app, listing)
    assert visit(client, path(listing, "/terms")).status == 409
    assert post(client, path(listing, "/submission")) == 409


def test_pause_resume_and_taking_off(app):
    listing = make_listing(S.PUBLISHED)
    page = visit(browser(app, listing), path(listing))
    for action, status in (
        ("/pause", S.PAUSED),
        ("/resumption", S.PUBLISHED),
        ("/unpublication", S.UNPUBLISHED),
    ):
        page = page.send(path(listing, action)).follow()
        assert listing.status is status
    assert post(browser(app, listing), path(listing, "/pause")) == 409


# What a buyer's page gets


def test_the_public_view_of_a_pending_listing_takes_no_notices(app):
    view = public_view(make_listing(S.PUBLISHED, terms=LUMP_SUM), "en")
    assert (view.pending, view.takes_notices, view.contact) == (True, False, None)
    assert "30,000" in view.headline
    assert view.cost.total_fen == 3_000_000


def test_the_public_view_after_the_announcement(app):
    listing = make_listing(S.PUBLISHED, terms=LUMP_SUM)
    announce(listing)
    view = public_view(listing, "zh_CN", label="我", free_label="免费")
    assert (view.pending, view.takes_notices) == (False, True)
    assert view.contact == "王经理 020-87110000"
    assert len(view.patents[0].bars) == 9
    assert view.payee_account.account_number == "6222000000001234"


def test_the_cost_of_a_group_on_open_is_the_sum_of_its_patents(app):
    organization = make_patentee()
    patents = [make_patent(organization) for _ in range(3)]
    assert (
        public_view(make_listing(patents=patents, terms=LUMP_SUM), "en").cost.total_fen == 9_000_000
    )
    others = [make_patent(organization) for _ in range(3)]
    view = public_view(make_listing(patents=others, terms=PRICED), "en")
    assert view.cost.total_fen == 3_000_000


def test_the_cost_is_for_the_readers_own_volume(app):
    listing = make_listing(terms=preset(FeeMode.ROYALTY, rate_ppm=20_000, months=12))
    view = public_view(listing, "en", Volume(net_sales_fen=100_000_000))
    assert view.cost.total_fen == 2_000_000


def test_notices_end_with_the_right(app):
    listing = make_listing(S.PUBLISHED)
    announce(listing)
    listing.patents[0].legal_status = LegalStatus.TERMINATED
    db.session.commit()
    view = public_view(listing, "en")
    assert not view.takes_notices
    assert view.patents[0].ended


def test_similar_listings_share_an_industry_and_are_live(app):
    listing, like = make_listing(S.PUBLISHED), make_listing(S.PUBLISHED)
    make_listing(terms=FREE)
    patent = make_patent(make_patentee(), industries=["A0111"], ipc=["A01B1/00"])
    make_listing(S.PUBLISHED, patents=[patent])
    assert [each.public_id for each in public_view(listing, "en").similar] == [like.public_id]


def test_the_view_speaks_of_a_day(app):
    listing = make_listing(S.PUBLISHED)
    announce(listing)
    assert not public_view(listing, "en", on=clock.today().replace(year=2020)).takes_notices

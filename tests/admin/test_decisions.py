"""Each decision: what comes of it, the event, the inbox; and each that is refused."""

import pytest

from marketplace.accounts.models import OrganizationStatus, PayeeStatus
from marketplace.agreements.lifecycles import AgreementStatus
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.listings.models import ListingStatus
from marketplace.patents.models import LegalStatus
from tests import deals
from tests.accounts.browser import visit
from tests.accounts.factories import (
    client_of,
    make_administrator,
    make_member,
    make_organization,
)
from tests.admin import scenes
from tests.declarations.posting import post

REASON = "营业执照扫描件模糊,请重新上传。"


def _organization(organization, act=""):
    return f"/admin/organizations/{organization.public_id}{act}"


def _listing(listing, act=""):
    return f"/admin/listings/{listing.public_id}{act}"


def _account(account, act=""):
    return f"/admin/payee-accounts/{account.public_id}{act}"


# Organizations ------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_the_page_shows_what_to_compare(staff, lang):
    organization = scenes.asking(address="广州市天河区五山路 1 号")
    page = visit(staff, _organization(organization) + f"?lang={lang}")
    assert page.status == 200
    for shown in (organization.code, "广州市天河区五山路 1 号", "440101"):
        assert shown in page.text
    assert page.soup.select_one(".status-done")
    (link,) = page.soup.select("main a[href$='/evidence']")
    answer = staff.get(link["href"])
    assert answer.data == b"%PDF-1.7 license"
    assert "attachment" in answer.headers["Content-Disposition"]


def test_a_code_whose_check_character_is_wrong_is_marked(staff):
    organization = scenes.asking()
    organization.code = organization.code[:-1] + ("0" if organization.code[-1] != "0" else "1")
    db.session.commit()
    assert (
        "check character does not fit"
        in visit(staff, _organization(organization) + "?lang=en").text
    )


def test_verifying(staff, administrator, last_event, inbox_of):
    organization = scenes.asking()
    page = visit(staff, _organization(organization))
    page.send(_organization(organization, "/verification")).follow()
    assert organization.status is OrganizationStatus.VERIFIED
    assert last_event("organization:verify").actor_id == administrator.public_id
    assert inbox_of(organization)[-1] == "organization:verified"


def test_verifying_serves_the_notices_that_waited(staff):
    licensee = scenes.asking()
    agreement = deals.noticed(deals.published(), licensee)
    assert agreement.status is AgreementStatus.HELD
    page = visit(staff, _organization(licensee) + "?lang=en")
    assert "1 signed notices are served" in page.text
    page.send(_organization(licensee, "/verification"))
    assert agreement.status is AgreementStatus.EFFECTIVE


def test_returning_needs_a_reason_and_tells_it(staff, last_event, inbox_of):
    organization = scenes.asking()
    page = visit(staff, _organization(organization))
    silent = page.send(_organization(organization, "/return"))
    assert (silent.status, organization.status) == (422, OrganizationStatus.REGISTERED)
    assert silent.error_at("reason")
    page.send(_organization(organization, "/return"), reason=REASON).follow()
    assert (organization.status, organization.status_reason) == (
        OrganizationStatus.RETURNED,
        REASON,
    )
    assert last_event("organization:return").data == {"reason": REASON}
    assert inbox_of(organization)[-1] == "organization:returned"


def test_suspending_and_resuming(staff, last_event, inbox_of):
    organization = make_organization()
    page = visit(staff, _organization(organization))
    page = page.send(_organization(organization, "/suspension"), reason=REASON).follow()
    assert organization.status is OrganizationStatus.SUSPENDED
    assert REASON in page.text
    assert last_event("organization:suspend").data == {"reason": REASON}
    page.send(_organization(organization, "/resumption")).follow()
    assert organization.status is OrganizationStatus.VERIFIED
    assert inbox_of(organization) == ["organization:suspended", "organization:resumed"]


@pytest.mark.parametrize("act", ["verification", "resumption"])
def test_a_move_that_is_not_possible_now_is_refused_and_named(staff, last_event, act):
    organization = make_organization()
    assert post(staff, _organization(organization, f"/{act}")) == 409
    assert last_event("organization:verify") is last_event("organization:resume") is None


@pytest.mark.parametrize("act", ["verification", "return", "suspension", "resumption"])
def test_nobody_decides_on_an_organization_of_their_own(app, act):
    administrator = make_administrator()
    verified = act in {"suspension", "resumption"}
    organization = make_organization(verified=verified)
    make_member(organization, administrator)
    browser = client_of(app, administrator)
    before = organization.status
    data = {"reason": REASON}
    assert post(browser, _organization(organization, f"/{act}"), **data) == 403
    assert organization.status is before
    assert not visit(browser, _organization(organization)).soup.select("main form[method=post]")


def test_organizations_are_found_by_name_code_and_state(staff):
    wanted, other = make_organization(name="华南电池有限公司"), make_organization()
    for query in ("q=电池", f"q={wanted.code.lower()}", f"q={wanted.public_id}"):
        page = visit(staff, f"/admin/organizations?{query}")
        assert wanted.public_id in str(page.soup)
        assert other.public_id not in str(page.soup)
    assert wanted.public_id not in str(visit(staff, "/admin/organizations?status=suspended").soup)


# Payee accounts -----------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_verifying_a_payee_account(staff, last_event, inbox_of, lang):
    account = scenes.stated_account()
    page = visit(staff, _account(account) + f"?lang={lang}")
    assert "6222000000005678" in page.text
    page.send(_account(account, "/verification")).follow()
    assert account.status is PayeeStatus.VERIFIED
    assert last_event("payee_account:verify").subject_id == account.public_id
    assert inbox_of(account.organization)[-1] == "payee_account:verified"


def test_a_holder_of_another_name_is_pointed_out(staff):
    account = scenes.stated_account(holder="别人")
    assert "another name" in visit(staff, _account(account) + "?lang=en").text


def test_an_account_of_an_unverified_organization_is_refused(staff, last_event):
    account = scenes.stated_account(make_organization(verified=False))
    assert post(staff, _account(account, "/verification")) == 409
    assert last_event("payee_account:verify") is None


def test_an_account_of_ones_own_organization_is_refused(app):
    administrator, account = make_administrator(), scenes.stated_account()
    make_member(account.organization, administrator)
    assert post(client_of(app, administrator), _account(account, "/verification")) == 403
    assert account.status is PayeeStatus.STATED


def test_an_account_is_verified_once(staff):
    account = scenes.stated_account()
    assert post(staff, _account(account, "/verification")) == 303
    assert post(staff, _account(account, "/verification")) == 409


# Listings -----------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_the_review_shows_text_terms_bars_with_source_and_day(staff, lang):
    listing = scenes.submitted()
    page = visit(staff, _listing(listing) + f"?lang={lang}")
    for shown in (listing.title, listing.uses, listing.patents[0].number):
        assert shown in page.text
    assert len(page.soup.select("main table")[-1].select("tbody tr")) == 9
    assert len(page.soup.select("main .fold h3")) > 5


def test_publishing(staff, administrator, last_event, inbox_of):
    listing = scenes.submitted()
    visit(staff, _listing(listing)).send(_listing(listing, "/publication")).follow()
    assert listing.status is ListingStatus.PUBLISHED
    assert last_event("listing:publish").actor_id == administrator.public_id
    assert inbox_of(listing.organization)[-1] == "listing:published"


def test_what_is_missing_stands_on_the_page_and_blocks(staff):
    listing = scenes.submitted()
    listing.patents[0].legal_status = LegalStatus.TERMINATED
    db.session.commit()
    page = visit(staff, _listing(listing) + "?lang=en")
    assert "has terminated" in page.text
    assert not page.soup.select("form[action$='/publication']")
    assert post(staff, _listing(listing, "/publication")) == 409
    assert listing.status is ListingStatus.SUBMITTED


def test_returning_a_listing(staff, last_event, inbox_of):
    listing = scenes.submitted()
    page = visit(staff, _listing(listing))
    silent = page.send(_listing(listing, "/return"))
    assert (silent.status, silent.error_at("reason") != "") == (422, True)
    page.send(_listing(listing, "/return"), reason=REASON).follow()
    assert (listing.status, listing.return_reason) == (ListingStatus.RETURNED, REASON)
    assert last_event("listing:return").data["reason"] == REASON
    assert inbox_of(listing.organization)[-1] == "listing:returned"


@pytest.mark.parametrize("act", ["publication", "return"])
def test_a_listing_of_ones_own_organization_is_refused(app, act):
    administrator, listing = make_administrator(), scenes.submitted()
    make_member(listing.organization, administrator)
    assert post(client_of(app, administrator), _listing(listing, f"/{act}"), reason=REASON) == 403
    assert listing.status is ListingStatus.SUBMITTED


def test_a_draft_is_not_shown_to_staff(staff):
    from tests.listings.factories import make_listing

    assert staff.get(_listing(make_listing())).status_code == 404


# Announcements of one-member organizations, and claims ----------------------------------------


def test_the_administrator_is_the_second_person_of_a_single_member(
    staff, administrator, last_event
):
    declaration = scenes.entered()
    path = f"/declarations/{declaration.public_id}"
    visit(staff, path).send(f"{path}/announcement-check").follow()
    assert declaration.checked_by == administrator
    assert last_event("declaration:announce").subject_id == declaration.public_id


def test_proof_moves_the_patent_and_tells_both_sides(app, administrator, inbox_of):
    from marketplace.patents.services import prove_claim

    patent, rival = scenes.contested()
    before = patent.claimant
    with transaction():
        prove_claim(patent, rival, "0" * 64, administrator)
    assert (patent.claimant, patent.is_proven) == (rival, True)
    assert inbox_of(rival) == ["patent:claim_proven"]
    assert inbox_of(before) == ["patent:claim_not_yours"]


@pytest.mark.parametrize("side", ["claimant", "rival"])
def test_a_member_of_either_side_accepts_no_proof(app, side):
    from marketplace.errors import NotAllowed
    from marketplace.patents.services import prove_claim

    patent, rival = scenes.contested()
    administrator = make_administrator()
    make_member(rival if side == "rival" else patent.claimant, administrator)
    with pytest.raises(NotAllowed), transaction():
        prove_claim(patent, rival, "0" * 64, administrator)
    assert not patent.is_proven

"""Selling a patent: negotiated, shown in the house, signed by both, once, and never while declared."""

from collections import Counter
from datetime import timedelta
from unittest.mock import patch

import pytest

from marketplace import clock
from marketplace.accounts.models import InboxMessage
from marketplace.agreements import services
from marketplace.agreements.forms import SaleForm
from marketplace.agreements.models import Side
from marketplace.agreements.services import house, selling
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.declarations import checks
from marketplace.declarations.models import DeclarationStatus
from marketplace.declarations.problems import Blocked
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.in_house import queries
from marketplace.in_house import services as in_house
from marketplace.in_house.models import Verdict
from marketplace.listings import services as listings
from marketplace.listings.models import ListingStatus
from marketplace.listings.services import house as listing_house
from marketplace.patents import services as patents
from marketplace.registration import messages
from marketplace.terms.enums import Route
from marketplace.terms.parts import Transfer
from marketplace.terms.record import Terms
from marketplace.terms.routes import Duty
from tests import deals
from tests.accounts.factories import client_of, make_administrator
from tests.declarations.factories import (
    evidence,
    make_declaration,
    make_patent,
    make_patentee,
    manager_of,
    owner_of,
)
from tests.declarations.posting import post
from tests.registration.scenes import PARTY, done, filing, submitted

pytestmark = pytest.mark.usefixtures("app")

PRICED = Terms.of(Route.TRANSFER, transfer=Transfer(price_fen=30_000_000))


def for_sale(state=False, terms=PRICED, patentee=None):
    patentee = patentee or make_patentee(is_state_institution=state)
    return deals.published(terms=terms, patents=[make_patent(patentee)])


def sign(agreement, side):
    act = deals.act_of(agreement, owner_of(agreement.party(side)))
    with transaction():
        services.sign_contract(agreement, side, act, clock.today() + timedelta(30))


def conclude(agreement):
    sign(agreement, Side.LICENSEE)
    sign(agreement, Side.LICENSOR)


def showing(agreement):
    """Approved by a second person and shown; the notice still runs."""
    owner, second = owner_of(agreement.licensor), manager_of(agreement.licensor)
    with transaction():
        services.ask_approval(agreement, owner)
        in_house.decide([queries.latest_round(agreement)], Verdict.APPROVE, second)
        return services.open_in_house_notice(
            agreement,
            second,
            opened_on=clock.today(),
            days=10,
            place="学校官网",
            evidence=evidence(),
        )


def test_open_terms_are_negotiated_before_anybody_signs():
    agreement = deals.drafted(for_sale(terms=Terms.of(Route.TRANSFER, transfer=Transfer())))
    with pytest.raises(Refused) as refusal:
        sign(agreement, Side.LICENSEE)
    assert refusal.value.code == "terms_open"
    with transaction():
        services.negotiate(agreement, PRICED, owner_of(agreement.licensee))
    conclude(agreement)
    assert agreement.status == "effective"
    assert agreement.record.transfer.price_fen == 30_000_000


def test_what_is_sold_is_shown_no_longer_and_sold_once():
    listing = for_sale()
    first, second = deals.drafted(listing), deals.drafted(listing)
    conclude(first)
    assert listing.status is ListingStatus.PAUSED
    with pytest.raises(Refused) as refusal:
        sign(second, Side.LICENSEE)
    assert refusal.value.code == "sold_already"


def test_control_without_the_rule_it_would_be_sold_twice():
    listing = for_sale()
    first, second = deals.drafted(listing), deals.drafted(listing)
    conclude(first)
    with patch.object(selling, "_require_unsold", lambda agreement, patent: None):
        conclude(second)
    assert second.status == "effective"


def test_a_declared_patent_is_neither_published_nor_sold_before_its_withdrawal():
    listing = for_sale()
    agreement, patent = deals.drafted(listing), listing.patents[0]
    declaration = make_declaration(DeclarationStatus.ANNOUNCED, patent=patent)
    with pytest.raises(Blocked) as refusal:
        sign(agreement, Side.LICENSEE)
    assert refusal.value.code == "withdraw_first"
    assert declaration.number in str(refusal.value)
    owner = owner_of(patent.claimant)
    with transaction():
        listings.pause(listing, owner)
    with pytest.raises(Blocked) as refusal, transaction():
        listings.resume(listing, owner)
    assert "withdraw_first" in {each.code for each in refusal.value.problems}


def test_control_without_the_rule_a_declared_patent_would_be_sold():
    listing = for_sale()
    agreement = deals.drafted(listing)
    make_declaration(DeclarationStatus.ANNOUNCED, patent=listing.patents[0])
    with patch.object(checks, "declared_problems", lambda patent, day: ()):
        conclude(agreement)
    assert agreement.status == "effective"


def test_after_the_announced_withdrawal_it_is_sold():
    listing = for_sale()
    agreement = deals.drafted(listing)
    make_declaration(DeclarationStatus.WITHDRAWN, patent=listing.patents[0])
    conclude(agreement)
    assert agreement.status == "effective"


def test_a_state_institution_shows_the_price_first():
    agreement = deals.drafted(for_sale(state=True))
    with pytest.raises(Refused) as refusal:
        sign(agreement, Side.LICENSEE)
    assert refusal.value.code == "in_house_notice_needed"
    notice = showing(agreement)
    with pytest.raises(Refused) as refusal:
        sign(agreement, Side.LICENSEE)
    assert refusal.value.code == "in_house_notice_running"
    with clock.at(notice.earliest_pass_on):
        with transaction():
            in_house.pass_notice(notice, owner_of(agreement.licensor))
        conclude(agreement)
    assert agreement.status == "effective"
    tags = [each.tag for each in history(agreement)]
    assert "agreement:open_in_house_notice" in tags


def test_control_without_the_rule_a_state_institution_would_sell_unseen():
    agreement = deals.drafted(for_sale(state=True))
    with patch.object(house, "needs_notice", lambda agreement: False):
        conclude(agreement)
    assert agreement.status == "effective"


def test_taken_out_of_the_notice_it_is_negotiated_again():
    agreement = deals.drafted(for_sale(state=True))
    notice = showing(agreement)
    with transaction():
        in_house.take_out(notice.subjects[0], owner_of(agreement.licensor), "价格待议")
    assert agreement.status == "negotiating"


def test_the_pages_lead_from_a_proposal_to_the_notice(app):
    agreement = deals.drafted(for_sale(state=True))
    buyer = client_of(app, owner_of(agreement.licensee))
    seller = client_of(app, owner_of(agreement.licensor))
    path = f"/agreements/{agreement.public_id}"
    assert buyer.get(f"{path}/sale").status_code == 200
    assert post(buyer, f"{path}/sale", kind="price", price="x", due_days="30") == 422
    assert post(buyer, f"{path}/sale", kind="shares", shares="12.5", company="甲公司") == 303
    assert agreement.record.transfer.shares_ppm == 125_000
    assert post(buyer, f"{path}/approval") == 403
    assert post(seller, f"{path}/approval") == 303
    second = client_of(app, manager_of(agreement.licensor))
    asked = queries.latest_round(agreement)
    assert post(second, f"/approvals/{asked.public_id}", verdict="approve") == 303
    answers = {"opened_on": clock.today().isoformat(), "days": "10", "place": "官网"}
    assert post(seller, f"{path}/in-house-notice", **answers) == 303
    assert agreement.status == "in_house_notice"
    stranger = client_of(app, owner_of(make_patentee()))
    assert stranger.get(f"{path}/sale").status_code == 404


def test_a_share_is_exact_to_the_millionth(app):
    for typed, ppm in (("12.5", 125_000), ("100", 1_000_000), ("0", None), ("0.00001", None)):
        with app.test_request_context(method="POST"):
            form = SaleForm(PRICED, meta={"csrf": False})
            form.kind.data, form.shares.data, form.company.data = "shares", typed, "甲"
            try:
                got = form.proposed(PRICED).transfer.shares_ppm
            except Exception:
                got = None
        assert got == ppm, typed


# The notice with the listing (挂牌公示)


def put_up(listing, days=10):
    """Asked for, approved by a second person, and shown with the listing."""
    owner, second = owner_of(listing.organization), manager_of(listing.organization)
    with transaction():
        asked = listings.ask_notice(listing, owner)
        in_house.decide([asked], Verdict.APPROVE, second)
    with transaction():
        return in_house.open_notice(
            [listing_house.subject_of(listing, listing.record)],
            second,
            opened_on=clock.today(),
            days=days,
            place="学校官网",
            evidence=evidence(),
        )


@pytest.mark.parametrize("state", [True, False], ids=["state", "company"])
def test_shown_with_its_listing_it_is_sold_after_the_last_day(state):
    """Whoever shows it waits for the end; a state institution needs no second notice then."""
    listing = for_sale(state=state)
    agreement, notice = deals.drafted(listing), put_up(listing)
    with clock.at(notice.ends_on), pytest.raises(Refused) as refusal:
        sign(agreement, Side.LICENSEE)
    assert refusal.value.code == "in_house_notice_running"
    with clock.at(notice.earliest_pass_on):
        with transaction():
            in_house.pass_notice(notice, owner_of(listing.organization))
        conclude(agreement)
    assert agreement.status == "effective"


def test_control_without_the_look_at_the_listing_it_would_be_sold_too_early():
    listing = for_sale()
    agreement = deals.drafted(listing)
    put_up(listing)
    with patch.object(house, "_running", lambda agreement: None):
        conclude(agreement)
    assert agreement.status == "effective"


def test_an_objection_that_has_no_result_keeps_everybody_from_buying():
    listing = for_sale()
    agreement, notice = deals.drafted(listing), put_up(listing)
    owner = owner_of(listing.organization)
    with transaction():
        in_house.object_to(
            notice, owner, raised_by="张老师", raised_on=clock.today(), text="价格偏低"
        )
    with clock.at(notice.earliest_pass_on):
        with pytest.raises(Refused) as refusal, transaction():
            in_house.pass_notice(notice, owner)
        assert refusal.value.code == "objection_unresolved"
        with pytest.raises(Refused) as refusal:
            sign(agreement, Side.LICENSEE)
    assert refusal.value.code == "in_house_notice_running"


def test_another_price_than_the_one_that_was_shown_is_shown_again():
    listing = for_sale(state=True)
    agreement, notice = deals.drafted(listing), put_up(listing)
    cheaper = Terms.of(Route.TRANSFER, transfer=Transfer(price_fen=1_000_000))
    with clock.at(notice.earliest_pass_on):
        with transaction():
            in_house.pass_notice(notice, owner_of(listing.organization))
            services.negotiate(agreement, cheaper, owner_of(agreement.licensee))
        with pytest.raises(Refused) as refusal:
            sign(agreement, Side.LICENSEE)
    assert refusal.value.code == "in_house_notice_needed"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_pages_show_the_notice_from_the_request_to_its_end(app, language):
    listing = for_sale(state=True)
    seller = client_of(app, owner_of(listing.organization))
    second = client_of(app, manager_of(listing.organization))
    own, public = f"/my/listings/{listing.public_id}", f"/listings/{listing.public_id}"
    visitor, seen = app.test_client(), f"{public}?lang={language}"
    assert "notice-info" not in visitor.get(seen).text
    stranger = client_of(app, owner_of(make_patentee()))
    assert post(stranger, f"{own}/house-notice") == 403
    assert post(seller, f"{own}/house-notice") == 303
    assert post(seller, f"{own}/house-notice") == 409
    asked = queries.latest_round(listing)
    assert asked.public_id in seller.get(own).text
    assert post(second, f"/approvals/{asked.public_id}", verdict="approve") == 303
    assert "/my/in-house-notices/new" in seller.get(own).text
    answers = {"opened_on": clock.today().isoformat(), "days": "10", "place": "学校官网"}
    answers["request"] = asked.public_id
    assert post(seller, "/my/in-house-notices/new", **answers) == 303
    notice = queries.notice_of(listing)
    page = visitor.get(seen).text
    assert notice.ends_on.isoformat() in page
    assert "学校官网" in page
    assert ("还剩 10 天" if language == "zh_CN" else "10 days left") in page
    with clock.at(notice.earliest_pass_on):
        with transaction():
            in_house.add_evidence(notice, owner_of(listing.organization), evidence(), clock.today())
            in_house.pass_notice(notice, owner_of(listing.organization))
        assert "学校官网" not in visitor.get(seen).text


def test_only_what_is_for_sale_and_published_is_shown_with_its_listing():
    licence = deals.published(route=Route.ORDINARY)
    paused = for_sale()
    with transaction():
        listings.pause(paused, owner_of(paused.organization))
    for listing, code in ((licence, "not_for_sale"), (paused, "listing_not_shown")):
        with pytest.raises(Refused) as refusal, transaction():
            listings.ask_notice(listing, owner_of(listing.organization))
        assert refusal.value.code == code


# After the office has registered the assignment


def registered(agreement):
    """The filing taken to its end by the person who files, with number, day and receipt."""
    found = filing(agreement, Duty.ASSIGNMENT_REGISTRATION)
    done(found)
    return found


def told(organization):
    rows = db.session.query(InboxMessage).filter_by(organization_id=organization.id)
    return Counter(each.code for each in rows)


def test_the_registered_assignment_is_handed_to_an_administrator():
    """Licenses on the patent go on; both their sides and the buyer are told, once each."""
    staff = make_administrator()
    patent = make_patent(make_patentee(**PARTY))
    licence = deals.accepted(deals.published(route=Route.ORDINARY, patents=[patent]))
    listing = deals.published(terms=PRICED, patents=[patent])
    sale = deals.drafted(listing, deals.licensee(**PARTY))
    conclude(sale)
    receipt = registered(sale).receipt_sha256
    assert licence.status == "effective"
    for party in (licence.licensee, sale.licensor, sale.licensee):
        assert told(party)[messages.LICENSE_GOES_ON] == 1
    for party in (sale.licensor, sale.licensee):
        assert told(party)[messages.REGISTERED] == 1
    assert told(licence.licensee)[messages.REGISTERED] == 0
    task = db.session.query(InboxMessage).filter_by(user_id=staff.id, code=messages.HAND_OVER).one()
    assert task.link == f"/patents/{patent.number}/proof"
    with transaction():
        patents.prove_claim(patent, sale.licensee, receipt, staff)
    assert patent.claimant is sale.licensee


def test_control_before_the_registration_nobody_is_told():
    patent = make_patent(make_patentee(**PARTY))
    licence = deals.accepted(deals.published(route=Route.ORDINARY, patents=[patent]))
    sale = deals.drafted(deals.published(terms=PRICED, patents=[patent]), deals.licensee(**PARTY))
    conclude(sale)
    submitted(filing(sale, Duty.ASSIGNMENT_REGISTRATION))
    assert told(licence.licensee)[messages.LICENSE_GOES_ON] == 0

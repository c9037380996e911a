"""The first n licensees (R-76): who holds a place, what frees it, what is signed (R-73)."""

from datetime import timedelta

import pytest

from marketplace import clock
from marketplace.agreements import clocks, services
from marketplace.agreements.lifecycles import AgreementStatus as S
from marketplace.agreements.models import Side
from marketplace.agreements.services.places import places
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.obligations.services import rows_of
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.parts import Quota
from marketplace.terms.presets import preset
from marketplace.terms.record import Terms
from tests import deals
from tests.accounts.factories import client_of, owner_of
from tests.agreements.test_views import post

FEN = 800_000


def first(n, **more):
    terms = preset(FeeMode.LUMP_SUM, route=Route.ORDINARY, amount_fen=FEN)
    changes = {"quota": Quota(first_n=n, **more), "fee_mode": FeeMode.MIXED}
    return deals.published(terms=Terms.model_validate(dict(terms) | changes))


def left(listing, licensee=None):
    return places(listing, listing.record.quota, licensee).left


def owed(agreement):
    return sum(row.amount_fen for row in rows_of(agreement))


def test_who_is_among_the_first_pays_nothing_and_who_comes_later_pays_in_full(app):
    listing = first(2)
    agreements = [deals.accepted(listing) for _ in range(3)]
    assert [each.quota_place for each in agreements] == [1, 2, 3]
    assert [each.record.signing.quota_place for each in agreements] == [1, 2, 3]
    assert [owed(each) for each in agreements] == [0, 0, FEN]
    assert left(listing) == 0


def test_a_draft_holds_its_place_until_its_state_says_otherwise(app):
    listing = first(1)
    draft = deals.drafted(listing)
    with clock.at(clock.now() + timedelta(days=30)):
        assert left(listing) == 0
        assert deals.drafted(listing).quota_place == 2
        clocks.run()
        assert draft.status is S.DROPPED
        assert left(listing) == 1
        assert deals.drafted(listing).quota_place == 1
    assert "agreement:release_place" in {event.tag for event in history(draft)}


def test_a_young_draft_is_left_alone_by_the_clock(app):
    draft = deals.drafted(first(1))
    clocks.run()
    assert draft.status is S.DRAFT


def test_an_invitation_that_ended_frees_its_place_only_with_the_step(app):
    listing = first(1)
    agreement = deals.drafted(listing)
    act = deals.act_of(agreement, owner_of(agreement.licensee))
    with transaction():
        services.sign_contract(agreement, Side.LICENSEE, act, clock.today() + timedelta(days=3))
    with clock.at(clock.now() + timedelta(days=10)):
        assert left(listing) == 0
        clocks.run()
        assert agreement.status is S.INVITATION_EXPIRED
        assert left(listing) == 1


def test_a_license_that_was_made_keeps_its_place_for_ever(app):
    listing = first(1)
    agreement = deals.accepted(listing)
    with transaction():
        services.terminate(agreement, "双方协商一致解除", owner_of(agreement.licensee))
    assert left(listing) == 0
    assert deals.drafted(listing).quota_place == 2


def test_the_same_company_holds_one_place(app):
    listing, company = first(3), deals.licensee()
    one, two = deals.drafted(listing, company), deals.drafted(listing, company)
    assert one == two
    assert left(listing) == 2
    act = deals.act_of(one, owner_of(company))
    with transaction():
        services.accept_standing_offer(one, act)
    assert deals.drafted(listing, company) == one


def test_two_limits_the_smaller_decides(app):
    listing = first(3, in_a_province=1)
    here, there = deals.licensee(region="440300"), deals.licensee(region="110000")
    assert deals.drafted(listing, here).has_advantage
    neighbor = deals.licensee(region="440100")
    assert not places(listing, listing.record.quota, neighbor).open
    assert places(listing, listing.record.quota, there).open
    assert not deals.drafted(listing, neighbor).has_advantage
    assert deals.drafted(listing, there).quota_place == 2


def test_without_a_quota_nobody_has_a_place(app):
    listing = deals.published(FeeMode.LUMP_SUM, route=Route.ORDINARY, amount_fen=FEN)
    assert deals.drafted(listing).quota_place is None


def test_the_number_is_never_kept_beside_the_records(app):
    listing = first(2)
    assert left(listing) == 2
    draft = deals.drafted(listing)
    assert left(listing) == 1
    with transaction():
        services.drop(draft, owner_of(draft.licensee))
    assert left(listing) == 2


# What is signed is what was shown


def test_a_place_that_became_free_is_offered_and_changes_nothing_unasked(app):
    listing = first(1)
    holder, later = deals.drafted(listing), deals.drafted(listing)
    shown = deals.act_of(later, owner_of(later.licensee))
    with transaction():
        services.drop(holder, owner_of(holder.licensee))
    with transaction():
        services.accept_standing_offer(later, shown)
    assert (later.quota_place, owed(later)) == (2, FEN)


def test_who_takes_the_free_place_signs_the_new_text_only(app):
    listing = first(1)
    holder, later = deals.drafted(listing), deals.drafted(listing)
    shown = deals.act_of(later, owner_of(later.licensee))
    with transaction():
        services.drop(holder, owner_of(holder.licensee))
    with transaction():
        services.renew_place(later, owner_of(later.licensee))
    with pytest.raises(Refused) as refused, transaction():
        services.accept_standing_offer(later, shown)
    assert refused.value.code == "text_changed"
    act = deals.act_of(later, owner_of(later.licensee))
    with transaction():
        services.accept_standing_offer(later, act)
    assert (later.quota_place, owed(later)) == (1, 0)


def test_no_place_is_renewed_while_none_is_free_or_once_signed(app):
    listing = first(1)
    holder, later = deals.drafted(listing), deals.drafted(listing)
    with pytest.raises(Refused) as refused, transaction():
        services.renew_place(later, owner_of(later.licensee))
    assert refused.value.code == "no_place_left"
    with pytest.raises(Refused) as refused, transaction():
        services.renew_place(holder, owner_of(holder.licensee))
    assert refused.value.code == "place_stands"


def test_own_terms_hold_no_place(app):
    listing = first(1)
    agreement = deals.drafted(listing)
    with transaction():
        services.negotiate(agreement, listing.record, owner_of(agreement.licensee))
    assert agreement.quota_place is None
    assert left(listing) == 1


# Pages


def page(app, listing, user=None):
    client = app.test_client(user=user) if user else app.test_client()
    return client.get(f"/listings/{listing.public_id}?lang=en").get_data(as_text=True)


def test_the_listing_says_how_many_places_are_left_and_how_many_are_only_kept(app):
    listing = first(3)
    deals.accepted(listing)
    deals.drafted(listing)
    text = page(app, listing)
    assert "1 of 3 places left" in text
    assert "1 of them only kept for a draft" in text


def test_the_check_page_offers_the_normal_terms_clearly_before_the_signature(app):
    listing = first(1)
    holder, later = deals.drafted(listing), deals.drafted(listing)
    client = client_of(app, owner_of(later.licensee))
    address = f"/agreements/{later.public_id}/check?lang=en"
    text = client.get(address).get_data(as_text=True)
    assert "You sign the normal terms" in text
    assert "Take the free place" not in text
    with transaction():
        services.drop(holder, owner_of(holder.licensee))
    assert "Take the free place" in client.get(address).get_data(as_text=True)
    answer = post(client, f"/agreements/{later.public_id}/place")
    assert answer.status_code == 303
    db.session.refresh(later)
    assert later.has_advantage
    assert "You are among the first" in client.get(address).get_data(as_text=True)


def test_nobody_else_takes_the_place(app):
    later = deals.drafted(first(1))
    client = client_of(app, owner_of(deals.licensee()))
    assert post(client, f"/agreements/{later.public_id}/place").status_code == 404

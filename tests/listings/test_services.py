"""Drafting, the standing offer, submission, review: outcome, event, inbox; and what refuses."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import InboxMessage, Role
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.declarations import services as declarations
from marketplace.declarations.models import DeclarationStatus
from marketplace.declarations.problems import Blocked
from marketplace.errors import NotAllowed, Refused, TransitionNotAllowed
from marketplace.extensions import db
from marketplace.listings import services
from marketplace.listings.models import ListingStatus
from marketplace.listings.offers import offer_text
from marketplace.listings.queries import terms_for
from marketplace.listings.signals import listing_changed, standing_offer_signed
from marketplace.patents.models import Bar, BarState
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.presets import preset
from tests.accounts.factories import make_member, make_organization
from tests.declarations.factories import (
    FREE,
    LUMP_SUM,
    clear_bars,
    evidence,
    make_declaration,
    make_patent,
    make_patentee,
)
from tests.kept_scenes import built
from tests.listings.factories import (
    ORDINARY,
    PRICED,
    announce,
    make_listing,
    manager_of,
    owner_of,
    reviewer,
    sign,
)

S = ListingStatus
pytestmark = pytest.mark.usefixtures("app")


def tags(listing):
    return [event.tag for event in history(listing)]


def told(who):
    column = InboxMessage.user if who.__tablename__ == "users" else InboxMessage.organization
    return [each.code for each in db.session.scalars(select(InboxMessage).where(column == who))]


def codes(error):
    return {problem.code for problem in error.value.problems}


# Drafting


def test_a_draft_takes_title_and_text_from_the_first_patent():
    patent = make_patent(make_patentee())
    with transaction():
        listing = services.draft(patent.claimant, [patent], owner_of(patent.claimant))
    assert (listing.status, listing.title) == (S.DRAFT, patent.title)
    assert (listing.summary, listing.uses) == (patent.advantage, patent.outlook)
    assert tags(listing) == ["listing:draft"]


def test_only_ones_own_patents_are_listed():
    patent, other = make_patent(make_patentee()), make_patentee()
    with pytest.raises(NotAllowed) as refusal, transaction():
        services.draft(other, [patent], owner_of(other))
    assert refusal.value.code == "not_yours"


def test_a_listing_needs_a_patent():
    organization = make_patentee()
    with pytest.raises(Blocked) as refusal, transaction():
        services.draft(organization, [], owner_of(organization))
    assert codes(refusal) == {"no_patents"}


def test_on_open_every_patent_gets_a_declaration_with_the_terms():
    organization = make_patentee()
    patents = [make_patent(organization), make_patent(organization, kind_digit="3")]
    listing = make_listing(patents=patents, terms=LUMP_SUM)
    assert listing.terms is None
    assert listing.fee_mode is FeeMode.LUMP_SUM
    kinds = [item.declaration.record.scope.acts for item in listing.items]
    assert "use" in kinds[0]
    assert "use" not in kinds[1]
    for item in listing.items:
        assert item.declaration.status is DeclarationStatus.PREPARING
        assert terms_for(item).lump_sum.amount_fen == 3_000_000


def test_a_declared_patent_keeps_its_own_terms_and_the_group_is_mixed():
    organization = make_patentee()
    declared, fresh = make_patent(organization), make_patent(organization)
    make_declaration(DeclarationStatus.ANNOUNCED, patent=declared, terms=FREE)
    listing = make_listing(patents=[declared, fresh], terms=LUMP_SUM)
    assert [terms_for(item).fee_mode for item in listing.items] == ["free", "lump_sum"]
    assert listing.fee_mode is FeeMode.MIXED


def test_new_terms_reach_the_declarations_in_preparation():
    listing = make_listing(terms=LUMP_SUM)
    cheaper = preset(FeeMode.LUMP_SUM, amount_fen=1_000_000)
    with transaction():
        services.set_terms(listing, cheaper, owner_of(listing.organization))
    assert terms_for(listing.items[0]).lump_sum.amount_fen == 1_000_000
    assert "10,000" in listing.items[0].declaration.fee_statement


def test_several_patents_on_ordinary_are_one_bundle_at_one_price():
    organization = make_patentee()
    patents = [make_patent(organization) for _ in range(3)]
    listing = make_listing(patents=patents, terms=PRICED)
    assert set(listing.record.bundle.patents) == {patent.number for patent in patents}
    with transaction():
        services.set_patents(listing, patents[:2], owner_of(organization))
    assert len(listing.record.bundle.patents) == 2
    with transaction():
        services.set_patents(listing, patents[:1], owner_of(organization))
    assert listing.record.bundle is None
    assert listing.record.lump_sum.amount_fen == 3_000_000


def test_another_route_begins_the_terms_anew():
    listing = make_listing(terms=PRICED)
    owner = owner_of(listing.organization)
    with transaction():
        services.choose_route(listing, Route.TRANSFER, FeeMode.PRICE, owner)
    assert listing.terms is None
    with pytest.raises(Refused) as refusal, transaction():
        services.choose_route(listing, Route.OPEN, FeeMode.TRIAL_THEN_CONVERT, owner)
    assert refusal.value.code == "mode_on_route"


def test_no_way_leads_to_an_exclusive_license():
    """R-74: neither a route nor a part of the terms could carry one."""
    with pytest.raises(ValueError, match="exclusive"):
        Route("exclusive")
    assert not [name for name in type(FREE).model_fields if "exclusive" in name or "sole" in name]


def test_an_open_license_beside_a_running_exclusive_one_is_refused():
    """R-74, the other way round."""
    patent = make_patent(make_patentee(), commit=False)
    clear_bars(patent, BarState.BARRED, [Bar.EXCLUSIVE_LICENSE])
    db.session.commit()
    with pytest.raises(Blocked) as refusal:
        make_listing(patents=[patent])
    assert codes(refusal) == {"bar_exclusive_license"}


def test_terms_over_the_ceiling_name_the_routes_that_are_left():
    with pytest.raises(Blocked) as refusal:
        make_listing(terms=preset(FeeMode.LUMP_SUM, amount_fen=2_000_000_001))
    assert codes(refusal) == {"fixed_fee_ceiling"}
    assert "ordinary" in str(refusal.value)
    dear = preset(FeeMode.LUMP_SUM, amount_fen=2_000_000_001, route=Route.ORDINARY)
    assert make_listing(terms=dear).record == dear


def test_a_period_beyond_the_patents_life_is_refused():
    late = preset(FeeMode.FREE, route=Route.ORDINARY, period={"end_on": date(2041, 3, 1)})
    with pytest.raises(Blocked) as refusal:
        make_listing(terms=late)
    assert codes(refusal) == {"beyond_life"}


def test_text_that_is_too_long_is_refused_at_its_field():
    listing = make_listing()
    with pytest.raises(Refused) as refusal, transaction():
        services.describe(listing, owner_of(listing.organization), summary="长" * 4_001)
    assert refusal.value.field == "summary"


# The standing offer


def test_a_signatory_signs_the_very_text_that_was_shown():
    seen = []
    listing = make_listing(terms=ORDINARY, signed=False)
    with standing_offer_signed.connected_to(seen.append):
        offer = sign(listing)
    assert seen == [offer]
    assert listing.offer is offer
    assert listing.offer_text_sha256 == offer_text(listing).sha256
    assert listing.patents[0].number in offer.text
    assert offer.terms_sha256 == listing.terms_sha256
    assert tags(listing)[-1] == "listing:sign_standing_offer"


def test_signing_twice_is_one_signature():
    listing = make_listing(terms=ORDINARY, signed=False)
    assert sign(listing) is sign(listing)
    assert len(listing.offers) == 1
    assert tags(listing).count("listing:sign_standing_offer") == 1


def test_a_text_that_was_not_shown_is_not_signed():
    listing = make_listing(terms=ORDINARY, signed=False)
    with pytest.raises(Refused) as refusal, transaction():
        services.sign_standing_offer(listing, owner_of(listing.organization), shown_sha256="0" * 64)
    assert refusal.value.code == "text_changed"
    assert listing.offer is None


@pytest.mark.parametrize("roles", [[Role.MANAGER], [Role.FINANCE], [Role.VIEWER]])
def test_only_a_signatory_signs(roles):
    listing = make_listing(terms=ORDINARY, signed=False)
    member = make_member(listing.organization, None, *roles)
    with pytest.raises(NotAllowed), transaction():
        services.sign_standing_offer(listing, member.user, shown_sha256=offer_text(listing).sha256)


def test_changed_terms_or_patents_need_a_new_signature():
    listing = make_listing(terms=ORDINARY)
    owner, first = owner_of(listing.organization), listing.patents
    with transaction():
        services.set_terms(listing, PRICED, owner)
    assert listing.offer is None
    with transaction():
        services.set_terms(listing, ORDINARY, owner)
    assert listing.offer is not None
    with transaction():
        services.set_patents(listing, [make_patent(listing.organization, commit=False)], owner)
    assert listing.offer is None
    assert first[0].number in listing.offers[0].patent_numbers


def test_there_is_no_standing_offer_on_open():
    listing = make_listing()
    with pytest.raises(Refused) as refusal, transaction():
        services.sign_standing_offer(listing, owner_of(listing.organization), shown_sha256="")
    assert refusal.value.code == "no_offer_on_route"


# Submission and review


def test_submitting_tells_the_staff():
    staff = reviewer()
    listing = make_listing(S.SUBMITTED)
    assert listing.submitted_by is owner_of(listing.organization)
    assert tags(listing)[-1] == "listing:submit"
    assert told(staff) == ["listing:to_review"]


def test_submitting_twice_is_refused():
    listing = make_listing(S.SUBMITTED)
    with pytest.raises(TransitionNotAllowed), transaction():
        services.submit(listing, owner_of(listing.organization))
    assert tags(listing).count("listing:submit") == 1


def test_everything_that_is_missing_is_named_at_once():
    patent = make_patent(make_patentee(), clear=False)
    with transaction():
        listing = services.draft(patent.claimant, [patent], owner_of(patent.claimant))
        services.describe(listing, owner_of(patent.claimant), title="", summary="", uses="")
    with pytest.raises(Blocked) as refusal, transaction():
        services.submit(listing, owner_of(patent.claimant))
    wanted = {"no_route", "title_missing", "summary_missing", "uses_missing", "bar_not_stated"}
    assert wanted == codes(refusal)


def test_a_priced_listing_needs_a_verified_account():
    listing = make_listing(terms=PRICED, account=False)
    with pytest.raises(Blocked) as refusal, transaction():
        services.submit(listing, owner_of(listing.organization))
    assert codes(refusal) == {"payee_account_missing"}
    free = make_listing(terms=ORDINARY, account=False)
    with transaction():
        services.submit(free, owner_of(free.organization))


@pytest.mark.parametrize("mode", [FeeMode.SHARES, FeeMode.NEGOTIABLE])
def test_what_asks_for_no_money_needs_no_account(mode):
    values = {"shares_ppm": 100_000} if mode is FeeMode.SHARES else {}
    listing = make_listing(S.PUBLISHED, terms=preset(mode, **values), account=False)
    assert listing.is_live


def test_ordinary_needs_the_signed_offer():
    listing = make_listing(terms=ORDINARY, signed=False)
    with pytest.raises(Blocked) as refusal, transaction():
        services.submit(listing, owner_of(listing.organization))
    assert codes(refusal) == {"offer_unsigned"}


@pytest.mark.parametrize(
    "bar",
    [
        Bar.EXCLUSIVE_LICENSE,
        Bar.PROCEEDINGS_STAYED,
        Bar.ANNUITY_UNPAID,
        Bar.PLEDGED,
        Bar.OTHER,
    ],
)
@pytest.mark.parametrize("terms", [FREE, ORDINARY], ids=["open", "ordinary"])
def test_a_bar_that_appears_after_submission_stops_publication(bar, terms):
    """R-71: between submission and publication."""
    listing = make_listing(S.SUBMITTED, terms=terms)
    clear_bars(listing.patents[0], BarState.BARRED, [bar])
    db.session.commit()
    with pytest.raises(Blocked) as refusal, transaction():
        services.publish(listing, reviewer())
    assert codes(refusal) == {f"bar_{bar}"}
    assert listing.status is S.SUBMITTED
    assert listing.published_at is None


def test_statements_that_grew_stale_in_review_stop_publication():
    listing = make_listing(S.SUBMITTED)
    later = clock.at(clock.today() + timedelta(31))
    with later, pytest.raises(Blocked) as refusal, transaction():
        services.publish(listing, reviewer())
    assert codes(refusal) == {"bar_stale"}


def test_a_patent_that_another_proved_to_be_its_own_stops_publication():
    listing = make_listing(S.SUBMITTED)
    listing.patents[0].claimant = make_patentee()
    db.session.commit()
    with pytest.raises(Blocked) as refusal, transaction():
        services.publish(listing, reviewer())
    assert "not_yours" in codes(refusal)


def test_publication_waits_for_the_organizations_verification():
    organization = make_patentee(verified=False)
    listing = make_listing(S.SUBMITTED, organization=organization)
    with pytest.raises(Blocked) as refusal, transaction():
        services.publish(listing, reviewer())
    assert codes(refusal) == {"organization_not_verified"}


def test_publication_records_inbox_and_terms_and_tells():
    listing = make_listing(S.PUBLISHED)
    assert listing.is_live
    assert listing.inbox_designated_at == listing.published_at
    event = history(listing)[-1]
    assert event.tag == "listing:publish"
    assert event.data["terms"] == [listing.items[0].declaration.terms_sha256]
    assert told(listing.organization)[-1] == "listing:published"


def test_without_designation_there_is_no_inbox():
    listing = make_listing()
    with transaction():
        services.submit(listing, owner_of(listing.organization), designate_inbox=False)
        services.publish(listing, reviewer())
    assert listing.inbox_designated_at is None


def test_an_undeclared_patent_is_published_as_under_declaration():
    listing = make_listing(S.PUBLISHED)
    assert not listing.items[0].declaration.takes_notices_on(clock.today())
    announce(listing)
    assert listing.items[0].declaration.takes_notices_on(clock.today())


def test_a_declaration_that_ended_in_review_stops_publication():
    listing = make_listing()
    announce(listing)
    owner = owner_of(listing.organization)
    with transaction():
        services.submit(listing, owner)
        declarations.end(listing.items[0].declaration, owner, clock.today(), evidence())
    with pytest.raises(Blocked) as refusal, transaction():
        services.publish(listing, reviewer())
    assert codes(refusal) == {"declaration_closed"}


def test_a_return_says_what_to_mend_and_opens_the_draft():
    listing = make_listing(S.RETURNED)
    assert listing.return_reason == "请补充用途"
    assert told(listing.organization)[-1] == "listing:returned"
    assert listing.is_editable
    with transaction():
        services.submit(listing, owner_of(listing.organization))
    assert listing.status is S.SUBMITTED


def test_a_return_needs_a_reason():
    listing = make_listing(S.SUBMITTED)
    with pytest.raises(Refused) as refusal, transaction():
        services.return_(listing, reviewer(), "  ")
    assert refusal.value.field == "reason"


@pytest.mark.parametrize("who", ["owner", "manager", "member of staff", "stranger"])
def test_nobody_decides_on_ones_own_listing(who):
    listing = make_listing(S.SUBMITTED)
    people = {
        "owner": lambda: owner_of(listing.organization),
        "manager": lambda: manager_of(listing.organization),
        "member of staff": lambda: make_member(listing.organization, reviewer()).user,
        "stranger": lambda: owner_of(make_organization()),
    }
    with pytest.raises(NotAllowed), transaction():
        services.publish(listing, people[who]())
    with pytest.raises(NotAllowed), transaction():
        services.return_(listing, people[who](), "否")


def test_a_paused_listing_comes_back_only_without_bars():
    listing = make_listing(S.PAUSED)
    owner = owner_of(listing.organization)
    clear_bars(listing.patents[0], BarState.BARRED, [Bar.PLEDGED])
    db.session.commit()
    with pytest.raises(Blocked), transaction():
        services.resume(listing, owner)
    clear_bars(listing.patents[0])
    db.session.commit()
    with transaction():
        services.resume(listing, owner)
    assert listing.is_live
    assert tags(listing)[-2:] == ["listing:pause", "listing:resume"]


def test_taking_off_leaves_the_declaration_alone():
    listing = make_listing()
    announce(listing)
    owner = owner_of(listing.organization)
    with transaction():
        services.submit(listing, owner)
        services.publish(listing, reviewer())
        services.unpublish(listing, owner)
    assert listing.status is S.UNPUBLISHED
    assert listing.items[0].declaration.takes_notices_on(clock.today())


@pytest.mark.parametrize("status", [S.SUBMITTED, S.PUBLISHED, S.PAUSED, S.UNPUBLISHED])
def test_what_was_submitted_does_not_change(status):
    listing = make_listing(status, terms=ORDINARY)
    owner = owner_of(listing.organization)
    for change in (
        lambda: services.set_terms(listing, PRICED, owner),
        lambda: services.set_patents(listing, listing.patents, owner),
        lambda: services.choose_route(listing, Route.OPEN, FeeMode.FREE, owner),
        lambda: services.describe(listing, owner, title="x"),
        lambda: services.sign_standing_offer(listing, owner, shown_sha256=""),
    ):
        with pytest.raises(Refused), transaction():
            change()
    assert listing.record == ORDINARY


def test_changes_signal_inside_the_transaction():
    seen = []
    with listing_changed.connected_to(seen.append), built():
        listing = make_listing(S.PUBLISHED)
    assert set(seen) == {listing}


def test_a_withdrawn_declaration_shows_on_the_listing():
    listing = make_listing()
    announce(listing)
    owner = owner_of(listing.organization)
    declaration = listing.items[0].declaration
    with transaction():
        declarations.request_withdrawal(declaration, owner, clock.today(), "拟转让", evidence())
        declarations.announce_withdrawal(declaration, owner, clock.today(), "1", evidence())
    with pytest.raises(Blocked) as refusal, transaction():
        services.submit(listing, owner)
    assert codes(refusal) == {"declaration_closed"}

"""One pool license end to end: list, accept, pay, and a statement that sums exactly (R-52)."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import InboxMessage
from marketplace.agreements import services as agreements
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.declarations.problems import Blocked
from marketplace.errors import NotAllowed, Refused
from marketplace.extensions import db
from marketplace.listings import services as listings
from marketplace.listings.clocks import run as run_clock
from marketplace.listings.models import ListingStatus
from marketplace.obligations import statements
from marketplace.obligations.services import rows_of
from marketplace.payments import services as payments
from marketplace.payments import splitting
from marketplace.payments.splitting import receipts_of
from marketplace.pools import services
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.presets import preset
from tests import deals
from tests.accounts.factories import owner_of
from tests.declarations.factories import make_patent
from tests.listings.factories import TEXT, give_account, reviewer, sign
from tests.pools.factories import joined, leave, running

FEN = 1_000_001


def published(pool, terms=None, account=True):
    """A published listing of the pool."""
    operator, owner = pool.operator, owner_of(pool.operator)
    if account:
        give_account(operator)
    terms = terms or preset(FeeMode.LUMP_SUM, route=Route.ORDINARY, amount_fen=FEN)
    with transaction():
        listing = listings.draft_pool(pool, owner)
        listings.describe(listing, owner, **TEXT)
        listings.set_terms(listing, terms, owner)
    if terms.route is Route.ORDINARY:
        sign(listing)
    with transaction():
        listings.submit(listing, owner)
    with transaction():
        listings.publish(listing, reviewer())
    return listing


def paid(agreement, fen, day=None):
    payment = deals.pay(agreement, fen, day or clock.today())
    with transaction():
        payments.confirm(payment, owner_of(agreement.licensor))
    return payment


def parts_of(pool):
    (receipt,) = receipts_of(pool)
    return list(receipt.parts.values())


@pytest.mark.databases("sqlite", "postgresql")
def test_list_accept_pay_divide(app):
    pool = running(3, 2, 2)
    listing = published(pool)
    assert listing.organization == pool.operator
    assert listing.record.pool.pool == pool.public_id
    assert {patent.claimant_id for patent in listing.patents} == {
        member.organization_id for member in pool.members
    }
    agreement = deals.accepted(listing)
    payment = paid(agreement, FEN)
    # 3:2:2 of 1,000,001 fen: 428,571 6/7; 285,714 4/7; 285,714 4/7; two fen are left
    assert parts_of(pool) == [428_572, 285_715, 285_714]
    assert sum(parts_of(pool)) == FEN
    assert "payment:divide" in {event.tag for event in history(payment)}


def test_shares_stand_neither_in_the_terms_nor_on_the_public_page(app):
    pool = running(31, 23, 17)
    listing = published(pool)
    page = app.test_client().get(f"/listings/{listing.public_id}").get_data(as_text=True)
    assert listing.terms["pool"]["members"] == []
    for member in pool.members:
        assert member.organization.public_id not in page
    assert pool.text_sha256 in page


def test_who_joins_later_has_no_part_in_what_was_received_before(app):
    pool = running(1, 1)
    agreement = deals.accepted(published(pool))
    joined(pool, weight=2)
    paid(agreement, FEN)
    assert parts_of(pool) == [500_001, 500_000]


def test_a_royalty_is_divided_by_the_members_of_its_period(app):
    pool = running(1, 1, 2, notice_days=1)
    terms = preset(FeeMode.ROYALTY, route=Route.ORDINARY, rate_ppm=50_000)
    agreement = deals.accepted(published(pool, terms))
    day = agreement.effective_on
    leave(pool.members[2], day + timedelta(30))
    first = next(row for row in rows_of(agreement) if row.period_from)
    with clock.at(first.period_to + timedelta(5)):
        report(agreement, first, 10_000_000)
        row = next(row for row in rows_of(agreement) if row.amount_fen)
        paid(agreement, row.amount_fen)
    whole = (row.period_to - row.period_from).days + 1
    with_three = (day + timedelta(30) - row.period_from).days + 1
    parts = parts_of(pool)
    assert sum(parts) == row.amount_fen
    assert abs(parts[2] - row.amount_fen * with_three / whole / 2) < 1
    assert abs(parts[0] - parts[1]) <= 1


def report(agreement, period, sales):
    with transaction():
        statement = statements.submit_statement(
            agreement, period.period_from, period.period_to, sales, owner_of(agreement.licensee)
        )
    with transaction():
        statements.accept_statement(statement, owner_of(agreement.licensor))


def test_what_is_taken_back_is_taken_back_exactly(app):
    pool = running(3, 2, 2)
    agreement = deals.accepted(published(pool))
    payment = paid(agreement, FEN)
    with clock.at(clock.today() + timedelta(3)):
        joined(pool, weight=9)
        with transaction():
            payments.reverse_payment(payment, "银行退回", owner_of(agreement.licensor))
    (receipt,) = receipts_of(pool)
    assert set(receipt.parts.values()) == {0}


def test_control_without_the_division_a_receipt_has_no_statement(app):
    pool = running(3, 2, 2)
    agreement = deals.accepted(published(pool))
    with patch("marketplace.payments.booking.divide", lambda _: None):
        paid(agreement, FEN)
    assert receipts_of(pool) == []


def test_other_licenses_are_not_divided(app):
    agreement = deals.accepted(
        deals.published(FeeMode.LUMP_SUM, route=Route.ORDINARY, amount_fen=FEN)
    )
    paid(agreement, FEN)
    assert splitting.pool_of(agreement) is None
    assert db.session.query(splitting.PoolSplit).count() == 0


# Authority: the mandates of present members, looked at each time


def test_after_a_member_has_left_licenses_stand_and_no_new_one_is_given(app):
    pool = running(1, 1, 1, notice_days=1)
    listing = published(pool)
    before, waiting = deals.accepted(listing), deals.drafted(listing)
    leave(pool.members[0], clock.today() + timedelta(5))
    with clock.at(clock.today() + timedelta(6)):
        act = deals.act_of(waiting, owner_of(waiting.licensee))
        with pytest.raises(Blocked) as refused, transaction():
            agreements.accept_standing_offer(waiting, act)
        assert refused.value.code == "no_mandate"
        with pytest.raises(Blocked), transaction():
            deals.services.draft(listing, deals.licensee(), owner_of(waiting.licensee))
        assert before.is_in_force
        paid(before, FEN)
    (receipt,) = receipts_of(pool)
    assert sum(receipt.parts.values()) == FEN


def test_a_listing_without_mandate_is_paused_and_the_operator_told(app):
    pool = running(1, 1, 1, notice_days=1)
    listing = published(pool)
    leave(pool.members[0], clock.today() + timedelta(5))
    with clock.at(clock.today() + timedelta(5)):
        assert run_clock() == 0
        assert listing.is_live
    with clock.at(clock.today() + timedelta(6)):
        assert run_clock() == 1
        assert run_clock() == 0
    assert listing.status is ListingStatus.PAUSED
    codes = db.session.scalars(select(InboxMessage.code)).all()
    assert codes.count("listing:pool_paused") == 1


def test_control_without_the_check_the_listing_stays_on_the_shelf(app):
    pool = running(1, 1, 1, notice_days=1)
    listing = published(pool)
    leave(pool.members[0], clock.today() + timedelta(5))
    with (
        clock.at(clock.today() + timedelta(6)),
        patch("marketplace.listings.clocks.pool_problems", lambda *_: []),
    ):
        assert run_clock() == 0
    assert listing.is_live


def test_control_without_the_check_a_license_is_given_without_mandate(app):
    pool = running(1, 1, 1, notice_days=1)
    waiting = deals.drafted(published(pool))
    leave(pool.members[0], clock.today() + timedelta(5))
    with clock.at(clock.today() + timedelta(6)):
        act = deals.act_of(waiting, owner_of(waiting.licensee))
        with (
            patch("marketplace.agreements.services.contracts.require_authority", lambda _: None),
            transaction(),
        ):
            agreements.accept_standing_offer(waiting, act)
    assert waiting.is_in_force


def test_a_closed_pool_gives_no_license(app):
    pool = running(1, 1)
    waiting = deals.drafted(published(pool))
    with transaction():
        services.close(pool, owner_of(pool.operator))
    act = deals.act_of(waiting, owner_of(waiting.licensee))
    with pytest.raises(Blocked) as refused, transaction():
        agreements.accept_standing_offer(waiting, act)
    assert refused.value.code == "pool_not_running"


def test_patents_outside_the_mandates_do_not_come_into_a_pool_listing(app):
    pool = running(1, 1)
    owner = owner_of(pool.operator)
    with transaction():
        listing = listings.draft_pool(pool, owner)
    for patent in (make_patent(pool.operator), make_patent(pool.members[0].organization)):
        with pytest.raises(NotAllowed), transaction():
            listings.set_patents(listing, [*listing.patents, patent], owner)


def test_a_pool_does_not_license_on_open(app):
    pool = running(1, 1)
    owner = owner_of(pool.operator)
    with transaction():
        listing = listings.draft_pool(pool, owner)
    with pytest.raises(Refused) as refused, transaction():
        listings.choose_route(listing, Route.OPEN, FeeMode.FREE, owner)
    assert refused.value.code == "pool_on_route"


def test_a_pool_gives_open_source_licenses_too(app):
    pool = running(1, 1)
    listing = published(pool, preset(FeeMode.FREE, route=Route.OPEN_SOURCE))
    agreement = deals.drafted(listing)
    act = deals.act_of(agreement, owner_of(agreement.licensee))
    with transaction():
        agreements.accept_open_source(agreement, act)
    assert agreement.is_in_force

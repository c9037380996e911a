"""The chain of a deal: what every station shows, for each route and state (LOOK, PRODUCT §2)."""

from datetime import date, timedelta

import pytest

from marketplace import clock
from marketplace.agreements import services
from marketplace.agreements.lifecycles import AgreementStatus as S
from marketplace.agreements.queries import everything
from marketplace.database import transaction
from marketplace.desk.chain import Deal, stations
from marketplace.desk.deals import chains_of, deal_of
from marketplace.extensions import db
from marketplace.obligations.models import ObligationStatus
from marketplace.registration.models import FilingStatus
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.routes import ROUTES, Duty
from marketplace.web_parts.chain import StationState
from tests import deals
from tests.accounts.factories import make_organization, owner_of

MARKS = {
    StationState.DONE: "✓",
    StationState.DUE: "o",
    StationState.OVERDUE: "!",
    StationState.NOT_NEEDED: "-",
    StationState.WAITING: ".",
}


@pytest.fixture(autouse=True)
def _english(app):
    with app.test_request_context("/?lang=en"):
        yield


def chain_of(agreement, **given):
    deal = deal_of(agreement)
    return stations(Deal(**{**vars(deal), **given}))


def marks(agreement):
    return "".join(MARKS[station.state] for station in chain_of(agreement))


def station(agreement, key, **given):
    return next(each for each in chain_of(agreement, **given) if each.key == key)


@pytest.mark.parametrize("route", list(Route))
def test_the_stations_are_those_of_the_route_in_order(app, route):
    agreement = deals.drafted(deals.published())
    agreement.route = route
    shown = [each.key for each in stations(Deal(agreement, clock.today()))]
    assert shown == [stop.value for stop in ROUTES[route].stations]


def test_a_draft_on_open_waits_for_its_notice(app):
    assert marks(deals.drafted(deals.published())) == "✓o-....."


def test_a_free_open_license_owes_filings_and_no_money(app):
    agreement = deals.noticed(deals.published())
    assert marks(agreement).startswith("✓✓-✓o")
    assert station(agreement, "payment").note == "nothing to pay"
    recordal = station(agreement, "recordal")
    assert recordal.day == clock.add_months(agreement.effective_on, 3)


def test_a_priced_notice_waits_at_its_payment(app):
    agreement = deals.noticed(deals.published(FeeMode.LUMP_SUM, amount_fen=deals.LUMP_FEN))
    payment = station(agreement, "payment")
    assert (payment.state, payment.day) == (StationState.DUE, clock.today())
    assert payment.note == "¥30,000.00"
    assert marks(agreement) == "✓✓o....."
    deals.pay(agreement, deals.LUMP_FEN, clock.today())
    paid = station(agreement, "payment")
    assert (paid.state, paid.day) == (StationState.DONE, clock.today())


def test_an_unpaid_amount_is_overdue_from_the_day_after(app):
    agreement = deals.noticed(deals.published(FeeMode.LUMP_SUM, amount_fen=deals.LUMP_FEN))
    due_on = clock.today()
    late = station(agreement, "payment", today=due_on + timedelta(1))
    assert (late.state, late.day) == (StationState.OVERDUE, due_on)


def test_pay_later_waits_for_its_trigger(app):
    listing = deals.published(FeeMode.PAY_LATER, Route.ORDINARY, rate_ppm=20_000)
    agreement = deals.accepted(listing)
    payment = station(agreement, "payment")
    assert payment.state is StationState.WAITING
    assert payment.note
    assert agreement.status is S.EFFECTIVE


def test_instalments_paid_so_far_name_the_next_day(app):
    listing = deals.published(
        FeeMode.INSTALMENTS, Route.OPEN, amounts_fen=[1_000_000, 2_000_000], every_months=12
    )
    agreement = deals.noticed(listing)
    deals.pay(agreement, 1_000_000, clock.today())
    payment = station(agreement, "payment")
    assert payment.state is StationState.DONE
    assert payment.note == f"next {clock.add_months(clock.today(), 12).isoformat()}"


def test_a_waived_amount_is_not_needed(app):
    agreement = deals.noticed(deals.published(FeeMode.LUMP_SUM, amount_fen=deals.LUMP_FEN))
    deal = deal_of(agreement)
    deal.obligations[0].status = ObligationStatus.WAIVED
    shown = next(each for each in stations(deal) if each.key == "payment")
    assert (shown.state, shown.note) == (StationState.NOT_NEEDED, "waived")
    db.session.rollback()


def test_an_ordinary_contract_shows_signature_and_conclusion(app):
    agreement = deals.accepted(deals.published(route=Route.ORDINARY))
    assert marks(agreement).startswith("-✓✓✓-o")
    assert station(agreement, "in_house_notice").note == "no state institution"


def test_contract_registration_stands_beside_the_recordal_on_ordinary_only(app):
    ordinary = deals.accepted(deals.published(route=Route.ORDINARY))
    notice = deals.noticed(deals.published())
    assert station(ordinary, "contract_registration").beside is True
    assert station(notice, "contract_registration").beside is False


def test_a_held_notice_says_why(app):
    agreement = deals.noticed(deals.published(), make_organization(verified=False))
    notice = station(agreement, "notice")
    assert (notice.state, notice.note) == (StationState.DUE, "held until verification")


def test_what_is_over_needs_nothing_more(app):
    agreement = deals.noticed(deals.published(FeeMode.LUMP_SUM, amount_fen=deals.LUMP_FEN))
    with transaction():
        services.withdraw_notice(agreement, "改用他案", owner_of(agreement.licensee))
    shown = chain_of(agreement)
    assert {each.state for each in shown[2:]} == {StationState.NOT_NEEDED}
    assert "Notice withdrawn" in shown[3].note


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (FilingStatus.NOT_NEEDED, StationState.NOT_NEEDED),
        (FilingStatus.DUE, StationState.DUE),
        (FilingStatus.PREPARED, StationState.DUE),
        (FilingStatus.AWAITING_SEAL, StationState.DUE),
        (FilingStatus.SUBMITTED, StationState.DUE),
        (FilingStatus.ACCEPTED, StationState.DUE),
        (FilingStatus.CORRECTION, StationState.DUE),
        (FilingStatus.REFUSED, StationState.DUE),
        (FilingStatus.DONE, StationState.DONE),
        (FilingStatus.CHANGED, StationState.DONE),
        (FilingStatus.CANCELLED, StationState.DONE),
    ],
)
def test_every_state_of_a_filing_has_its_mark(app, status, expected):
    agreement = deals.noticed(deals.published())
    deal = deal_of(agreement)
    recordal = deal.filing(Duty.RECORDAL)
    recordal.status, recordal.done_on = status, date(2026, 11, 30)
    shown = next(each for each in stations(deal) if each.key == "recordal")
    assert shown.state is expected
    if expected is StationState.DONE:
        assert shown.day == date(2026, 11, 30)
    db.session.rollback()


def test_a_filing_past_its_day_is_overdue_and_still_possible(app):
    agreement = deals.noticed(deals.published())
    due_on = station(agreement, "recordal").day
    assert station(agreement, "recordal", today=due_on).state is StationState.DUE
    late = station(agreement, "recordal", today=due_on + timedelta(1))
    assert (late.state, late.note) == (StationState.OVERDUE, "late is still possible")


def test_every_station_with_a_record_opens_it(app):
    agreement = deals.noticed(deals.published())
    made = stations(deal_of(agreement), lambda anchor: f"#{anchor}")
    linked = {each.key for each in made if each.url}
    assert {"declaration", "notice", "effect", "recordal", "feedback"} <= linked


def test_a_list_of_chains_takes_a_fixed_number_of_statements(app, statements):
    def count(number):
        for _ in range(number):
            deals.noticed(deals.published())
        db.session.expunge_all()
        listed = db.session.scalars(everything()).all()
        with statements() as seen:
            assert len(chains_of(listed)) == len(listed)
        return len(seen)

    assert count(1) == count(4)

"""Filings open with effect: which, for whom, by when, in what order, and which are not needed."""

from datetime import date

import pytest

from marketplace import clock
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.registration import queries, services
from marketplace.registration.models import FilingStatus, Note
from marketplace.registration.services.opening import due_day
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.routes import ROUTES, Duty
from tests import deals

S = FilingStatus
ORDINARY = {"route": Route.ORDINARY}


def by_kind(agreement):
    return {filing.kind: filing for filing in queries.of_agreement(agreement)}


@pytest.mark.parametrize(
    ("effective_on", "due_on"),
    [
        (date(2026, 8, 31), date(2026, 11, 30)),  # 31 Nov does not exist
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 1, 15), date(2026, 4, 15)),
        (date(2026, 10, 1), date(2027, 1, 1)),
    ],
)
def test_the_recordal_is_due_on_the_same_day_number_three_months_later(effective_on, due_on):
    assert due_day(effective_on, 3) == due_on


def test_a_duty_without_a_day_in_law_has_none():
    assert due_day(date(2026, 8, 31), None) is None


def test_the_due_day_counts_from_the_day_of_effect(app):
    with clock.at(date(2026, 8, 31)):
        agreement = deals.noticed(deals.published(FeeMode.FREE))
    assert by_kind(agreement)[Duty.RECORDAL].due_on == date(2026, 11, 30)


@pytest.mark.databases("sqlite", "postgresql")
def test_effect_opens_what_the_table_of_the_route_names(app):
    agreement = deals.noticed(deals.published(FeeMode.FREE))
    filings = queries.of_agreement(agreement)
    assert [each.kind for each in filings] == [d.duty for d in ROUTES[Route.OPEN].duties]
    for filing in filings:
        assert history(filing)[0].tag == "filing:open"
    assert by_kind(agreement)[Duty.RECORDAL].filer == agreement.licensor
    assert by_kind(agreement)[Duty.PRODUCT_FILING].filer == agreement.licensee


def test_nothing_opens_before_effect(app):
    agreement = deals.noticed(deals.published(FeeMode.LUMP_SUM, amount_fen=deals.LUMP_FEN))
    assert queries.of_agreement(agreement) == []
    deals.pay(agreement, deals.LUMP_FEN, clock.today())
    assert len(queries.of_agreement(agreement)) == 4


def test_opening_twice_opens_nothing_more(app):
    agreement = deals.noticed(deals.published())
    with transaction():
        assert services.open_for_agreement(agreement) == []
    assert len(queries.of_agreement(agreement)) == 4


def test_a_free_license_needs_no_contract_registration_and_says_why(app):
    filing = by_kind(deals.noticed(deals.published(FeeMode.FREE)))[Duty.CONTRACT_REGISTRATION]
    assert (filing.status, filing.note) == (S.NOT_NEEDED, Note.FREE)


def test_a_priced_open_license_registers_the_contract_after_the_recordal(app):
    agreement = deals.noticed(deals.published(FeeMode.LUMP_SUM, amount_fen=deals.LUMP_FEN))
    deals.pay(agreement, deals.LUMP_FEN, clock.today())
    filings = by_kind(agreement)
    registration = filings[Duty.CONTRACT_REGISTRATION]
    assert registration.status is S.DUE
    assert registration.waits_for == filings[Duty.RECORDAL]
    assert registration.due_on is None


def test_an_ordinary_license_registers_side_by_side(app):
    agreement = deals.accepted(deals.published(FeeMode.FREE, **ORDINARY))
    filings = by_kind(agreement)
    assert filings[Duty.CONTRACT_REGISTRATION].after is None
    assert filings[Duty.RECORDAL].filer == agreement.licensor


def test_the_product_filing_waits_for_a_product(app):
    filing = by_kind(deals.noticed(deals.published()))[Duty.PRODUCT_FILING]
    assert (filing.status, filing.note, filing.due_on) == (S.DUE, Note.NO_PRODUCT_YET, None)

"""Each price is kept where it comes about, from the signed record or the booked payment; what is
set aside or reversed is taken back; what is rolled back was never there."""

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.agreements import services as agreements
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.declarations import services as declarations
from marketplace.declarations.models import DeclarationStatus
from marketplace.extensions import db
from marketplace.fees.models import FeeObservation, PriceStage
from marketplace.listings.models import ListingStatus
from marketplace.payments import services as payments
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.presets import preset
from tests import deals
from tests.accounts.factories import owner_of
from tests.declarations.factories import (
    LUMP_SUM,
    evidence,
    make_declaration,
    make_patent,
    make_patentee,
    manager_of,
)
from tests.listings.factories import PRICED, make_listing

BOTH = pytest.mark.databases("sqlite", "postgresql")
FEN = deals.LUMP_FEN


def standing(stage):
    """Prices of a stage that were not taken back."""
    taken_back = select(FeeObservation.cancels_id).where(FeeObservation.cancels_id.is_not(None))
    return list(
        db.session.scalars(
            select(FeeObservation).where(
                FeeObservation.stage == stage,
                FeeObservation.cancels_id.is_(None),
                FeeObservation.id.not_in(taken_back),
            )
        )
    )


def priced_open():
    return deals.noticed(deals.published(FeeMode.LUMP_SUM, amount_fen=FEN))


@BOTH
def test_a_declaration_counts_once_its_announcement_is_checked(app):
    declaration = make_declaration(DeclarationStatus.SUBMITTED, terms=LUMP_SUM)
    assert standing(PriceStage.DECLARED) == []
    declaration = make_declaration(DeclarationStatus.ANNOUNCED, terms=LUMP_SUM)
    (seen,) = standing(PriceStage.DECLARED)
    assert (seen.reference_type, seen.reference_id) == ("declarations", declaration.public_id)
    assert (seen.fixed_fen, seen.kind, seen.industry) == (FEN, "invention", "C38")
    assert (seen.on_day, seen.fee_mode) == (declaration.announced_on, FeeMode.LUMP_SUM)
    assert seen.licensor_id == declaration.organization_id


def test_a_revoked_declaration_is_taken_back_and_a_withdrawn_one_stays(app):
    make_declaration(DeclarationStatus.WITHDRAWN, terms=LUMP_SUM)
    assert len(standing(PriceStage.DECLARED)) == 1
    declaration = make_declaration(DeclarationStatus.ANNOUNCED, terms=LUMP_SUM)
    with transaction():
        declarations.revoke(
            declaration, owner_of(declaration.organization), clock.today(), evidence()
        )
    (left,) = standing(PriceStage.DECLARED)
    assert left.reference_id != declaration.public_id


def test_a_published_listing_counts_with_its_own_terms_and_all_its_patents(app):
    make_listing(ListingStatus.SUBMITTED, terms=PRICED)
    assert standing(PriceStage.DECLARED) == []
    organization = make_patentee()
    patents = [make_patent(organization), make_patent(organization)]
    listing = make_listing(ListingStatus.PUBLISHED, terms=PRICED, patents=patents)
    (seen,) = standing(PriceStage.DECLARED)
    assert (seen.reference_type, seen.reference_id) == ("listings", listing.public_id)
    assert (seen.fixed_fen, seen.patents, seen.kind) == (FEN, 2, "invention")


def test_a_sale_is_no_price_of_a_license(app):
    terms = preset(FeeMode.PRICE, amount_fen=FEN)
    make_listing(ListingStatus.PUBLISHED, terms=terms)
    assert standing(PriceStage.DECLARED) == []


@BOTH
def test_an_open_license_counts_when_it_takes_effect(app):
    agreement = priced_open()
    assert standing(PriceStage.CONTRACTED) == []
    deals.pay(agreement, FEN, clock.today())
    (seen,) = standing(PriceStage.CONTRACTED)
    assert (seen.contract_ref, seen.fixed_fen) == (agreement.public_id, FEN)
    assert seen.on_day == agreement.effective_on
    months = agreement.record.period.months
    assert months is None or seen.months == months
    assert [event.tag for event in history(seen)] == ["fee_observation:add"]


def test_a_contract_counts_at_its_conclusion_and_a_free_one_without_an_amount(app):
    free = deals.accepted(deals.published(FeeMode.FREE, Route.ORDINARY))
    priced = deals.accepted(deals.published(FeeMode.LUMP_SUM, Route.ORDINARY, amount_fen=FEN))
    found = {each.contract_ref: each for each in standing(PriceStage.CONTRACTED)}
    assert set(found) == {free.public_id, priced.public_id}
    assert found[free.public_id].annual is None
    assert found[free.public_id].fee_mode is FeeMode.FREE
    assert found[priced.public_id].annual > 0


def test_a_trial_counts_only_when_it_is_converted(app):
    listing = deals.published(FeeMode.TRIAL_THEN_CONVERT, Route.ORDINARY, amount_fen=FEN)
    agreement = deals.accepted(listing)
    assert standing(PriceStage.CONTRACTED) == []
    by = owner_of(agreement.licensee)
    with transaction():
        agreements.evaluate(agreement, "合格", by)
        made = agreements.draft_conversion(agreement, by)
    assert standing(PriceStage.CONTRACTED) == []
    deals.sign_both(made)
    (seen,) = standing(PriceStage.CONTRACTED)
    assert (seen.fixed_fen, seen.contract_ref) == (FEN, made.public_id)


@BOTH
def test_a_payment_counts_with_what_it_pays_and_not_with_what_is_too_much(app):
    agreement = priced_open()
    deals.pay(agreement, FEN + 700, clock.today())
    (seen,) = standing(PriceStage.RECEIVED)
    assert (seen.fixed_fen, seen.contract_ref) == (FEN, agreement.public_id)
    assert seen.rate_ppm is None


@BOTH
def test_a_disputed_payment_is_taken_back_and_counts_anew_once_confirmed(app):
    agreement = priced_open()
    payment = deals.pay(agreement, FEN, clock.today())
    by = owner_of(agreement.licensor)
    with transaction():
        payments.dispute(payment, "未到账", by)
    assert standing(PriceStage.RECEIVED) == []
    with transaction():
        payments.confirm(payment, by)
    (seen,) = standing(PriceStage.RECEIVED)
    assert seen.fixed_fen == FEN
    with transaction():
        payments.reverse_payment(payment, "银行退回", by)
    assert standing(PriceStage.RECEIVED) == []


@BOTH
def test_setting_aside_takes_back_what_was_contracted_and_received(app):
    agreement = priced_open()
    deals.pay(agreement, FEN, clock.today())
    first, second = owner_of(agreement.licensor), manager_of(agreement.licensor)
    with transaction():
        agreements.set_aside(agreement, "付款凭证不实", first, second)
    assert standing(PriceStage.CONTRACTED) == []
    assert standing(PriceStage.RECEIVED) == []


@BOTH
def test_a_rollback_leaves_no_price(app):
    agreement = priced_open()
    by = owner_of(agreement.licensee)
    with pytest.raises(RuntimeError, match="crash"), transaction():
        payments.state_transfer(agreement, FEN, clock.today(), "", None, by)
        assert len(standing(PriceStage.RECEIVED)) == 1
        assert len(standing(PriceStage.CONTRACTED)) == 1
        raise RuntimeError("crash")
    assert standing(PriceStage.RECEIVED) == []
    assert standing(PriceStage.CONTRACTED) == []

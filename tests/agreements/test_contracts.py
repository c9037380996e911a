"""Contracts: the standing offer accepted in one step, bars looked at again at every signature (R-71),
both signatures, invitation, life after effect."""

from datetime import timedelta

import pytest

from marketplace import clock
from marketplace.agreements import clocks, services
from marketplace.agreements.lifecycles import CONTRACT, OPEN, OPEN_SOURCE
from marketplace.agreements.lifecycles import AgreementStatus as S
from marketplace.agreements.models import Side, SignatureKind
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.errors import NotAllowed, Refused, TransitionNotAllowed
from marketplace.extensions import db
from marketplace.listings import services as listings
from marketplace.patents.models import Bar, BarState
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.presets import preset
from marketplace.terms.schedule import share_ppm
from tests import deals
from tests.accounts.factories import make_organization, owner_of
from tests.declarations.factories import clear_bars, manager_of

BOTH = pytest.mark.databases("sqlite", "postgresql")


def ordinary(fee_mode=FeeMode.FREE, **options):
    return deals.published(fee_mode, Route.ORDINARY, **options)


@BOTH
def test_accepting_the_standing_offer_concludes_the_contract_at_once(app):
    agreement = deals.accepted(ordinary())
    assert agreement.status is S.EFFECTIVE
    licensor, licensee = agreement.signature(Side.LICENSOR), agreement.signature(Side.LICENSEE)
    assert licensor.kind is SignatureKind.STANDING_OFFER
    assert licensee.kind is SignatureKind.ACCEPTANCE
    assert licensor.signed_at <= licensee.signed_at
    assert "agreement:conclude" in [event.tag for event in history(agreement)]


@pytest.mark.parametrize("state", [BarState.BARRED, BarState.NOT_STATED])
@pytest.mark.parametrize("bar", [Bar.EXCLUSIVE_LICENSE, Bar.PLEDGED, Bar.ANNUITY_UNPAID])
def test_a_bar_that_appears_before_the_signature_stops_it(app, bar, state):
    agreement = deals.drafted(ordinary())
    clear_bars(agreement.patents[0], state, [bar])
    db.session.commit()
    with pytest.raises(Refused) as refusal, transaction():
        services.accept_standing_offer(
            agreement, deals.act_of(agreement, owner_of(agreement.licensee))
        )
    assert refusal.value.code == "barred"
    assert agreement.status is S.DRAFT
    assert agreement.signatures == []


def test_a_stale_statement_counts_as_none(app):
    agreement = deals.drafted(ordinary())
    with clock.at(clock.today() + timedelta(31)), pytest.raises(Refused) as refusal, transaction():
        services.accept_standing_offer(
            agreement, deals.act_of(agreement, owner_of(agreement.licensee))
        )
    assert refusal.value.code == "barred"


def test_an_offer_taken_off_cannot_be_accepted(app):
    listing = ordinary()
    agreement = deals.drafted(listing)
    with transaction():
        listings.unpublish(listing, owner_of(listing.organization))
    with pytest.raises(Refused) as refusal, transaction():
        services.accept_standing_offer(
            agreement, deals.act_of(agreement, owner_of(agreement.licensee))
        )
    assert refusal.value.code == "no_standing_offer"


def test_an_unverified_licensee_cannot_conclude_a_contract(app):
    agreement = deals.drafted(ordinary(), make_organization(verified=False))
    with pytest.raises(Refused) as refusal, transaction():
        services.accept_standing_offer(
            agreement, deals.act_of(agreement, owner_of(agreement.licensee))
        )
    assert refusal.value.code == "not_verified"


def test_negotiated_terms_need_both_signatures(app):
    listing = ordinary()
    agreement = deals.drafted(listing)
    terms = preset(FeeMode.LUMP_SUM, route=Route.ORDINARY, amount_fen=100_000)
    with transaction():
        services.negotiate(agreement, terms, owner_of(agreement.licensee))
    assert agreement.record.signing.patent_expires_on == agreement.patents[0].expires_on
    ends_on = clock.today() + timedelta(30)
    with transaction():
        services.sign_contract(
            agreement,
            Side.LICENSEE,
            deals.act_of(agreement, owner_of(agreement.licensee)),
            ends_on,
        )
    assert agreement.status is S.SIGNED_BY_ONE
    with transaction():
        services.sign_contract(
            agreement,
            Side.LICENSOR,
            deals.act_of(agreement, owner_of(agreement.licensor)),
            ends_on,
        )
    assert agreement.status is S.EFFECTIVE


def test_a_signed_text_does_not_change(app):
    agreement = deals.accepted(ordinary())
    terms = preset(FeeMode.LUMP_SUM, route=Route.ORDINARY, amount_fen=100_000)
    with pytest.raises(Refused), transaction():
        services.negotiate(agreement, terms, owner_of(agreement.licensee))


@BOTH
def test_the_database_keeps_signed_terms(app):
    from sqlalchemy import text
    from sqlalchemy.exc import DatabaseError

    agreement = deals.accepted(ordinary())
    with pytest.raises(DatabaseError, match="fixed"), transaction() as session:
        session.execute(
            text("UPDATE agreements SET terms_sha256 = 'x' WHERE id = :id"), {"id": agreement.id}
        )
    with pytest.raises(DatabaseError, match="append-only"), transaction() as session:
        session.execute(text("DELETE FROM signatures"))


def test_an_invitation_ends(app):
    agreement = deals.drafted(ordinary())
    with transaction():
        services.sign_contract(
            agreement,
            Side.LICENSEE,
            deals.act_of(agreement, owner_of(agreement.licensee)),
            clock.today() + timedelta(7),
        )
    with clock.at(clock.today() + timedelta(8)):
        clocks.run()
    assert agreement.status is S.INVITATION_EXPIRED


def test_one_person_does_not_sign_for_both_sides(app):
    listing = ordinary()
    owner = owner_of(listing.organization)
    company = make_organization(owner)
    agreement = deals.drafted(listing, company)
    with pytest.raises(Refused) as refusal, transaction():
        services.accept_standing_offer(agreement, deals.act_of(agreement, owner))
    assert refusal.value.code == "same_person"


def overdue_license():
    listing = ordinary(FeeMode.LUMP_SUM, amount_fen=deals.LUMP_FEN)
    return deals.accepted(listing)


def test_demand_stop_and_cure(app):
    agreement = overdue_license()
    day = clock.today()
    with clock.at(day + timedelta(60)):
        deadline = clock.today() + timedelta(15)
        with transaction():
            services.serve_demand(agreement, deals.LUMP_FEN, deadline, owner_of(agreement.licensor))
        assert agreement.status is S.DEMAND_SERVED
        with pytest.raises(Refused), transaction():
            services.stop_use(agreement)
    with clock.at(day + timedelta(76)):
        clocks.run()
        assert agreement.status is S.USE_STOPPED
        with transaction():
            services.cure(agreement)
    assert agreement.status is S.EFFECTIVE


def test_only_the_licensors_signatory_serves_a_demand(app):
    agreement = overdue_license()
    with pytest.raises(NotAllowed), transaction():
        services.serve_demand(
            agreement, 1, clock.today() + timedelta(9), owner_of(agreement.licensee)
        )


def test_setting_aside_takes_two_persons(app):
    agreement = deals.accepted(ordinary())
    owner = owner_of(agreement.licensor)
    with pytest.raises(Refused) as refusal, transaction():
        services.set_aside(agreement, "凭证不实", owner, owner)
    assert refusal.value.code == "two_persons"
    with transaction():
        services.set_aside(agreement, "凭证不实", owner, manager_of(agreement.licensor))
    assert agreement.status is S.SET_ASIDE


def on_trial():
    terms = preset(FeeMode.TRIAL_THEN_CONVERT, route=Route.ORDINARY, amount_fen=5_000_000)
    return deals.accepted(deals.published(terms=terms))


def test_a_trial_is_returned(app):
    agreement = on_trial()
    with transaction():
        services.return_trial(agreement, "工况不合适", owner_of(agreement.licensee))
    assert agreement.status is S.RETURNED


def test_an_open_source_text_may_be_accepted_on_record(app):
    agreement = deals.drafted(deals.published(FeeMode.FREE, Route.OPEN_SOURCE))
    with transaction():
        services.accept_open_source(
            agreement, deals.act_of(agreement, owner_of(agreement.licensee))
        )
    assert agreement.status is S.EFFECTIVE


ALLOWED = {
    (cycle.name, action, origin)
    for cycle in (OPEN, CONTRACT, OPEN_SOURCE)
    for action, (origins, _) in cycle.moves.items()
    for origin in origins
}


@pytest.mark.parametrize("cycle", [OPEN, CONTRACT, OPEN_SOURCE], ids=lambda each: each.name)
def test_every_other_move_is_refused(cycle):
    for status in S:
        for action in cycle.moves:
            if (cycle.name, action, status) in ALLOWED:
                assert isinstance(cycle.after(status, action), S)
            else:
                with pytest.raises(TransitionNotAllowed):
                    cycle.after(status, action)


def test_the_first_licensees_get_what_the_first_were_promised(app):
    terms = preset(
        FeeMode.MIXED, route=Route.ORDINARY, amount_fen=100_000, rate_ppm=20_000, first_n=2
    )
    listing = deals.published(terms=terms)
    drafts = [deals.drafted(listing) for _ in range(3)]
    assert [each.record.signing.quota_place for each in drafts] == [1, 2, 3]
    shares = [share_ppm(each.record) for each in drafts]
    assert shares[0] == shares[1] < shares[2] == 1_000_000
    with transaction():
        services.drop(drafts[0], owner_of(drafts[0].licensee))
    assert deals.drafted(listing).record.signing.quota_place == 1

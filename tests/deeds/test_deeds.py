"""Amendment, renewal and the end of a contract, by their services."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from marketplace import clock
from marketplace.accounts.models import InboxMessage
from marketplace.agreements import services as agreements
from marketplace.agreements.lifecycles import AgreementStatus
from marketplace.agreements.models import Side
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.deeds import clocks, services, texts
from marketplace.deeds.models import LIFECYCLE, DeedStatus, Ground
from marketplace.deeds.papers import sealed
from marketplace.deeds.queries import terms_in_force
from marketplace.errors import NotAllowed, Refused, TransitionNotAllowed
from marketplace.extensions import db
from marketplace.obligations.models import ObligationStatus
from marketplace.obligations.services import rows_of
from marketplace.patents.models import Bar, BarState, LegalStatus
from marketplace.registration.models import Note
from marketplace.registration.queries import one
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.presets import preset
from marketplace.terms.record import digest
from marketplace.terms.routes import Duty
from tests import deals
from tests.accounts.factories import owner_of
from tests.declarations.factories import clear_bars
from tests.deeds.factories import act_of, amendment, lump, running, sign, sign_both, termination

BOTH = pytest.mark.databases("sqlite", "postgresql")


@BOTH
def test_an_amendment_signed_by_both_reschedules_what_was_not_due(app):
    agreement = running()
    text_before, terms_before = agreement.text_sha256, agreement.terms_sha256
    deed = amendment(agreement, lump(2_000_000))
    assert [row.amount_fen for row in rows_of(agreement)] == [deals.LUMP_FEN]
    sign_both(deed)
    assert deed.status is DeedStatus.IN_FORCE
    assert [row.amount_fen for row in rows_of(agreement)] == [2_000_000]
    assert digest(terms_in_force(agreement)) == deed.terms_sha256
    assert (agreement.text_sha256, agreement.terms_sha256) == (text_before, terms_before)
    assert sealed(deed).belongs_to == agreement.public_id
    tags = [event.tag for event in history(deed)]
    assert [tag for tag in tags if tag.startswith("deed:")] == [
        "deed:propose",
        "deed:sign",
        "deed:invite",
        "deed:sign",
        "deed:take_effect",
    ]


def test_one_signature_changes_nothing(app):
    agreement = running()
    deed = amendment(agreement, lump(2_000_000))
    sign(deed, Side.LICENSOR)
    assert [row.amount_fen for row in rows_of(agreement)] == [deals.LUMP_FEN]
    assert digest(terms_in_force(agreement)) == agreement.terms_sha256


def test_a_paid_amount_stays_when_the_fee_is_lowered_afterwards(app):
    agreement = running()
    (row,) = rows_of(agreement)
    with clock.at(row.due_on + timedelta(1)):
        clear_bars(agreement.patents[0])
        db.session.commit()
        sign_both(amendment(agreement, lump(2_000_000)))
    assert [row.amount_fen for row in rows_of(agreement)] == [deals.LUMP_FEN]


def test_a_renewal_moves_the_last_day(app):
    agreement = running(preset(FeeMode.FREE, route=Route.ORDINARY))
    first = agreement.last_day
    period = agreement.record.period
    months = (period.months or 36) + 12
    longer = agreement.record.model_copy(
        update={"period": period.model_copy(update={"months": months, "end_on": None})}
    )
    sign_both(amendment(agreement, longer))
    assert agreement.last_day > first
    assert agreement.last_day <= agreement.patents[0].expires_on


def test_the_recorded_contract_asks_for_its_change(app):
    agreement = running()
    sign_both(amendment(agreement, lump(2_000_000)))
    filing = one(agreement, Duty.RECORDAL)
    assert filing.note is Note.AGREEMENT_AMENDED


def test_what_was_announced_is_not_amended_between_two(app):
    agreement = deals.noticed(deals.published(FeeMode.FREE, Route.OPEN))
    assert agreement.status is AgreementStatus.EFFECTIVE
    with pytest.raises(Refused) as refusal:
        amendment(agreement, agreement.record)
    assert refusal.value.code == "fixed_for_all"


def test_the_same_terms_are_no_amendment(app):
    agreement = running()
    with pytest.raises(Refused) as refusal:
        amendment(agreement, agreement.record)
    assert refusal.value.code == "nothing_changed"


@BOTH
def test_there_is_one_open_paper_at_a_time(app):
    agreement = running()
    amendment(agreement, lump(2_000_000))
    with pytest.raises(Refused) as refusal:
        termination(agreement)
    assert refusal.value.code == "deed_open"


def test_who_signs_is_bound_to_the_text_that_was_shown(app):
    """R-73: the fee is not changed under the signer."""
    agreement = running()
    deed = amendment(agreement, lump(2_000_000))
    act = act_of(deed, Side.LICENSOR)
    other = type(act)(by=act.by, text_sha256="0" * 64, address="")
    with pytest.raises(Refused) as refusal, transaction():
        services.sign(deed, Side.LICENSOR, other)
    assert refusal.value.code == "text_changed"
    assert deed.signatures == []


def test_an_amendment_of_other_terms_than_those_that_hold_is_refused(app, monkeypatch):
    agreement = running()
    deed = amendment(agreement, lump(2_000_000))
    sign(deed, Side.LICENSOR)
    monkeypatch.setattr(
        "marketplace.deeds.services.signing.terms_in_force", lambda _agreement: lump(1)
    )
    with pytest.raises(Refused) as refusal:
        sign(deed, Side.LICENSEE)
    assert refusal.value.code == "terms_changed"


def test_a_bar_that_appears_between_the_signatures_stops_the_second(app):
    """R-71 with its control: the same signature passes while all is clear."""
    agreement = running()
    deed = amendment(agreement, lump(2_000_000))
    sign(deed, Side.LICENSOR)
    clear_bars(agreement.patents[0], BarState.BARRED, [Bar.PLEDGED])
    db.session.commit()
    with pytest.raises(Refused) as refusal:
        sign(deed, Side.LICENSEE)
    assert refusal.value.code == "barred"
    clear_bars(agreement.patents[0])
    db.session.commit()
    sign(deed, Side.LICENSEE)
    assert deed.status is DeedStatus.IN_FORCE


def test_signing_twice_leaves_one_signature(app):
    """R-16: a second click finds the first result."""
    agreement = running()
    deed = amendment(agreement, lump(2_000_000))
    for _ in range(2):
        sign(deed, Side.LICENSOR)
    assert len(deed.signatures) == 1


def test_a_signer_of_another_company_is_refused(app):
    """R-14."""
    agreement = running()
    deed = amendment(agreement, lump(2_000_000))
    stranger = owner_of(deals.licensee())
    act = type(act_of(deed, Side.LICENSOR))(by=stranger, text_sha256=texts.build(deed).sha256)
    with pytest.raises(NotAllowed), transaction():
        services.sign(deed, Side.LICENSOR, act)


def test_the_other_side_declines_with_a_reason(app):
    agreement = running()
    deed = amendment(agreement, lump(2_000_000))
    sign(deed, Side.LICENSOR)
    with transaction():
        services.refuse(deed, "价格不能接受。", owner_of(agreement.licensee))
    assert (deed.status, deed.end_reason) == (DeedStatus.REFUSED, "价格不能接受。")
    assert digest(terms_in_force(agreement)) == agreement.terms_sha256


def test_an_invitation_is_reminded_of_once_and_then_ends(app):
    """R-15: afterwards signing and declining are refused."""
    agreement = running()
    deed = amendment(agreement, lump(2_000_000))
    sign(deed, Side.LICENSOR)
    reminders = db.select(db.func.count()).where(InboxMessage.code == "deed_reminder")
    with clock.at(deed.invitation_ends_on - timedelta(2)):
        clocks.run()
        clocks.run()
    told = db.session.scalar(reminders)
    assert told >= 1
    with clock.at(deed.invitation_ends_on + timedelta(1)):
        with pytest.raises(Refused) as refusal:
            sign(deed, Side.LICENSEE)
        assert refusal.value.code == "invitation_expired"
        with pytest.raises(Refused), transaction():
            services.refuse(deed, "迟了", owner_of(agreement.licensee))
        clocks.run()
    assert deed.status is DeedStatus.EXPIRED
    assert db.session.scalar(reminders) == told


@BOTH
def test_the_database_keeps_signed_papers(app):
    deed = amendment(running(), lump(2_000_000))
    sign(deed, Side.LICENSOR)
    with pytest.raises(DatabaseError, match="fixed"), transaction() as session:
        session.execute(text("UPDATE deeds SET words = 'x'"))
    with pytest.raises(DatabaseError, match="append-only"), transaction() as session:
        session.execute(text("DELETE FROM deed_signatures"))


# The end of a contract -------------------------------------------------------------------------


def test_a_contract_ends_by_agreement_once_both_have_signed(app):
    agreement = running()
    deed = termination(agreement)
    sign(deed, Side.LICENSOR)
    assert agreement.status is AgreementStatus.EFFECTIVE
    sign(deed, Side.LICENSEE)
    assert agreement.status is AgreementStatus.TERMINATED
    assert agreement.end_reason == "双方账款已结清。"


def test_before_the_demand_has_passed_there_is_no_ground(app):
    """民法典 563(1)(3): control of the next test."""
    agreement = running()
    with pytest.raises(Refused) as refusal:
        termination(agreement, Ground.UNPAID_AFTER_DEMAND, words="逾期未付。")
    assert refusal.value.code == "ground_not_given"


def test_unpaid_after_a_demand_the_licensor_gives_notice(app):
    agreement = running()
    (row,) = rows_of(agreement)
    with clock.at(row.due_on + timedelta(1)):
        deadline = clock.today() + timedelta(30)
        with transaction():
            agreements.serve_demand(
                agreement, row.amount_fen, deadline, owner_of(agreement.licensor)
            )
    with clock.at(deadline + timedelta(1)):
        with pytest.raises(Refused) as refusal:
            termination(agreement, Ground.UNPAID_AFTER_DEMAND, Side.LICENSEE, "逾期未付。")
        assert refusal.value.code == "ground_of_the_other_side"
        deed = termination(agreement, Ground.UNPAID_AFTER_DEMAND, words="催告期满仍未付款。")
        sign(deed, Side.LICENSOR)
    assert deed.status is DeedStatus.IN_FORCE
    assert agreement.status is AgreementStatus.TERMINATED
    assert [each.status for each in rows_of(agreement)] == [ObligationStatus.DUE]


def test_a_ground_that_was_cured_before_the_signature_is_gone(app):
    agreement = running()
    with clock.at(clock.today() + timedelta(60)):
        deadline = clock.today() + timedelta(30)
        with transaction():
            agreements.serve_demand(agreement, 1, deadline, owner_of(agreement.licensor))
    with clock.at(deadline + timedelta(1)):
        deed = termination(agreement, Ground.UNPAID_AFTER_DEMAND, words="催告期满仍未付款。")
        with transaction():
            agreements.cure(agreement)
        with pytest.raises(Refused) as refusal:
            sign(deed, Side.LICENSOR)
    assert refusal.value.code == "ground_not_given"


def test_a_patent_that_ended_is_a_ground_only_once_it_has(app):
    agreement = running()
    with pytest.raises(Refused):
        termination(agreement, Ground.RIGHT_LOST, Side.LICENSEE, "年费未缴，专利权终止。")
    agreement.patents[0].legal_status = LegalStatus.TERMINATED
    db.session.commit()
    deed = termination(agreement, Ground.RIGHT_LOST, Side.LICENSEE, "年费未缴，专利权终止。")
    sign(deed, Side.LICENSEE)
    assert agreement.status is AgreementStatus.TERMINATED


def test_a_notice_is_not_signed_by_who_receives_it(app):
    deed = termination(running(), Ground.BREACH, words="超出许可范围实施。")
    with pytest.raises(Refused) as refusal:
        sign(deed, Side.LICENSEE)
    assert refusal.value.code == "notice_of_one"


def test_a_notice_without_facts_is_refused(app):
    with pytest.raises(Refused) as refusal:
        termination(running(), Ground.BREACH, words=" ")
    assert refusal.value.code == "facts_missing"


def test_what_has_ended_is_neither_amended_nor_ended_again(app):
    agreement = running()
    sign_both(termination(agreement))
    for draw in (lambda: amendment(agreement, lump(1_000)), lambda: termination(agreement)):
        with pytest.raises(Refused) as refusal:
            draw()
        assert refusal.value.code == "not_running"


@pytest.mark.parametrize("status", list(DeedStatus))
def test_every_other_move_is_refused(status):
    for action, (origins, target) in LIFECYCLE.moves.items():
        if status in origins:
            assert LIFECYCLE.after(status, action) is target
        else:
            with pytest.raises(TransitionNotAllowed):
                LIFECYCLE.after(status, action)


def test_the_state_house_shows_a_changed_price_first(app):
    """LAW 5.9; control: a change that leaves the price alone needs no notice."""
    agreement = running()
    agreement.licensor.is_state_institution = True
    db.session.commit()
    deed = amendment(agreement, lump(2_000_000))
    assert services.notice_is_due(deed)
    with pytest.raises(Refused) as refusal:
        sign(deed, Side.LICENSOR)
    assert refusal.value.code == "in_house_notice_needed"
    with transaction():
        services.withdraw(deed, owner_of(agreement.licensor))
    other = terms_in_force(agreement).model_copy(update={"secrecy_months": 24})
    assert not services.notice_is_due(amendment(agreement, other))


def test_preset_of_another_route_is_refused(app):
    agreement = running()
    with pytest.raises(Refused) as refusal:
        amendment(agreement, preset(FeeMode.FREE, route=Route.OPEN))
    assert refusal.value.code == "other_route"

"""Money that a bank holds (S060): by rule or by decision of two persons, with the bank's own papers;
the site keeps no balance, and what is released is a payment like any other."""

from datetime import timedelta
from io import BytesIO
from unittest.mock import patch

import pytest
from sqlalchemy import func, select, text

from marketplace import clock
from marketplace.agreements.lifecycles import AgreementStatus as A
from marketplace.agreements.models import Side
from marketplace.audit.services import history
from marketplace.custody import rules, services
from marketplace.custody.models import (
    INSTRUCTION_LIFECYCLE,
    LIFECYCLE,
    Custody,
    CustodyStatus,
    InstructionStatus,
    ReleaseRule,
)
from marketplace.custody.models import InstructionKind as K
from marketplace.database import transaction
from marketplace.errors import NotAllowed, Refused
from marketplace.extensions import db
from marketplace.ledger.models import LedgerPosting
from marketplace.obligations.models import FactKind
from marketplace.obligations.models import ObligationStatus as O
from marketplace.obligations.services import enter_fact, rows_of
from marketplace.payments.models import Payment, PaymentStatus
from marketplace.terms.enums import FeeMode, Route
from tests import deals
from tests.accounts.browser import visit
from tests.accounts.factories import client_of, make_member, owner_of

FEN = deals.LUMP_FEN
PAPER = "ab" * 32


@pytest.fixture
def agreement(app):
    return deals.accepted(deals.published(FeeMode.LUMP_SUM, Route.ORDINARY, amount_fen=FEN))


def people(agreement):
    return owner_of(agreement.licensor), owner_of(agreement.licensee)


def proposed(agreement, **values):
    facts = {
        "bank": "某银行广州分行",
        "bank_reference": "JG-1",
        "amount_fen": FEN,
        "release_rule": ReleaseRule.DECISION,
        "return_on": clock.today() + timedelta(90),
    }
    with transaction():
        return services.propose(
            agreement, Side.LICENSEE, owner_of(agreement.licensee), **{**facts, **values}
        )


def held(agreement, amount=FEN, **values):
    custody = proposed(agreement, **values)
    licensor, licensee = people(agreement)
    with transaction():
        services.agree(custody, Side.LICENSOR, licensor)
    with transaction():
        received(custody, amount, "R-1", licensee)
    return custody


def received(custody, amount, number, by):
    return services.confirm_received(
        custody,
        Side.LICENSEE,
        by,
        amount_fen=amount,
        value_day=clock.today(),
        bank_reference=number,
        evidence_sha256=PAPER,
    )


def instructed(custody, kind=K.RELEASE, amount=FEN, side=Side.LICENSOR):
    licensor, licensee = people(custody.agreement)
    with transaction():
        return services.instruct(
            custody, side, licensor if side is Side.LICENSOR else licensee, kind, amount, "已验收"
        )


def done(instruction, side=Side.LICENSOR, number="OUT-1", **values):
    licensor, licensee = people(instruction.custody.agreement)
    facts = {"value_day": clock.today(), "bank_reference": number, "evidence_sha256": PAPER}
    with transaction():
        services.confirm_carried_out(
            instruction,
            side,
            licensor if side is Side.LICENSOR else licensee,
            **{**facts, **values},
        )


@pytest.mark.databases("sqlite", "postgresql")
def test_two_persons_release_and_the_release_is_the_payment(agreement):
    custody = held(agreement)
    licensor, licensee = people(agreement)
    assert db.session.scalar(select(func.count(Payment.id))) == 0, "held money is nobody's receipt"
    instruction = instructed(custody)
    assert instruction.status is InstructionStatus.PROPOSED
    with pytest.raises(Refused), transaction():
        services.confirm_carried_out(
            instruction,
            Side.LICENSOR,
            licensor,
            value_day=clock.today(),
            bank_reference="X",
            evidence_sha256=PAPER,
        )
    with pytest.raises(NotAllowed), transaction():
        services.decide(instruction, Side.LICENSOR, licensor)
    with transaction():
        services.decide(instruction, Side.LICENSEE, licensee)
    done(instruction)
    payment = db.session.scalars(select(Payment)).one()
    assert (payment.status, payment.slip_sha256) == (PaymentStatus.CONFIRMED, PAPER)
    assert [(row.status, row.paid_fen) for row in rows_of(agreement)] == [(O.PAID, FEN)]
    assert (custody.status, custody.held_fen) == (CustodyStatus.ENDED, 0)
    tags = {event.tag for event in history(custody)}
    assert {"custody:propose", "custody:arrange", "custody:receive", "custody:decide"} <= tags


def test_control_without_the_second_person_one_party_pays_itself(agreement):
    custody = held(agreement)
    instruction = instructed(custody)
    with (
        patch.object(services, "require_other", lambda *_: None),
        pytest.raises(NotAllowed) as refusal,
        transaction(),
    ):
        services.decide(instruction, Side.LICENSOR, owner_of(agreement.licensor))
    assert refusal.value.code == "two_persons", "the second lock still holds"


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        (ReleaseRule.EFFECT, {}),
        (ReleaseRule.DAY, {"release_on": clock.today()}),
        (ReleaseRule.MILESTONE, {"milestone": "样机验收"}),
    ],
)
def test_a_rule_that_is_met_needs_no_second_person(agreement, rule, facts):
    custody = held(agreement, release_rule=rule, **facts)
    if rule is ReleaseRule.MILESTONE:
        assert instructed(custody, amount=1).status is InstructionStatus.PROPOSED
        with transaction():
            enter_fact(
                agreement,
                FactKind.MILESTONE,
                clock.today(),
                owner_of(agreement.licensor),
                name="样机验收",
            )
    instruction = instructed(custody, amount=700)
    assert (instruction.status, instruction.by_rule) == (InstructionStatus.ISSUED, True)
    done(instruction)
    assert rows_of(agreement)[0].paid_fen == 700
    assert (custody.status, custody.held_fen) == (CustodyStatus.HELD, FEN - 700)


def test_what_was_not_released_goes_back_from_its_day(agreement):
    custody = held(agreement)
    assert instructed(custody, K.RETURN, 1, Side.LICENSEE).status is InstructionStatus.PROPOSED
    with clock.at(custody.return_on):
        instruction = instructed(custody, K.RETURN, FEN - 1, Side.LICENSEE)
        assert instruction.status is InstructionStatus.ISSUED
        done(instruction, Side.LICENSEE)
    assert custody.held_fen == 1
    assert db.session.scalar(select(func.count(Payment.id))) == 0
    assert (
        db.session.scalar(
            select(func.count(LedgerPosting.id)).where(LedgerPosting.amount == FEN - 1)
        )
        == 0
    )


def test_what_was_earned_is_not_returned_because_it_was_claimed_late(agreement):
    custody = held(agreement, release_rule=ReleaseRule.DAY, release_on=clock.today())
    with clock.at(custody.return_on):
        assert rules.rule_holds(custody, K.RELEASE)
        assert not rules.rule_holds(custody, K.RETURN)


@pytest.mark.parametrize("amount", [0, -1, FEN + 1])
def test_never_more_than_is_held_and_free(agreement, amount):
    custody = held(agreement)
    with pytest.raises(Refused) as refusal:
        instructed(custody, amount=amount)
    assert refusal.value.code == "custody_not_free"


def test_one_fen_is_instructed_once_and_confirmed_once(agreement):
    custody = held(agreement, release_rule=ReleaseRule.EFFECT)
    instruction = instructed(custody)
    with pytest.raises(Refused):
        instructed(custody, amount=1)
    done(instruction)
    with pytest.raises(Refused) as refusal:
        done(instruction)
    assert refusal.value.status == 409
    assert rows_of(agreement)[0].paid_fen == FEN


def test_parts_come_in_until_the_amount_is_there(agreement):
    custody = held(agreement, amount=FEN - 5)
    licensee = owner_of(agreement.licensee)
    for amount, number, code in ((6, "R-2", "custody_amount"), (5, "R-1", "custody_confirmed")):
        with pytest.raises(Refused) as refusal, transaction():
            received(custody, amount, number, licensee)
        assert refusal.value.code == code
    with transaction():
        received(custody, 5, "R-2", licensee)
    assert custody.held_fen == FEN


def test_on_an_open_license_the_release_makes_it_effective_without_the_patentees_word(app):
    agreement = deals.noticed(deals.published(FeeMode.LUMP_SUM, amount_fen=FEN))
    custody = held(agreement)
    instruction = instructed(custody, side=Side.LICENSEE)
    with transaction():
        services.decide(instruction, Side.LICENSOR, owner_of(agreement.licensor))
    assert agreement.status is A.AWAITING_PAYMENT
    done(instruction, Side.LICENSEE)
    assert agreement.status is A.EFFECTIVE


@pytest.mark.parametrize("life", [LIFECYCLE, INSTRUCTION_LIFECYCLE])
def test_ended_is_ended(life):
    ends = [state for state in life.states if not life.actions(state)]
    assert sorted(ends) in (["dropped", "ended"], ["carried_out", "withdrawn"])


@pytest.mark.parametrize("statement", ["UPDATE {} SET amount_fen = 1", "DELETE FROM {}"])
def test_the_banks_word_stays(agreement, statement):
    held(agreement)
    with pytest.raises(Exception, match="append-only"), db.engine.begin() as connection:
        connection.execute(text(statement.format("custody_confirmations")))


def test_both_parties_go_through_the_pages(app, agreement):
    licensor, licensee = (client_of(app, each) for each in people(agreement))
    listed = f"/agreements/{agreement.public_id}/custody"
    page = visit(licensee, f"{listed}/new")
    wrong = page.send(bank="某银行", bank_reference="JG-2", amount="30000", release_rule="day")
    assert wrong.error_at("release_on")
    day = (clock.today() + timedelta(30)).isoformat()
    shown = wrong.send(return_on=day, release_rule="decision").follow()
    address = shown.response.request.path
    assert "某银行" in visit(licensor, listed).text
    visit(licensor, address).send(f"{address}/agreement")
    page = visit(licensee, f"{address}/received")
    facts = {"value_day": clock.today().isoformat(), "bank_reference": "R-1"}
    assert page.send(**facts, evidence="").error_at("evidence")
    page.send(**facts, evidence=(BytesIO(b"%PDF-1.7 held"), "held.pdf"))
    visit(licensee, address).send(f"{address}/instructions", kind="release", amount="10000")
    custody = db.session.scalars(select(Custody)).one()
    (instruction,) = custody.instructions
    step = f"/custody/instructions/{instruction.public_id}"
    visit(licensor, address).send(f"{step}/decision")
    paper = (BytesIO(b"%PDF-1.7 paid"), "paid.pdf")
    visit(licensor, f"{step}/done").send(**{**facts, "bank_reference": "O-1"}, evidence=paper)
    db.session.expire_all()
    assert rows_of(agreement)[0].paid_fen == 1_000_000
    page = visit(licensee, address)
    assert "20,000.00" in page.text
    link = page.soup.select_one("a[href*='/papers/']")["href"]
    assert licensor.get(link).data == b"%PDF-1.7 held"
    visit(licensor, address).send(f"{address}/instructions", kind="return", amount="99999")
    assert len(custody.instructions) == 1
    for user in (owner_of(deals.licensee()),):
        for path in (listed, address, f"{step}/done", link):
            assert client_of(app, user).get(path).status_code == 404
    viewer = client_of(app, make_member(agreement.licensee).user)
    assert viewer.get(address).status_code == 200
    assert viewer.get(f"{address}/received").status_code == 403

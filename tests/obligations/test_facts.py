"""Facts with evidence, confirmed and disputed (R-61); decisions on amounts by the right person; what an
invalidation, a lapse and an assignment do from their day (R-58)."""

from datetime import date

import pytest
from sqlalchemy import func, select

from marketplace import clock
from marketplace.accounts.models import InboxMessage
from marketplace.agreements.models import Side
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.errors import NotAllowed, Refused
from marketplace.extensions import db
from marketplace.ledger.chart import AccountCode, AccountKind
from marketplace.ledger.queries import balance
from marketplace.obligations import deciding, facts, services
from marketplace.obligations.lines import decisions
from marketplace.obligations.models import (
    AnswerKind,
    DecisionKind,
    Fact,
    FactKind,
)
from marketplace.obligations.models import ObligationStatus as S
from marketplace.obligations.services import rows_of
from marketplace.patents.enums import LegalStatus
from marketplace.patents.signals import patents_changed
from marketplace.payments import services as payments
from marketplace.terms.enums import FeeMode, Reason
from marketplace.terms.presets import preset
from tests import deals
from tests.accounts.factories import make_administrator, owner_of
from tests.declarations.factories import manager_of
from tests.listings.factories import give_account
from tests.obligations.licenses import DAY, enter, in_instalments, pay, run_on

BOTH = pytest.mark.databases("sqlite", "postgresql")
PROOF = "a" * 64


def used_first(**options):
    return deals.accepted(
        deals.published(terms=preset(FeeMode.PAY_LATER, amount_fen=2_000_000, **options))
    )


def first_revenue(agreement, day, side=Side.LICENSEE):
    with clock.at(day), transaction():
        return facts.enter(
            agreement,
            FactKind.FIRST_REVENUE,
            side,
            day,
            owner_of(agreement.party(side)),
            evidence_sha256=PROOF,
        )


def say(fact, kind, by, reason="", evidence=None):
    with transaction():
        return facts.answer(fact, kind, by, reason, evidence)


def count(model):
    return db.session.scalar(select(func.count(model.id)))


@BOTH
def test_a_disputed_trigger_makes_nothing_due_until_it_is_confirmed(app):
    agreement = used_first()
    (row,) = rows_of(agreement)
    months = row.due_on
    day = clock.today() + 20 * DAY
    fact = first_revenue(agreement, day)
    assert row.due_on == day + 30 * DAY
    licensor, licensee = owner_of(agreement.licensor), owner_of(agreement.licensee)
    with pytest.raises(NotAllowed):
        say(fact, AnswerKind.CONFIRM, licensee)
    with pytest.raises(Refused):
        say(fact, AnswerKind.DISPUTE, licensor)
    say(fact, AnswerKind.DISPUTE, licensor, "首张发票早于该日")
    assert (row.due_on, count(Fact)) == (months, 1)
    say(fact, AnswerKind.CONFIRM, licensor)
    assert row.due_on == day + 30 * DAY
    with pytest.raises(NotAllowed):
        say(fact, AnswerKind.WITHDRAW, licensee, "记错")
    assert [each.kind for each in fact.answers] == [AnswerKind.DISPUTE, AnswerKind.CONFIRM]


def test_a_trigger_taken_back_can_be_entered_with_its_right_day(app):
    agreement = used_first()
    (row,) = rows_of(agreement)
    months, day = row.due_on, clock.today() + 20 * DAY
    fact = first_revenue(agreement, day)
    say(fact, AnswerKind.WITHDRAW, owner_of(agreement.licensee), "日期有误")
    assert row.due_on == months
    again = first_revenue(agreement, day + 9 * DAY)
    twice = first_revenue(agreement, day + 12 * DAY)
    assert (again.ordinal, twice.id, count(Fact)) == (1, again.id, 2)
    assert row.due_on == day + 39 * DAY
    assert len(rows_of(agreement)) == 1


def test_staff_settle_a_dispute_on_a_paper(app):
    agreement = used_first()
    fact = first_revenue(agreement, clock.today() + DAY)
    staff = make_administrator()
    with pytest.raises(NotAllowed):
        say(fact, AnswerKind.SETTLE, staff, "裁决", PROOF)
    say(fact, AnswerKind.DISPUTE, owner_of(agreement.licensor), "不属于该专利收入")
    with pytest.raises(Refused) as refusal:
        say(fact, AnswerKind.SETTLE, staff, "裁决")
    assert refusal.value.code == "paper_needed"
    say(fact, AnswerKind.SETTLE, staff, "仲裁裁决书", PROOF)
    assert fact.counts


def test_whichever_trigger_is_first_counts(app):
    agreement = used_first(milestone="中试验收")
    (row,) = rows_of(agreement)
    days = {"revenue": 90, "milestone": 40, "months": (row.due_on - clock.today()).days - 30}
    first_revenue(agreement, clock.today() + days["revenue"] * DAY)
    enter(agreement, FactKind.MILESTONE, clock.today() + days["milestone"] * DAY, name="中试验收")
    assert row.due_on == clock.today() + (days["milestone"] + 30) * DAY
    assert days["months"] > days["revenue"]


@BOTH
def test_after_an_invalidation_a_person_decides_on_each_amount(app):
    """R-58: paid stays, unpaid waits for a person, the future stops."""
    agreement = in_instalments()
    pay(agreement, 1_000_000)
    run_on(rows_of(agreement)[1].due_on)
    paid, due, future = rows_of(agreement)
    patent = agreement.patents[0]
    with clock.at(due.due_on + DAY), transaction():
        patent.legal_status = LegalStatus.WHOLLY_INVALID
        patent.legal_status_on = clock.today()
        patents_changed.send([patent])
    assert [row.status for row in (paid, due, future)] == [S.PAID, S.ON_HOLD, S.VOID]
    assert told(agreement.licensor, "obligations_to_decide") == 1
    owner = owner_of(agreement.licensor)
    with pytest.raises(NotAllowed), transaction():
        deciding.decide(due, DecisionKind.RELEASE, "继续收取", owner_of(agreement.licensee))
    with clock.at(due.due_on + 9 * DAY), transaction():
        deciding.decide(due, DecisionKind.KEEP, "等待无效决定生效", owner)
    assert due.status is S.ON_HOLD
    run_on(due.due_on + 20 * DAY)
    assert due.status is S.ON_HOLD
    with clock.at(due.due_on + 21 * DAY), transaction():
        deciding.decide(due, DecisionKind.RELEASE, "合同约定不予返还", owner)
    assert (due.status, due.open_fen) == (S.DUE, 2_000_000)
    with clock.at(due.due_on + 22 * DAY), transaction():
        deciding.decide(due, DecisionKind.WAIVE, "双方协商放弃", owner)
    assert (due.status, payments.due_now_fen(agreement)) == (S.WAIVED, 0)
    assert [each.kind.value for each in decisions(agreement)] == ["keep", "release", "waive"]
    assert paid.paid_fen == 1_000_000


def told(organization, code):
    return db.session.scalar(
        select(func.count(InboxMessage.id)).where(
            InboxMessage.organization_id == organization.id, InboxMessage.code == code
        )
    )


def test_a_lapse_keeps_what_had_accrued(app):
    agreement = in_instalments()
    patent = agreement.patents[0]
    with clock.at(clock.today() + 5 * DAY), transaction():
        patent.legal_status = LegalStatus.TERMINATED
        patent.legal_status_on = clock.today()
        patents_changed.send([patent])
    assert [row.status for row in rows_of(agreement)] == [S.DUE, S.VOID, S.VOID]


def test_only_a_signatory_gives_money_up(app):
    agreement = in_instalments()
    row = rows_of(agreement)[0]
    manager = manager_of(agreement.licensor)
    with transaction():
        deciding.decide(row, DecisionKind.HOLD, "核对发票", manager)
    with pytest.raises(NotAllowed), transaction():
        deciding.decide(row, DecisionKind.WAIVE, "放弃", manager)
    with pytest.raises(Refused), transaction():
        deciding.decide(row, DecisionKind.HOLD, "  ", manager)
    assert row.status is S.ON_HOLD
    assert "obligation_decision:hold" in [each.tag for each in history(row)]


def receivable(organization, agreement):
    code = AccountCode(AccountKind.RECEIVABLE, organization.public_id, agreement.public_id)
    return balance(str(code))


@BOTH
def test_an_assignment_moves_the_payee_from_its_day_even_when_told_late(app):
    """R-58: entered after an amount had fallen due, the debt itself moves in the ledger."""
    agreement = in_instalments()
    pay(agreement, 1_000_000)
    new = deals.licensee()
    _, second, third = rows_of(agreement)
    run_on(second.due_on)
    assert receivable(agreement.licensor, agreement) == 2_000_000
    with clock.at(second.due_on + DAY), transaction():
        facts.enter(
            agreement,
            FactKind.TRANSFERRED,
            Side.LICENSOR,
            second.due_on - 10 * DAY,
            owner_of(agreement.licensor),
            name=new.public_id,
            evidence_sha256=PROOF,
        )
    assert [row.payee for row in rows_of(agreement)] == [None, new.public_id, new.public_id]
    assert receivable(agreement.licensor, agreement) == 0
    assert receivable(new, agreement) == 2_000_000
    give_account(new)
    paid = pay(agreement, 2_000_000, second.due_on + DAY, "to the new holder")
    assert (paid.licensor, second.paid_fen, paid.suspense_fen) == (new, 2_000_000, 0)
    assert receivable(agreement.licensor, agreement) == receivable(new, agreement) == 0
    assert third.payee == new.public_id


@BOTH
def test_late_payment_makes_its_default_money_and_a_reversal_unmakes_it(app):
    terms = preset(FeeMode.INSTALMENTS, amounts_fen=[1_000_000], every_months=3, months=24)
    terms = terms.model_copy(update={"late_interest_ppm": 500, "route": "ordinary"})
    agreement = deals.accepted(deals.published(terms=type(terms).model_validate(dict(terms))))
    (row,) = rows_of(agreement)
    late = row.due_on + 10 * DAY
    payment = pay(agreement, 1_000_000, late)
    (interest,) = [each for each in rows_of(agreement) if each.reason is Reason.LATE_INTEREST]
    assert (interest.amount_fen, interest.due_on, interest.status) == (5_000, late, S.DUE)
    pay(agreement, 5_000, late, "interest")
    assert interest.status is S.PAID
    with clock.at(late + DAY), transaction():
        payments.reverse_payment(payment, "银行退回", owner_of(agreement.licensor))
    assert (row.status, row.paid_fen, interest.paid_fen) == (S.DUE, 0, 5_000)
    pay(agreement, 1_000_000, late + 10 * DAY, "again")
    assert (interest.amount_fen, interest.open_fen, interest.status) == (
        10_000, 5_000, S.PART_PAID
    )  # fmt: skip


def test_the_bill_is_what_the_preview_said(app):
    """Preview and rows come from one function: no amount is computed twice."""
    terms = preset(FeeMode.PAY_LATER, amount_fen=2_000_000)
    agreement = deals.accepted(deals.published(terms=terms))
    preview = services.lines_of(agreement)
    assert [(line.key, line.amount_fen, line.due_on) for line in preview] == [
        (row.key, row.amount_fen, row.due_on) for row in rows_of(agreement)
    ]
    assert isinstance(preview[0].due_on, date)

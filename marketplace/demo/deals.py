"""What happens after a notice: one script for each way in which an open license lives."""

from datetime import timedelta
from typing import Final

from marketplace import clock
from marketplace.agreements import services
from marketplace.agreements.questions import QuestionCause
from marketplace.agreements.services import questions
from marketplace.demo.deal import Deal
from marketplace.demo.timeline import Story
from marketplace.demo.world import paper
from marketplace.obligations import inspections, statements
from marketplace.payments import services as payments

_SALES_FEN: Final = (38_600_000, 52_350_000, 61_280_000, 47_900_000)
_CORRECTED_FEN: Final = 42_850_000
_QUARTER_DAYS: Final = 92
_FOUND_AFTER_DAYS: Final = 30
_ANNOUNCED_DAYS_AGO: Final = 5
_ANNOUNCED_BEFORE_DAYS: Final = 14
_SCOPE: Final = "许可产品线上渠道的销售明细账、出库单和开票记录，自合同生效之日起。"


def drafted(deal: Deal) -> Story:
    deal.draft()
    yield 0


def dropped(deal: Deal) -> Story:
    deal.draft()
    yield 3
    services.drop(deal.agreement, deal.licensee.owner)


def noticed(deal: Deal) -> Story:
    """A notice and nothing after it: effective at once where nothing is due, else it waits."""
    deal.draft()
    yield 0
    deal.notice()


def delivered_by_proof(deal: Deal) -> Story:
    """The patentee designated no inbox here; the notice went by registered mail."""
    deal.draft()
    deal.notice()
    yield 4
    receipt = paper("挂号信回执", deal.agreement.public_id)
    services.enter_delivery_proof(
        deal.agreement, clock.now(), receipt, "挂号信已签收", deal.licensee.owner
    )


def taken_back(deal: Deal) -> Story:
    yield from noticed(deal)
    yield 6
    services.withdraw_notice(deal.agreement, "产品方案调整，不再实施。", deal.licensee.owner)


def paid(deal: Deal) -> Story:
    """Notice, payment two days later, confirmed when the money is seen."""
    yield from noticed(deal)
    yield 2
    made = deal.pay()
    yield 3
    deal.confirm(made)


def paid_in_part(deal: Deal) -> Story:
    yield from noticed(deal)
    yield 3
    deal.pay(part=2)


def paid_unconfirmed(deal: Deal) -> Story:
    """The voucher stands; the patentee has not looked at its account yet."""
    yield from noticed(deal)
    yield 1
    deal.pay()


def false_voucher(deal: Deal) -> Story:
    """The money never came: the payment is disputed, two persons find that no license arose."""
    yield from noticed(deal)
    yield 1
    made = deal.pay()
    yield 9
    payments.dispute(made[0], "账户未收到该笔款项，经银行核实回单不符。", deal.licensor.owner)
    yield 5
    reply = paper("银行答复", deal.agreement.public_id)
    reason = "付款凭证不实，许可自始未生效。"
    question = questions.doubt(
        deal.agreement, QuestionCause.VOUCHER_FALSE, reason, reply, deal.licensor.owner
    )
    yield 2
    found = question.found
    if found is not None:
        questions.confirm(question, found.public_id, deal.world.second(deal.licensor))


def disputed(deal: Deal) -> Story:
    """Two payments, the second of which the licensor does not find."""
    yield from paid(deal)
    yield _QUARTER_DAYS
    made = deal.pay()
    yield 4
    payments.dispute(made[0], "到账金额与应付金额不一致，请核对。", deal.licensor.owner)


def ended_by_agreement(deal: Deal) -> Story:
    yield from noticed(deal)
    yield 60
    services.terminate(deal.agreement, "双方协商一致解除。", deal.licensee.owner)


def reporting(deal: Deal) -> Story:
    """Quarter for quarter a statement, its acceptance, its payment."""
    yield from noticed(deal)
    yield _QUARTER_DAYS + 4
    for sales in _SALES_FEN:
        statement = deal.report(sales)
        yield 3
        statements.accept_statement(statement, deal.licensor.owner)
        passed = 4
        while not payments.due_now_fen(deal.agreement):
            yield 1
            passed += 1
        yield from settle(deal)
        yield max(1, _QUARTER_DAYS - passed)


def figure_corrected(deal: Deal) -> Story:
    """A reported figure was too low: a new report, a credit note, a new bill."""
    yield _QUARTER_DAYS + _FOUND_AFTER_DAYS
    again = deal.report_again(statements.statements_of(deal.agreement)[-1], _CORRECTED_FEN)
    yield 3
    statements.accept_statement(again, deal.licensor.owner)


def reporting_disputed(deal: Deal) -> Story:
    yield from noticed(deal)
    yield _QUARTER_DAYS + 4
    statement = deal.report(_SALES_FEN[0])
    yield 5
    statements.dispute_statement(statement, "未包含线上渠道销售额。", deal.licensor.owner)


def inspection_announced(deal: Deal) -> Story:
    """The licensor asks to see the accounts; the day that it wishes for lies ahead."""
    yield deal.days_until(_ANNOUNCED_DAYS_AGO)
    wished_on = clock.today() + timedelta(_ANNOUNCED_BEFORE_DAYS)
    inspections.request(deal.agreement, _SCOPE, wished_on, deal.licensor.owner)


def reported(deal: Deal) -> Story:
    """A statement that waits for the licensor's answer."""
    yield from noticed(deal)
    yield _QUARTER_DAYS + 4
    deal.report(_SALES_FEN[1])


def instalments_kept(deal: Deal) -> Story:
    yield from noticed(deal)
    for days in (1, _QUARTER_DAYS, _QUARTER_DAYS):
        yield days
        yield from settle(deal)


def demanded(deal: Deal) -> Story:
    """The second instalment is late; the demand's deadline still runs."""
    yield from paid(deal)
    yield _QUARTER_DAYS + 12
    deal.demand(20)


def stopped(deal: Deal) -> Story:
    """Nothing came by the deadline: the clock stops the use."""
    yield from paid(deal)
    yield _QUARTER_DAYS + 12
    deal.demand(15)


def cured(deal: Deal) -> Story:
    yield from stopped(deal)
    yield 25
    yield from settle(deal)


def settle(deal: Deal) -> Story:
    """Pay what is due now and have it confirmed a day later."""
    made = deal.pay()
    yield 1
    deal.confirm(made)

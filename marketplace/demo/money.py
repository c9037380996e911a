"""Invoices about deals, and money that a bank holds for them."""

from datetime import timedelta
from typing import Final

from marketplace import clock
from marketplace.agreements.models import Side
from marketplace.custody import services as custody
from marketplace.custody.models import Custody, InstructionKind, ReleaseRule
from marketplace.demo.deal import Deal
from marketplace.demo.timeline import Story
from marketplace.demo.world import paper, reference
from marketplace.invoices import services as invoices
from marketplace.invoices.models import InvoiceKind, InvoiceRequest
from marketplace.invoices.services import Paper
from marketplace.obligations.services import rows_of
from marketplace.payments import services as payments

_ASKED_DAYS_AGO: Final = 4
_RETURN_DAYS: Final = 90
_RETURN_AFTER_TRIAL_DAYS: Final = 240
_BANK: Final = "演示商业银行营业部"
_CONDITIONS: Final = (
    "监管账户不计付利息；银行只凭双方一致的书面指令或者本协议约定的条件划付，"
    "不对合同履行承担保证责任；监管手续费由双方各负担一半。"
)
_CONDITION_OF_TRIAL: Final = (
    "被许可人书面通知转为正式许可后，转化价款划付许可人；试用退回的，款项退还被许可人。"
)


def invoice_asked(deal: Deal) -> Story:
    """The licensee asks for the invoice of what it has paid; the licensor has not issued it yet."""
    yield deal.days_until(_ASKED_DAYS_AGO)
    _ask(deal, "年度对账，请补开发票，电子版发至合同联系人邮箱。")


def invoice_issued(deal: Deal) -> Story:
    yield from _paid(deal)
    request = _ask(deal, "")
    yield 3
    invoices.issue(request, deal.licensor.owner, _paper(request, "1"))


def invoice_corrected(deal: Deal) -> Story:
    """Issued with a wrong remark, taken back in red letters, issued anew."""
    yield from _paid(deal)
    request = _ask(deal, "备注栏请填写合同编号。")
    yield 2
    owner = deal.licensor.owner
    invoices.issue(request, owner, _paper(request, "1"))
    yield 6
    invoices.correct(request, owner, _paper(request, "2"), "备注栏漏填合同编号，红字冲销后重开。")
    yield 1
    invoices.issue(request, owner, _paper(request, "3"))


def _paid(deal: Deal) -> Story:
    while not _paid_fen(deal):
        yield 1
    yield 2


def _paid_fen(deal: Deal) -> int:
    return sum(row.paid_fen for row in rows_of(deal.agreement))


def _ask(deal: Deal, note: str) -> InvoiceRequest:
    buyer = deal.licensee.organization
    return invoices.ask(
        deal.agreement,
        deal.licensee.owner,
        kind=InvoiceKind.ORDINARY,
        title=buyer.invoice_title or buyer.name,
        tax_number=buyer.invoice_tax_number or "",
        amount_fen=_paid_fen(deal),
        note=note,
    )


def _paper(request: InvoiceRequest, which: str) -> Paper:
    number = reference(request.public_id, which)[2:]
    return Paper(
        number=f"{clock.today():%y}{number:0>18}",
        issued_on=clock.today(),
        tax_note="税率栏以票面记载为准",
    )


def held_at_a_bank(deal: Deal) -> Story:
    """The price lies at a bank while the trial runs; after it the money goes over, or back."""
    price = deal.agreement.record.lump_sum
    if price is None:
        raise LookupError("the trial has a price")
    yield 6
    made = _arrange(
        deal,
        price.amount_fen,
        f"{_CONDITION_OF_TRIAL}{_CONDITIONS}",
        _RETURN_AFTER_TRIAL_DAYS,
    )
    yield 2
    custody.agree(made, Side.LICENSOR, deal.licensor.owner)
    yield 3
    _received(deal, made)


def released_by_a_bank(deal: Deal) -> Story:
    """What is due is paid over a bank: held first, released when both have decided it."""
    while not (due := payments.due_now_fen(deal.agreement)):
        yield 1
    yield 7
    made = _arrange(deal, due, _CONDITIONS)
    yield 1
    custody.agree(made, Side.LICENSOR, deal.licensor.owner)
    yield 2
    _received(deal, made)
    yield 9
    instruction = custody.instruct(
        made,
        Side.LICENSOR,
        deal.licensor.owner,
        InstructionKind.RELEASE,
        made.amount_fen,
        "技术资料已经交付，双方签署了交接清单。",
    )
    yield 2
    custody.decide(instruction, Side.LICENSEE, deal.licensee.owner)
    yield 1
    custody.confirm_carried_out(
        instruction,
        Side.LICENSOR,
        deal.licensor.owner,
        value_day=clock.today(),
        bank_reference=reference(made.public_id, "released"),
        evidence_sha256=paper("资金划付通知书", made.public_id),
    )


def _arrange(
    deal: Deal, amount_fen: int, conditions: str, return_days: int = _RETURN_DAYS
) -> Custody:
    return custody.propose(
        deal.agreement,
        Side.LICENSEE,
        deal.licensee.owner,
        bank=_BANK,
        bank_reference=f"JG{clock.today():%Y%m%d}99{deal.agreement.id:04d}",
        amount_fen=amount_fen,
        release_rule=ReleaseRule.DECISION,
        return_on=clock.today() + timedelta(return_days),
        conditions=conditions,
    )


def _received(deal: Deal, made: Custody) -> None:
    custody.confirm_received(
        made,
        Side.LICENSEE,
        deal.licensee.owner,
        amount_fen=made.amount_fen,
        value_day=clock.today(),
        bank_reference=reference(made.public_id, "received"),
        evidence_sha256=paper("监管账户入账通知书", made.public_id),
    )

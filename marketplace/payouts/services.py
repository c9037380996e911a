"""Dividing receipts: propose, show in-house, confirm, pay, drop; all to the fen, all on record."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import Organization, Role, User
from marketplace.accounts.services import notify
from marketplace.audit.services import record
from marketplace.database import lock
from marketplace.documents.numbers import numbered
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.in_house import services as in_house
from marketplace.in_house.models import InHouseNotice, Pricing
from marketplace.in_house.subjects import Subject
from marketplace.ledger.chart import Reference, receipt_divided, shares_paid
from marketplace.ledger.services import post
from marketplace.payments.models import Payment
from marketplace.payouts import messages, policies
from marketplace.payouts.dividing import inventors_ppm, lines_of, net_of
from marketplace.payouts.models import LIFECYCLE, Distribution, EntitledKind
from marketplace.payouts.queries import left_fen, rule_on
from marketplace.types import Money

SERIES = "FP"
CONFIRMED = "distribution:confirm"
PAID = "distribution:pay"


def propose(payment: Payment, deductions: Sequence[tuple[str, int]], by: User) -> Distribution:
    """Divide what of a payment is not divided yet. ``deductions`` are costs and taxes as the
    institution states them (text, fen); the rest is its net income (促进科技成果转化法 45).

    Refused where nothing is left or the deductions exceed it.
    """
    organization, agreement = payment.licensor, payment.agreement
    _require_finance(by, organization)
    db.session.scalars(lock(select(Payment.id).where(Payment.id == payment.id))).one()
    if agreement is None or payment.value_day is None:
        raise Refused("nothing_to_divide", N_("Nothing of this payment is left to divide."))
    gross = left_fen(payment)
    net, rule = net_of(gross, deductions), rule_on(organization, payment.value_day)
    distribution = Distribution(
        organization=organization,
        payment=payment,
        agreement=agreement,
        value_day=payment.value_day,
        gross_fen=gross,
        net_fen=net,
        deductions=[{"label": label, "amount_fen": amount} for label, amount in deductions],
        inventors_ppm=inventors_ppm(payment),
        needs_notice=rule.needs_notice if rule else False,
        proposed_by=by,
        lines=lines_of(payment, net),
    )
    db.session.add(distribution)
    db.session.flush()
    event = note("propose", distribution, by, parts=_parts(distribution))
    tell(messages.PROPOSED, distribution, event, distribution.net_fen)
    return distribution


def show(distribution: Distribution, by: User, *, opened_on: date, days: int, place: str) -> Any:
    """Show the rewards inside the institution: they have a publication of their own (LAW 12.16)."""
    LIFECYCLE.after(distribution.status, "show")
    rewards = _sum(distribution, EntitledKind.INVENTOR)
    subject = Subject(
        record=distribution,
        organization=distribution.organization,
        name=f"科技成果转化奖酬分配：{distribution.agreement.title}",
        price=(
            f"净收入¥{Money(distribution.net_fen).yuan()}，发明人奖酬合计¥{Money(rewards).yuan()}"
        ),
        pricing=Pricing.OWN,
        link=link(distribution),
        related=(distribution.agreement,),
    )
    notice: InHouseNotice = in_house.open_notice(
        [subject], by, opened_on=opened_on, days=days, place=place
    )
    return notice


def state_taxes(distribution: Distribution, taxes: dict[str, int | None], by: User) -> None:
    """Enter what the institution withholds from each line, by public id, in fen; None leaves it
    open. The site computes no tax (LAW 4.8)."""
    _require_finance(by, distribution.organization)
    LIFECYCLE.after(distribution.status, "drop")  # open as long as it may still be dropped
    for line in distribution.lines:
        tax = taxes.get(line.public_id)
        if tax is not None and tax > line.amount_fen:
            raise Refused(
                "tax_too_large",
                N_("What is withheld from %(name)s is more than the part."),
                status=422,
                name=line.name,
            )
        line.tax_fen = tax
    note("state_taxes", distribution, by, taxes=[[each, taxes[each]] for each in sorted(taxes)])


def confirm(distribution: Distribution, by: User) -> None:
    """Another finance member confirms: the division gets its number and stands in the ledger."""
    if not policies.may_confirm(by, distribution):
        raise NotAllowed(
            "another_confirms",
            N_("Another finance member than the one who proposed the division confirms it."),
        )
    if distribution.needs_notice and distribution.status == LIFECYCLE.initial:
        raise Refused(
            "notice_needed",
            N_(
                "Your reward rule asks for an in-house notice. Open it; confirm once it has passed."
            ),
        )
    distribution.move("confirm")
    distribution.number = numbered(distribution.organization, SERIES)
    distribution.confirmed_by, distribution.confirmed_at = by, clock.now()
    event = note("confirm", distribution, by, number=distribution.number)
    _post(CONFIRMED, distribution, clock.today(), by)
    tell(messages.CONFIRMED, distribution, event, distribution.to_pay_fen)


def pay(distribution: Distribution, paid_on: date, by: User) -> None:
    """Enter that the institution has paid the parts from its own account, on the bank's day."""
    _require_finance(by, distribution.organization)
    if paid_on > clock.today():
        raise Refused(
            "paid_later", N_("Enter the day on which it was paid."), status=422, field="paid_on"
        )
    distribution.move("pay")
    distribution.paid_on = paid_on
    note("pay", distribution, by, paid_on=paid_on.isoformat())
    _post(PAID, distribution, paid_on, by)


def drop(distribution: Distribution, by: User, reason: str) -> None:
    """Give up a division that is not confirmed; the receipt can be divided anew."""
    _require_finance(by, distribution.organization)
    distribution.move("drop")
    distribution.reason, distribution.closed_at = reason, clock.now()
    note("drop", distribution, by, reason=reason)


def link(distribution: Distribution) -> str:
    return f"/payouts/{distribution.public_id}"


def _post(reason: str, distribution: Distribution, day: date, by: User) -> None:
    """The lines of others; the institution owes itself nothing."""
    amount = distribution.to_pay_fen
    if not amount:
        return
    make = receipt_divided if reason == CONFIRMED else shares_paid
    lines = make(distribution.organization.public_id, distribution.agreement.public_id, amount)
    related = [distribution.agreement]
    post(reason, Reference.to(distribution), lines, day, by=by, related=related)


def note(verb: str, distribution: Distribution, by: Any, **data: Any) -> Any:
    return record(
        f"distribution:{verb}",
        distribution,
        by,
        related=[distribution.payment, distribution.agreement],
        **data,
    )


def _parts(distribution: Distribution) -> list[list[Any]]:
    """For the trail: who by public id, never by name."""
    return [[each.kind.value, each.party, each.amount_fen] for each in distribution.lines]


def _sum(distribution: Distribution, kind: EntitledKind) -> int:
    return sum(each.amount_fen for each in distribution.lines if each.kind is kind)


def tell(code: str, distribution: Distribution, event: Any, amount_fen: int) -> None:
    notify(
        distribution.organization,
        code,
        event=event,
        link=link(distribution),
        roles=(Role.OWNER, Role.FINANCE),
        title=distribution.agreement.title,
        amount_fen=amount_fen,
    )


def _require_finance(by: User, organization: Organization) -> None:
    if not policies.may_divide(by, organization):
        raise NotAllowed()

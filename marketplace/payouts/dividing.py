"""The lines of a division, from the pool's own split or from plan and reward rule."""

from collections.abc import Sequence

from sqlalchemy import select

from marketplace.accounts.models import Organization
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.payments.models import Payment
from marketplace.payouts.models import DistributionLine, Entitled, EntitledKind
from marketplace.payouts.queries import plan_on, pool_splits, rule_on
from marketplace.payouts.shares import Stake, divide, stakes
from marketplace.terms.splits import split


def lines_of(payment: Payment, net_fen: int) -> list[DistributionLine]:
    """Lines that add up to the net income, in a stable order; TermsError where nobody is named.

    The receipt of a pool is divided as the pool was (each member then divides its own part among
    its own people); any other by the plan and the reward rule of its value day.
    """
    pool = pool_splits(payment)
    if pool:
        return _of_pool(payment.licensor, net_fen, pool)
    own, agreement, day = payment.licensor, payment.agreement, payment.value_day
    if agreement is None or day is None:
        raise ValueError("only a payment of an agreement is divided")
    plan = plan_on(agreement, own, day)
    parts = divide(
        net_fen, own.public_id, stakes(plan.parts) if plan else (), inventors_ppm(payment)
    )
    people = _people({stake.party for stake, _ in parts})
    return [_line(stake, amount, own, people) for stake, amount in parts]


def preview(
    payment: Payment, gross_fen: int, deductions: Sequence[tuple[str, int]]
) -> list[DistributionLine]:
    """The lines as they would be; nothing is kept. Refused as ``net_of`` refuses."""
    return lines_of(payment, net_of(gross_fen, deductions))


def net_of(gross_fen: int, deductions: Sequence[tuple[str, int]]) -> int:
    """The net income in fen. Refused where nothing is left to divide, or less than is taken off."""
    if gross_fen <= 0:
        raise Refused("nothing_to_divide", N_("Nothing of this payment is left to divide."))
    taken = sum(amount for _, amount in deductions)
    if taken > gross_fen or any(amount <= 0 for _, amount in deductions):
        raise Refused(
            "deductions",
            N_("The deductions are more than what was received. Enter smaller amounts."),
            status=422,
            field="costs",
        )
    return gross_fen - taken


def inventors_ppm(payment: Payment) -> int:
    """What the reward rule of the value day gives the inventors; a pool's operator rewards none."""
    rule = rule_on(payment.licensor, payment.value_day) if payment.value_day else None
    return rule.inventors_ppm if rule and not pool_splits(payment) else 0


def _of_pool(own: Organization, net_fen: int, pool: dict[str, int]) -> list[DistributionLine]:
    members = db.session.scalars(select(Organization).where(Organization.public_id.in_(pool)))
    names = {each.public_id: each.name for each in members}
    return [
        DistributionLine(
            party=part.party,
            kind=EntitledKind.INSTITUTION
            if part.party == own.public_id
            else EntitledKind.POOL_MEMBER,
            name=names[part.party],
            amount_fen=part.amount_fen,
        )
        for part in split(net_fen, list(pool.items()))
    ]


def _line(
    stake: Stake, amount: int, own: Organization, people: dict[str, Entitled]
) -> DistributionLine:
    person = people.get(stake.party)
    return DistributionLine(
        party=stake.party,
        kind=stake.kind,
        name=person.name if person else own.name,
        amount_fen=amount,
        entitled=person,
    )


def _people(parties: set[str]) -> dict[str, Entitled]:
    found = db.session.scalars(select(Entitled).where(Entitled.public_id.in_(parties)))
    return {each.public_id: each for each in found}

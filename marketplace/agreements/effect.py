"""When a license takes effect: pure functions of notice, payee, amounts and value days.

Patent Law 51(1) and the Examination Guidelines V-11-6: an open license is obtained by written
notice and payment as announced; nobody has to accept. Both must fall before the day on which the
office announces that the declaration is withdrawn or ended.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from marketplace.terms.enums import EffectRule
from marketplace.terms.record import Terms
from marketplace.terms.schedule import payable_before_effect_fen


@dataclass(frozen=True)
class Payment:
    """Money that reached an account: fen, the bank's value day, and whether the account was the
    licensor's verified one."""

    amount_fen: int
    value_day: date
    to_licensor: bool = True


def open_effect(
    terms: Terms,
    delivered_on: date,
    payments: Iterable[Payment],
    announced_on: date,
    closed_on: date | None,
) -> date | None:
    """The day on which an open license takes effect, or None if it has not.

    The later of the notice's arrival and the value day on which the sum of what was paid to the
    licensor reaches what the announced method asks for: one fen less is not payment.
    ``closed_on`` is the day of the announced withdrawal or end, already without new licenses.
    """
    if delivered_on < announced_on or (closed_on is not None and delivered_on >= closed_on):
        return None
    asked = payable_before_effect_fen(terms, delivered_on)
    day = delivered_on
    if asked > 0:
        paid_on = _day_of_sum(asked, payments)
        if paid_on is None:
            return None
        day = max(delivered_on, paid_on)
    return None if closed_on is not None and day >= closed_on else day


def contract_effect(terms: Terms, concluded_on: date, payments: Iterable[Payment]) -> date | None:
    """The day on which a contract takes effect by its own rule: conclusion, first payment, or a
    named day (never before its conclusion)."""
    effect = terms.effect
    rule = effect.rule if effect else EffectRule.CONCLUSION
    if rule is EffectRule.PAYMENT:
        asked = payable_before_effect_fen(terms, concluded_on)
        paid_on = _day_of_sum(asked, payments) if asked else concluded_on
        return None if paid_on is None else max(concluded_on, paid_on)
    if effect is not None and effect.on is not None:
        return max(concluded_on, effect.on)
    return concluded_on


def _day_of_sum(asked: int, payments: Iterable[Payment]) -> date | None:
    total = 0
    for payment in sorted(payments, key=lambda each: each.value_day):
        if payment.to_licensor:
            total += payment.amount_fen
            if total >= asked:
                return payment.value_day
    return None

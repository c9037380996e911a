"""What is refused before anything about money held is written down."""

from datetime import date

from marketplace.agreements.models import Side
from marketplace.custody.models import ReleaseRule
from marketplace.errors import N_, NotAllowed, Refused


def require_whole(
    amount_fen: int, rule: ReleaseRule, milestone: str, release_on: date | None
) -> None:
    """Refuse an arrangement without an amount, or without what its rule needs; fen."""
    if amount_fen <= 0:
        raise Refused("custody_amount", N_("Enter the amount that the bank holds."), field="amount")
    if rule is ReleaseRule.MILESTONE and not milestone:
        raise Refused(
            "custody_milestone",
            N_("Enter the milestone as the license names it."),
            field="milestone",
        )
    if rule is ReleaseRule.DAY and release_on is None:
        raise Refused(
            "custody_day", N_("Enter the day from which the money is released."), field="release_on"
        )


def require_other(first: Side, second: Side) -> None:
    """Refuse a decision that both halves of one party would make."""
    if first is second:
        raise NotAllowed(
            "other_party", N_("The other party decides this: two persons, one of each party.")
        )

"""Posting entries and reversing them. Nothing here is ever changed or removed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from marketplace.audit.actors import SYSTEM
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.ledger.chart import CURRENCY, Reference
from marketplace.ledger.models import LedgerEntry
from marketplace.ledger.signals import entry_reversed
from marketplace.ledger.writing import POSTED, Leg, write_entry

__all__ = ["POSTED", "find", "imbalance", "post", "reverse"]

REVERSAL = "reversal"
LARGEST = 10**15
"""Fen beyond which an amount is a mistake: ten trillion yuan."""


def post(
    reason: str,
    reference: Reference,
    lines: Iterable[tuple[str, int]],
    value_day: date,
    *,
    by: Any = SYSTEM,
    currency: str = CURRENCY,
    related: Sequence[Any] = (),
) -> LedgerEntry:
    """Write one entry: ``lines`` are account codes with signed amounts in fen that add up to 0.

    The pair of ``reason`` and ``reference`` is the idempotency key: asked again with the same
    lines and day the entry that stands is returned and nothing is written; with others, Refused.
    Accounts are opened on first use. ``value_day`` is a Shanghai day. The event that the trail
    gets carries the lines, so that the log of events vouches for the postings.
    """
    legs = [Leg(code, amount, currency) for code, amount in lines]
    _require_balance(legs)
    entry = write_entry(reason, reference, legs, value_day, by=by, related=related)
    return entry or _same_or_refused(find(reason, reference), legs, value_day)


def reverse(
    entry: LedgerEntry, value_day: date, *, by: Any = SYSTEM, related: Sequence[Any] = ()
) -> LedgerEntry:
    """Write the entry that takes ``entry`` back: the same lines with opposite signs.

    At most one per entry, whoever asks at the same time; a reversal itself stands (post anew).
    """
    if entry.reverses_id is not None:
        raise Refused(
            "ledger_reversal_stands",
            N_("Entry %(entry)s is itself a reversal. Post a new entry instead."),
            entry=entry.public_id,
        )
    legs = [Leg(p.account.code, -p.amount, p.currency) for p in entry.postings]
    reversal = write_entry(
        REVERSAL, Reference.to(entry), legs, value_day, by=by, of=entry, related=[entry, *related]
    )
    if reversal is None:
        raise Refused(
            "ledger_already_reversed",
            N_("Entry %(entry)s is reversed already."),
            entry=entry.public_id,
        )
    db.session.expire(entry, ["reversal"])
    entry_reversed.send(entry, reversal=reversal, by=by)
    return reversal


def find(reason: str, reference: Reference) -> LedgerEntry | None:
    """The entry under an idempotency key."""
    return db.session.scalar(
        select(LedgerEntry).where(
            LedgerEntry.reason == reason,
            LedgerEntry.reference_type == reference.type,
            LedgerEntry.reference_id == reference.id,
        )
    )


def imbalance(legs: Iterable[tuple[str, int, str]]) -> Mapping[str, int]:
    """What is left per currency where debits and credits differ, in fen; empty when sound."""
    sums: dict[str, int] = {}
    for _, amount, currency in legs:
        sums[currency] = sums.get(currency, 0) + amount
    return {currency: left for currency, left in sums.items() if left}


def _require_balance(legs: Sequence[Leg]) -> None:
    for leg in legs:
        if not isinstance(leg.amount, int) or isinstance(leg.amount, bool):
            raise TypeError("a posting is an integer number of fen")
        if leg.amount == 0 or abs(leg.amount) > LARGEST:
            raise Refused(
                "ledger_amount",
                N_("%(amount)s fen on %(account)s is no amount to post."),
                amount=leg.amount,
                account=leg.account,
            )
    if len(legs) < 2:
        raise Refused("ledger_one_sided", N_("An entry needs at least two postings."))
    for currency, left in imbalance(legs).items():
        raise Refused(
            "ledger_unbalanced",
            N_("The postings do not add up to zero: %(left)s fen are left in %(currency)s."),
            left=left,
            currency=currency,
        )


def _same_or_refused(entry: LedgerEntry | None, legs: list[Leg], value_day: date) -> LedgerEntry:
    if entry is None:
        raise RuntimeError("the key of a ledger entry is taken, but the entry cannot be read")
    standing = [Leg(p.account.code, p.amount, p.currency) for p in entry.postings]
    if sorted(standing) == sorted(legs) and entry.value_day == value_day:
        return entry
    raise Refused(
        "ledger_key_reused",
        N_("Entry %(entry)s stands for this reason with other amounts. Reverse it, then post."),
        entry=entry.public_id,
    )

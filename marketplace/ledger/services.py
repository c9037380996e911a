"""Posting entries and reversing them. Nothing here is ever changed or removed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from marketplace import clock
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.ledger.chart import CURRENCY, AccountCode, Reference
from marketplace.ledger.models import LedgerAccount, LedgerBalance, LedgerEntry, LedgerPosting

REVERSAL = "reversal"
POSTED = "ledger_entry:post"
LARGEST = 10**15
"""Fen beyond which an amount is a mistake: ten trillion yuan."""


class _Leg(NamedTuple):
    account: str
    amount: int
    currency: str


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
    legs = [_Leg(code, amount, currency) for code, amount in lines]
    _require_balance(legs)
    known = find(reason, reference)
    if known is None:
        entry = _claim(reason, reference, value_day, len(legs))
        if entry is not None:
            return _fill(entry, legs, by=by, related=related)
        known = find(reason, reference)
    return _same_or_refused(known, legs, value_day)


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
    legs = [_Leg(p.account.code, -p.amount, p.currency) for p in entry.postings]
    reversal = _claim(REVERSAL, Reference.to(entry), value_day, len(legs), of=entry)
    if reversal is None:
        raise Refused(
            "ledger_already_reversed",
            N_("Entry %(entry)s is reversed already."),
            entry=entry.public_id,
        )
    return _fill(reversal, legs, by=by, related=[entry, *related])


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


def _require_balance(legs: Sequence[_Leg]) -> None:
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


def _same_or_refused(entry: LedgerEntry | None, legs: list[_Leg], value_day: date) -> LedgerEntry:
    if entry is None:
        raise RuntimeError("the key of a ledger entry is taken, but the entry cannot be read")
    standing = [_Leg(p.account.code, p.amount, p.currency) for p in entry.postings]
    if sorted(standing) == sorted(legs) and entry.value_day == value_day:
        return entry
    raise Refused(
        "ledger_key_reused",
        N_("Entry %(entry)s stands for this reason with other amounts. Reverse it, then post."),
        entry=entry.public_id,
    )


def _claim(
    reason: str,
    reference: Reference,
    value_day: date,
    line_count: int,
    *,
    of: LedgerEntry | None = None,
) -> LedgerEntry | None:
    """Write the entry's own row; None where its key, or the reversal of ``of``, is taken.

    Uniqueness is the database's: of two that come at once the second waits, then gets None.
    """
    entry = LedgerEntry(
        reason=reason,
        reference_type=reference.type,
        reference_id=reference.id,
        at=clock.now(),
        value_day=value_day,
        line_count=line_count,
        reverses_id=of.id if of else None,
    )
    session = db.session()
    session.flush()
    try:
        with session.begin_nested():
            session.add(entry)
    except IntegrityError:
        if find(reason, reference) is None:
            raise
        return None
    return entry


def _fill(entry: LedgerEntry, legs: list[_Leg], *, by: Any, related: Sequence[Any]) -> LedgerEntry:
    """Write the postings, add them to the balances, tell the trail."""
    accounts = _accounts(legs)
    rows = [
        {
            "entry_id": entry.id,
            "account_id": accounts[leg.account, leg.currency],
            "amount": leg.amount,
            "currency": leg.currency,
        }
        for leg in legs
    ]
    db.session.execute(insert(LedgerPosting), rows)
    _add_to_balances(accounts, legs)
    record(POSTED, entry, by, related=related, **event_data(entry, legs))
    return entry


def event_data(entry: LedgerEntry, legs: Iterable[tuple[str, int, str]]) -> dict[str, Any]:
    """What the trail says of an entry: everything that gives it its meaning."""
    return {
        "reason": entry.reason,
        "reference": list(entry.reference),
        "value_day": entry.value_day.isoformat(),
        "lines": [list(leg) for leg in legs],
        "reverses": entry.reverses.public_id if entry.reverses else None,
    }


def _accounts(legs: Iterable[_Leg]) -> dict[tuple[str, str], int]:
    """The ids of the legs' accounts, in the order of their codes, opening those that are new."""
    keys = sorted({(leg.account, leg.currency) for leg in legs})
    return {key: _account_id(*key) for key in keys}


def _account_id(code: str, currency: str) -> int:
    known = select(LedgerAccount.id).where(
        LedgerAccount.code == code, LedgerAccount.currency == currency
    )
    found = db.session.scalar(known)
    if found is not None:
        return found
    parts = AccountCode.parse(code)
    session = db.session()
    try:
        with session.begin_nested():
            account = LedgerAccount(
                code=code,
                currency=currency,
                kind=parts.kind,
                organization_ref=parts.organization,
                agreement_ref=parts.agreement,
            )
            session.add(account)
            session.flush()
            session.execute(insert(LedgerBalance).values(account_id=account.id, amount=0))
            return account.id
    except IntegrityError:
        return session.scalars(known).one()


def _add_to_balances(accounts: Mapping[tuple[str, str], int], legs: Iterable[_Leg]) -> None:
    """One atomic UPDATE per account, always in the order of codes, so that two entries at once
    wait for each other instead of deadlocking or losing an amount."""
    sums: dict[tuple[str, str], int] = dict.fromkeys(accounts, 0)
    for leg in legs:
        sums[leg.account, leg.currency] += leg.amount
    for key, amount in sums.items():
        db.session.execute(
            update(LedgerBalance)
            .where(LedgerBalance.account_id == accounts[key])
            .values(amount=LedgerBalance.amount + amount)
            .execution_options(synchronize_session=False)
        )

"""Posting many entries at once, as ``post`` writes one: the same rows and events in a few statements.

For work that holds everything it posts about under lock, like the clocks. An entry whose key is taken
is an error here, not an answer: the whole transaction fails.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select

from marketplace import clock
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import Fact, Named, record_many
from marketplace.database import insert_many
from marketplace.extensions import db
from marketplace.ids import new_public_id
from marketplace.ledger.chart import CURRENCY, AccountCode, Line, Reference
from marketplace.ledger.models import LedgerAccount, LedgerEntry, LedgerPosting
from marketplace.ledger.services import POSTED, imbalance


@dataclass(frozen=True, slots=True)
class Draft:
    """One entry to be written: what ``post`` is given. Amounts are fen."""

    reason: str
    reference: Reference
    lines: Sequence[Line]
    value_day: date
    related: Sequence[Named] = ()


def post_many(drafts: Sequence[Draft]) -> None:
    """Write these entries with their postings and events; a worker folds them into the balances.
    ValueError for one that does not balance."""
    if not drafts:
        return
    if any(imbalance((*line, CURRENCY) for line in draft.lines) for draft in drafts):
        raise ValueError("the postings of an entry do not add up to zero")
    names = [new_public_id() for _ in drafts]
    entries = _entries(drafts, names)
    codes = sorted({line.account for draft in drafts for line in draft.lines})
    known = _known(codes)
    _post(drafts, entries, known | _open([code for code in codes if code not in known]))
    record_many([_fact(draft, name) for draft, name in zip(drafts, names, strict=True)], SYSTEM)


def _entries(drafts: Sequence[Draft], names: Sequence[str]) -> Sequence[int]:
    now = clock.now()
    rows = [
        {
            "public_id": name,
            "reason": draft.reason,
            "reference_type": draft.reference.type,
            "reference_id": draft.reference.id,
            "at": now,
            "value_day": draft.value_day,
            "line_count": len(draft.lines),
        }
        for draft, name in zip(drafts, names, strict=True)
    ]
    return insert_many(LedgerEntry.__table__, rows)


def _known(codes: Sequence[str]) -> dict[str, int]:
    """The keys of these accounts, as far as they are open."""
    known = select(LedgerAccount.code, LedgerAccount.id).where(
        LedgerAccount.code.in_(codes), LedgerAccount.currency == CURRENCY
    )
    return {row.code: row.id for row in db.session.execute(known)}


def _open(codes: Sequence[str]) -> dict[str, int]:
    """Open these accounts, in the order of their codes."""
    if not codes:
        return {}
    keys = insert_many(LedgerAccount.__table__, [_account(code) for code in codes])
    return dict(zip(codes, keys, strict=True))


def _account(code: str) -> dict[str, Any]:
    parts = AccountCode.parse(code)
    return {
        "code": code,
        "currency": CURRENCY,
        "kind": parts.kind,
        "organization_ref": parts.organization,
        "agreement_ref": parts.agreement,
        "opened_at": clock.now(),
    }


def _post(drafts: Sequence[Draft], entries: Sequence[int], accounts: dict[str, int]) -> None:
    rows = [
        {
            "entry_id": entry,
            "account_id": accounts[account],
            "amount": amount,
            "currency": CURRENCY,
        }
        for draft, entry in zip(drafts, entries, strict=True)
        for account, amount in draft.lines
    ]
    db.session.execute(insert(LedgerPosting.__table__), rows)


def _fact(draft: Draft, name: str) -> Fact:
    data = {
        "reason": draft.reason,
        "reference": list(draft.reference),
        "value_day": draft.value_day.isoformat(),
        "lines": [[account, amount, CURRENCY] for account, amount in draft.lines],
        "reverses": None,
    }
    return Fact(POSTED, Named(LedgerEntry.__tablename__, name), draft.related, data)

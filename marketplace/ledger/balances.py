"""Stored balances: folded from the postings in the order of the event sequence.

An entry does not touch them. Its event is numbered by the sequencer like every other, and a worker
adds the postings of the entries up to a number to the balances and moves the mark there, in one
transaction: every entry once, whatever crashes. What stands above the mark, or has no number yet,
is added when a balance is read; so a balance is exact at every moment, with or without a worker.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, func, insert, select, update

from marketplace.audit.models import AuditEvent, FollowerPosition, LogLeaf, UnsequencedEvent
from marketplace.database import lock, transaction, unless_taken
from marketplace.extensions import db
from marketplace.ledger.models import LedgerBalance, LedgerEntry, LedgerPosting
from marketplace.ledger.writing import POSTED

MARK = "ledger:balances"
BATCH = 1000
"""Numbers of the sequence worked on in one transaction."""


def fold() -> int:
    """Add what the sequence has numbered since to the stored balances; returns the entries added.

    Safe to run twice at once: the mark is locked, and moves with what it vouches for.
    """
    total = 0
    while (added := _fold_batch()) is not None:
        total += added
    return total


def mark() -> int:
    """Up to which number of the sequence the balances are stored (exclusive)."""
    return db.session.scalar(select(_MARK)) or 0


def unfolded() -> Select[int, int]:
    """Per account, by ``account_id``: the ``amount`` of the postings that no stored balance holds
    yet. Part of one statement with the balances, so that both are of one state.

    A union and a range with both its ends, so that a database starts from the few events that wait,
    however many there are.
    """
    last = select(func.max(LogLeaf.position)).scalar_subquery()
    numbered = select(LogLeaf.event_id).where(LogLeaf.position.between(_MARK, last))
    waiting = select(UnsequencedEvent.event_id).union(numbered).subquery()
    return (
        select(LedgerPosting.account_id, func.sum(LedgerPosting.amount).label("amount"))
        .select_from(waiting)
        .join(AuditEvent, AuditEvent.id == waiting.c.event_id)
        .join(LedgerEntry, _tells_of_entry())
        .join(LedgerPosting, LedgerPosting.entry_id == LedgerEntry.id)
        .group_by(LedgerPosting.account_id)
    )


def _tells_of_entry() -> Any:
    return (
        (AuditEvent.subject_id == LedgerEntry.public_id)
        & (AuditEvent.subject_type == LedgerEntry.__tablename__)
        & (AuditEvent.tag == POSTED)
    )


def _fold_batch() -> int | None:
    """One batch; None where there is nothing new."""
    with transaction() as session:
        _ensure_mark()
        start = session.scalars(
            lock(select(FollowerPosition.position).where(FollowerPosition.name == MARK))
        ).one()
        last = session.scalar(
            select(func.max(LogLeaf.position)).where(
                LogLeaf.position.between(start, start + BATCH - 1)
            )
        )
        if last is None:
            return None
        # What is numbered from here on belongs to the next batch: the mark stops at ``last``.
        entries = session.scalars(
            select(LedgerEntry.id)
            .join(AuditEvent, _tells_of_entry())
            .join(LogLeaf, LogLeaf.event_id == AuditEvent.id)
            .where(LogLeaf.position.between(start, last))
        ).all()
        _add(entries)
        session.execute(
            update(FollowerPosition).where(FollowerPosition.name == MARK).values(position=last + 1)
        )
        return len(entries)


def _add(entries: Sequence[int]) -> None:
    """Add the postings of these entries to their accounts' balances."""
    session = db.session()
    rows = session.execute(
        select(LedgerPosting.account_id, func.sum(LedgerPosting.amount))
        .where(LedgerPosting.entry_id.in_(entries))
        .group_by(LedgerPosting.account_id)
    )
    sums = {account: int(amount) for account, amount in rows}
    stored = _stored(sums)
    fresh = [
        {"account_id": account, "amount": amount}
        for account, amount in sums.items()
        if account not in stored
    ]
    if fresh:
        session.execute(insert(LedgerBalance), fresh)
    for account in stored:
        session.execute(
            update(LedgerBalance)
            .where(LedgerBalance.account_id == account)
            .values(amount=LedgerBalance.amount + sums[account])
            .execution_options(synchronize_session=False)
        )


def _stored(accounts: Collection[int]) -> set[int]:
    return set(
        db.session.scalars(
            select(LedgerBalance.account_id).where(LedgerBalance.account_id.in_(accounts))
        )
    )


def _ensure_mark() -> None:
    session = db.session()
    if session.scalar(select(FollowerPosition.id).where(FollowerPosition.name == MARK)) is None:
        session.execute(
            unless_taken(FollowerPosition), [{"name": MARK, "position": 0, "failures": 0}]
        )


_MARK = func.coalesce(
    select(FollowerPosition.position).where(FollowerPosition.name == MARK).scalar_subquery(), 0
)

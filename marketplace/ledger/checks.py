"""``ledger check``: derive everything anew and name whatever does not agree with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, func, select, text

from marketplace.audit.models import AuditEvent
from marketplace.extensions import db
from marketplace.ledger.balances import unfolded
from marketplace.ledger.models import LedgerAccount, LedgerBalance, LedgerEntry, LedgerPosting
from marketplace.ledger.services import imbalance
from marketplace.ledger.writing import POSTED, event_data

_CHUNK = 1000


@dataclass
class Report:
    """What a check found. ``faults`` name the entry or account; ``warnings`` do not make it fail."""

    entries: int = 0
    postings: int = 0
    accounts: int = 0
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.faults


@dataclass
class _Legs:
    """The postings of one entry as they stand in the database."""

    lines: list[list[Any]]
    foreign: bool


def check() -> Report:
    """Read the whole ledger: entries, balances, and what the trail says of each entry."""
    report = Report()
    for entries in _chunks():
        _check_entries(report, entries)
    _check_strays(report)
    _check_balances(report)
    _check_triggers(report)
    return report


def _chunks() -> Iterator[Sequence[LedgerEntry]]:
    after = 0
    while entries := db.session.scalars(
        select(LedgerEntry).where(LedgerEntry.id > after).order_by(LedgerEntry.id).limit(_CHUNK)
    ).all():
        yield entries
        after = entries[-1].id
        db.session.expunge_all()


def _check_entries(report: Report, entries: Sequence[LedgerEntry]) -> None:
    legs = _legs([entry.id for entry in entries])
    told = _told(entries)
    for entry in entries:
        found = legs.get(entry.id, _Legs([], False))
        report.entries += 1
        report.postings += len(found.lines)
        report.faults += [
            f"entry {entry.public_id} ({entry.reason}): {fault}"
            for fault in _entry_faults(entry, found, told.get(entry.public_id))
        ]


def _entry_faults(entry: LedgerEntry, legs: _Legs, told: dict[str, Any] | None) -> Iterator[str]:
    lines = [(account, amount, currency) for account, amount, currency in legs.lines]
    for currency, left in imbalance(lines).items():
        yield f"does not balance, {left} fen are left in {currency}"
    if len(lines) != entry.line_count:
        yield f"has {len(lines)} postings, not {entry.line_count}"
    if legs.foreign:
        yield "has a posting in another currency than its account"
    if told is None:
        yield "is unknown to the audit trail"
    elif told != event_data(entry, lines, entry.reverses):
        yield "differs from what the audit trail says of it"
    if entry.reverses is not None and not _mirrors(lines, entry.reverses):
        yield f"does not take back entry {entry.reverses.public_id}"


def _mirrors(lines: Sequence[tuple[str, int, str]], original: LedgerEntry) -> bool:
    taken_back = [(p.account.code, -p.amount, p.currency) for p in original.postings]
    return sorted(lines) == sorted(taken_back)


def _legs(entries: Sequence[int]) -> dict[int, _Legs]:
    rows = db.session.execute(
        select(
            LedgerPosting.entry_id,
            LedgerAccount.code,
            LedgerPosting.amount,
            LedgerPosting.currency,
            LedgerAccount.currency.label("account_currency"),
        )
        .join(LedgerAccount, LedgerAccount.id == LedgerPosting.account_id)
        .where(LedgerPosting.entry_id.in_(entries))
        .order_by(LedgerPosting.id)
    )
    found: dict[int, _Legs] = {}
    for row in rows:
        legs = found.setdefault(row.entry_id, _Legs([], False))
        legs.lines.append([row.code, row.amount, row.currency])
        legs.foreign |= row.currency != row.account_currency
    return found


def _told(entries: Sequence[LedgerEntry]) -> dict[str, dict[str, Any]]:
    rows: Sequence[Row[tuple[str, dict[str, Any]]]] = db.session.execute(
        select(AuditEvent.subject_id, AuditEvent.data).where(
            AuditEvent.subject_type == LedgerEntry.__tablename__,
            AuditEvent.subject_id.in_([entry.public_id for entry in entries]),
            AuditEvent.tag == POSTED,
        )
    ).all()
    return {row.subject_id: row.data for row in rows}


def _check_strays(report: Report) -> None:
    """Postings without their entry, and entries that the trail knows and the ledger lost."""
    known = select(LedgerEntry.id)
    for posting in db.session.scalars(
        select(LedgerPosting.id).where(LedgerPosting.entry_id.not_in(known))
    ):
        report.faults.append(f"posting {posting}: belongs to no entry")
    for lost in db.session.scalars(
        select(AuditEvent.subject_id).where(
            AuditEvent.tag == POSTED,
            AuditEvent.subject_id.not_in(select(LedgerEntry.public_id)),
        )
    ):
        report.faults.append(f"entry {lost}: is in the audit trail, but not in the ledger")


def _check_balances(report: Report) -> None:
    """Every stored balance against the postings that it should hold."""
    derived = (
        select(LedgerPosting.account_id, func.sum(LedgerPosting.amount).label("amount"))
        .group_by(LedgerPosting.account_id)
        .subquery()
    )
    waiting = unfolded().subquery()
    report.accounts = db.session.scalar(select(func.count(LedgerAccount.id))) or 0
    expected = func.coalesce(derived.c.amount, 0) - func.coalesce(waiting.c.amount, 0)
    stored = func.coalesce(LedgerBalance.amount, 0)
    rows = db.session.execute(
        select(LedgerAccount.code, stored, expected)
        .outerjoin(LedgerBalance, LedgerBalance.account_id == LedgerAccount.id)
        .outerjoin(derived, derived.c.account_id == LedgerAccount.id)
        .outerjoin(waiting, waiting.c.account_id == LedgerAccount.id)
        .where(stored != expected)
    )
    for code, found, amount in rows:
        report.faults.append(
            f"account {code}: stored balance {found}, postings add up to {int(amount)}"
        )


_TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'ledger%'",
    "postgresql": (
        "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND c.relname LIKE 'ledger%'"
    ),
}
_EXPECTED = {
    "sqlite": {"no_update", "no_delete"},
    "postgresql": {"no_change", "no_truncate"},
}
_FACTS = (LedgerAccount.__tablename__, LedgerEntry.__tablename__, LedgerPosting.__tablename__)


def _check_triggers(report: Report) -> None:
    dialect = db.session().get_bind().dialect.name
    present = set(db.session.scalars(text(_TRIGGERS[dialect])))
    expected = {f"{table}_{verb}" for table in _FACTS for verb in _EXPECTED[dialect]}
    expected.add("ledger_postings_balance")
    report.warnings += [f"trigger {name} is missing" for name in sorted(expected - present)]

"""Writing an entry: one statement on PostgreSQL, and none that another entry waits for.

Balances are not touched here (see ``balances``): two entries on one account never wait for each
other, only two under one key do.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.orm import make_transient_to_detached

from marketplace import clock
from marketplace.audit.inline import event_clauses, event_parameters
from marketplace.audit.services import Fact, record_all
from marketplace.database import unless_taken
from marketplace.extensions import db
from marketplace.ids import new_public_id
from marketplace.ledger.chart import AccountCode, Reference
from marketplace.ledger.models import LedgerAccount, LedgerEntry, LedgerPosting

Key = tuple[str, str]
"""An account's code and currency."""
POSTED = "ledger_entry:post"
_OPENED = ("kind", "organization_ref", "agreement_ref")
"""What an account is opened with beside its key and the instant."""
_ENTRY = [column.key for column in LedgerEntry.__table__.columns if column.key != "id"]


class Leg(NamedTuple):
    account: str
    amount: int
    currency: str


def write_entry(
    reason: str,
    reference: Reference,
    legs: Sequence[Leg],
    value_day: date,
    *,
    by: Any,
    of: LedgerEntry | None = None,
    related: Sequence[Any] = (),
) -> LedgerEntry | None:
    """Write an entry with its postings and its event; None where its key, or the reversal of
    ``of``, is taken.

    Uniqueness is the database's: of two that come at once the second waits, then gets None.
    """
    session = db.session()
    session.flush()
    entry = LedgerEntry(
        public_id=new_public_id(),
        reason=reason,
        reference_type=reference.type,
        reference_id=reference.id,
        at=clock.now(),
        value_day=value_day,
        line_count=len(legs),
        reverses_id=of.id if of else None,
    )
    fact = Fact(POSTED, entry, related, event_data(entry, legs, of))
    at_once = session.get_bind().dialect.name == "postgresql"
    entry.id = (_in_one if at_once else _in_several)(entry, legs, fact, by)
    if entry.id is None:
        return None
    make_transient_to_detached(entry)
    session.add(entry)
    return entry


def event_data(
    entry: LedgerEntry, legs: Iterable[tuple[str, int, str]], of: LedgerEntry | None
) -> dict[str, Any]:
    """What the trail says of an entry: everything that gives it its meaning."""
    return {
        "reason": entry.reason,
        "reference": list(entry.reference),
        "value_day": entry.value_day.isoformat(),
        "lines": [list(leg) for leg in legs],
        "reverses": of.public_id if of else None,
    }


def _in_one(entry: LedgerEntry, legs: Sequence[Leg], fact: Fact, by: Any) -> int | None:
    """Entry, postings and event by one statement; where nothing was written, the same with the
    accounts that are new.

    That one is tried twice: an account may be opened by another meanwhile, which it cannot see.
    """
    values = {name: getattr(entry, name) for name in _ENTRY} | event_parameters(fact, by)
    for n, (code, amount, currency) in enumerate(legs):
        values |= {f"code_{n}": code, f"amount_{n}": amount, f"currency_{n}": currency}
    connection = db.session().connection()
    key = connection.exec_driver_sql(_statement(len(legs), len(fact.related)), values).scalar()
    if key is None:
        values |= _new_accounts(legs)
        opening = _statement(len(legs), len(fact.related), opening=True)
        key = connection.exec_driver_sql(opening, values).scalar()
        key = key or connection.exec_driver_sql(opening, values).scalar()
    return key


def _new_accounts(legs: Sequence[Leg]) -> dict[str, Any]:
    """What each leg's account is opened with, should it be new."""
    values: dict[str, Any] = {"opened_at": clock.now()}
    for n, leg in enumerate(legs):
        opened = _opened(leg.account, leg.currency)
        values |= {f"{name}_{n}": opened[name] for name in _OPENED}
    return values


@cache
def _statement(lines: int, links: int, *, opening: bool = False) -> str:
    """Nothing is written where the key is taken, or where an account is not open and is not to be
    opened."""
    legs = ", ".join(
        f"(%(code_{n})s::varchar, %(amount_{n})s::bigint, %(currency_{n})s::varchar, {n})"
        for n in range(lines)
    )
    account = "SELECT id FROM ledger_accounts WHERE code = l.code AND currency = l.currency"
    found = f"({account})"
    if opening:
        found = f"coalesce({found}, ({account.replace('ledger_accounts', 'opened')}))"
    return f"""
WITH {_opening(lines) if opening else ""}leg AS (
  SELECT {found} AS account_id, l.amount, l.currency, l.place
  FROM (VALUES {legs}) AS l (code, amount, currency, place)
), entry AS (
  INSERT INTO ledger_entries ({", ".join(_ENTRY)})
  SELECT %(public_id)s::text, %(reason)s::text, %(reference_type)s::text, %(reference_id)s::text,
    %(at)s::timestamptz, %(value_day)s::date, %(line_count)s::integer, %(reverses_id)s::bigint
  WHERE (SELECT count(account_id) FROM leg) = %(line_count)s
  ON CONFLICT DO NOTHING RETURNING id
), posting AS (
  INSERT INTO ledger_postings (entry_id, account_id, amount, currency)
  SELECT entry.id, leg.account_id, leg.amount, leg.currency FROM entry, leg ORDER BY leg.place
), {event_clauses("entry", links)}
SELECT id FROM entry
"""  # noqa: S608 - only names of columns and of parameters are filled in


def _opening(lines: int) -> str:
    """The clause that opens accounts, in the order of their codes like everywhere."""
    names = ", ".join(_OPENED)
    rows = ", ".join(
        f"(%(code_{n})s::varchar, %(currency_{n})s::varchar, "
        + ", ".join(f"%({name}_{n})s::varchar" for name in _OPENED)
        + ")"
        for n in range(lines)
    )
    return f"""opened AS (
  INSERT INTO ledger_accounts (code, currency, {names}, opened_at)
  SELECT DISTINCT ON (code, currency) l.*, %(opened_at)s::timestamptz
  FROM (VALUES {rows}) AS l (code, currency, {names})
  WHERE NOT EXISTS (
    SELECT FROM ledger_accounts AS a WHERE a.code = l.code AND a.currency = l.currency
  ) ORDER BY code, currency
  ON CONFLICT DO NOTHING RETURNING id, code, currency
), """  # noqa: S608 - only names of columns and of parameters are filled in


def _in_several(entry: LedgerEntry, legs: Sequence[Leg], fact: Fact, by: Any) -> int | None:
    _open_new(legs)
    session = db.session()
    values = {name: getattr(entry, name) for name in _ENTRY}
    key = session.scalar(unless_taken(LedgerEntry).returning(LedgerEntry.id), values)
    if key is None:
        return None
    accounts = _known(legs)
    session.execute(
        insert(LedgerPosting),
        [
            {
                "entry_id": key,
                "account_id": accounts[leg.account, leg.currency],
                "amount": leg.amount,
                "currency": leg.currency,
            }
            for leg in legs
        ],
    )
    record_all([fact], by)
    return key


def _open_new(legs: Sequence[Leg]) -> None:
    """Open the legs' accounts that are new, in the order of their codes."""
    known = _known(legs)
    absent = sorted({(leg.account, leg.currency) for leg in legs} - set(known))
    if absent:
        db.session.execute(unless_taken(LedgerAccount), [_opened(*key) for key in absent])


def _known(legs: Sequence[Leg]) -> dict[Key, int]:
    rows = db.session.execute(
        select(LedgerAccount.code, LedgerAccount.currency, LedgerAccount.id).where(
            LedgerAccount.code.in_({leg.account for leg in legs})
        )
    )
    return {(code, currency): key for code, currency, key in rows}


def _opened(code: str, currency: str) -> dict[str, Any]:
    parts = AccountCode.parse(code)
    return {
        "code": code,
        "currency": currency,
        "kind": parts.kind,
        "organization_ref": parts.organization,
        "agreement_ref": parts.agreement,
        "opened_at": clock.now(),
    }

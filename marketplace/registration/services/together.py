"""One act on many filings in one transaction, by the very service of the single filing: what is
possible is done, the rest is reported with its reason, and one refused row leaves the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final

from sqlalchemy import select

from marketplace.accounts.models import Organization, User
from marketplace.accounts.policies import may_manage, membership_of
from marketplace.audit.services import record
from marketplace.database import transaction
from marketplace.errors import N_, Missing, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.inputs import require_past
from marketplace.registration.models import Filing
from marketplace.registration.receipt_table import Row
from marketplace.registration.services.preparing import mark_awaiting_seal
from marketplace.registration.services.steps import complete, mark_submitted
from marketplace.terms.routes import Duty

LIMIT: Final = 500
"""Filings in one sitting, and one transaction of some seconds."""


@dataclass(frozen=True)
class Result:
    """What became of one filing, or of one row of a table (``row`` as a spreadsheet counts); kept
    as texts, for it is read after the commit."""

    shown: str
    refusal: Refused | None = None
    row: int | None = None
    public_id: str = ""
    kind: Duty | None = None
    title: str = ""

    @property
    def done(self) -> bool:
        return self.refusal is None


def give_all_to_seal(
    organization: Organization, filings: Sequence[Filing], by: User
) -> list[Result]:
    """Note for each that its package went to whoever seals it."""
    return _all(organization, filings, "await_seal", by, lambda each: mark_awaiting_seal(each, by))


def mark_all_submitted(
    organization: Organization, filings: Sequence[Filing], day: date, by: User
) -> list[Result]:
    """Note one day on which they all went to the authority; Refused at ``day`` if it lies ahead."""
    require_past(day, "day")
    return _all(organization, filings, "submit", by, lambda each: mark_submitted(each, day, by))


def enter_receipts(organization: Organization, rows: Sequence[Row], by: User) -> list[Result]:
    """Enter number, day and paper of every matched row; unmatched ones are reported."""
    _require_sitting(organization, len(rows), by)
    results = [_attempt(each.shown, partial(_enter, organization, each, by), each) for each in rows]
    _sat(organization, "complete", results, by)
    return results


def rehearse(act: Callable[[], list[Result]]) -> list[Result]:
    """What an act would bring, by doing it and taking all of it back: a preview by the same rules."""
    results: list[Result] = []
    try:
        with transaction():
            results = act()
            raise _TakenBack
    except _TakenBack:
        return results


class _TakenBack(Exception):
    """Ends a rehearsal."""


def _enter(organization: Organization, row: Row, by: User) -> Filing:
    if row.problem is not None:
        raise row.problem
    filing = db.session.scalar(
        select(Filing).where(Filing.public_id == row.filing, Filing.filer_id == organization.id)
    )
    if filing is None or row.day is None:
        raise Missing()
    complete(filing, row.number, row.day, row.sha256, by)
    return filing


def _all(
    organization: Organization,
    filings: Sequence[Filing],
    action: str,
    by: User,
    act: Callable[[Filing], Any],
) -> list[Result]:
    _require_sitting(organization, len(filings), by)

    def once(filing: Filing) -> Filing:
        act(filing)
        return filing

    results = [_attempt(each.title, partial(once, each), about=each) for each in filings]
    _sat(organization, action, results, by)
    return results


def _attempt(
    shown: str, act: Callable[[], Filing], row: Row | None = None, about: Filing | None = None
) -> Result:
    """One act in a savepoint of its own, so that a refusal undoes it alone; its changes are written
    together at the end of the savepoint, and not before each question that it asks the database."""
    number = row.row if row is not None else None
    told = (about.public_id, Duty(about.kind), about.title) if about is not None else ("", None, "")
    try:
        with db.session.begin_nested(), db.session.no_autoflush:
            found = act()
            told = (found.public_id, Duty(found.kind), found.title)
    except Refused as refusal:
        return Result(shown, refusal, number, *told)
    return Result(shown, None, number, *told)


def _require_sitting(organization: Organization, count: int, by: User) -> None:
    """Who may not do it singly may not do it in bulk: nothing is begun."""
    if not may_manage(by, organization):
        raise NotAllowed()
    if not 1 <= count <= LIMIT:
        raise Refused(
            "sitting_size",
            N_("Choose between 1 and %(limit)s filings at once; these are %(count)s."),
            status=422,
            limit=LIMIT,
            count=count,
        )


def _sat(organization: Organization, action: str, results: Sequence[Result], by: User) -> None:
    """One event of the whole sitting beside those of the filings."""
    record(
        "filings:sitting",
        organization,
        membership_of(by, organization) or by,
        action=action,
        done=[each.public_id for each in results if each.done],
        refused=[each.public_id or each.shown for each in results if not each.done],
    )

"""The clock over amounts, in chunks: reminder, due day, overdue, end of the grace.

A chunk is one transaction: its agreements are locked, so that no payment comes in between; those
that somebody else holds are left for the next look. Every amount takes its steps one at a time and in
the order of their days, each with the day that it should have had (R-62); what was paid or moved
meanwhile is not told (R-63). A restart goes on where the last chunk ended.
"""

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, and_, or_, select, update
from sqlalchemy.orm import aliased

from marketplace import clock
from marketplace.accounts.models import Organization
from marketplace.agreements.models import Agreement, AgreementPatent
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import Fact, Named, record_many
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.ledger.bulk import Draft, post_many
from marketplace.ledger.chart import Deal, Reference
from marketplace.obligations import services, telling
from marketplace.obligations.models import ClockStep, Obligation, steps_of
from marketplace.obligations.models import ObligationStatus as S
from marketplace.obligations.rows import OWE
from marketplace.obligations.signals import obligations_fell_due
from marketplace.patents.models import Patent

log = logging.getLogger(__name__)

SIZE = 500
_Key = tuple[date, int]
_START: _Key = (date.min, 0)


def run() -> int:
    """Take every step whose day has come; returns how many."""
    total = 0
    while done := _pass():
        total += done
    return total


def _pass() -> int:
    """One step of every amount that waits for one, by day."""
    done, after = 0, _START
    while keys := _keys(after):
        done += _chunk(keys)
        after = keys[-1]
    return done


def _chunk(keys: Sequence[_Key]) -> int:
    """A chunk in one transaction; where it breaks, each amount alone, past whatever broke it."""
    try:
        with transaction():
            return take(_locked(keys))
    except Exception:
        log.exception("clock of obligations %s to %s", keys[0], keys[-1])
    return sum(_chunk([key]) for key in keys) if len(keys) > 1 else 0


def _keys(after: _Key) -> list[_Key]:
    day, key = after
    found = db.session.execute(
        select(Obligation.clock_on, Obligation.id)
        .where(
            Obligation.clock_on <= clock.today(),
            or_(
                Obligation.clock_on > day,
                and_(Obligation.clock_on == day, Obligation.id > key),
            ),
        )
        .order_by(Obligation.clock_on, Obligation.id)
        .limit(SIZE)
    ).all()
    return [(on, number) for on, number in found if on is not None]


def _locked(keys: Sequence[_Key]) -> list[Any]:
    """The amounts as they stand now that their agreements are ours; free agreements only."""
    ids = [key for _, key in keys]
    agreements = db.session.scalars(
        select(Agreement.id)
        .where(Agreement.id.in_(select(Obligation.agreement_id).where(Obligation.id.in_(ids))))
        .order_by(Agreement.id)
        .with_for_update(key_share=True, skip_locked=True)
    ).all()
    found = db.session.execute(
        _AMOUNTS.where(
            Obligation.id.in_(ids),
            Obligation.agreement_id.in_(agreements),
            Obligation.clock_on <= clock.today(),
        )
    )
    return list(found)


def take(rows: Sequence[Row[Any]]) -> int:
    """Take the step of each row: its events, what the ledger owes, its messages, its next step."""
    plain = [row for row in rows if _is_plain(row)]
    _advance(plain)
    due = [row for row in plain if row.step is ClockStep.FALL_DUE]
    events = record_many([_fact(row) for row in plain], SYSTEM)
    post_many([_draft(row) for row in due])
    told = [pair for pair in zip(plain, events, strict=True) if _is_told(pair[0])]
    telling.tell(told, _titles([row.agreement_id for row, _ in told]))
    for row in rows:
        if not _is_plain(row):
            _refresh(row.id)
    if due:
        obligations_fell_due.send(None, agreements=[row.agreement_id for row in due])
    return len(rows)


def _is_plain(row: Any) -> bool:
    """Whether a step changes this row alone: not where something was paid before the due day."""
    if row.step is not ClockStep.FALL_DUE:
        return True
    return bool(row.status is S.SCHEDULED and row.amount_fen and not row.paid_fen + row.posted_fen)


def _is_told(row: Any) -> bool:
    """Not where the next step has come too: then that one is told."""
    _, following = _next(row)
    stale = following is not None and following <= clock.today()
    return row.step in (ClockStep.OVERDUE, ClockStep.DEFAULT) or not stale


def _next(row: Any) -> tuple[ClockStep | None, date | None]:
    steps = list(steps_of(row.due_on, row.grace_days))
    place = [step for step, _ in steps].index(row.step) + 1
    return steps[place] if place < len(steps) else (None, None)


def _advance(rows: Sequence[Any]) -> None:
    """Set the next step, and the state of what fell due: rows with the same days together."""
    groups: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for row in rows:
        groups[row.step, *_next(row)].append(row.id)
    table = Obligation.__table__
    for (step, following, on), ids in groups.items():
        values: dict[str, Any] = {
            "clock_step": following,
            "clock_on": on,
            "version": table.c.version + 1,
        }
        if step is ClockStep.FALL_DUE:
            values |= {"status": S.DUE, "posted_fen": table.c.amount_fen}
        db.session.execute(
            update(Obligation)
            .where(Obligation.id.in_(ids))
            .values(values)
            .execution_options(synchronize_session=False)
        )


def _fact(row: Any) -> Fact:
    data = {"on": row.clock_on.isoformat(), "due_on": row.due_on.isoformat()}
    if row.step is ClockStep.FALL_DUE:
        data |= {"paid": row.paid_fen}
    else:
        data |= {"open": row.amount_fen - row.paid_fen}
    if not _is_told(row):
        data |= {"told": False}
    return Fact(f"obligation:{row.step.value}", _named(row), [_agreement(row)], data)


def _draft(row: Any) -> Draft:
    deal = Deal(row.payee or row.licensor, row.licensee, row.agreement)
    return Draft(
        f"{OWE}:0:{row.amount_fen}:{row.version + 1}",
        Reference(Obligation.__tablename__, row.public_id),
        deal.fee_due(row.amount_fen),
        row.due_on,
        [_named(row), _agreement(row)],
    )


def _named(row: Any) -> Named:
    return Named(Obligation.__tablename__, row.public_id)


def _agreement(row: Any) -> Named:
    return Named(Agreement.__tablename__, row.agreement)


def _titles(agreements: Sequence[int]) -> dict[int, str]:
    """The first patent's title by agreement."""
    found: dict[int, str] = {}
    for key, title in db.session.execute(
        select(AgreementPatent.agreement_id, Patent.title)
        .join(Patent, Patent.id == AgreementPatent.patent_id)
        .where(AgreementPatent.agreement_id.in_(agreements))
        .order_by(AgreementPatent.id)
    ):
        found.setdefault(key, title)
    return found


def _refresh(key: int) -> None:
    """An amount with a past: its agreement is brought in line as by any other change."""
    db.session.expire_all()
    row = db.session.get_one(Obligation, key)
    step = row.clock_step
    services.refresh(row.agreement)
    if row.clock_step is step and row.clock_on is not None and row.clock_on <= clock.today():
        row.step_on()


_licensor, _licensee = aliased(Organization), aliased(Organization)
_AMOUNTS = (
    select(
        Obligation.id,
        Obligation.public_id,
        Obligation.reason,
        Obligation.status,
        Obligation.amount_fen,
        Obligation.paid_fen,
        Obligation.posted_fen,
        Obligation.due_on,
        Obligation.grace_days,
        Obligation.payee,
        Obligation.version,
        Obligation.clock_on,
        Obligation.clock_step.label("step"),
        Obligation.agreement_id,
        Agreement.public_id.label("agreement"),
        Agreement.licensor_id,
        Agreement.licensee_id,
        _licensor.public_id.label("licensor"),
        _licensee.public_id.label("licensee"),
    )
    .join(Agreement, Agreement.id == Obligation.agreement_id)
    .join(_licensor, _licensor.id == Agreement.licensor_id)
    .join(_licensee, _licensee.id == Agreement.licensee_id)
    .order_by(Obligation.clock_on, Obligation.id)
)

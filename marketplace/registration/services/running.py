"""Packages of many filings as one job: one transaction for each, at constant memory, with progress
that a page shows and can leave. A run that was killed goes on where it stood."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import func, select

from marketplace import clock
from marketplace.accounts.models import Organization, User
from marketplace.accounts.policies import may_manage
from marketplace.accounts.services import notify
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.database import transaction
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.registration import messages
from marketplace.registration.desk_models import FilingRun, FilingRunItem, Outcome
from marketplace.registration.models import Filing, FilingStatus
from marketplace.registration.services.acts import FILERS
from marketplace.registration.services.preparing import is_overtaken, prepare

MOST: Final = 1_000
"""Filings in one run."""
AT_ONCE: Final = 20
"""Filings that one call of the task works on, so that others have their turn."""

PREPARABLE: Final = (FilingStatus.DUE, FilingStatus.REFUSED)


def start_run(organization: Organization, filings: Sequence[Filing], by: User) -> FilingRun:
    """Put many filings of one filer on the list to be prepared, also again where the record has
    overtaken what was prepared."""
    if not may_manage(by, organization):
        raise NotAllowed()
    chosen = [each for each in filings if each.filer_id == organization.id and _to_prepare(each)]
    if not chosen or len(chosen) > MOST:
        raise Refused(
            "run_size",
            N_("Choose between 1 and %(most)s filings that are still to be prepared."),
            status=422,
            most=MOST,
        )
    run = FilingRun(organization=organization, started_by_id=by.id, size=len(chosen))
    db.session.add(run)
    db.session.flush()
    db.session.add_all(FilingRunItem(run_id=run.id, filing_id=each.id) for each in chosen)
    record("filing_run:start", run, by, related=[organization], size=run.size)
    return run


def _to_prepare(filing: Filing) -> bool:
    again = filing.status is FilingStatus.PREPARED and is_overtaken(filing)
    return again or filing.status in PREPARABLE


def work_on_runs() -> int:
    """Prepare the next filings of open runs; returns how many. Idempotent and taken up again."""
    keys = db.session.scalars(
        select(FilingRunItem.id)
        .where(FilingRunItem.outcome == Outcome.WAITING)
        .order_by(FilingRunItem.id)
        .limit(AT_ONCE)
    ).all()
    for key in keys:
        _work(key)
    for key in db.session.scalars(
        select(FilingRun.id).where(FilingRun.finished_at.is_(None))
    ).all():
        _finish(key)
    return len(keys)


def counts(run: FilingRun) -> dict[Outcome, int]:
    """How many filings of a run are where."""
    rows = db.session.execute(
        select(FilingRunItem.outcome, func.count(FilingRunItem.id))
        .where(FilingRunItem.run_id == run.id)
        .group_by(FilingRunItem.outcome)
    )
    found = {row[0]: int(row[1]) for row in rows}
    return {outcome: found.get(outcome, 0) for outcome in Outcome}


def _work(key: int) -> None:
    """One filing: prepared as its starter would, or refused with what it lacks."""
    refusal: Refused | None = None
    try:
        with transaction() as session:
            item = session.get_one(FilingRunItem, key)
            if item.outcome is not Outcome.WAITING:
                return
            prepare(item.filing, item.run.started_by)
            item.outcome = Outcome.PREPARED
    except Refused as error:
        refusal = error
    if refusal is not None:
        _note(key, refusal)


def _note(key: int, refusal: Refused) -> None:
    with transaction() as session:
        item = session.get_one(FilingRunItem, key)
        item.outcome, item.code, item.message = Outcome.REFUSED, refusal.code, refusal.message
        item.params = {name: _plain(value) for name, value in refusal.params.items()}


def _plain(value: Any) -> Any:
    return value if isinstance(value, int) else str(value)


def _finish(key: int) -> None:
    with transaction() as session:
        run = session.get_one(FilingRun, key)
        found = counts(run)
        if run.finished_at is not None or found[Outcome.WAITING]:
            return
        run.finished_at = clock.now()
        event = record(
            "filing_run:finish",
            run,
            SYSTEM,
            related=[run.organization],
            prepared=found[Outcome.PREPARED],
            refused=found[Outcome.REFUSED],
        )
        notify(
            run.organization,
            messages.RUN_FINISHED,
            event=event,
            link=f"/filings/runs/{run.public_id}",
            roles=FILERS,
            done=found[Outcome.PREPARED],
            size=run.size,
            refused=found[Outcome.REFUSED],
        )

"""What the passing of days does to obligations: falling due, reminders, the note of being late."""

from datetime import timedelta

from sqlalchemy import or_, select

from marketplace import clock
from marketplace.accounts.models import Role
from marketplace.accounts.services import notify
from marketplace.agreements.messages import link
from marketplace.agreements.models import Agreement
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.obligations import messages
from marketplace.obligations.models import UNPAID, Obligation
from marketplace.obligations.models import ObligationStatus as S
from marketplace.obligations.services import refresh

REMIND_DAYS = 7


def run() -> int:
    """Let amounts fall due, remind before, and say once when one is late."""
    return _fall_due() + _tell()


def _fall_due() -> int:
    """Bring every agreement in line that has a scheduled amount whose day has come; what accrued
    before a license ended falls due after it."""
    today = clock.today()
    keys = db.session.scalars(
        select(Obligation.agreement_id)
        .where(
            Obligation.status == S.SCHEDULED,
            Obligation.amount_fen.is_not(None),
            Obligation.due_on <= today,
        )
        .distinct()
    ).all()
    for key in keys:
        with transaction() as session:
            refresh(session.get_one(Agreement, key))
    return len(keys)


def _tell() -> int:
    """Remind of what falls due within a week, and of what is late: each once, by its own day."""
    today = clock.today()
    keys = db.session.scalars(
        select(Obligation.id).where(
            Obligation.status.in_(UNPAID),
            Obligation.amount_fen > 0,
            Obligation.due_on <= today + timedelta(days=REMIND_DAYS),
            or_(Obligation.reminded_on.is_(None), Obligation.reminded_on <= Obligation.due_on),
        )
    ).all()
    return sum(_tell_one(key) for key in keys)


def _tell_one(key: int) -> int:
    with transaction() as session:
        row = session.get_one(Obligation, key)
        today = clock.today()
        late = row.is_overdue(today)
        due_on = row.due_on
        if due_on is None or row.open_fen == 0 or (row.reminded_on is not None and not late):
            return 0
        row.reminded_on = today
        event = record(
            "obligation:overdue" if late else "obligation:remind",
            row,
            SYSTEM,
            related=[row.agreement],
            open=row.open_fen,
            due_on=due_on.isoformat(),
        )
        notify(
            row.agreement.licensee,
            messages.OVERDUE if late else messages.DUE_SOON,
            event=event,
            link=link(row.agreement),
            due_on=due_on,
            roles=(Role.OWNER, Role.FINANCE),
            title=row.agreement.title,
            day=due_on.isoformat(),
            amount_fen=row.open_fen,
        )
        return 1

"""What the passing of days does to filings: it reminds, and nothing else. Late stays possible."""

from datetime import date, timedelta

from marketplace import clock
from marketplace.accounts.services import notify
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.database import transaction
from marketplace.registration import messages, queries
from marketplace.registration.models import Filing, FilingStatus
from marketplace.registration.services.acts import FILERS

ALARMS = (30, 7, 1)
"""Days before the due day on which the filer is told (R-66)."""

OVERDUE = -1
"""The mark of the one message that follows the due day."""


def run() -> int:
    """Tell filers of what is due within 30, 7 and 1 days, and once when the day has passed.

    After a downtime only the alarm that counts now is sent, not those missed.
    """
    today = clock.today()
    waiting = queries.to_remind(today + timedelta(max(ALARMS)))
    return sum(_tell(key, today) for key, due_on, told in waiting if _is_news(due_on, told, today))


def alarm(due_on: date, today: date) -> int | None:
    """The alarm that holds on a day: the nearest threshold reached, OVERDUE, or None before."""
    left = (due_on - today).days
    if left < 0:
        return OVERDUE
    return min((days for days in ALARMS if left <= days), default=None)


def _is_news(due_on: date | None, told: int | None, today: date) -> bool:
    """Whether an alarm holds that is nearer than the last one told."""
    now = alarm(due_on, today) if due_on else None
    return now is not None and (told is None or told > now)


def _tell(key: int, today: date) -> int:
    with transaction() as session:
        filing = session.get_one(Filing, key)
        due_on = filing.awaited_on
        if due_on is None or not _is_news(due_on, filing.reminded_days, today):
            return 0
        now = filing.reminded_days = alarm(due_on, today)
        late = now == OVERDUE
        message = _message(filing, late=late)
        event = record(
            "filing:remind", filing, SYSTEM, related=[filing.subject], due_on=due_on.isoformat()
        )
        notify(
            filing.filer,
            message,
            event=event,
            link=messages.link(filing),
            due_on=due_on,
            roles=FILERS,
            title=filing.title,
            day=due_on.isoformat(),
            days=(due_on - today).days,
        )
        return 1


def _message(filing: Filing, *, late: bool) -> str:
    """The law's day, the office's day for a correction, or a day that only reminds."""
    if filing.status is FilingStatus.CORRECTION:
        return messages.CORRECTION_LATE if late else messages.CORRECTION_SOON
    if filing.due_on is None:
        return messages.ADVISED
    return messages.OVERDUE if late else messages.DUE_SOON

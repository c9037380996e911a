"""A further paper that comes to nothing: declined, taken back, or not signed in time."""

from datetime import timedelta
from typing import Any

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.accounts.services import notify
from marketplace.agreements.services.acts import require_signatory
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.deeds import messages
from marketplace.deeds.models import Deed
from marketplace.deeds.services.signing import locked
from marketplace.errors import N_, Refused

REMIND_DAYS = 3


def refuse(deed: Deed, reason: str, by: User) -> None:
    """The invited side declines, with the reason that the other side is told."""
    deed = locked(deed)
    require_signatory(by, deed.agreement.other_party(deed.side))
    _require_invited(deed)
    deed.move("refuse")
    event = _over(deed, "refuse", reason, by)
    notify(
        deed.party(deed.side),
        messages.REFUSED,
        event=event,
        link=messages.link(deed),
        title=deed.agreement.title,
        other=deed.agreement.other_party(deed.side).name,
    )


def withdraw(deed: Deed, by: User) -> None:
    """The proposing side takes the paper back before it is in force."""
    deed = locked(deed)
    deed.move("withdraw")
    _over(deed, "withdraw", "", by)


def expire(deed: Deed) -> None:
    """The invitation ended without the other signature: what was proposed binds nobody."""
    deed = locked(deed)
    ends_on = deed.invitation_ends_on
    if ends_on is None or clock.today() <= ends_on:
        raise Refused("invitation_runs", N_("The invitation to sign still runs."))
    deed.move("expire")
    _over(deed, "expire", "", SYSTEM)


def remind(deed: Deed) -> bool:
    """Remind the invited side once, shortly before its time is over; whether it was."""
    deed = locked(deed)
    ends_on, today = deed.invitation_ends_on, clock.today()
    if ends_on is None or deed.reminded_on or today < ends_on - timedelta(days=REMIND_DAYS):
        return False
    deed.reminded_on = today
    notify(
        deed.agreement.other_party(deed.side),
        messages.REMINDER,
        event=record("deed:remind", deed, SYSTEM, related=[deed.agreement]),
        link=messages.link(deed),
        due_on=ends_on,
        title=deed.agreement.title,
        day=ends_on.isoformat(),
    )
    return True


def _require_invited(deed: Deed) -> None:
    ends_on = deed.invitation_ends_on
    if ends_on is not None and clock.today() > ends_on:
        raise Refused(
            "invitation_expired",
            N_("The invitation to sign ended on %(day)s. Ask the other side to send it again."),
            day=ends_on.isoformat(),
        )


def _over(deed: Deed, action: str, reason: str, by: Any) -> Any:
    deed.over_on = clock.today()
    deed.end_reason = reason
    return record(f"deed:{action}", deed, by, related=[deed.agreement], reason=reason)

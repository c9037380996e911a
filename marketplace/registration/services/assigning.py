"""When the office has registered an assignment: the patent is handed over to its new holder.

The holder of a record changes on proof that an administrator has looked at, never by the entry of
one party; so the receipt is put before the administrators, and both parties are told.
"""

from typing import Any

from marketplace.accounts.services import notify, notify_administrators
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.registration import messages
from marketplace.registration.models import Filing
from marketplace.registration.signals import filing_changed
from marketplace.terms.routes import Duty


@filing_changed.connect
def _registered(filing: Filing, action: str, **_: Any) -> None:
    agreement = filing.agreement
    done = action == "complete" and filing.kind is Duty.ASSIGNMENT_REGISTRATION
    if not done or agreement is None:
        return
    event = record(
        "filing:hand_over",
        filing,
        SYSTEM,
        related=[agreement, agreement.licensor, agreement.licensee, *agreement.patents],
        registered_on=filing.done_on.isoformat() if filing.done_on else None,
        receipt=filing.receipt_sha256,
    )
    for patent in agreement.patents:
        facts: dict[str, Any] = {
            "number": patent.number,
            "title": patent.title,
            "seller": agreement.licensor.name,
            "buyer": agreement.licensee.name,
        }
        link = f"/patents/{patent.number}"
        notify_administrators(messages.HAND_OVER, event=event, link=f"{link}/proof", **facts)
        for party in (agreement.licensor, agreement.licensee):
            notify(party, messages.REGISTERED, event=event, link=link, **facts)

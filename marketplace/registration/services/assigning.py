"""When the office has registered an assignment: the patent is handed over to its new holder.

The holder of a record changes on proof that an administrator has looked at, never by the entry of
one party; so the receipt is put before the administrators, and both parties are told.
"""

from typing import Any

from marketplace.accounts.services import notify, notify_administrators
from marketplace.agreements.messages import link as agreement_link
from marketplace.agreements.models import Agreement
from marketplace.agreements.queries import on_patent
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.patents.models import Patent
from marketplace.registration import messages
from marketplace.registration.models import Filing
from marketplace.registration.signals import filing_changed
from marketplace.terms.routes import ROUTES, Duty


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
        _tell_licensees(agreement, patent, facts)


def _tell_licensees(sale: Agreement, patent: Patent, facts: dict[str, Any]) -> None:
    """Licenses on the patent go on with the buyer (SPC-T 24; LAW 1.16); all three are told, so
    that nobody pays the wrong one."""
    for each in on_patent(patent):
        if each.id == sale.id or ROUTES[each.route].passes_right:
            continue
        parties = {party.id: party for party in (each.licensee, each.licensor, sale.licensee)}
        event = record(
            "agreement:patent_assigned",
            each,
            SYSTEM,
            related=[sale, patent, *parties.values()],
            buyer=sale.licensee.name,
        )
        for party in parties.values():
            notify(
                party,
                messages.LICENSE_GOES_ON,
                event=event,
                link=agreement_link(each)
                if party.id != sale.licensee_id
                else f"/patents/{patent.number}",
                title=each.title,
                **{key: facts[key] for key in ("number", "seller", "buyer")},
            )

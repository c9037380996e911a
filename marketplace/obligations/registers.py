"""What the register says of a patent and its licenses feel: wholly invalid, or ended before its time.

Patent Law 47: what was paid stays, what is unpaid goes on hold until a person decides; after a lapse
what had accrued stays due.
"""

from collections.abc import Iterable

from marketplace import clock
from marketplace.accounts.models import Role
from marketplace.accounts.services import notify
from marketplace.agreements.models import Agreement
from marketplace.agreements.queries import on_patent
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.obligations import messages
from marketplace.obligations.facts import page_of
from marketplace.obligations.models import FactKind
from marketplace.obligations.models import ObligationStatus as S
from marketplace.obligations.services import enter_fact, rows_of
from marketplace.patents.enums import LegalStatus
from marketplace.patents.models import Patent

_FACTS = {
    LegalStatus.WHOLLY_INVALID: FactKind.INVALIDATED,
    LegalStatus.TERMINATED: FactKind.LAPSED,
}


def follow(patents: Iterable[Patent]) -> None:
    """Enter what the register says of these patents on the licenses that run on them.

    A license on several patents is left to its parties as long as one of them lives.
    """
    for patent in patents:
        if patent.legal_status not in _FACTS:
            continue
        for agreement in on_patent(patent):
            if all(each.legal_status in _FACTS for each in agreement.patents):
                _enter(agreement, patent)


def _enter(agreement: Agreement, patent: Patent) -> None:
    kind = _FACTS[patent.legal_status]
    day = min(patent.legal_status_on or clock.today(), clock.today())
    enter_fact(agreement, kind, day, None, note=patent.number)
    held = [row for row in rows_of(agreement) if row.status is S.ON_HOLD]
    if held and kind is FactKind.INVALIDATED:
        event = record(
            "agreement:amounts_on_hold", agreement, SYSTEM, related=[patent, *held], count=len(held)
        )
        notify(
            agreement.licensor,
            messages.TO_DECIDE,
            event=event,
            link=page_of(agreement),
            roles=(Role.OWNER, Role.MANAGER, Role.FINANCE, Role.SIGNATORY),
            title=agreement.title,
        )

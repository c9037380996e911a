"""What becomes of running licenses when the patent passes, ends or is declared invalid.

A license stands when the patent passes: the new holder takes the licensor's place (SPC-T 24, LAW
1.17), and what accrues after that day is owed to it. Declared wholly invalid: what is unpaid goes on
hold until a person decides (专利法 47, LAW 12.13). Ended early: what had accrued stays owed. Only the
office's own word counts here, never a list or one party's.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import Organization, Role, User
from marketplace.accounts.services import notify
from marketplace.agreements import services as agreements
from marketplace.agreements.messages import link
from marketplace.agreements.models import Agreement
from marketplace.agreements.queries import noticed_on, on_patent
from marketplace.audit.actors import SYSTEM
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import record
from marketplace.extensions import db
from marketplace.obligations import messages
from marketplace.obligations.facts import page_of
from marketplace.obligations.models import Fact, FactKind, ObligationStatus
from marketplace.obligations.services import enter_fact, rows_of
from marketplace.patents.enums import LegalStatus, StatusSource
from marketplace.patents.models import Patent
from marketplace.patents.signals import patent_passed, patents_changed
from marketplace.terms.routes import ROUTES

OFFICIAL = frozenset({StatusSource.REGISTER_COPY, StatusSource.OFFICE_QUERY, StatusSource.GAZETTE})
_LOST = {
    LegalStatus.WHOLLY_INVALID: (FactKind.INVALIDATED, messages.INVALIDATED),
    LegalStatus.TERMINATED: (FactKind.LAPSED, messages.LAPSED),
}


@patents_changed.connect
def _changed(patents: Iterable[Patent], **_: Any) -> None:
    for patent in patents:
        if patent.legal_status in _LOST and patent.legal_status_source in OFFICIAL:
            _lost(patent)


def _lost(patent: Patent) -> None:
    """Each license on it once; of several patents only when the last of them is lost."""
    kind, message = _LOST[patent.legal_status]
    on = patent.legal_status_on or clock.today()
    for agreement in on_patent(patent):
        lost_all = all(each.is_ended for each in agreement.patents)
        if ROUTES[agreement.route].passes_right or not lost_all or _known(agreement, kind):
            continue
        enter_fact(agreement, kind, on, None, note=patent.number)
        event = record(
            "agreement:right_lost",
            agreement,
            SYSTEM,
            related=[patent, agreement.licensee, agreement.present_licensor],
            kind=kind.value,
            on=on.isoformat(),
        )
        for party in (agreement.licensee, agreement.present_licensor):
            notify(
                party,
                message,
                event=event,
                link=link(agreement),
                title=agreement.title,
                number=patent.number,
                day=on.isoformat(),
            )
        if kind is FactKind.INVALIDATED:
            _ask_to_decide(agreement, event)
    for agreement in noticed_on(patent):
        agreements.lapse(agreement, "patent_ended")


def _ask_to_decide(agreement: Agreement, event: AuditEvent) -> None:
    """Those who hold the amounts say what becomes of each."""
    if any(row.status is ObligationStatus.ON_HOLD for row in rows_of(agreement)):
        notify(
            agreement.present_licensor,
            messages.TO_DECIDE,
            event=event,
            link=page_of(agreement),
            roles=(Role.OWNER, Role.MANAGER, Role.FINANCE, Role.SIGNATORY),
            title=agreement.title,
        )


def _known(agreement: Agreement, kind: FactKind) -> bool:
    found = db.session.scalar(
        select(Fact.id).where(Fact.agreement_id == agreement.id, Fact.kind == kind)
    )
    return found is not None


@patent_passed.connect
def _passed(patent: Patent, to: Organization, on: date, by: User, **_: Any) -> None:
    """The register names another holder from ``on``; the licenses go on with it."""
    for agreement in on_patent(patent):
        if ROUTES[agreement.route].passes_right or agreement.present_licensor.id == to.id:
            continue
        before = agreement.present_licensor
        whole = all(each.claimant_id == to.id for each in agreement.patents)
        if whole and to.id != agreement.licensee_id:
            agreements.succeed(agreement, to, on, by)
            enter_fact(agreement, FactKind.TRANSFERRED, on, by, name=to.public_id)
        event = record(
            "agreement:right_passed",
            agreement,
            by,
            related=[patent, before, to, agreement.licensee],
            on=on.isoformat(),
            whole=whole,
        )
        message = messages.PASSED if whole else messages.PASSED_IN_PART
        for party in (agreement.licensee, before, to):
            notify(
                party,
                message,
                event=event,
                link=f"/patents/{patent.number}" if party is to and not whole else link(agreement),
                title=agreement.title,
                number=patent.number,
                before=before.name,
                to=to.name,
                day=on.isoformat(),
            )

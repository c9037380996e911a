"""Mandates by which agencies file, and the person who is responsible for a filing."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from marketplace import clock
from marketplace.accounts.models import Organization, OrganizationKind, User
from marketplace.accounts.policies import may_manage, membership_of
from marketplace.accounts.services import notify
from marketplace.audit.services import record
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.inputs import require_past
from marketplace.registration import messages
from marketplace.registration.desk_models import FilingMandate
from marketplace.registration.models import Filing
from marketplace.registration.services.acts import (
    FILERS,
    changed,
    locked,
    require_file,
    require_filer,
)
from marketplace.terms.routes import Duty


def give_mandate(
    client: Organization,
    agency: Organization,
    kinds: Iterable[Duty],
    evidence: str | None,
    given_on: date,
    by: User,
) -> FilingMandate:
    """Let an agency file for ``client``; ``evidence`` is the SHA-256 of the scanned power of
    attorney. Without kinds it covers every filing."""
    if not may_manage(by, client):
        raise NotAllowed()
    if agency.kind is not OrganizationKind.SERVICE or not agency.is_verified:
        raise Refused(
            "not_an_agency",
            N_("%(organization)s is not registered here as a verified agency or service body."),
            status=422,
            field="agency",
            organization=agency.name,
        )
    mandate = FilingMandate(
        client=client,
        agency=agency,
        kinds=sorted({kind.value for kind in kinds}),
        evidence_sha256=require_file(evidence, "evidence"),
        given_on=require_past(given_on, "given_on"),
        entered_by_id=by.id,
    )
    db.session.add(mandate)
    db.session.flush()
    event = record("mandate:give", mandate, by, related=[client, agency], kinds=list(mandate.kinds))
    notify(
        agency,
        messages.MANDATED,
        event=event,
        link="/filings/mandates",
        roles=FILERS,
        client=client.name,
    )
    return mandate


def end_mandate(mandate: FilingMandate, by: User) -> None:
    """Either side ends it; what the agency has not submitted goes back to the party."""
    if not any(may_manage(by, side) for side in (mandate.client, mandate.agency)):
        raise NotAllowed()
    if mandate.ended_on is not None:
        raise Refused("mandate_ended", N_("This mandate has ended already."))
    mandate.ended_on = clock.today()
    record("mandate:end", mandate, by, related=[mandate.client, mandate.agency])


def make_responsible(filing: Filing, person: User | None, by: Any) -> None:
    """Name the member of the filer who sees to this filing; None takes the name away."""
    filing = locked(filing)
    require_filer(filing, by)
    if person is not None and membership_of(person, filing.filer) is None:
        raise Refused(
            "not_a_member",
            N_("%(name)s does not belong to %(filer)s."),
            status=422,
            field="person",
            name=person.name,
            filer=filing.filer.name,
        )
    filing.responsible = person
    changed(filing, "make_responsible", by, person=person.public_id if person else None)

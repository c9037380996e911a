"""``facts.json``: what a reader wants to know first, in one place. The events prove it; this only says
it in order: who signed what, how it arrived, whose identity was checked, which mails went out."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from marketplace.agreements.models import Agreement, Signature
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import instant_text
from marketplace.deeds.models import Deed, DeedSignature
from marketplace.extensions import db
from marketplace.mail import MailDelivery, OutgoingMail


def of(agreement: Agreement, deeds: Sequence[Deed], told: Sequence[AuditEvent]) -> dict[str, Any]:
    """The facts of a contract with its further papers, as far as the events ``told`` reach."""
    subjects = {event.subject_id for event in told}
    return {
        "schema": "facts/1",
        "signatures": [
            {**_signature(each), "kind": each.kind.value, "terms_sha256": each.terms_sha256}
            for each in agreement.signatures
        ],
        "deliveries": [
            {
                "id": each.public_id,
                "kind": each.kind.value,
                "at": instant_text(each.delivered_at),
                "evidence_sha256": each.evidence_sha256,
                "note": each.note,
            }
            for each in agreement.deliveries
        ],
        "further_papers": [_deed(each) for each in deeds if each.public_id in subjects],
        "identity": _identity(agreement, told),
        "mails": _mails([event.id for event in told]),
    }


def _signature(signature: Signature | DeedSignature) -> dict[str, Any]:
    return {
        "id": signature.public_id,
        "side": signature.side.value,
        "organization": signature.organization.name,
        "signer": signature.signer_name,
        "authority": signature.authority,
        "at": instant_text(signature.signed_at),
        "address": signature.address,
        "agent": signature.agent,
        "text_sha256": signature.text_sha256,
    }


def _deed(deed: Deed) -> dict[str, Any]:
    return {
        "id": deed.public_id,
        "number": deed.ordinal,
        "kind": deed.kind.value,
        "status": deed.status.value,
        "ground": deed.ground.value if deed.ground else None,
        "effective_on": deed.effective_on.isoformat() if deed.effective_on else None,
        "terms_sha256": deed.terms_sha256,
        "text_sha256": deed.text_sha256,
        "signatures": [_signature(each) for each in deed.signatures],
    }


def _identity(agreement: Agreement, told: Sequence[AuditEvent]) -> list[dict[str, Any]]:
    """When each party's name, kind and code were checked, and when its signatories stated their
    authority; the event says by whom."""
    names = {each.public_id: each.name for each in (agreement.licensor, agreement.licensee)}
    return [
        {
            "organization": names[event.subject_id],
            "what": event.tag,
            "at": instant_text(event.at),
            "event": event.public_id,
        }
        for event in told
        if event.subject_type == agreement.licensor.__tablename__ and event.subject_id in names
    ]


def _mails(event_ids: list[int]) -> list[dict[str, Any]]:
    """When each mail about these events was written and handed over; the address without its
    person."""
    rows = db.session.execute(
        select(OutgoingMail, MailDelivery.delivered_at)
        .outerjoin(MailDelivery, MailDelivery.mail_id == OutgoingMail.id)
        .where(OutgoingMail.event_id.in_(event_ids))
        .order_by(OutgoingMail.id)
    )
    return [
        {
            "id": mail.public_id,
            "to": f"***@{mail.to.rpartition('@')[2]}",
            "subject": mail.subject,
            "written_at": instant_text(mail.written_at),
            "delivered_at": instant_text(delivered_at) if delivered_at else None,
        }
        for mail, delivered_at in rows
    ]

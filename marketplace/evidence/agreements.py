"""The package of one agreement: papers, records, signatures, delivery, identity, events, proofs."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import or_, select

from marketplace import clock, files
from marketplace.agreements.models import Agreement
from marketplace.audit import checkpoints, keys
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import history, instant_text
from marketplace.documents.models import Document
from marketplace.documents.queries import documents_of
from marketplace.errors import N_, Refused
from marketplace.evidence import events
from marketplace.evidence.archives import Archive
from marketplace.extensions import db
from marketplace.mail import MailDelivery, OutgoingMail
from marketplace.terms.record import canonical
from marketplace.types import canonical_json

_IDENTITY = ("organization:verify", "organization:state_authority")


def package(agreement: Agreement) -> bytes:
    """A ZIP that a stranger can check offline; it reaches to the newest checkpoint.

    Refused while no checkpoint covers the sealed document: nothing would prove its time.
    """
    newest = checkpoints.newest()
    written = documents_of(agreement)
    all_told = [*history(agreement, *written), *_identity(agreement)]
    told = events.covered(all_told, newest.size if newest else 0)
    papers = _covered(written, [event for _, event in told])
    if newest is None or not papers:
        raise Refused(
            "evidence_not_covered",
            N_(
                "The evidence is complete once the sealed document stands in a signed checkpoint "
                "of the log, usually within two minutes. Try again then."
            ),
        )
    out = io.BytesIO()
    archive = Archive(out)
    archive.add_verifier()
    documents = [_paper(archive, *paper) for paper in papers]
    records = _records(archive, agreement)
    archive.add_json("facts.json", _facts(agreement, [event.id for _, event in told]))
    count = archive.add_lines("events.jsonl", events.proven(told, newest.size))
    archive.add_lines("checkpoints.jsonl", [asdict(newest)])
    archive.add_lines("growth.jsonl", events.growth([place for place, _ in told], newest))
    last = max(place for place, _ in told)
    archive.add_lines("witnesses.jsonl", events.witnessed(last + 1, newest))
    archive.add_json(
        "evidence.json",
        {
            "schema": "evidence/1",
            "agreement": agreement.public_id,
            "made_at": instant_text(clock.now()),
            "log_key": keys.public_bytes(keys.signing_key().public_key()).hex(),
            "documents": documents,
            "records": records,
            "events": count,
        },
    )
    archive.close({"agreement": agreement.public_id})
    return out.getvalue()


def _identity(agreement: Agreement) -> Sequence[AuditEvent]:
    """The checks of both parties' identity and their signatories' statements of authority."""
    parties = [agreement.licensor.public_id, agreement.licensee.public_id]
    return db.session.scalars(
        select(AuditEvent).where(
            AuditEvent.subject_type == agreement.licensor.__tablename__,
            AuditEvent.subject_id.in_(parties),
            or_(*(AuditEvent.tag == tag for tag in _IDENTITY)),
        )
    ).all()


def _covered(written: Iterable[Document], told: Iterable[AuditEvent]) -> list[tuple[Document, str]]:
    """The documents whose sealing is among what is told, each with its newest file of which that
    holds: a timestamp that came later may not be covered yet."""
    sealed = {event.data.get("sealed_sha256") for event in told}
    newest = ((paper, [each for each in paper.held_sha256s if each in sealed]) for paper in written)
    return [(paper, held[0]) for paper, held in newest if held]


def _paper(archive: Archive, paper: Document, sealed_sha256: str) -> dict[str, Any]:
    name = f"documents/{paper.file_name}"
    digest = archive.add(name, files.get(sealed_sha256))
    first = paper.seal is not None and paper.seal.sealed_sha256 == sealed_sha256
    return {
        "file": name,
        "kind": paper.kind.value,
        "id": paper.public_id,
        "number": paper.number,
        "sha256": digest,
        "level": paper.seal.level if first and paper.seal else paper.level,
        "is_current": paper.is_current,
    }


def _records(archive: Archive, agreement: Agreement) -> list[str]:
    """The very bytes whose hashes were signed."""
    archive.add("records/terms.json", canonical(agreement.record))
    if agreement.text_record is None:
        return ["records/terms.json"]
    archive.add("records/text.json", canonical_json(agreement.text_record))
    return ["records/terms.json", "records/text.json"]


def _facts(agreement: Agreement, event_ids: list[int]) -> dict[str, Any]:
    return {
        "schema": "facts/1",
        "signatures": [
            {
                "id": each.public_id,
                "side": each.side.value,
                "kind": each.kind.value,
                "organization": each.organization.name,
                "signer": each.signer_name,
                "authority": each.authority,
                "at": instant_text(each.signed_at),
                "address": each.address,
                "agent": each.agent,
                "terms_sha256": each.terms_sha256,
                "text_sha256": each.text_sha256,
            }
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
        "mails": _mails(event_ids),
    }


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

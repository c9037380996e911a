"""The package of one agreement: papers, records, signatures, delivery, identity, events, proofs."""

import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import or_, select

from marketplace import clock, files
from marketplace.agreements.models import Agreement
from marketplace.agreements.queries import questions_of
from marketplace.audit import checkpoints, keys
from marketplace.audit.checkpoints import SignedCheckpoint
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import history, instant_text
from marketplace.deeds.models import Deed
from marketplace.deeds.queries import deeds_of
from marketplace.documents.models import Document
from marketplace.documents.queries import documents_of
from marketplace.errors import N_, Refused
from marketplace.evidence import events, facts
from marketplace.evidence.archives import Archive
from marketplace.extensions import db
from marketplace.terms.record import canonical
from marketplace.types import canonical_json

_IDENTITY = ("organization:verify", "organization:state_authority")
_Told = list[tuple[int, AuditEvent]]


def package(agreement: Agreement) -> bytes:
    """A ZIP that a stranger can check offline, further papers of the contract included; it reaches
    to the newest checkpoint.

    Refused while no checkpoint covers the sealed document: nothing would prove its time.
    """
    deeds, newest = deeds_of(agreement), checkpoints.newest()
    written = [paper for each in (agreement, *deeds) for paper in documents_of(each)]
    told = _told(agreement, [*deeds, *written], newest)
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
    about = {
        "schema": "evidence/1",
        "agreement": agreement.public_id,
        "made_at": instant_text(clock.now()),
        "log_key": keys.public_bytes(keys.signing_key().public_key()).hex(),
        "documents": [_paper(archive, *paper) for paper in papers],
        "records": _add_named(archive, _records(agreement, deeds), [event for _, event in told]),
        "events": _log(archive, told, newest),
    }
    archive.add_json("facts.json", facts.of(agreement, deeds, [event for _, event in told]))
    archive.add_json("evidence.json", about)
    archive.close({"agreement": agreement.public_id})
    return out.getvalue()


def _told(agreement: Agreement, others: Sequence[Any], newest: SignedCheckpoint | None) -> _Told:
    """What is told of the contract, its papers and its parties, as far as the log is signed."""
    found = [*history(agreement, *others), *_identity(agreement)]
    return events.covered(found, newest.size if newest else 0)


def _log(archive: Archive, told: _Told, newest: SignedCheckpoint) -> int:
    """The events with all that proves them; returns how many."""
    count = archive.add_lines("events.jsonl", events.proven(told, newest.size))
    places = [place for place, _ in told]
    archive.add_lines("checkpoints.jsonl", [asdict(newest)])
    archive.add_lines("growth.jsonl", events.growth(places, newest))
    archive.add_lines("witnesses.jsonl", events.witnessed(max(places) + 1, newest))
    return count


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


def _records(agreement: Agreement, deeds: Sequence[Deed]) -> Iterator[tuple[str, bytes]]:
    """The very bytes whose hashes were signed or entered: terms and texts, statements of authority,
    and what was handed in to prove that the notice arrived."""
    papers: list[tuple[Agreement | Deed, str]] = [(agreement, "")]
    papers += [(deed, f"{deed.ordinal}-") for deed in deeds]
    for paper, prefix in papers:
        if paper.terms is not None:
            yield f"records/{prefix}terms.json", canonical(paper.record)
        if paper.text_record is not None:
            yield f"records/{prefix}text.json", canonical_json(paper.text_record)
        for signature in paper.signatures:
            yield f"records/authority-{signature.public_id}.txt", signature.authority.encode()
    for each in agreement.deliveries:
        if each.evidence_sha256:
            yield f"deliveries/{each.public_id}", files.get(each.evidence_sha256)
    for question in questions_of(agreement):
        for entry in question.entries:
            if entry.evidence_sha256:
                yield f"effect/{entry.public_id}", files.get(entry.evidence_sha256)


def _add_named(
    archive: Archive, records: Iterable[tuple[str, bytes]], told: Iterable[AuditEvent]
) -> list[str]:
    """Add the records that an event names by their hash; what came after the newest checkpoint, and
    what no event of ours can vouch for, stays out. Returns their names."""
    hashes = {value for event in told for value in event.data.values() if isinstance(value, str)}
    return [
        name
        for name, data in records
        if hashlib.sha256(data).hexdigest() in hashes and archive.add(name, data)
    ]

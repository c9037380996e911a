"""The parties' own electronic seals on a document, where the operator has connected a licensed service.

``MARKETPLACE_PARTY_SEALS`` names the provider as ``package.module:name``. Each party is asked once, when
its document is about to be sealed, in the order of the parties; the answer, or its absence with the
reason, is kept before anything is made with it. The platform's record never waits for a service: what
binds the parties is their recorded act (电子签名法 13), and a seal is shown for what it is beside it.
"""

import hashlib
import logging
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace import clock, files
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.config import SettingsError, current_settings
from marketplace.database import transaction
from marketplace.documents.models import PARTIES, Document, PartySeal
from marketplace.documents.party_seals import PartySealProvider, embed, prepare, signer_of
from marketplace.extensions import db

log = logging.getLogger(__name__)


def provider() -> PartySealProvider | None:
    """The service that the operator has connected; None by default. SettingsError if the setting
    names nothing that can be loaded."""
    named = current_settings().party_seals
    return _loaded(named) if named else None


def wanted(parties: Iterable[Any]) -> dict[str, Any]:
    """What a document's data say of the parties whose seals are asked for: those that the service
    serves. Empty without a service."""
    service = provider()
    if service is None:
        return {}
    served = [each for each in parties if service.serves(each.public_id)]
    return {PARTIES: [{"party": each.public_id, "name": each.name} for each in served]}


def sealed_by_parties(document: Document, pdf: bytes) -> bytes:
    """``pdf`` with the seals that the parties' service gave. Repeatable: what was asked once stands."""
    for position, party in enumerate(document.data.get(PARTIES, ()), start=1):
        held = _kept(document.id, position) or _asked(document, pdf, position, party)
        if held.pdf_sha256 is not None:
            pdf = files.get(held.pdf_sha256)
    return pdf


def _asked(document: Document, pdf: bytes, position: int, party: dict[str, str]) -> PartySeal:
    service = provider()
    row = PartySeal(
        document_id=document.id,
        position=position,
        party=party["party"],
        party_name=party["name"],
        provider=service.name if service else "",
        asked_at=clock.now(),
    )
    try:
        if service is None:
            raise SettingsError("no service is connected any more")
        prepared = prepare(pdf, order=position)
        answer = service.sign(prepared.digest, party=party["party"])
        made = embed(prepared, answer)
        row.signer, certificate = signer_of(answer)
        row.certificate_sha256 = hashlib.sha256(certificate).hexdigest()
        row.pdf_sha256 = files.put(made)
    except Exception as error:
        log.warning("no seal of party %s on document %s: %s", party["party"], document.id, error)
        row.reason = f"{type(error).__name__}: {error}"[:1000]
    return _keep(document, row)


def _keep(document: Document, row: PartySeal) -> PartySeal:
    """Keep the answer and its event; another worker's answer stands if it was first."""
    action = "party_seal" if row.pdf_sha256 else "party_seal_missing"
    told: dict[str, Any] = {"party": row.party, "provider": row.provider}
    document_id, position = row.document_id, row.position
    try:
        with transaction() as session:
            session.add(row)
            record(f"document:{action}", document, SYSTEM, pdf_sha256=row.pdf_sha256, **told)
    except IntegrityError:
        return cast(PartySeal, _kept(document_id, position))
    return row


def _kept(document_id: int, position: int) -> PartySeal | None:
    return db.session.scalar(
        select(PartySeal).where(
            PartySeal.document_id == document_id, PartySeal.position == position
        )
    )


@cache
def _loaded(named: str) -> PartySealProvider:
    module, _, name = named.partition(":")
    try:
        return cast(PartySealProvider, getattr(import_module(module), name)())
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        raise SettingsError(
            f"MARKETPLACE_PARTY_SEALS: {named} cannot be loaded ({error}). "
            "Give package.module:name of something that makes the provider when called."
        ) from error

"""A party's own electronic signature or seal, made by a licensed certification service (电子签名法 16).

The platform prepares the digest, the service answers with a CMS signature, and that goes into a
signature field of the party's own, before the platform's record. No such service is connected by
default: without one a party's signature is its recorded act, and nothing here pretends otherwise.
``party_sealing`` asks the service that the operator has connected.
"""

import asyncio
import io
from dataclasses import dataclass
from typing import Protocol

from asn1crypto import cms
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.signers.pdf_cms import ExternalSigner

from marketplace.documents.inspection import inspect
from marketplace.documents.keys import trusted_roots_pem

_FIELD = "Party{order}"
_MOST_DIGITS = 64 * 1024


class PartySealProvider(Protocol):
    """A licensed certification service as the platform sees it."""

    name: str
    """The service as it is named to people."""

    def serves(self, party: str) -> bool:
        """Whether the party with this public id has a seal there and has authorized the service to
        put it on contracts concluded here."""

    def sign(self, digest: bytes, *, party: str) -> bytes:
        """The CMS signature (DER, CAdES, detached, SHA-256) of the party with the public id ``party``
        over ``digest``, the SHA-256 of the document's bytes. Raises where the party, asked by the
        service itself, did not consent: only the party controls its key."""


class PartySealRefused(RuntimeError):
    """The service's answer is no sound signature over this document; the message says why."""


@dataclass(frozen=True)
class Prepared:
    """A document that waits for a party's signature; ``digest`` is what the service signs."""

    pdf: bytes
    digest: bytes
    start: int
    end: int


def add_party_seal(pdf: bytes, provider: PartySealProvider, *, party: str, order: int) -> bytes:
    """``pdf`` with the signature of ``party`` in the field ``Party<order>``. The platform's record,
    which covers it, is added afterwards. PartySealRefused if the answer will not do."""
    prepared = prepare(pdf, order=order)
    return embed(prepared, provider.sign(prepared.digest, party=party))


def signer_of(signature: bytes) -> tuple[str, bytes]:
    """The name in the certificate of whoever signed, and that certificate (DER)."""
    signed = cms.ContentInfo.load(signature)["content"]
    serial = signed["signer_infos"][0]["sid"].native["serial_number"]
    (certificate,) = (
        each.chosen for each in signed["certificates"] if each.chosen.serial_number == serial
    )
    names = certificate.subject.native
    name = names.get("common_name") or certificate.subject.human_friendly
    return str(name), bytes(certificate.dump())


def prepare(pdf: bytes, *, order: int) -> Prepared:
    """Make the field of the ``order``-th party (1 first) and the digest to be signed. A signature
    may come days later: keep what is returned until then."""
    return asyncio.run(_prepare(pdf, _FIELD.format(order=order)))


async def _prepare(pdf: bytes, field: str) -> Prepared:
    signer = PdfSigner(
        PdfSignatureMetadata(
            field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
        ),
        signer=ExternalSigner(signing_cert=None, cert_registry=None),
        new_field_spec=SigFieldSpec(field),
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    digest, _, output = await signer.async_digest_doc_for_signing(
        writer, bytes_reserved=_MOST_DIGITS
    )
    output.seek(0)
    return Prepared(
        bytes(output.read()),
        digest.document_digest,
        digest.reserved_region_start,
        digest.reserved_region_end,
    )


def embed(prepared: Prepared, signature: bytes) -> bytes:
    """Put the service's answer into its field, if it is a sound signature over exactly this document.
    Whose certificate it is, is for the reader: it names the party and the service."""
    out = io.BytesIO(prepared.pdf)
    place = PreparedByteRangeDigest(prepared.digest, prepared.start, prepared.end)
    try:
        place.fill_with_cms(out, signature)
    except SigningError as error:
        raise PartySealRefused(str(error)) from error
    found = inspect(out.getvalue(), trusted_roots_pem()).get("signatures", [])
    if not found or not (found[-1]["intact"] and found[-1]["whole"]):
        raise PartySealRefused("the answer is no sound signature over this document")
    return out.getvalue()

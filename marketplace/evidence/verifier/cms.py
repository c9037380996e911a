"""A CMS signature (RFC 5652) with one signer, over bytes that stand outside of it."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from . import certificates, der

_SIGNED_DATA = "1.2.840.113549.1.7.2"
_MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
_SIGNING_TIME = "1.2.840.113549.1.9.5"
_SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.47"
_DIGESTS = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}


@dataclass(frozen=True)
class Signature:
    """A signer's part: what was signed, by whom, with which attributes (by identifier)."""

    certificate: certificates.Certificate
    digest: str
    value: bytes
    signed_attributes: bytes | None
    attributes: dict[str, der.Node]


def faults(signature: bytes, data: bytes, root: certificates.Certificate) -> list[str]:
    """What is wrong with a signature over ``data`` under ``root``; empty when it holds."""
    try:
        found = read(signature)
    except (ValueError, IndexError, KeyError) as error:
        return [f"the signature cannot be read ({error})"]
    return [*_over(found, data), *_under(found, root)]


def read(data: bytes) -> Signature:
    """The one signature of a SignedData; Malformed otherwise."""
    kind, content = der.parse(data).children()
    if kind.oid != _SIGNED_DATA:
        raise der.Malformed("no signed data")
    parts = content.children()[0].children()
    held = [
        certificates.read(each.whole)
        for part in parts
        if part.tag == 0xA0
        for each in part.children()
    ]
    (signer,) = parts[-1].children()
    _version, identity, algorithm, *rest = signer.children()
    attributes = rest.pop(0) if rest[0].tag == 0xA0 else None
    _scheme, value = rest[:2]
    return Signature(
        certificate=_signer(identity, held),
        digest=_DIGESTS[algorithm.children()[0].oid],
        value=value.content,
        signed_attributes=b"\x31" + attributes.whole[1:] if attributes else None,
        attributes={
            part.children()[0].oid: part.children()[1].children()[0]
            for part in (attributes.children() if attributes else [])
        },
    )


def _signer(identity: der.Node, held: list[certificates.Certificate]) -> certificates.Certificate:
    issuer, serial = identity.children()
    for each in held:
        if (each.issuer, each.serial) == (issuer.whole, serial.integer):
            return each
    raise der.Malformed("the signer's certificate is not in the signature")


def _over(found: Signature, data: bytes) -> list[str]:
    if found.signed_attributes is None:
        signed = data
    else:
        signed = found.signed_attributes
        digest = found.attributes.get(_MESSAGE_DIGEST)
        if digest is None or digest.content != hashlib.new(found.digest, data).digest():
            return ["the content is not what was signed"]
    if not found.certificate.key.verifies(found.value, signed, found.digest):
        return ["the RSA signature does not verify"]
    return []


def _under(found: Signature, root: certificates.Certificate) -> list[str]:
    wrong = []
    if not found.certificate.is_issued_by(root):
        wrong.append("the signer's certificate was not issued by the trusted root")
    named = found.attributes.get(_SIGNING_CERTIFICATE)
    own = hashlib.sha256(found.certificate.der).digest()
    if named is not None and own not in named.whole:
        wrong.append("the signature names another certificate than the one it carries")
    at = signing_time(found)
    if at is not None and not found.certificate.is_valid_at(at):
        wrong.append("the certificate was not valid at the time of signing")
    return wrong


def signing_time(found: Signature) -> datetime | None:
    """The instant that the signer states, if it does."""
    node = found.attributes.get(_SIGNING_TIME)
    if node is None:
        return None
    text = node.content.decode("ascii")
    return datetime.strptime(text[-13:], "%y%m%d%H%M%SZ").replace(tzinfo=UTC)

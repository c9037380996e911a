"""Certificates: one signer directly below one root that the reader trusts (RFC 5280, RSA only)."""

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from . import der

RSA = "1.2.840.113549.1.1.1"
SIGNATURES = {
    "1.2.840.113549.1.1.11": "sha256",
    "1.2.840.113549.1.1.12": "sha384",
    "1.2.840.113549.1.1.13": "sha512",
}
_BASIC_CONSTRAINTS = "2.5.29.19"
_PREFIXES = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
    "sha512": bytes.fromhex("3051300d060960864801650304020305000440"),
}


@dataclass(frozen=True)
class PublicKey:
    """An RSA key."""

    modulus: int
    exponent: int

    def verifies(self, signature: bytes, data: bytes, digest: str) -> bool:
        """RSASSA-PKCS1-v1_5 (RFC 8017 8.2.2): the encoded message is built and compared whole."""
        size = (self.modulus.bit_length() + 7) // 8
        if len(signature) != size or digest not in _PREFIXES:
            return False
        value = int.from_bytes(signature, "big")
        if value >= self.modulus:
            return False
        found = pow(value, self.exponent, self.modulus).to_bytes(size, "big")
        tail = _PREFIXES[digest] + hashlib.new(digest, data).digest()
        return found == b"\0\1" + b"\xff" * (size - len(tail) - 3) + b"\0" + tail


@dataclass(frozen=True)
class Certificate:
    """What of a certificate matters here; ``der`` are its bytes."""

    der: bytes
    signed_part: bytes
    serial: int
    issuer: bytes
    subject: bytes
    not_before: datetime
    not_after: datetime
    key: PublicKey
    is_authority: bool
    signature: bytes
    digest: str

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate in lower-case hex."""
        return hashlib.sha256(self.der).hexdigest()

    def is_issued_by(self, root: "Certificate") -> bool:
        """Whether the root signed this certificate and may sign certificates."""
        return (
            self.issuer == root.subject
            and root.is_authority
            and root.key.verifies(self.signature, self.signed_part, self.digest)
        )

    def is_valid_at(self, instant: datetime) -> bool:
        return self.not_before <= instant <= self.not_after


def from_pem(text: str) -> list[Certificate]:
    """Every certificate of a PEM file."""
    blocks = re.findall("-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----", text, re.S)
    return [read(base64.b64decode(block)) for block in blocks]


def read(data: bytes) -> Certificate:
    """A certificate from DER; Malformed if it is none, or none with an RSA key."""
    signed_part, algorithm, signature = der.parse(data).children()
    parts = [part for part in signed_part.children() if part.tag != 0xA0]
    serial, _algorithm, issuer, validity, subject, key = parts[:6]
    starts, ends = (_instant(part) for part in validity.children())
    extensions = next((part for part in parts[6:] if part.tag == 0xA3), None)
    return Certificate(
        der=data,
        signed_part=signed_part.whole,
        serial=serial.integer,
        issuer=issuer.whole,
        subject=subject.whole,
        not_before=starts,
        not_after=ends,
        key=_key(key),
        is_authority=_is_authority(extensions),
        signature=signature.content[1:],
        digest=SIGNATURES.get(algorithm.children()[0].oid, "unknown"),
    )


def _key(node: der.Node) -> PublicKey:
    algorithm, bits = node.children()
    if algorithm.children()[0].oid != RSA:
        raise der.Malformed("only RSA keys are known here")
    modulus, exponent = der.parse(bits.content[1:]).children()
    return PublicKey(modulus.integer, exponent.integer)


def _is_authority(extensions: der.Node | None) -> bool:
    for extension in extensions.children()[0].children() if extensions else []:
        parts = extension.children()
        if parts[0].oid == _BASIC_CONSTRAINTS:
            inner = der.parse(parts[-1].content).children()
            return bool(inner) and inner[0].tag == 0x01 and inner[0].content != b"\0"
    return False


def _instant(node: der.Node) -> datetime:
    """UTCTime or GeneralizedTime, both in UTC."""
    text = node.content.decode("ascii")
    if node.tag == 0x17:
        text = ("19" if int(text[:2]) >= 50 else "20") + text
    return datetime.strptime(text, "%Y%m%d%H%M%SZ").replace(tzinfo=UTC)

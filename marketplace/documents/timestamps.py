"""Trusted timestamps (RFC 3161) over the signature of a platform record: asked for, judged, embedded.

A token goes into a file only if it is over our very signature, answers our question (nonce), names a
time near our own clock and is soundly signed by a certificate made for timestamps; where the operator
has set a root, also under that root. Whatever else an authority answers is refused.
"""

import asyncio
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from asn1crypto import cms, pem, x509
from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from marketplace import clock
from marketplace.config import current_settings

CLOCK_TOLERANCE = timedelta(minutes=5)

_DIGEST = "sha256"
_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
_TOKEN: Final = "signature_time_stamp_token"  # noqa: S105 - the name of a CMS attribute


class NoTimestamp(RuntimeError):
    """The authority gave no timestamp that may be used; the message says why."""


@dataclass(frozen=True)
class Timestamp:
    """A token that may be embedded. ``at`` is the authority's instant, ``authority`` the name in
    its certificate; ``is_trusted`` if that stood under the root that the operator has set."""

    token: bytes
    at: datetime
    authority: str
    certificate_sha256: str
    is_trusted: bool


def is_configured() -> bool:
    """Whether the operator has named a timestamp authority."""
    return bool(current_settings().tsa_url)


def obtain(signature: bytes) -> Timestamp:
    """Ask the authority for a timestamp over a signature's value. NoTimestamp if it is down, too
    slow (``tsa_timeout_seconds``), answers another question, or its clock is not near ours."""
    settings = current_settings()
    stamper = HTTPTimeStamper(settings.tsa_url, timeout=settings.tsa_timeout_seconds)
    try:
        answer = asyncio.run(stamper.async_timestamp(_imprint(signature, _DIGEST), _DIGEST))
    except Exception as error:
        cause = error.__cause__ or error
        raise NoTimestamp(f"{type(cause).__name__}: {cause}") from error
    found = judge(answer.dump(), signature)
    apart = abs(found.at - clock.now())
    if apart > CLOCK_TOLERANCE:
        raise NoTimestamp(f"the authority's clock and ours are {apart} apart")
    return found


def judge(token: bytes, signature: bytes) -> Timestamp:
    """The facts of a token over ``signature``; NoTimestamp unless it is sound."""
    try:
        return _judged(token, signature)
    except NoTimestamp:
        raise
    except Exception as error:
        raise NoTimestamp(f"the token cannot be read ({type(error).__name__}: {error})") from error


def _judged(token: bytes, signature: bytes) -> Timestamp:
    signed = cms.ContentInfo.load(token, strict=True)["content"]
    roots = _roots()
    context = ValidationContext(trust_roots=roots, allow_fetching=False)
    status = TimestampSignatureStatus(
        **asyncio.run(
            validate_tst_signed_data(
                signed, context, lambda algorithm: _imprint(signature, algorithm)
            )
        )
    )
    if not (status.intact and status.valid):
        raise NoTimestamp("the token is not over our signature, or its own signature is broken")
    certificate = status.signing_cert
    usage = certificate.extended_key_usage_value
    if usage is None or "time_stamping" not in usage.native:
        raise NoTimestamp("the authority's certificate is not made for timestamps")
    if roots and not status.trusted:
        raise NoTimestamp("the authority's certificate does not stand under the root that is set")
    return Timestamp(
        token,
        status.timestamp,
        str(certificate.subject.native.get("common_name") or certificate.subject.human_friendly),
        hashlib.sha256(certificate.dump()).hexdigest(),
        bool(status.trusted),
    )


def signature_value(sealed: bytes) -> bytes:
    """The value of the last signature in a sealed file: what a timestamp is made over."""
    start, end = _place(sealed)
    signer = _signed(sealed[start:end])["content"]["signer_infos"][0]
    return bytes(signer["signature"].native)


def embed(sealed: bytes, token: bytes) -> bytes:
    """The sealed file with the token in the bytes that were kept free for it; no signed byte changes.
    ValueError if it does not fit."""
    start, end = _place(sealed)
    signed = _signed(sealed[start:end])
    attribute = cms.CMSAttribute({"type": _TOKEN, "values": [cms.ContentInfo.load(token)]})
    signed["content"]["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes([attribute])
    digits = signed.dump(force=True).hex().encode()
    if len(digits) > end - start:
        raise ValueError(f"the timestamp needs {len(digits)} digits, {end - start} are free")
    return sealed[:start] + digits.ljust(end - start, b"0") + sealed[end:]


def _place(sealed: bytes) -> tuple[int, int]:
    """Where the hexadecimal digits of the last signature stand."""
    *_, last = _BYTE_RANGE.finditer(sealed)
    begin, length, second, _ = (int(number) for number in last.groups())
    return begin + length + 1, second - 1


def _signed(digits: bytes) -> cms.ContentInfo:
    return cms.ContentInfo.load(bytes.fromhex(digits.decode("ascii")))


def _imprint(signature: bytes, algorithm: str) -> bytes:
    if algorithm not in {"sha256", "sha384", "sha512"}:
        raise NoTimestamp(f"the token uses {algorithm}")
    return hashlib.new(algorithm, signature).digest()


def _roots() -> list[x509.Certificate]:
    path = current_settings().tsa_root
    if not path:
        return []
    data = Path(path).read_bytes()
    return [x509.Certificate.load(der) for _, _, der in pem.unarmor(data, multiple=True)]

"""The platform record on a PDF: digest over its byte range, CMS signature, nothing behind it."""

import hashlib
import re

from . import certificates, cms

_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


def faults(data: bytes, root: certificates.Certificate) -> list[str]:
    """What is wrong with a sealed PDF; empty when the last signature in it is the platform's, covers
    it whole and holds. Seals of parties before it are covered by it; who stands behind them is told
    by their own certificates."""
    if not data.startswith(b"%PDF-"):
        return ["no PDF"]
    ranges = _RANGE.findall(data)
    if not ranges:
        return ["no signature"]
    first, length, second, rest = map(int, ranges[-1])
    if first != 0 or second + rest != len(data):
        return ["the signature does not cover the whole file: it was changed after signing"]
    hole = data[length:second]
    if not (hole.startswith(b"<") and hole.endswith(b">")):
        return ["the place of the signature was changed"]
    try:
        signature = bytes.fromhex(hole[1:-1].decode("ascii"))
    except ValueError:
        return ["the signature is damaged"]
    return cms.faults(signature, data[:length] + data[second:], root)


def party_seals(data: bytes) -> int:
    """How many signatures stand before the platform's record."""
    return max(0, len(_RANGE.findall(data)) - 1)


def sha256(data: bytes) -> str:
    """SHA-256 in lower-case hex."""
    return hashlib.sha256(data).hexdigest()

"""The platform record on a PDF: digest over its byte range, CMS signature, nothing behind it."""

import hashlib
import re

from . import certificates, cms

_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


def faults(data: bytes, root: certificates.Certificate) -> list[str]:
    """What is wrong with a sealed PDF; empty when its one signature covers it whole and holds."""
    if not data.startswith(b"%PDF-"):
        return ["no PDF"]
    ranges = _RANGE.findall(data)
    if len(ranges) != 1:
        return [f"{len(ranges)} signatures where one is expected"]
    first, length, second, rest = map(int, ranges[0])
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


def sha256(data: bytes) -> str:
    """SHA-256 in lower-case hex."""
    return hashlib.sha256(data).hexdigest()

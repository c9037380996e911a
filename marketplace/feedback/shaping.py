"""The bytes of a message for one receiver: the whole of it, without what it is not entitled to."""

import hashlib
import json
from typing import Any, Protocol

from marketplace.feedback.parts import CONFIDENTIAL, PERSON

SCHEMA = "feedback/1"


class Entitled(Protocol):
    """Whoever may or may not have negotiated prices and names of persons."""

    @property
    def confidential(self) -> bool: ...

    @property
    def persons(self) -> bool: ...


def load(body: str) -> dict[str, Any]:
    """A kept message as data."""
    found: dict[str, Any] = json.loads(body)
    return found


def shaped(body: str, receiver: Entitled) -> bytes:
    """What the receiver gets: always the same bytes for the same message and entitlement. What was
    left out is named in ``withheld``."""
    left_out = {
        name
        for name, allowed in ((CONFIDENTIAL, receiver.confidential), (PERSON, receiver.persons))
        if not allowed and f'"{name}":' in body
    }
    if not left_out:
        return body.encode()
    whole = load(body)
    withheld: set[str] = set()
    whole["data"] = _without(whole["data"], left_out, withheld)
    if withheld:
        whole["withheld"] = sorted(withheld)
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256_of(data: bytes) -> str:
    """SHA-256 in lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def _without(value: Any, left_out: set[str], withheld: set[str]) -> Any:
    if isinstance(value, list):
        return [_without(each, left_out, withheld) for each in value]
    if not isinstance(value, dict):
        return value
    withheld |= left_out & value.keys()
    return {
        name: _without(each, left_out, withheld)
        for name, each in value.items()
        if name not in left_out
    }

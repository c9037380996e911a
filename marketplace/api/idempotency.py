"""A key runs an act once, whatever the network does (R-40)."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.accounts.models import ApiToken
from marketplace.api.models import StoredAnswer
from marketplace.database import transaction
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.types import canonical_json

LONGEST_KEY = 255
_ATTEMPTS = 3


@dataclass(frozen=True)
class Answer:
    """A status and the very text of a JSON body; ``is_hit`` if it was given before."""

    status: int
    body: str
    is_hit: bool = False


def require_key(key: str | None) -> str:
    """The key of a request that creates something; Refused (400) without a usable one."""
    text = (key or "").strip()
    if text and len(text) <= LONGEST_KEY and text.isascii() and text.isprintable():
        return text
    raise Refused(
        "idempotency_key_required",
        N_(
            "Send a header Idempotency-Key of up to %(most)s printable ASCII characters, a new one "
            "for each thing that you want done."
        ),
        status=400,
        most=LONGEST_KEY,
    )


def fingerprint(method: str, path: str, body: Any) -> str:
    """SHA-256 of what is asked; two writings of the same JSON are the same."""
    return hashlib.sha256(canonical_json([method, path, body])).hexdigest()


def once(token: ApiToken, key: str, request_sha256: str, act: Callable[[], Answer]) -> Answer:
    """Run ``act`` in a transaction unless this key of this token has run already.

    The same request gets the stored answer, another request with the same key is Refused (422).
    Of two at once the second waits at the unique key for the first to commit. What ``act``
    refuses leaves no trace, so the key can be used again.
    """
    for attempt in range(_ATTEMPTS):
        known = _stored(token, key, request_sha256)
        if known is not None:
            return known
        try:
            return _run(token, key, request_sha256, act)
        except IntegrityError:
            # Somebody was first: with this key, or with another key to the same one license.
            if attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


def _run(token: ApiToken, key: str, request_sha256: str, act: Callable[[], Answer]) -> Answer:
    with transaction() as session:
        row = StoredAnswer(token_id=token.id, key=key, request_sha256=request_sha256)
        session.add(row)
        session.flush()
        answer = act()
        row.status, row.body = answer.status, answer.body
    return answer


def _stored(token: ApiToken, key: str, request_sha256: str) -> Answer | None:
    row = db.session.scalar(
        select(StoredAnswer).where(StoredAnswer.token_id == token.id, StoredAnswer.key == key)
    )
    if row is None:
        return None
    if row.request_sha256 != request_sha256:
        raise Refused(
            "idempotency_key_reused",
            N_(
                "This Idempotency-Key was used for another request. Nothing was done; send a new "
                "key for a new request."
            ),
            status=422,
        )
    return Answer(row.status, row.body, is_hit=True)

"""Idempotency keys (https://docs.stripe.com/api/idempotent_requests).

The first answer to a key, whatever its status, is kept and given again with
``Idempotent-Replayed: true``; other parameters under the key are an error; a key whose first
request still runs is a conflict; nothing is kept when validation failed.
"""

import json
import threading
from collections.abc import Callable
from typing import Any

from tests.stripe_fake.errors import FakeError

Answer = tuple[int, bytes]
LONGEST = 255


class Keys:
    """Answers by account and key."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[tuple[str | None, str], tuple[str, Answer | None]] = {}

    def answer(
        self,
        account: str | None,
        key: str | None,
        asked: str,
        work: Callable[[], dict[str, Any]],
    ) -> tuple[Answer, bool]:
        """The answer, and whether it is a repetition. ``asked`` is path and parameters."""
        if key is None:
            return _answer(work), False
        if not 0 < len(key) <= LONGEST:
            raise FakeError(400, "An idempotency key has 1 to 255 characters.")
        kept = self._claim((account, key), asked)
        if kept is not None:
            return kept, True
        try:
            answer = _answer(work)
        except BaseException:
            with self._lock:
                del self._kept[account, key]
            raise
        with self._lock:
            self._kept[account, key] = (asked, answer)
        return answer, False

    def _claim(self, place: tuple[str | None, str], asked: str) -> Answer | None:
        with self._lock:
            if place not in self._kept:
                self._kept[place] = (asked, None)
                return None
            before, answer = self._kept[place]
        if before != asked:
            raise FakeError(
                400,
                "Keys for idempotent requests can only be used with the same parameters they "
                "were first used with.",
                kind="idempotency_error",
            )
        if answer is None:
            raise FakeError(
                409,
                "There is currently another in-progress request using this idempotency key.",
                kind="idempotency_error",
                code="idempotency_key_in_use",
            )
        return answer


def _answer(work: Callable[[], dict[str, Any]]) -> Answer:
    try:
        return 200, json.dumps(work()).encode()
    except FakeError as error:
        if not error.kept:
            raise
        return error.status, json.dumps(error.body).encode()

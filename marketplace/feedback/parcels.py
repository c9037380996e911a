"""What every way to a receiver takes and answers."""

import http.client
import json
import smtplib
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from marketplace.errors import Refused

FAILURES = (OSError, http.client.HTTPException, smtplib.SMTPException, Refused, ValueError)
"""How a way that does not work tells it. A way with errors of its own turns them into these."""


class Verdict(StrEnum):
    """What became of one message. ``unclear``: something answered, and not as agreed."""

    ACKNOWLEDGED = "acknowledged"
    HANDED_OVER = "handed_over"
    REFUSED = "refused"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Answer:
    verdict: Verdict
    text: str = ""


class Unreachable(Exception):
    """The receiver takes nothing at present, whatever the message; ``wait`` are the seconds that
    it asks for, if it says so."""

    def __init__(self, text: str, wait: int | None = None) -> None:
        super().__init__(text)
        self.wait = wait


@dataclass(frozen=True)
class Parcel:
    """One message for one receiver."""

    message_id: str
    position: int
    body: bytes


class Channel(Protocol):
    """``send`` one message; ``finish`` what was gathered, before anything is noted as gone."""

    def send(self, parcel: Parcel) -> Answer: ...

    def finish(self) -> None: ...

    def close(self) -> None: ...


class Box(Channel, Protocol):
    """A way by files, which the receiver answers by files: ``acknowledged/<message id>.json`` of
    ``{"id", "sha256"}``, and ``holding.jsonl`` with what it holds, one JSON object a line."""

    def acknowledged(self, wanted: AbstractSet[str]) -> dict[str, str]:
        """Which of these messages the reader says it has, with the hash of what it read."""
        ...

    def holding(self) -> bytes | None:
        """The list of what it holds; None if it gives none."""
        ...


ACKNOWLEDGED = "acknowledged"
HOLDING = "holding.jsonl"


def file_name(parcel: Parcel) -> str:
    """The name of a message's file: by name they stand in the order of the log."""
    return f"{parcel.position:012d}-{parcel.message_id}.json"


def acknowledgement(message_id: str, text: bytes) -> dict[str, str]:
    """Id and hash as one acknowledgement file states them; {} if it speaks of another message."""
    found = told(text)
    if found.get("id") != message_id or not isinstance(found.get("sha256"), str):
        return {}
    return {message_id: found["sha256"]}


def told(text: bytes) -> dict[str, Any]:
    """The JSON object in what a receiver wrote; {} where there is none."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}

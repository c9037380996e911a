"""The ways to a receiver, behind one interface.

A channel takes one message at a time and says what became of it. Nobody is said to have a message
before saying so itself: over HTTPS by an answer that names the message and the hash of what
arrived, in a folder by a file that does. What goes by mail is out of our hands, and no more.
"""

import hmac
import http.client
import json
import os
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from marketplace import clock
from marketplace.config import current_settings
from marketplace.errors import Refused
from marketplace.feedback.models import Connector, ConnectorKind
from marketplace.feedback.shaping import sha256_of
from marketplace.feedback.texts import MAIL_BODY, MAIL_SUBJECT
from marketplace.mail import send_now
from marketplace.witnesses import webhooks

TAKEN = frozenset({"stored", "known", "older"})
"""How a receiver says that it has the message: new to it, had before, or older than what it has."""

_ABOUT_THE_MESSAGE = frozenset({400, 409, 413, 415, 422})
_SHOWN = 300

FAILURES = (OSError, http.client.HTTPException, smtplib.SMTPException, Refused, ValueError)


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


class HttpsChannel:
    """Signed requests after Standard Webhooks over one kept connection."""

    def __init__(self, connector: Connector) -> None:
        self._line = webhooks.Line(connector.address, connector.secret)

    def send(self, parcel: Parcel) -> Answer:
        status, text = self._line.send("POST", parcel.message_id, parcel.body)
        if 200 <= status < 300:
            return _reading(text, status, parcel)
        said = text[:_SHOWN].decode("utf-8", "replace")
        if status in _ABOUT_THE_MESSAGE:
            return Answer(Verdict.REFUSED, f"{status}: {said}")
        if status >= 500 and status != 503:
            return Answer(Verdict.UNCLEAR, f"{status}: {said}")
        wait = self._line.retry_after or ""
        raise Unreachable(f"answered {status}", int(wait) if wait.isdecimal() else None)

    def finish(self) -> None:
        """Nothing is gathered."""

    def close(self) -> None:
        self._line.close()


class FolderChannel:
    """One file a message, whole or not there, in a folder that the receiver reads."""

    def __init__(self, connector: Connector) -> None:
        self._folder = folder_of(connector)
        self._folder.mkdir(parents=True, exist_ok=True)

    def send(self, parcel: Parcel) -> Answer:
        path = self._folder / f"{parcel.position:012d}-{parcel.message_id}.json"
        fresh = path.with_suffix(".part")
        with fresh.open("wb") as file:
            file.write(parcel.body)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        return Answer(Verdict.HANDED_OVER)

    def finish(self) -> None:
        """The names of the files are on the disk before they are noted as there."""
        descriptor = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def close(self) -> None:
        """Nothing is open."""


class MailChannel:
    """All messages of one round in one mail, one a line."""

    def __init__(self, connector: Connector) -> None:
        self._to, self._name = connector.address, connector.public_id
        self._gathered: list[Parcel] = []

    def send(self, parcel: Parcel) -> Answer:
        self._gathered.append(parcel)
        return Answer(Verdict.HANDED_OVER)

    def finish(self) -> None:
        if not self._gathered:
            return
        lines = "\n".join(each.body.decode() for each in self._gathered)
        values = {
            "count": len(self._gathered),
            "day": clock.today().isoformat(),
            "first": self._gathered[0].message_id,
            "lines": lines,
        }
        name = f"feedback-{self._gathered[0].message_id}-{len(self._gathered)}"
        self._gathered = []
        send_now(self._to, MAIL_SUBJECT % values, MAIL_BODY % values, name)

    def close(self) -> None:
        """Nothing is open."""


CHANNELS: dict[ConnectorKind, Callable[[Connector], Channel]] = {
    ConnectorKind.HTTPS: HttpsChannel,
    ConnectorKind.FOLDER: FolderChannel,
    ConnectorKind.MAIL: MailChannel,
}


def folder_of(connector: Connector) -> Path:
    """Where the messages of a folder connector are put."""
    settings = current_settings()
    return (settings.feedback_dir or settings.data_dir / "feedback") / connector.address


def acknowledged_in(folder: Path) -> dict[str, str]:
    """Which messages the reader of a folder says it has, with the hash of what it read: files
    ``acknowledged/<message id>.json`` of ``{"id", "sha256"}``."""
    found = {}
    for path in sorted((folder / "acknowledged").glob("*.json")):
        told = _told(path.read_bytes())
        if told.get("id") == path.stem and isinstance(told.get("sha256"), str):
            found[path.stem] = told["sha256"]
    return found


def _reading(text: bytes, status: int, parcel: Parcel) -> Answer:
    """A success counts only if it names this message and what arrived of it."""
    told = _told(text)
    same = hmac.compare_digest(str(told.get("sha256")), sha256_of(parcel.body))
    if told.get("status") in TAKEN and told.get("id") == parcel.message_id and same:
        return Answer(Verdict.ACKNOWLEDGED, str(told["status"]))
    said = text[:_SHOWN].decode("utf-8", "replace")
    return Answer(Verdict.UNCLEAR, f"answered {status} without acknowledging the message: {said}")


def _told(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}

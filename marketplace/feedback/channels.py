"""The ways to a receiver, behind one interface.

A channel takes one message at a time and says what became of it. Nobody is said to have a message
before saying so itself: over HTTPS by an answer that names the message and the hash of what
arrived, in a folder, ours or on its own SFTP server, by a file that does. What goes by mail is out of our hands, and no more.
"""

import hmac
import os
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import cast

from marketplace import clock
from marketplace.config import current_settings
from marketplace.feedback.models import BOXES, Connector, ConnectorKind
from marketplace.feedback.parcels import (
    ACKNOWLEDGED,
    HOLDING,
    Answer,
    Box,
    Channel,
    Parcel,
    Unreachable,
    Verdict,
    acknowledgement,
    file_name,
    told,
)
from marketplace.feedback.shaping import sha256_of
from marketplace.feedback.texts import MAIL_BODY, MAIL_SUBJECT
from marketplace.mail import send_now
from marketplace.witnesses import webhooks

TAKEN = frozenset({"stored", "known", "older"})
"""How a receiver says that it has the message: new to it, had before, or older than what it has."""

_ABOUT_THE_MESSAGE = frozenset({400, 409, 413, 415, 422})
_SHOWN = 300


class HttpsChannel:
    """Signed requests after Standard Webhooks over one kept connection."""

    def __init__(self, connector: Connector) -> None:
        self._line = webhooks.Line(connector.address, *connector.signing_secrets)

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
        path = self._folder / file_name(parcel)
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

    def acknowledged(self, wanted: AbstractSet[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for path in (self._folder / ACKNOWLEDGED).glob("*.json"):
            if path.stem in wanted:
                found |= acknowledgement(path.stem, path.read_bytes())
        return found

    def holding(self) -> bytes | None:
        path = self._folder / HOLDING
        return path.read_bytes() if path.is_file() else None


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


def _sftp(connector: Connector) -> Channel:
    from marketplace.feedback.sftp import SftpChannel  # the SSH library takes long to load

    return SftpChannel(connector)


_CHANNELS: dict[ConnectorKind, Callable[[Connector], Channel]] = {
    ConnectorKind.HTTPS: HttpsChannel,
    ConnectorKind.FOLDER: FolderChannel,
    ConnectorKind.SFTP: _sftp,
    ConnectorKind.MAIL: MailChannel,
}


def opened(connector: Connector) -> Channel:
    """The way to a receiver, open; one of FAILURES where that is not possible."""
    return _CHANNELS[connector.kind](connector)


def box_of(connector: Connector) -> Box:
    """The files of a receiver of BOXES, open."""
    if connector.kind not in BOXES:
        raise ValueError(connector.kind)
    return cast(Box, opened(connector))


def folder_of(connector: Connector) -> Path:
    """Where the messages of a folder connector are put."""
    settings = current_settings()
    return (settings.feedback_dir or settings.data_dir / "feedback") / connector.address


def _reading(text: bytes, status: int, parcel: Parcel) -> Answer:
    """A success counts only if it names this message and what arrived of it."""
    found = told(text)
    same = hmac.compare_digest(str(found.get("sha256")), sha256_of(parcel.body))
    if found.get("status") in TAKEN and found.get("id") == parcel.message_id and same:
        return Answer(Verdict.ACKNOWLEDGED, str(found["status"]))
    said = text[:_SHOWN].decode("utf-8", "replace")
    return Answer(Verdict.UNCLEAR, f"answered {status} without acknowledging the message: {said}")

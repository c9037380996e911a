"""Signed requests after Standard Webhooks; no redirects, little time, little answer."""

import base64
import hmac
import http.client
import json
import re
import socket
import ssl
from collections.abc import Sequence
from typing import Any, Self

from marketplace import clock
from marketplace.witnesses.addresses import require_public
from marketplace.witnesses.answers import Reader

TIMEOUT_SECONDS = 10
ANSWER_LIMIT = 64 * 1024


_AGENT = "patent-open-license-marketplace"
_PLAIN = re.compile(r"[!-~]+")
_CLOSED = (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError)


class NotTaken(Exception):
    """The other side did not take it; the text says why."""


def post(url: str, secret: str, message_id: str, body: bytes) -> dict[str, Any]:
    """Send ``body`` and return the JSON object of the answer, {} if it has none.

    ``NotTaken`` unless the answer is 2xx; OSError and http.client.HTTPException from the network;
    Refused where the address leads into a private network by now.
    """
    with Line(url, secret) as line:
        status, text = line.send("POST", message_id, body)
    if not 200 <= status < 300:
        raise NotTaken(f"answered {status}")
    return as_object(text)


class Line:
    """A connection to one address, checked when it is opened and kept between messages.

    Every message carries a signature by each of the ``secrets``; while one secret takes the
    other's place there are two. ``retry_after`` is the header of the last answer, if it had one.
    """

    def __init__(self, url: str, *secrets: str) -> None:
        self._url, self._keys = url, [key_of(each) for each in secrets]
        self._socket: socket.socket | None = None
        self._reader: Reader | None = None
        self._host = self._target = ""
        self.retry_after: str | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = self._reader = None

    def send(
        self,
        method: str,
        message_id: str,
        body: bytes = b"",
        *,
        query: str = "",
        limit: int = ANSWER_LIMIT,
    ) -> tuple[int, bytes]:
        """Status and text (at most ``limit`` bytes) of the answer to one signed message.

        A kept connection that the other side has closed meanwhile is opened anew, once: the
        message carries the same id, so that whoever had taken it knows it again.
        """
        kept = self._socket is not None
        try:
            return self._exchange(method, message_id, body, query, limit)
        except _CLOSED:
            self.close()
            if not kept:
                raise
        return self._exchange(method, message_id, body, query, limit)

    def _exchange(
        self, method: str, message_id: str, body: bytes, query: str, limit: int
    ) -> tuple[int, bytes]:
        plain = self._socket or self._open()
        reader = self._reader = self._reader or Reader(plain)
        try:
            plain.settimeout(TIMEOUT_SECONDS)
            plain.sendall(self._request(method, message_id, body, query))
            answer = reader.answer(method, limit, TIMEOUT_SECONDS)
        except BaseException:
            self.close()
            raise
        self.retry_after = answer.retry_after
        if not answer.keeps:
            self.close()
        return answer.status, answer.text

    def _request(self, method: str, message_id: str, body: bytes, query: str) -> bytes:
        """Head and body in one piece, so that they leave together."""
        timestamp = str(int(clock.now().timestamp()))
        target = self._target + (("&" if "?" in self._target else "?") + query if query else "")
        if not _PLAIN.fullmatch(target) or not _PLAIN.fullmatch(message_id):
            raise ValueError("an address or an id with characters that no header may have")
        head = (
            f"{method} {target} HTTP/1.1\r\nHost: {self._host}\r\n"
            "Accept-Encoding: identity\r\nContent-Type: application/json\r\n"
            f"User-Agent: {_AGENT}\r\nContent-Length: {len(body)}\r\n"
            f"webhook-id: {message_id}\r\nwebhook-timestamp: {timestamp}\r\n"
            f"webhook-signature: {signatures(self._keys, message_id, timestamp, body)}\r\n\r\n"
        )
        return head.encode("ascii") + body

    def _open(self) -> socket.socket:
        """Connected to the very address that was checked; the certificate must be the name's."""
        parts, host = require_public(self._url)
        name, secure = parts.hostname or "", parts.scheme == "https"
        self._target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        shown = f"[{name}]" if ":" in name else name.encode("idna").decode()
        self._host = f"{shown}:{parts.port}" if parts.port else shown
        plain = socket.create_connection(
            (host, parts.port or (443 if secure else 80)), TIMEOUT_SECONDS
        )
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if secure:
            try:
                plain = ssl.create_default_context().wrap_socket(plain, server_hostname=name)
            except OSError:
                plain.close()
                raise
        self._socket = plain
        return plain


def key_of(secret: str) -> bytes:
    """The key that a secret of Standard Webhooks writes down."""
    return base64.b64decode(secret.removeprefix("whsec_"))


def signatures(keys: Sequence[bytes], message_id: str, timestamp: str, body: bytes) -> str:
    """The header ``webhook-signature``: HMAC-SHA256 over id, timestamp and body, by each key."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    made = (base64.b64encode(hmac.digest(each, signed, "sha256")).decode() for each in keys)
    return " ".join(f"v1,{each}" for each in made)


def as_object(text: bytes) -> dict[str, Any]:
    """The JSON object that an answer holds, {} if it holds none."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}

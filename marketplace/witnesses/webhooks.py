"""Signed requests after Standard Webhooks; no redirects, little time, little answer."""

import base64
import hashlib
import hmac
import http.client
import json
import socket
import ssl
from typing import Any, Self

from marketplace import clock
from marketplace.witnesses.addresses import require_public

TIMEOUT_SECONDS = 10
ANSWER_LIMIT = 64 * 1024


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
    """A connection to one address, checked when it is opened and kept between messages."""

    def __init__(self, url: str, secret: str) -> None:
        self._url, self._secret = url, secret
        self._connection: http.client.HTTPConnection | None = None
        self._target = ""
        self.retry_after: str | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

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
        kept = self._connection is not None
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
        connection = self._connection or self._open()
        timestamp = str(int(clock.now().timestamp()))
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "patent-open-license-marketplace",
            "webhook-id": message_id,
            "webhook-timestamp": timestamp,
            "webhook-signature": signature(self._secret, message_id, timestamp, body),
        }
        target = self._target + (("&" if "?" in self._target else "?") + query if query else "")
        try:
            connection.request(method, target, body or None, headers)
            answer = connection.getresponse()
            text = answer.read(limit)
        except BaseException:
            self.close()
            raise
        self.retry_after = answer.headers.get("Retry-After")
        if answer.will_close or not answer.isclosed():
            self.close()
        return answer.status, text

    def _open(self) -> http.client.HTTPConnection:
        parts, host = require_public(self._url)
        self._target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._connection = _connection(parts.scheme, parts.hostname or "", host, parts.port)
        return self._connection


def signature(secret: str, message_id: str, timestamp: str, body: bytes) -> str:
    """The header ``webhook-signature``: HMAC-SHA256 over id, timestamp and body."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def _connection(scheme: str, name: str, host: str, port: int | None) -> http.client.HTTPConnection:
    """Connected to the very address that was checked; the certificate must be the name's."""
    secure = scheme == "https"
    plain = socket.create_connection((host, port or (443 if secure else 80)), TIMEOUT_SECONDS)
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection = http.client.HTTPConnection(name, port, timeout=TIMEOUT_SECONDS)
    if secure:
        try:
            context = ssl.create_default_context()
            connection.sock = context.wrap_socket(plain, server_hostname=name)
        except OSError:
            plain.close()
            raise
    else:
        connection.sock = plain
    return connection


def as_object(text: bytes) -> dict[str, Any]:
    """The JSON object that an answer holds, {} if it holds none."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}

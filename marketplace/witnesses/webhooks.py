"""One signed POST after Standard Webhooks; no redirects, little time, little answer."""

import base64
import hashlib
import hmac
import http.client
import json
import socket
import ssl
from typing import Any

from marketplace import clock
from marketplace.witnesses.addresses import require_public

TIMEOUT_SECONDS = 10
ANSWER_LIMIT = 64 * 1024


class NotTaken(Exception):
    """The other side did not take it; the text says why."""


def post(url: str, secret: str, message_id: str, body: bytes) -> dict[str, Any]:
    """Send ``body`` and return the JSON object of the answer, {} if it has none.

    ``NotTaken`` unless the answer is 2xx; OSError and http.client.HTTPException from the network;
    Refused where the address leads into a private network by now.
    """
    parts, host = require_public(url)
    timestamp = str(int(clock.now().timestamp()))
    connection = _connection(parts.scheme, parts.hostname or "", host, parts.port)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "patent-open-license-marketplace",
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": signature(secret, message_id, timestamp, body),
    }
    try:
        connection.request("POST", target, body, headers)
        answer = connection.getresponse()
        text = answer.read(ANSWER_LIMIT)
    finally:
        connection.close()
    if not 200 <= answer.status < 300:
        raise NotTaken(f"answered {answer.status}")
    return _object(text)


def signature(secret: str, message_id: str, timestamp: str, body: bytes) -> str:
    """The header ``webhook-signature``: HMAC-SHA256 over id, timestamp and body."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def _connection(scheme: str, name: str, host: str, port: int | None) -> http.client.HTTPConnection:
    """Connected to the very address that was checked; the certificate must be the name's."""
    secure = scheme == "https"
    plain = socket.create_connection((host, port or (443 if secure else 80)), TIMEOUT_SECONDS)
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


def _object(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}

"""A receiver of feedback: a small program that a partner can run, read and copy.

    python receiver.py --store state.sqlite --secret-file secret --port 8090 [--schema FILE]

It needs Python's standard library alone. It checks the signature (Standard Webhooks) and the schema,
keeps of each subject the highest version in a database file before it answers, knows a message
again that comes twice, and lists what it holds so that both sides can compare.

POST a message  → 200 {"status": "stored" | "known" | "older", "id", "sha256"}; 400, 401, 409, 422
GET ?limit&after → 200 {"items": [{"kind", "id", "version", "sha256"}], "next"}
"""

import argparse
import base64
import binascii
import hashlib
import hmac
import json
import re
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

SCHEMA = Path(__file__).parent / "published" / "message-1.schema.json"
LARGEST_BODY = 4 * 1024 * 1024
TOLERANCE_SECONDS = 300
MOST_LISTED = 1000

Answer = tuple[int, dict[str, Any]]


def sign(secret: str, message_id: str, timestamp: str, body: bytes) -> str:
    """The header ``webhook-signature`` for these."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


class Receiver:
    """What has been received, in a database file; every answer follows a commit."""

    def __init__(
        self, store: str, secret: str, schema: Path = SCHEMA, tolerance: int = TOLERANCE_SECONDS
    ) -> None:
        self.secret, self.tolerance = secret, tolerance
        self.schema = json.loads(schema.read_text(encoding="utf-8"))
        self._lock = threading.Lock()
        self._db = sqlite3.connect(store, check_same_thread=False)
        self._db.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            "CREATE TABLE IF NOT EXISTS seen (message_id TEXT PRIMARY KEY, sha256 TEXT NOT NULL);"
            "CREATE TABLE IF NOT EXISTS held (kind TEXT, id TEXT, version INTEGER NOT NULL,"
            " message_id TEXT NOT NULL, sha256 TEXT NOT NULL, body BLOB NOT NULL,"
            " PRIMARY KEY (kind, id));"
        )

    def close(self) -> None:
        self._db.close()

    def is_genuine(self, headers: Any, body: bytes) -> bool:
        """Whether the request is signed with our secret, and not long ago."""
        name, at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
        if not at.isdecimal() or (self.tolerance and abs(time.time() - int(at)) > self.tolerance):
            return False
        try:
            wanted = sign(self.secret, name, at, body)
        except (ValueError, binascii.Error):
            return False
        given = headers.get("webhook-signature", "").split()
        return any(hmac.compare_digest(wanted, each) for each in given)

    def take(self, message_id: str, body: bytes) -> Answer:
        """Take one message over, or say why not. Taking it twice is taking it once."""
        try:
            message = json.loads(body)
        except ValueError:
            return 400, {"status": "refused", "reason": "not JSON"}
        fault = next(faults(self.schema, message, self.schema), None)
        if fault is None and message["id"] != message_id:
            fault = "id: differs from the header webhook-id"
        if fault is not None:
            return 422, {"status": "refused", "reason": fault}
        digest = hashlib.sha256(body).hexdigest()
        with self._lock, self._db:
            status = self._keep(message, digest, body)
        if status == "conflict":
            return 409, {"status": "refused", "reason": "known with other content"}
        return 200, {"status": status, "id": message_id, "sha256": digest}

    def _keep(self, message: dict[str, Any], digest: str, body: bytes) -> str:
        name = message["id"]
        known = self._db.execute("SELECT sha256 FROM seen WHERE message_id = ?", (name,)).fetchone()
        if known:
            return "known" if known[0] == digest else "conflict"
        kind, key, version = (
            message["subject"]["kind"],
            message["subject"]["id"],
            message["version"],
        )
        held = self._db.execute(
            "SELECT version FROM held WHERE kind = ? AND id = ?", (kind, key)
        ).fetchone()
        if held and held[0] == version:
            return "conflict"
        self._db.execute("INSERT INTO seen VALUES (?, ?)", (name, digest))
        if held and held[0] > version:
            return "older"
        self._db.execute(
            "INSERT OR REPLACE INTO held VALUES (?, ?, ?, ?, ?, ?)",
            (kind, key, version, name, digest, body),
        )
        return "stored"

    def listed(self, after: str, limit: int) -> dict[str, Any]:
        """A page of what is held, by kind and id; ``next`` goes on."""
        kind, _, key = after.partition(":")
        with self._lock:
            rows = self._db.execute(
                "SELECT kind, id, version, sha256 FROM held WHERE (kind, id) > (?, ?)"
                " ORDER BY kind, id LIMIT ?",
                (kind, key, limit),
            ).fetchall()
        items = [dict(zip(("kind", "id", "version", "sha256"), row, strict=True)) for row in rows]
        last = f"{rows[-1][0]}:{rows[-1][1]}" if len(rows) == limit else None
        return {"items": items, "next": last}

    def held(self, kind: str, key: str) -> dict[str, Any] | None:
        """The message that holds for a subject."""
        with self._lock:
            row = self._db.execute(
                "SELECT body FROM held WHERE kind = ? AND id = ?", (kind, key)
            ).fetchone()
        return json.loads(row[0]) if row else None


_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}


def faults(
    schema: dict[str, Any], value: Any, whole: dict[str, Any], at: str = ""
) -> Iterator[str]:
    """Where a value does not fit a JSON Schema; the keywords that ours uses, and no others."""
    if "$ref" in schema:
        schema = whole["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    names = schema.get("type", [])
    names = [names] if isinstance(names, str) else names
    if names and not any(_is(value, each) for each in names):
        yield f"{at or 'message'}: is no {' or '.join(names)}"
        return
    if "const" in schema and value != schema["const"]:
        yield f"{at}: is not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is not known"
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        yield f"{at}: {value!r} has another form"
    if isinstance(value, int) and value < schema.get("minimum", value):
        yield f"{at}: is too small"
    if isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            yield f"{at}: has too few entries"
        for place, each in enumerate(value):
            yield from faults(schema.get("items", {}), each, whole, f"{at}[{place}]")
    if isinstance(value, dict):
        yield from _object_faults(schema, value, whole, at)
    for part in schema.get("allOf", []):
        if not any(faults(part.get("if", {}), value, whole, at)):
            yield from faults(part.get("then", {}), value, whole, at)


def _object_faults(
    schema: dict[str, Any], value: dict[str, Any], whole: dict[str, Any], at: str
) -> Iterator[str]:
    known = schema.get("properties", {})
    for name in schema.get("required", []):
        if name not in value:
            yield f"{at}.{name}: is missing"
    for name, each in value.items():
        if name in known:
            yield from faults(known[name], each, whole, f"{at}.{name}")
        elif schema.get("additionalProperties") is False:
            yield f"{at}.{name}: is not known"


def _is(value: Any, name: str) -> bool:
    return isinstance(value, _TYPES[name]) and (name == "boolean" or not isinstance(value, bool))


class Handler(BaseHTTPRequestHandler):
    """HTTP for a receiver, with connections that are kept."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 120
    receiver: Receiver

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            self.close_connection = True
            self.answer(413, {"status": "refused", "reason": "too large"})
            return
        body = self.rfile.read(int(length))
        if not self.receiver.is_genuine(self.headers, body):
            self.answer(401, {"status": "refused", "reason": "the signature is not valid"})
            return
        self.answer(*self.receiver.take(self.headers["webhook-id"], body))

    def do_GET(self) -> None:
        if not self.receiver.is_genuine(self.headers, b""):
            self.answer(401, {"status": "refused", "reason": "the signature is not valid"})
            return
        asked = parse_qs(urlsplit(self.path).query)
        limit = asked.get("limit", [""])[0]
        most = min(int(limit), MOST_LISTED) if limit.isdecimal() and int(limit) else MOST_LISTED
        self.answer(200, self.receiver.listed(asked.get("after", [""])[0], most))

    def answer(self, status: int, content: dict[str, Any]) -> None:
        data = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_arguments: Any) -> None:
        """Nothing of a message stands in a log."""


def serve(
    receiver: Receiver, port: int, host: str = "127.0.0.1", handler: type[Handler] = Handler
) -> ThreadingHTTPServer:
    """A server for the receiver; ``serve_forever`` it. Put a proxy with TLS in front of it."""
    bound = type("BoundHandler", (handler,), {"receiver": receiver})
    server = ThreadingHTTPServer((host, port), bound)
    server.daemon_threads = True
    return server


def main() -> None:
    parser = argparse.ArgumentParser(description="A receiver of feedback messages.")
    parser.add_argument("--store", required=True, help="database file that keeps what is received")
    parser.add_argument("--secret-file", required=True, type=Path, help="file with whsec_…")
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--schema", type=Path, default=SCHEMA)
    parser.add_argument(
        "--tolerance", type=int, default=TOLERANCE_SECONDS, help="seconds; 0: any age"
    )
    given = parser.parse_args()
    secret = given.secret_file.read_text(encoding="utf-8").strip()
    receiver = Receiver(given.store, secret, given.schema, given.tolerance)
    server = serve(receiver, given.port, given.host)
    print(f"listening on {given.host}:{server.server_port}", file=sys.stderr, flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


if __name__ == "__main__":
    main()

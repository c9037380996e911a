"""Reading the answers that come over one kept connection.

Nearly every answer is a few lines of head and a body of stated length; such a one is read at a
fraction of what the library needs for it. Every other kind is left to the library, untouched.
"""

import http.client
import io
import re
import socket
import time
from dataclasses import dataclass
from typing import Any, cast

_HEAD = re.compile(
    rb"HTTP/1\.1 ([2-5]\d\d) [^\r\n]*\r\n((?:[!#-'*+.^-z|~A-Z0-9-]+:[^\r\n]*\r\n)+)\r\n"
)
_WITHOUT_BODY = frozenset({b"204", b"304"})


@dataclass(frozen=True)
class Answer:
    """``text`` holds at most what was asked for; ``keeps``: the connection can be used again."""

    status: int
    text: bytes
    retry_after: str | None
    keeps: bool


class Reader:
    """Answers from a socket, one after the other, each whole within its time."""

    def __init__(self, plain: socket.socket) -> None:
        self._timed = _Timed(plain)
        self._buffer = io.BufferedReader(self._timed)

    def answer(self, method: str, limit: int, seconds: float) -> Answer:
        """The next answer, with at most ``limit`` bytes of its body.

        TimeoutError where it is not there after ``seconds``, however it trickles in;
        http.client.HTTPException where it is none.
        """
        self._timed.until = time.monotonic() + seconds
        return self._plain(limit) or self._other(method, limit)

    def _plain(self, limit: int) -> Answer | None:
        """An answer with stated length on a kept connection; None for any other, still unread."""
        came = self._buffer.peek()
        head = _HEAD.match(came)
        if head is None or head[1] in _WITHOUT_BODY:
            return None
        lines = head[2].split(b"\r\n")[:-1]
        fields = {
            name.lower(): value.strip() for name, _, value in (x.partition(b":") for x in lines)
        }
        length = fields.get(b"content-length", b"")
        kept = fields.get(b"connection", b"keep-alive").lower() == b"keep-alive"
        if len(fields) < len(lines) or b"transfer-encoding" in fields or not kept:
            return None
        if not length.isdigit() or int(length) > limit:
            return None
        end = head.end() + int(length)
        whole = self._buffer.read(end)
        wait = fields.get(b"retry-after")
        return Answer(
            int(head[1]),
            whole[head.end() :],
            wait.decode("latin-1") if wait is not None else None,
            keeps=len(came) <= end == len(whole),
        )

    def _other(self, method: str, limit: int) -> Answer:
        found = http.client.HTTPResponse(cast(Any, _Borrowed(self._buffer)), method=method)
        found.begin()
        text = found.read(limit)
        keeps = found.isclosed() and not found.will_close
        return Answer(found.status, text, found.headers.get("Retry-After"), keeps)


class _Timed(io.RawIOBase):
    """What a socket gives until a moment (``time.monotonic``), and not a byte later."""

    def __init__(self, plain: socket.socket) -> None:
        self._socket = plain
        self.until = 0.0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self.until - time.monotonic()
        if left <= 0:
            raise TimeoutError("the answer took too long")
        self._socket.settimeout(left)
        return self._socket.recv_into(buffer)


class _Borrowed:
    """A buffer lent to the library, which closes what it has read to the end."""

    def __init__(self, buffer: "io.BufferedReader[Any]") -> None:
        self.read, self.readline, self.readinto = buffer.read, buffer.readline, buffer.readinto
        self.read1, self.peek = buffer.read1, buffer.peek

    def makefile(self, _mode: str) -> "_Borrowed":
        return self

    def flush(self) -> None:
        """Nothing is written."""

    def close(self) -> None:
        """The connection stays, for the next answer."""

"""Answers are read as the library reads them, however they arrive, and never for longer than their time."""

import http.client
import io
import socket
import threading
import time

import pytest

from marketplace.witnesses.answers import Reader

LIMIT = 100
ANSWERS = {
    "plain": b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
    "empty": b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
    "waits": b"HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Length: 1\r\n\r\nx",
    "keeps": b"HTTP/1.1 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 1\r\n\r\nx",
    "closes": b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx",
    "nothing": b"HTTP/1.1 204 No Content\r\nX: y\r\n\r\n",
    "chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
    "both": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n1\r\na\r\n0\r\n\r\n",
    "old": b"HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nabc",
    "go on": b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx",
    "until the end": b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\nabc",
    "twice": b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx",
    "folded": b"HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 1\r\n\r\nx",
    "large": b"HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n" + b"y" * 300,
    "broken off": b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
    "none": b"SSH-2.0-x\r\n",
    "silence": b"",
}


def read_by_library(data):
    class Given:
        def makefile(self, _mode):
            return io.BytesIO(data)

    found = http.client.HTTPResponse(Given(), method="POST")
    found.begin()
    text = found.read(LIMIT)
    keeps = found.isclosed() and not found.will_close
    return found.status, text, found.headers.get("Retry-After"), keeps


def read_by_us(*pieces, seconds=5, pause=0.0, end=True):
    ours, theirs = socket.socketpair()
    reader = Reader(ours)

    def tell():
        for each in pieces:
            theirs.sendall(each)
            time.sleep(pause)
        if end:
            theirs.close()

    thread = threading.Thread(target=tell)
    thread.start()
    try:
        found = reader.answer("POST", LIMIT, seconds)
        return found.status, found.text, found.retry_after, found.keeps
    finally:
        thread.join()
        ours.close()
        theirs.close()


def outcome(read, *values):
    try:
        return read(*values)
    except http.client.HTTPException as error:
        return type(error)


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_is_read_as_the_library_reads_it(name):
    whole = ANSWERS[name]
    wanted = outcome(read_by_library, whole)
    half = len(whole) // 2
    assert outcome(read_by_us, whole) == wanted
    assert outcome(read_by_us, whole[:half], whole[half:]) == wanted


def test_what_comes_after_an_answer_is_never_taken_for_the_next_one():
    plain = ANSWERS["plain"]
    assert read_by_us(plain + b"HTTP/1.1 200 OK\r\nX: y\r\n")[3] is False
    assert read_by_us(plain)[3] is True  # the control: nothing came after it


def test_an_answer_that_trickles_in_ends_with_its_time():
    """Each byte comes well within the time; the whole does not."""
    drops = [bytes([each]) for each in ANSWERS["plain"]]
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        read_by_us(*drops[:30], seconds=0.1, pause=0.01, end=False)
    assert time.monotonic() - began < 2


def test_control_a_time_for_each_byte_lets_an_answer_trickle_for_ever(monkeypatch):
    def forgiving(timed, buffer):
        timed._socket.settimeout(0.1)
        return timed._socket.recv_into(buffer)

    monkeypatch.setattr("marketplace.witnesses.answers._Timed.readinto", forgiving)
    drops = [bytes([each]) for each in ANSWERS["plain"]]
    assert read_by_us(*drops, seconds=0.1, pause=0.01)[0] == 200

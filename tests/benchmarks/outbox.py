"""What does keeping count cost while messages go out?

Messages that wait in the outbox are signed, sent over one kept connection to a receiver in a process
of its own, and each acknowledgement is read, checked and noted in the database (SQLite, full sync), in
the order of each subject. The peer is a bare loop of ``http.client`` over one kept connection: the
same bodies from memory to the same receiver, unsigned, nothing noted. The two take turns, round by
round; the medians count.

The receiver answers as the protocol asks and does nothing else, so that its slowness flatters
neither. ``OUTBOX_MESSAGES`` makes the run smaller; ``OUTBOX_DATABASE=postgresql`` keeps count there.
"""

import argparse
import hashlib
import http.client
import os
import socket
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import func, select

from marketplace.accounts.models import User
from marketplace.app import create_app
from marketplace.config import Settings
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.feedback import delivering, services
from marketplace.feedback.contents import BUILDERS
from marketplace.feedback.models import (
    Connector,
    ConnectorKind,
    DeliveryStatus,
    FeedbackDelivery,
    Message,
)
from tests.accounts.factories import make_administrator
from tests.benchmarks.processes import postgresql
from tests.benchmarks.report import Part, last_line
from tests.feedback import bulk

MESSAGES = int(os.environ.get("OUTBOX_MESSAGES", "100000"))
DATABASE = os.environ.get("OUTBOX_DATABASE", "sqlite")
ROUNDS = 5
GOAL = 0.5
PEER = "a bare loop of http.client over one kept connection"


def run(_given: argparse.Namespace) -> str:
    each = MESSAGES // ROUNDS
    ours, peers = [], []
    with tempfile.TemporaryDirectory() as name, _database(Path(name)) as url:
        folder = Path(name)
        server, address = _served()
        try:
            app = create_app(_settings(url, folder))
            with app.app_context():
                db.create_all()
                connector = _connector(make_administrator(), address)
                for number in range(ROUNDS):
                    began = time.perf_counter()
                    bulk.write(connector, each, first=number * each)
                    print(f"round {number}: written in {time.perf_counter() - began:.1f} s")
                    bodies = _waiting(connector)
                    processor = [time.process_time()]
                    peers.append(_bare(address, bodies))
                    processor.append(time.process_time())
                    ours.append(_through_the_outbox(connector, len(bodies)))
                    processor.append(time.process_time())
                    bare, outbox = (
                        1000 * (later - sooner) / each for sooner, later in pairwise(processor)
                    )
                    print(f"  bare {peers[-1]:.0f}/s, outbox {ours[-1]:.0f}/s; of this processor")
                    print(f"  {bare:.3f} and {outbox:.3f} ms a message")
                _require_all_acknowledged(connector, each * ROUNDS)
                db.session.remove()
                db.engine.dispose()
        finally:
            server.terminate()
            server.join()
    figure, peer = statistics.median(ours), statistics.median(peers)
    holds = figure >= GOAL * peer
    goal = f"≥ {GOAL} × peer"
    named = f"{MESSAGES} messages" + (" postgresql" if DATABASE == "postgresql" else "")
    part = Part(named, figure, "messages/s", goal, holds, PEER, peer)
    return last_line("outbox", each * ROUNDS, [part], ("sqlalchemy",))


@contextmanager
def _database(folder: Path) -> Iterator[str]:
    if DATABASE == "postgresql":
        with postgresql() as url:
            yield str(url)
    else:
        yield f"sqlite:///{folder / 'outbox.sqlite'}"


def _settings(url: str, folder: Path) -> Settings:
    settings = Settings(
        database_url=url,
        data_dir=folder,
        secret_key="bench",
        argon2_time_cost=1,
    )
    return replace(settings, witness_private_addresses=True)


def _connector(by: User, address: str) -> Connector:
    with transaction():
        return services.add(
            "bench", ConnectorKind.HTTPS, address, by, subjects=list(BUILDERS), basis="bench"
        )


def _waiting(connector: Connector) -> list[tuple[str, bytes]]:
    rows = db.session.execute(
        select(Message.message_id, Message.body)
        .join(FeedbackDelivery, FeedbackDelivery.message_id == Message.id)
        .where(
            FeedbackDelivery.connector_id == connector.id,
            FeedbackDelivery.status == DeliveryStatus.WAITING,
        )
        .order_by(Message.id)
    ).all()
    db.session.rollback()
    return [(row.message_id, row.body.encode()) for row in rows]


def _bare(address: str, bodies: list[tuple[str, bytes]]) -> float:
    """Messages a second of the bare loop."""
    parts = urlsplit(address)
    began = time.perf_counter()
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
    for name, body in bodies:
        headers = {"Content-Type": "application/json", "webhook-id": name}
        connection.request("POST", parts.path, body, headers)
        connection.getresponse().read()
    connection.close()
    return len(bodies) / (time.perf_counter() - began)


def _through_the_outbox(connector: Connector, count: int) -> float:
    """Messages a second from waiting to acknowledged."""
    began, done = time.perf_counter(), 0
    while done < count:
        went = delivering.deliver(connector.id, seconds=60)
        if not went:
            raise RuntimeError(connector.health.last_error)
        done += went
    return count / (time.perf_counter() - began)


def _require_all_acknowledged(connector: Connector, count: int) -> None:
    found = db.session.scalar(
        select(func.count(FeedbackDelivery.id)).where(
            FeedbackDelivery.connector_id == connector.id,
            FeedbackDelivery.status == DeliveryStatus.ACKNOWLEDGED,
        )
    )
    if found != count:
        raise RuntimeError(f"{found} of {count} were acknowledged")


def _served() -> tuple[Any, str]:
    """A receiver in a process of its own, and its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    process = get_context("fork").Process(target=_serve, args=(listener,), daemon=True)
    process.start()
    listener.close()
    return process, f"http://127.0.0.1:{port}/feedback"


def _serve(listener: socket.socket) -> None:
    while True:
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection, connection.makefile("rb") as read:
            while _answer(connection, read):
                pass


def _answer(connection: socket.socket, read: Any) -> bool:
    """Read one request and acknowledge it; False when the other side has closed."""
    if not read.readline():
        return False
    headers = {}
    while (line := read.readline()) not in (b"\r\n", b""):
        name, _, value = line.partition(b":")
        headers[name.strip().lower()] = value.strip().decode()
    body = read.read(int(headers[b"content-length"]))
    digest = hashlib.sha256(body).hexdigest()
    text = f'{{"status": "stored", "id": "{headers[b"webhook-id"]}", "sha256": "{digest}"}}'
    connection.sendall(
        f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(text)}\r\n\r\n"
        f"{text}".encode()
    )
    return True

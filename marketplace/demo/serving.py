"""Running the demonstration: worker and web server as children of one process."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from marketplace.config import ROOT
from marketplace.demo.record import database_of

HOST = "127.0.0.1"
_WEB_PROCESSES = 2
_PATIENCE_SECONDS = 15
_PASSED_ON = ("MARKETPLACE_STRIPE_",)


def url_of(port: int) -> str:
    return f"http://{HOST}:{port}"


def is_taken(port: int) -> bool:
    """Whether something listens on the port of the loopback interface already."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def answers(port: int) -> bool:
    """Whether the web server takes connections."""
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True


def environment(folder: Path, port: int) -> dict[str, str]:
    """The settings of the children. Whatever the caller's own marketplace is set to stays out of
    the demonstration, but for Stripe, which is off unless it was switched on."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("MARKETPLACE_", "DATABASE_URL", "DATA_DIR"))
        or name.startswith(_PASSED_ON)
    }
    return kept | {
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{database_of(folder)}",
        "MARKETPLACE_DEMO": "1",
        "MARKETPLACE_BASE_URL": url_of(port),
    }


def flask(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]


def run(command: list[str], settings: dict[str, str]) -> int:
    """Run a child to its end; returns its exit code."""
    return subprocess.run(command, env=settings, cwd=ROOT, check=False).returncode


def serve(port: int, settings: dict[str, str], ready: Callable[[], None]) -> int:
    """Run worker and web server until SIGTERM or SIGINT; 0 then, 1 if a child ended by itself.

    ``ready`` is called once the port answers.
    """
    stopping: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        stopping.append(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    children = [
        subprocess.Popen(command, env=settings, cwd=ROOT)
        for command in (flask("worker", "run"), _web(port))
    ]
    told = False
    try:
        while not stopping and all(child.poll() is None for child in children):
            if not told and answers(port):
                told = True
                ready()
            time.sleep(0.2)
    finally:
        _end(children)
    return 0 if stopping else 1


def _web(port: int) -> list[str]:
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "--workers",
        str(_WEB_PROCESSES),
        "--bind",
        f"{HOST}:{port}",
        "--limit-request-line",
        "20480",
        "--log-level",
        "warning",
        "wsgi:app",
    ]


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    """Ask the children to end, and wait; one that does not is ended."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + _PATIENCE_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()

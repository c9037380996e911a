"""``python -m tests.stripe_fake --port N --webhook-url URL --webhook-secret SECRET``."""

import argparse
import socket
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from tests.stripe_fake.server import create_fake

KEPT_OPEN = {"workers": 1, "worker_class": "gthread", "threads": 16, "keepalive": 75}
"""One process, for the fake keeps everything in its memory; connections stay open, as Stripe's do."""


class Served(BaseApplication):
    """The fake on a socket that is bound already, so that its port is known."""

    def __init__(self, options: argparse.Namespace, listener: socket.socket) -> None:
        self._options, self._port = options, listener.getsockname()[1]
        self._bound = f"fd://{listener.detach()}"
        super().__init__()

    def load_config(self) -> None:
        ends = {"graceful_timeout": 1, "loglevel": "error", "worker_exit": _close}
        for name, value in {**KEPT_OPEN, **ends, "bind": self._bound}.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        given = self._options
        app = create_fake(given.secret_key, given.webhook_url, given.webhook_secret)
        app.extensions["fake"].base_url = f"http://127.0.0.1:{self._port}"
        return app


def _close(_arbiter: Any, worker: Any) -> None:
    worker.app.callable.extensions["fake"].webhooks.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.stripe_fake", description=__doc__)
    parser.add_argument("--port", type=int, default=12111, help="0 lets the system choose")
    parser.add_argument("--webhook-url", default="")
    parser.add_argument("--webhook-secret", default="whsec_fake")
    parser.add_argument("--secret-key", default="sk_test_fake")
    options = parser.parse_args()
    listener = socket.create_server(("127.0.0.1", options.port), backlog=128)
    print(f"fake Stripe on http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    Served(options, listener).run()


if __name__ == "__main__":
    main()

"""A witness for tests: a small HTTP server that keeps what it is sent and signs checkpoints."""

import base64
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from marketplace.audit import keys


class Keeper:
    """``answers`` is the status of its answers; ``key`` signs, unless ``silent``."""

    def __init__(self):
        self.key = Ed25519PrivateKey.generate()
        self.status, self.silent = 200, False
        self.got = []

    @property
    def public_key(self):
        return keys.public_bytes(self.key.public_key()).hex()

    @property
    def lines(self):
        """Its copy of the checkpoints, as a file's text."""
        kept = [each for _, body in self.got for each in json.loads(body)["data"]["checkpoints"]]
        return "".join(json.dumps(each) + "\n" for each in kept)

    def answer(self, body):
        if self.silent:
            return {}
        newest = json.loads(body)["data"]["checkpoints"][-1]
        return {"signature": base64.b64encode(self.key.sign(newest["body"].encode())).decode()}


@contextmanager
def listening(keeper):
    """The address at which the keeper listens."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if keeper.status == 200:
                keeper.got.append((dict(self.headers), body))
            answer = json.dumps(keeper.answer(body)).encode()
            self.send_response(keeper.status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_arguments):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/checkpoints"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

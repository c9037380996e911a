"""The reference receiver as a partner runs it, in the moods that real ones have."""

import threading
import time
from collections import Counter
from contextlib import contextmanager

from marketplace.feedback.receiver import Handler, Receiver, serve


class Partner:
    """``mood`` says how it answers; ``posts`` counts every POST by message id, taken or not."""

    def __init__(self, store, secret="whsec_"):
        self.receiver = Receiver(str(store), secret, tolerance=0)
        self.mood = "well"
        self.poison = set()
        self.posts = Counter()
        self.order = []
        self.server = None
        self.address = ""

    def restart(self, store):
        """The program starts again on what it had kept."""
        secret = self.receiver.secret
        self.receiver.close()
        self.receiver = Receiver(str(store), secret, tolerance=0)
        self.server.RequestHandlerClass.receiver = self.receiver

    def state(self):
        """What it holds: version and hash by subject."""
        found, after = {}, ""
        while True:
            page = self.receiver.listed(after, 1000)
            found |= {f"{e['kind']}:{e['id']}": (e["version"], e["sha256"]) for e in page["items"]}
            after = page["next"]
            if not after:
                return found


@contextmanager
def listening(partner):
    """The address at which the partner listens."""

    class Moody(Handler):
        def answer(self, status, content):
            if self.command == "POST":
                name = self.headers["webhook-id"]
                partner.posts[name] += 1
                partner.order.append(name)
            super().answer(*self._in_its_mood(status, content))

        def _in_its_mood(self, status, content):
            if partner.mood == "lying":
                return 200, {"error": "database is locked"}
            if partner.mood == "other schema":
                return 200, {"code": 0, "msg": "ok"}
            if partner.mood == "another's hash":
                return status, content | {"sha256": "0" * 64}
            if partner.mood == "busy":
                return 429, {}
            if partner.mood == "slow":
                time.sleep(0.05)
            return status, content

        def do_POST(self):
            fails = partner.mood == "failing" or self.headers["webhook-id"] in partner.poison
            if partner.mood in {"lying", "other schema", "busy"} or fails:
                self.rfile.read(int(self.headers["Content-Length"]))
                self.answer(500 if fails else 200, {"error": "inside"})
                return
            super().do_POST()

    server = serve(partner.receiver, 0, handler=Moody)
    partner.server = server
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/feedback"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

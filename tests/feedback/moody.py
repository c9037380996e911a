"""The reference receiver with the moods of a partner: ``python moody.py STORE SECRET PORT``.

It reads its mood beside its store, and lists there every message that it was sent, taken or not.
"""

import os
import sys
import time
from pathlib import Path

import receiver as reference


def main(store, secret_file, port):
    mood, posts = store.with_suffix(".mood"), store.with_suffix(".posts")

    class Moody(reference.Handler):
        def do_POST(self):
            with posts.open("a") as file:
                file.write(self.headers["webhook-id"] + "\n")
            self.mood = mood.read_text() if mood.exists() else "well"
            if self.mood in {"lying", "failing", "busy"}:
                self.rfile.read(int(self.headers["Content-Length"]))
                status = {"lying": 200, "failing": 500, "busy": 503}[self.mood]
                super().answer(status, {"error": "database is locked"})
                return
            super().do_POST()

        def answer(self, status, content):
            if self.command == "POST" and self.mood == "dies":
                os._exit(1)  # kept, and gone before it could say so
            if self.command == "POST" and self.mood == "slow":
                time.sleep(0.05)
            super().answer(status, content)

    kept = reference.Receiver(str(store), secret_file.read_text(), tolerance=0)
    server = reference.serve(kept, port, handler=Moody)
    print(f"listening on 127.0.0.1:{server.server_port}", file=sys.stderr, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))

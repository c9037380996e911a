"""``python -m tests.stripe_fake --port N --webhook-url URL --webhook-secret SECRET``."""

import argparse
import logging
import signal
import sys

from werkzeug.serving import make_server

from tests.stripe_fake.server import create_fake


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.stripe_fake", description=__doc__)
    parser.add_argument("--port", type=int, default=12111, help="0 lets the system choose")
    parser.add_argument("--webhook-url", default="")
    parser.add_argument("--webhook-secret", default="whsec_fake")
    parser.add_argument("--secret-key", default="sk_test_fake")
    parser.add_argument("--quiet", action="store_true", help="write no line for each request")
    options = parser.parse_args()
    if options.quiet:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = create_fake(options.secret_key, options.webhook_url, options.webhook_secret)
    server = make_server("127.0.0.1", options.port, app, threaded=True)
    app.extensions["fake"].base_url = f"http://127.0.0.1:{server.server_port}"
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"fake Stripe on http://127.0.0.1:{server.server_port}", flush=True)
    try:
        server.serve_forever()
    finally:
        app.extensions["fake"].webhooks.close()


if __name__ == "__main__":
    main()

"""The fake Stripe on a real port of this machine, and a receiver that counts."""

import threading
from collections.abc import Iterator

import pytest
from flask import Flask, request
from werkzeug.serving import make_server

from marketplace.payments.gateway import CheckoutRequest, StripeGateway
from tests.stripe_fake.server import FakeStripe, create_fake

SECRET = "whsec_test_secret"


def serve(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Receiver:
    """Keeps what it was sent; answers with the next of ``answers``, then with 200."""

    def __init__(self) -> None:
        self.notices: list[tuple[bytes, str]] = []
        self.answers: list[int] = []

    def take(self) -> tuple[str, int]:
        self.notices.append((request.get_data(), request.headers["Stripe-Signature"]))
        return "", self.answers.pop(0) if self.answers else 200


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def receiver_url(receiver) -> Iterator[str]:
    app = Flask("receiver")
    app.post("/webhook")(receiver.take)
    for url in serve(app):
        yield f"{url}/webhook"


@pytest.fixture
def fake_app(receiver_url) -> Flask:
    return create_fake("sk_test_fake", receiver_url, SECRET, pauses=(0.01, 0.01, 0.01))


@pytest.fixture
def stripe_url(fake_app) -> Iterator[str]:
    yield from serve(fake_app)
    fake_app.extensions["fake"].webhooks.close()


@pytest.fixture
def fake(fake_app, stripe_url) -> FakeStripe:
    return fake_app.extensions["fake"]


@pytest.fixture
def gateway(stripe_url) -> Iterator[StripeGateway]:
    gateway = StripeGateway("sk_test_fake", SECRET, stripe_url)
    yield gateway
    gateway.close()


@pytest.fixture
def asked() -> CheckoutRequest:
    return CheckoutRequest(
        payment="payment000000001",
        account="acct_licensor",
        amount=1_200_000,
        description="许可使用费 202110123456.7",
        success_url="http://localhost/payments/return?session={CHECKOUT_SESSION_ID}",
        cancel_url="http://localhost/payments",
    )

"""An open license whose fee is paid at the fake Stripe, and what of it stands in our books."""

import copy
import shutil
from pathlib import Path
from unittest.mock import patch

import requests
import stripe
from sqlalchemy import select

from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.ledger.chart import AccountCode, AccountKind
from marketplace.ledger.queries import balance
from marketplace.obligations.services import rows_of
from marketplace.payments import online, services
from marketplace.payments.gateway import StripeGateway
from marketplace.payments.models import Payment
from marketplace.payments.refund_models import Refund
from marketplace.terms.enums import FeeMode
from tests import deals
from tests.accounts.factories import owner_of
from tests.stripe_fake.webhooks import header

FEN = deals.LUMP_FEN
ACCOUNT = "acct_licensor"
SECRET = "whsec_test_secret"


def noticed(account=ACCOUNT):
    """A notice that waits for its payment, to a licensor with a connected account."""
    agreement = deals.noticed(deals.published(FeeMode.LUMP_SUM, amount_fen=FEN))
    agreement.licensor.payee_account.stripe_account_id = account
    db.session.commit()
    return agreement


def opened(gateway, agreement):
    """A payment whose checkout is open; returns it and the address of the hosted page."""
    with transaction():
        payment = services.open_stripe_payment(agreement, owner_of(agreement.licensee))
    session = gateway.open_checkout(online.checkout_request(payment, "http://localhost/back"))
    with transaction():
        services.keep_session(payment, session)
    return payment, session.url


def pay(address, method="card"):
    answer = requests.post(
        address, {"outcome": "pay", "method": method}, allow_redirects=False, timeout=10
    )
    assert answer.status_code == 303


def deliver(app, event, secret=SECRET):
    """Send an event of the fake to our own receiver; returns the status of the answer."""
    import json

    body = json.dumps(event).encode()
    headers = {"Stripe-Signature": header(body, secret)}
    return app.test_client().post("/stripe/webhook", data=body, headers=headers).status_code


def refund(gateway, payment, amount, by=None):
    """The licensor's finance gives back: asked for and committed, then sent."""
    online.settle(gateway, payment)
    with transaction():
        asked = services.ask_refund(payment, amount, "多付", by or owner_of(payment.licensor))
    online.finish_refund(gateway, asked)
    return asked


def books(agreement):
    """What the books say of a license and its payments, without ids and instants."""
    db.session.expire_all()
    found = db.session.scalars(
        select(Payment).where(Payment.agreement_id == agreement.id).order_by(Payment.id)
    ).all()
    refunds = db.session.scalars(select(Refund).join(Payment).order_by(Refund.amount_fen)).all()
    licensor = agreement.licensor.public_id
    code = AccountCode(AccountKind.RECEIVED, licensor, agreement.public_id)
    events = {event.id: event.tag for event in history(*found, *refunds, agreement)}
    tags = list(events.values())
    return {
        "license": agreement.status,
        "payments": [(each.status, each.amount_fen, each.returned_fen) for each in found],
        "refunds": [(each.status, each.amount_fen, each.kind) for each in refunds],
        "owed": [(row.status, row.paid_fen) for row in rows_of(agreement)],
        "received": balance(str(code)),
        "suspense": -balance(str(AccountCode(AccountKind.SUSPENSE, licensor))),
        "general": balance(str(AccountCode(AccountKind.RECEIVED, licensor))),
        "once": {
            tag: tags.count(tag)
            for tag in ("payment:confirm", "refund:settle", "agreement:take_effect")
        },
    }


class Direct(stripe.HTTPClient):
    """Calls the fake without a socket between: the same requests and answers, a tenth of the time."""

    name = "direct"

    def __init__(self, fake_app):
        super().__init__()
        self._browser = fake_app.test_client()

    def request(self, method, url, headers, post_data=None, *, _usage=None):
        answer = self._browser.open(
            url[url.index("/v1") :], method=method.upper(), headers=dict(headers), data=post_data
        )
        return answer.get_data(as_text=True), answer.status_code, answer.headers

    def close(self):
        pass


def direct_gateway(fake_app):
    """The real gateway over ``Direct``."""
    with patch.object(stripe, "RequestsClient", lambda **_: Direct(fake_app)):
        return StripeGateway("sk_test_fake", SECRET, "http://127.0.0.1:9")


class Rewind:
    """Puts the database (SQLite) and the fake back to where they were when it was made."""

    def __init__(self, fake):
        self.fake = fake
        self.path = Path(db.engine.url.database)
        self.kept = self.path.with_suffix(".kept")
        self._close()
        shutil.copy(self.path, self.kept)
        self.store = self._copy(fake.store)
        self.keys = dict(fake.keys._kept)

    def __call__(self):
        self._close()
        for suffix in ("-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        shutil.copy(self.kept, self.path)
        vars(self.fake.store).update(self._copy(self.store))
        self.fake.keys._kept = dict(self.keys)

    @staticmethod
    def _copy(store):
        kept = store if isinstance(store, dict) else vars(store)
        return copy.deepcopy({name: value for name, value in kept.items() if name != "lock"})

    @staticmethod
    def _close():
        db.session.remove()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()

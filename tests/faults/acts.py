"""What may happen to one license and its money, in any order and as often as you like.

Each act is what a view, the worker or the outside world does; the outside world is the fake Stripe
(a process of its own) and a bank whose statement is a list of rows.
"""

import json
import random
from dataclasses import dataclass, field
from functools import cached_property

import requests
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.agreements.models import Agreement
from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.payments import online, services
from marketplace.payments.bank_files import read_bank_file
from marketplace.payments.models import Payment, PaymentStatus, Provider
from marketplace.payments.refund_models import OPEN, Refund
from tests.stripe_fake.webhooks import header

SECRET = "whsec_faults"
HEADING = "交易日期,贷方发生额,借方发生额,对方户名,摘要,交易流水号"


def new_http():
    """What the world outside speaks with: one connection, kept open."""
    session = requests.Session()
    session.trust_env = False
    return session


@dataclass
class World:
    """One history: its license, who pays and who looks after the money for the licensor, the bank's
    rows, and the address of the fake."""

    app: object
    fake: str
    agreement_id: int
    seed: int
    payer_id: int
    finance_id: int
    rows: list[tuple[int, str, str]] = field(default_factory=list)

    def told(self):
        """What another process needs to play on the same license."""
        names = ("agreement_id", "seed", "payer_id", "finance_id", "rows")
        return {name: getattr(self, name) for name in names}

    @property
    def agreement(self):
        return db.session.get(Agreement, self.agreement_id)

    @property
    def payer(self):
        return db.session.get(User, self.payer_id)

    @property
    def finance(self):
        return db.session.get(User, self.finance_id)

    def get(self, path, **asked):
        return self.app.extensions["faults_http"].get(self.fake + path, params=asked, timeout=60)

    def post(self, path, form=None):
        """Tell the fake what the world does; the full address of a hosted page goes too."""
        address = path if path.startswith("http") else self.fake + path
        session = self.app.extensions["faults_http"]
        return session.post(address, form, allow_redirects=False, timeout=60)

    @cached_property
    def client(self):
        return self.app.test_client()

    @property
    def gateway(self):
        return self.app.extensions["gateway"]

    def payments(self, *statuses):
        asked = select(Payment).where(Payment.agreement_id == self.agreement_id)
        if statuses:
            asked = asked.where(Payment.status.in_(statuses))
        return db.session.scalars(asked.order_by(Payment.id)).all()

    def online_payments(self):
        return list(filter(is_online, self.payments()))

    def events(self, *payments):
        if not payments:
            return []
        return self.get("/fake/events", payment=[each.public_id for each in payments]).json()[
            "data"
        ]


def is_online(payment):
    return payment.provider is Provider.STRIPE and bool(payment.provider_reference)


def plan(rng, agreement):
    """The bank's rows of one history: ``(fen, payer, purpose)``; negative takes the last one back."""
    name, reference = agreement.licensee.name, agreement.public_id
    rows = [
        (rng.choice([3_000_000, 1_000_000, 2_999_999, 3_000_500]), name, reference)
        for _ in range(rng.choice([0, 0, 1, 1, 2]))
    ]
    if rows and rng.random() < 0.3:
        rows.append((-rows[-1][0], name, f"冲正 {reference}"))
    return rows


def begin_checkout(world, _rng):
    with transaction():
        payment = services.open_stripe_payment(world.agreement, world.payer)
        asked = online.checkout_request(payment, "http://x/back")
    session = world.gateway.open_checkout(asked)
    with transaction():
        services.keep_session(payment, session)


def pay(world, _rng):
    """The payer pays what is open: at Stripe, where we see nothing of it."""
    for payment in world.payments(PaymentStatus.OPENED):
        if payment.checkout_url:
            world.post(payment.checkout_url, {"outcome": "pay"})


def hear(world, rng):
    """A notice or several, in any order."""
    told = world.events(*world.online_payments())
    rng.shuffle(told)
    for event in told[: rng.randint(1, 3)]:
        deliver(world, event)


def deliver(world, event):
    body = json.dumps(event).encode()
    headers = {"Stripe-Signature": header(body, SECRET)}
    return world.client.post("/stripe/webhook", data=body, headers=headers).status_code


def come_back(world, rng):
    """The return page, or the poll: both ask how the payment stands."""
    for payment in world.online_payments():
        online.settle(world.gateway, payment)


def click(world, _rng):
    """The licensor's confirmation by hand."""
    for payment in world.payments(PaymentStatus.STANDS, PaymentStatus.OPENED):
        if payment.provider is Provider.STRIPE:
            online.settle(world.gateway, payment)
        elif payment.status is PaymentStatus.STANDS:
            with transaction():
                services.confirm(payment, world.finance)


def give_back(world, rng):
    """The licensor's finance gives a part back through Stripe."""
    for payment in world.payments(PaymentStatus.CONFIRMED)[:1]:
        if payment.payment_intent:
            with transaction():
                amount = rng.choice([1, 700, 100_000])
                asked = services.ask_refund(payment, amount, "多付", world.finance)
            online.finish_refund(world.gateway, asked)


def give_back_at_stripe(world, rng):
    """A refund or a dispute that did not begin here."""
    for payment in world.payments(PaymentStatus.CONFIRMED)[:1]:
        if not payment.payment_intent:
            continue
        base = f"/fake/intents/{payment.payment_intent}"
        if rng.random() < 0.7:
            world.post(f"{base}/refund", {"amount": rng.choice([3, 50_000])})
        elif "disputed" not in _charge(world, payment):
            made = world.post(f"{base}/dispute").json()
            if rng.random() < 0.5:
                end = {"status": rng.choice(["won", "lost"])}
                world.post(f"/fake/disputes/{made['id']}", end)


def _charge(world, payment):
    """Whether a charge was disputed already: a charge has one dispute."""
    kinds = {event["type"] for event in world.events(payment)}
    return {"disputed"} if "charge.dispute.created" in kinds else set()


def read_bank(world, rng):
    """A statement of the rows so far; another file each time, as banks give them."""
    shown = world.rows[: rng.randint(0, len(world.rows))] if rng else world.rows
    if shown:
        said = read_bank_file(statement(world, shown, rng).encode("gbk"))
        name = f"{world.seed}-{random.random()}"
        key = f"{random.getrandbits(256):064x}"
        with transaction():
            services.import_statement(world.agreement.licensor, name, key, said, world.finance)


def statement(world, rows, rng):
    """The rows as a bank writes them; a reversal bears the number of what it reverses."""
    day, lines = clock.today().isoformat(), [HEADING]
    for place, (amount, payer, purpose) in enumerate(rows):
        number = f"{world.agreement_id:010d}{place if amount > 0 else place - 1:06d}"
        came, left = (amount, "") if amount > 0 else ("", -amount)
        lines.append(f"{day},{yuan(came)},{yuan(left)},{payer},{purpose},{number}")
    return "\n".join(lines)


def yuan(fen):
    return f"{fen // 100}.{fen % 100:02d}" if fen else ""


def show_slip(world, rng):
    """The licensee shows the slip of the bank's first row, with its number."""
    if world.rows:
        with transaction():
            services.state_transfer(
                world.agreement,
                world.rows[0][0],
                clock.today(),
                f"{world.agreement_id:010d}{0:06d}",
                None,
                world.payer,
            )


ACTS = (
    begin_checkout,
    pay,
    hear,
    hear,
    come_back,
    click,
    give_back,
    give_back_at_stripe,
    read_bank,
    show_slip,
)


def play(world, rng, count):
    """So many acts in random order; what is refused changes nothing and is no fault."""
    first = [begin_checkout, pay] if rng.random() < 0.8 else []
    for act in [*first, *rng.choices(ACTS, k=count)]:
        try:
            act(world, rng)
        except Refused:
            db.session.rollback()


def replay(world, *, asking=True):
    """What goes on by itself until nothing is left to do: notices come again, the worker asks and
    sweeps, the bank's next statement holds all rows. ``asking`` off: notices and statements only."""
    payments = world.online_payments()
    for event in world.events(*payments):
        deliver(world, event)
    for payment in payments if asking else ():
        online.settle(world.gateway, payment)
    if asking and payments:
        for refund in db.session.scalars(
            select(Refund)
            .join(Payment)
            .where(Payment.agreement_id == world.agreement_id, Refund.status.in_(OPEN))
        ).all():
            online.finish_refund(world.gateway, refund)
    read_bank(world, None)

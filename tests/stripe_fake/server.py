"""The fake's addresses: the API, the hosted page, and the events."""

import json
import random
import time
from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Flask, Response, redirect, render_template_string, request
from werkzeug.wrappers import Response as BaseResponse

from tests.stripe_fake import checkout, money_back
from tests.stripe_fake.context import Behavior, fake
from tests.stripe_fake.controls import controls
from tests.stripe_fake.errors import FakeError, parameter_invalid
from tests.stripe_fake.forms import nested
from tests.stripe_fake.idempotency import Keys
from tests.stripe_fake.store import Store
from tests.stripe_fake.webhooks import PAUSES, Webhooks

api = Blueprint("api", __name__, url_prefix="/v1")
hosted = Blueprint("hosted", __name__)

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Fake Stripe</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head><body>
<h1>Fake Stripe: {{ name }}</h1>
<p>{{ session.currency.upper() }} {{ amount }} to {{ account or "the platform" }}.
No money moves: this page stands in for Stripe in tests.</p>
{% if error %}<p role="alert">{{ error }}</p>{% endif %}
{% if session.status == "open" %}<form method="post">
{% for each in session.payment_method_types %}<p><label><input type="radio" name="method"
value="{{ each }}" {{ "checked" if loop.first }}> {{ each }}</label></p>{% endfor %}
<p><button name="outcome" value="pay">Pay</button>
<button name="outcome" value="decline">Decline</button></p></form>
{% if session.cancel_url %}<p><a href="{{ session.cancel_url }}">Back</a></p>{% endif %}
{% else %}<p>This session is {{ session.status }}.</p>{% endif %}</body></html>"""


class FakeStripe:
    """One fake: its key, its objects, its endpoint."""

    def __init__(self, secret_key: str, webhooks: Webhooks) -> None:
        self.secret_key = secret_key
        self.webhooks = webhooks
        self.store = Store()
        self.keys = Keys()
        self.base_url = ""
        self.behavior = Behavior()

    def tell(self, account: str | None, happened: Iterable[checkout.Event]) -> None:
        """Keep an event of each thing that happened, and send it."""
        events = [self.store.event(account, kind, public(thing)) for kind, thing in happened]
        if self.behavior.silent:
            return
        sent = events * self.behavior.copies
        if self.behavior.shuffle:
            random.shuffle(sent)
        for event in sent:
            self.webhooks.send(event)


def create_fake(
    secret_key: str = "sk_test_fake",
    webhook_url: str = "",
    webhook_secret: str = "whsec_fake",
    pauses: tuple[float, ...] = PAUSES,
) -> Flask:
    """The fake as a WSGI application; ``app.extensions["fake"]`` is its FakeStripe."""
    app = Flask(__name__)
    app.extensions["fake"] = FakeStripe(secret_key, Webhooks(webhook_url, webhook_secret, pauses))
    app.register_blueprint(api)
    app.register_blueprint(hosted)
    app.register_blueprint(controls)
    app.register_error_handler(FakeError, lambda error: (error.body, error.status))
    return app


def public(thing: dict[str, Any]) -> dict[str, Any]:
    """An object without what only the fake knows."""
    return {key: value for key, value in thing.items() if not key.startswith("_")}


@api.before_request
def authenticate() -> None:
    """The secret key as a bearer token, else 401 (https://docs.stripe.com/api/authentication)."""
    if request.headers.get("Authorization") != f"Bearer {fake().secret_key}":
        raise FakeError(401, "Invalid API Key provided")
    time.sleep(fake().behavior.slow_seconds)
    if fake().behavior.fail_next:
        fake().behavior.fail_next -= 1
        raise FakeError(500, "An unknown error occurred", kind="api_error")


@api.after_request
def break_off(response: Response) -> Response:
    """The work is done, but its answer is lost."""
    if request.method == "POST" and fake().behavior.break_next:
        fake().behavior.break_next -= 1
        return Response('{"error": {"type": "api_error"}}', 500, content_type="application/json")
    return response


def account() -> str | None:
    """The connected account of the Stripe-Account header; an unknown form is refused with 403
    (https://docs.stripe.com/connect/authentication)."""
    name = request.headers.get("Stripe-Account")
    if name is not None and not name.startswith("acct_"):
        raise FakeError(
            403,
            f"The provided key does not have access to account '{name}'.",
            code="account_invalid",
        )
    return name


def once(work: Any) -> Response:
    """Run a POST under its Idempotency-Key."""
    asked = json.dumps([request.path, sorted(request.form.items(multi=True))])
    (status, body), again = fake().keys.answer(
        account(), request.headers.get("Idempotency-Key"), asked, work
    )
    response = Response(body, status, content_type="application/json")
    if again:
        response.headers["Idempotent-Replayed"] = "true"
    return response


@api.post("/checkout/sessions")
def create_session() -> Response:
    asked = nested(request.form.items(multi=True))
    base_url = fake().base_url or request.host_url.rstrip("/")
    return once(lambda: public(checkout.open_session(fake().store, account(), asked, base_url)))


@api.get("/checkout/sessions/<key>")
def read_session(key: str) -> dict[str, Any]:
    return _expanded(fake().store.get(account(), "checkout.session", key), "")


def _expanded(kept: dict[str, Any], prefix: str) -> dict[str, Any]:
    """A session, with ``expand[]`` as far as the charge and its refunds, which come only when asked
    for (https://docs.stripe.com/api/expanding_objects); in a list all paths begin with ``data.``."""
    session = public(kept)
    paths = nested(request.args.items(multi=True)).get("expand", [])
    asked = [path.removeprefix(prefix) for path in paths if path.startswith(prefix)]
    if any(path.startswith("payment_intent") for path in asked) and session["payment_intent"]:
        intent = dict(fake().store.get(account(), "payment_intent", session["payment_intent"]))
        charge = intent["latest_charge"]
        if charge and any(path.startswith("payment_intent.latest_charge") for path in asked):
            intent["latest_charge"] = charge = dict(fake().store.get(account(), "charge", charge))
            if "payment_intent.latest_charge.refunds" in asked:
                found = money_back.of_charge(fake().store, account(), "refund", charge["id"])
                charge["refunds"] = listed("/v1/refunds", found, 10)
        session["payment_intent"] = intent
    return session


@api.get("/checkout/sessions")
def list_sessions() -> dict[str, Any]:
    """The sessions of a payment intent (https://docs.stripe.com/api/checkout/sessions/list)."""
    key = fake().store.sessions.get(request.args.get("payment_intent", ""))
    found = [fake().store.get(account(), "checkout.session", key)] if key else []
    return listed("/v1/checkout/sessions", [_expanded(each, "data.") for each in found], limit())


@api.post("/refunds")
def create_refund() -> Response:
    asked = nested(request.form.items(multi=True))

    def work() -> dict[str, Any]:
        made = money_back.refund(fake().store, account(), asked, fake().behavior.refund_status)
        fake().tell(account(), money_back.told_of(fake().store, account(), made))
        return made

    return once(work)


@api.get("/refunds")
def list_refunds() -> dict[str, Any]:
    return _of_charge("refund")


@api.get("/disputes")
def list_disputes() -> dict[str, Any]:
    return _of_charge("dispute")


def _of_charge(kind: str) -> dict[str, Any]:
    found = money_back.of_charge(fake().store, account(), kind, request.args["charge"])
    return listed(f"/v1/{kind}s", found, limit())


def limit() -> int:
    text = request.args.get("limit", "10")
    if not text.isdigit() or not 1 <= int(text) <= 100:
        raise parameter_invalid("limit", "The limit is 1 to 100.")
    return int(text)


def listed(url: str, found: list[dict[str, Any]], most: int) -> dict[str, Any]:
    """A page of a list, newest first, after ``starting_after``
    (https://docs.stripe.com/api/pagination)."""
    after = request.args.get("starting_after")
    ids = [thing["id"] for thing in found]
    found = found[ids.index(after) + 1 :] if after in ids else found
    return {"object": "list", "url": url, "has_more": len(found) > most, "data": found[:most]}


@api.post("/checkout/sessions/<key>/expire")
def expire_session(key: str) -> Response:
    def work() -> dict[str, Any]:
        session = fake().store.get(account(), "checkout.session", key)
        fake().tell(account(), checkout.expire(fake().store, session))
        return public(session)

    return once(work)


@api.get("/payment_intents/<key>")
def read_intent(key: str) -> dict[str, Any]:
    return fake().store.get(account(), "payment_intent", key)


@api.get("/events")
def list_events() -> dict[str, Any]:
    """Newest first, of one account (https://docs.stripe.com/api/events/list)."""
    wanted = request.args.get("type")
    since = int(request.args.get("created[gte]", "0"))
    found = [
        event
        for event in reversed(fake().store.events)
        if event.get("account") == account()
        and wanted in (None, event["type"])
        and event["created"] >= since
    ]
    return listed("/v1/events", found, limit())


@hosted.get("/pay/<key>")
def page(key: str) -> str:
    """The hosted page, where a tester chooses the outcome."""
    return _page(key)


@hosted.post("/pay/<key>")
def choose(key: str) -> BaseResponse | str:
    """Pay and return to ``success_url`` with the session's id filled in, or be declined
    (https://docs.stripe.com/payments/checkout/custom-success-page)."""
    owner, session = fake().store.session(key)
    method = request.form.get("method", session["payment_method_types"][0])
    if request.form.get("outcome") != "pay":
        fake().tell(owner, checkout.decline(fake().store, owner, session, method))
        return _page(key, "Your payment method was declined.")
    charged = fake().behavior.charge_amount or session["amount_total"]
    fake().tell(owner, checkout.pay(fake().store, owner, session, method, charged))
    return redirect(session["success_url"].replace("{CHECKOUT_SESSION_ID}", key), code=303)


def _page(key: str, error: str | None = None) -> str:
    owner, session = fake().store.session(key)
    amount = f"{session['amount_total'] // 100}.{session['amount_total'] % 100:02d}"
    return render_template_string(
        PAGE, session=session, account=owner, amount=amount, name=session["_name"], error=error
    )

"""What a tester does to the fake: dashboard acts, the payer's bank, and bad days of the network."""

from typing import Any

from flask import Blueprint, request

from tests.stripe_fake import money_back
from tests.stripe_fake.context import fake

controls = Blueprint("controls", __name__, url_prefix="/fake")


@controls.post("/behavior")
def behave() -> dict[str, Any]:
    """How the API answers and how notices go out from now on; see ``Behavior``."""
    for name, value in request.get_json().items():
        getattr(fake().behavior, name)
        setattr(fake().behavior, name, value)
    return vars(fake().behavior)


@controls.get("/events")
def events() -> dict[str, Any]:
    """The events about the charges and sessions of payments of ours, of each the oldest first."""
    asked = request.args.getlist("payment")
    return {"data": [event for each in asked for event in fake().store.told.get(each, ())]}


@controls.post("/events/<key>/send")
def send_again(key: str) -> dict[str, Any]:
    """Send an event once more, as the Dashboard's "Resend" does
    (https://docs.stripe.com/webhooks#resend-events); one try, its status is answered."""
    event = next(each for each in fake().store.events if each["id"] == key)
    return {"status": fake().webhooks.deliver(event)}


@controls.post("/intents/<intent>/refund")
def refund(intent: str) -> dict[str, Any]:
    """A refund made at the Dashboard (https://docs.stripe.com/refunds)."""
    owner = fake().store.owner(intent)
    asked = {"payment_intent": intent, **request.form}
    made = money_back.refund(fake().store, owner, asked, fake().behavior.refund_status)
    fake().tell(owner, money_back.told_of(fake().store, owner, made))
    return made


@controls.post("/refunds/<key>")
def decide_refund(key: str) -> dict[str, Any]:
    owner = fake().store.owner(key)
    fake().tell(owner, money_back.decide_refund(fake().store, owner, key, request.form["status"]))
    return fake().store.get(owner, "refund", key)


@controls.post("/intents/<intent>/dispute")
def dispute(intent: str) -> dict[str, Any]:
    owner = fake().store.owner(intent)
    status = request.form.get("status", "needs_response")
    told = list(money_back.dispute(fake().store, owner, intent, status))
    fake().tell(owner, told)
    return told[0][1]


@controls.post("/disputes/<key>")
def decide_dispute(key: str) -> dict[str, Any]:
    owner = fake().store.owner(key)
    fake().tell(owner, money_back.decide_dispute(fake().store, owner, key, request.form["status"]))
    return fake().store.get(owner, "dispute", key)

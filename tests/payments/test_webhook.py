"""Our receiver takes and refuses what Stripe's own library does (R-30), and a little more."""

import json
import time

import pytest
import stripe
from hypothesis import given
from hypothesis import strategies as st

from marketplace.errors import Refused
from marketplace.payments.gateway import StripeGateway
from marketplace.payments.webhook import BadSignature, StripeEvent, read_event, sign, verify
from tests.payments.stripe_cases import BODY, CONSTRUCTED, SECRET, VERIFIED, Case, header


def named(cases):
    return pytest.mark.parametrize("case", cases, ids=[case.name for case in cases])


def check(case: Case, call) -> None:
    if case.taken:
        assert call() is not False
    else:
        with pytest.raises(Refused) as refusal:
            call()
        assert refusal.value.status == 400


@named(CONSTRUCTED)
def test_reading_an_event(case):
    check(case, lambda: read_event(case.body, case.header(), SECRET, case.tolerance))


@named(VERIFIED)
def test_verifying_a_header(case):
    check(case, lambda: verify(case.body, case.header(), SECRET, case.tolerance))


@named(CONSTRUCTED)
def test_reading_an_event_through_the_gateway(case):
    gateway = StripeGateway("sk_test_fake", SECRET, "http://127.0.0.1:9")
    check(case, lambda: gateway.read_event(case.body, case.header()))


def test_what_an_event_tells_is_enough_to_ask_stripe_back(gateway, fake, receiver, asked):
    """The twentieth case: the event leads back to the same client and connected account."""
    session = gateway.open_checkout(asked)
    owner, kept = fake.store.session(session.id)
    fake.tell(owner, [("checkout.session.completed", kept)])
    fake.webhooks.wait()
    event = gateway.read_event(*receiver.notices[0])
    assert event.account == "acct_licensor"
    assert gateway.read_session(event.object["id"], event.account) == session


@named([*CONSTRUCTED, *VERIFIED])
def test_stripes_own_library_agrees(case):
    def theirs():
        stripe.WebhookSignature.verify_header(case.body, case.header(), SECRET, case.tolerance)
        if case in CONSTRUCTED:
            stripe.Webhook.construct_event(case.body, case.header(), SECRET)

    if case.taken:
        theirs()
    else:
        with pytest.raises((stripe.SignatureVerificationError, ValueError)):
            theirs()


def test_an_event_is_read_with_its_parts():
    body = json.dumps(
        {
            "id": "evt_1",
            "object": "event",
            "type": "checkout.session.completed",
            "created": 1_790_000_000,
            "account": "acct_1",
            "livemode": False,
            "data": {"object": {"id": "cs_1", "amount_total": 5}},
        }
    ).encode()
    event = read_event(body, header(body), SECRET)
    assert isinstance(event, StripeEvent)
    assert (event.type, event.account, event.object["amount_total"]) == (
        "checkout.session.completed",
        "acct_1",
        5,
    )
    assert event.created.isoformat() == "2026-09-21T14:13:20+00:00"


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b'"event"',
        b'{"object": "event"}',
        b'{"object": "event", "id": "evt_1"}',
        b'{"object": "event", "id": "evt_1", "data": []}',
        b'{"object": "event", "id": 5, "data": {"object": {}}}',
        b"\xff\xfe",
    ],
)
def test_signed_nonsense_is_refused(body):
    with pytest.raises(Refused) as refusal:
        read_event(body, header(body), SECRET)
    assert (refusal.value.code, refusal.value.status) == ("webhook_event", 400)


@pytest.mark.parametrize("given_header", [None, "", "t=", "t=x,v1=y", "v1=a", "t=1;v1=a", "t=1,v1"])
def test_headers_that_say_nothing_are_refused(given_header):
    with pytest.raises(BadSignature):
        read_event(BODY, given_header, SECRET, None)


@pytest.mark.parametrize("secret", ["", "  "])
def test_without_a_secret_nothing_is_taken(secret):
    with pytest.raises(BadSignature):
        read_event(BODY, f"t=1,v1={sign(BODY, secret, 1)}", secret, None)


def test_the_raw_body_counts_not_its_meaning():
    same = json.dumps(json.loads(BODY)).encode()
    with pytest.raises(BadSignature):
        read_event(same, header(BODY), SECRET)


def test_another_secret_does_not_sign():
    with pytest.raises(BadSignature):
        read_event(BODY, header(BODY), "whsec_other")


@pytest.mark.parametrize(("age", "taken"), [(0, True), (295, True), (305, False), (-60, True)])
def test_the_tolerance_is_300_seconds(age, taken):
    check(Case("age", taken), lambda: read_event(BODY, header(age=age), SECRET))


@given(place=st.integers(0, len(BODY) - 1), flip=st.integers(1, 255))
def test_any_changed_byte_is_refused(place, flip):
    changed = bytearray(BODY)
    changed[place] ^= flip
    with pytest.raises(BadSignature):
        verify(bytes(changed), header(BODY), SECRET)


def test_the_signature_is_stripes():
    instant = int(time.time())
    theirs = stripe.WebhookSignature.generate_signature_header(BODY.decode(), SECRET, instant)
    assert theirs == f"t={instant},v1={sign(BODY, SECRET, instant)}"

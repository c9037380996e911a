"""The gateway against the fake Stripe: direct charges in CNY, the same session for the same ask."""

from dataclasses import replace

import pytest
import requests

from marketplace.clock import now
from marketplace.config import Settings
from marketplace.errors import Refused
from marketplace.payments.gateway import (
    GatewayRefused,
    GatewayUnavailable,
    NullGateway,
    StripeGateway,
    gateway_from,
)


def click(session, outcome="pay", method="card"):
    return requests.post(
        session.url, {"outcome": outcome, "method": method}, allow_redirects=False, timeout=5
    )


def test_a_checkout_is_a_direct_charge_in_fen(gateway, fake, asked):
    session = gateway.open_checkout(asked)
    owner, kept = fake.store.session(session.id)
    assert owner == "acct_licensor"
    assert (session.amount, session.currency, session.status) == (1_200_000, "CNY", "open")
    assert kept["payment_method_types"] == ["card", "alipay", "wechat_pay"]
    assert kept["metadata"] == {"payment": "payment000000001"}
    assert (session.payment, session.is_paid, session.paid_at) == (asked.payment, False, None)


def test_asking_again_gives_the_same_session(gateway, fake, asked):
    assert gateway.open_checkout(asked) == gateway.open_checkout(asked)
    assert len(fake.store.objects) == 1


def test_asking_again_for_another_amount_is_refused(gateway, fake, asked):
    gateway.open_checkout(asked)
    with pytest.raises(GatewayRefused) as refusal:
        gateway.open_checkout(replace(asked, amount=1))
    assert refusal.value.code == "stripe_refused"
    assert len(fake.store.objects) == 1


def test_a_further_attempt_is_a_new_session(gateway, asked):
    again = gateway.open_checkout(replace(asked, attempt=2))
    assert again.id != gateway.open_checkout(asked).id


@pytest.mark.parametrize("method", ["card", "alipay", "wechat_pay"])
def test_a_paid_session_says_when_and_leads_back(gateway, asked, method):
    opened = gateway.open_checkout(asked)
    answer = click(opened, method=method)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"http://localhost/payments/return?session={opened.id}"
    paid = gateway.read_session(opened.id, asked.account)
    assert paid.is_paid
    assert abs((now() - paid.paid_at).total_seconds()) < 60
    assert paid.payment_intent.startswith("pi_")


def test_a_declined_session_stays_open(gateway, asked):
    opened = gateway.open_checkout(asked)
    assert "declined" in click(opened, "decline").text
    session = gateway.read_session(opened.id, asked.account)
    assert (session.status, session.payment_status, session.paid_at) == ("open", "unpaid", None)


def test_another_account_does_not_see_the_session(gateway, asked):
    opened = gateway.open_checkout(asked)
    with pytest.raises(GatewayRefused):
        gateway.read_session(opened.id, "acct_other")


def test_a_wrong_key_is_refused_with_words(stripe_url, asked):
    gateway = StripeGateway("sk_wrong", "whsec", stripe_url)
    with pytest.raises(GatewayRefused) as refusal:
        gateway.open_checkout(asked)
    assert "Invalid API Key" in str(refusal.value)
    gateway.close()


def test_no_answer_is_unavailable_not_refused(asked, monkeypatch):
    monkeypatch.setattr("marketplace.payments.gateway._RETRIES", 0)
    gateway = StripeGateway("sk_test_fake", "whsec", "http://127.0.0.1:9")
    with pytest.raises(GatewayUnavailable) as refusal:
        gateway.open_checkout(asked)
    assert refusal.value.status == 503
    gateway.close()


def test_switched_off_nothing_is_asked(asked, tmp_path):
    gateway = gateway_from(Settings("sqlite://", tmp_path, "secret"))
    assert isinstance(gateway, NullGateway)
    for call in (
        lambda: gateway.open_checkout(asked),
        lambda: gateway.read_session("cs", "acct_1"),
        lambda: gateway.read_event(b"", None),
    ):
        with pytest.raises(Refused) as refusal:
            call()
        assert refusal.value.code == "stripe_off"


def test_the_settings_choose_the_gateway(tmp_path):
    settings = Settings("sqlite://", tmp_path, "secret", stripe_enabled=True, stripe_secret_key="k")
    gateway = gateway_from(settings)
    assert isinstance(gateway, StripeGateway)
    gateway.close()

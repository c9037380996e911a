"""The fake behaves as the documentation that it names."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
import requests

from marketplace.payments.webhook import read_event
from tests.payments.conftest import SECRET

FORM = {
    "mode": "payment",
    "success_url": "http://localhost/done",
    "line_items[0][quantity]": "1",
    "line_items[0][price_data][currency]": "cny",
    "line_items[0][price_data][unit_amount]": "500",
    "line_items[0][price_data][product_data][name]": "Fee",
}


@pytest.fixture
def call(stripe_url):
    def run(method, path, data=None, account="acct_1", **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        headers.setdefault("Authorization", "Bearer sk_test_fake")
        if account:
            headers["Stripe-Account"] = account
        return requests.request(
            method, f"{stripe_url}/v1{path}", data=data, headers=headers, timeout=5
        )

    return run


@pytest.fixture
def session(call):
    return call("POST", "/checkout/sessions", FORM).json()


def pay(session, **data):
    return requests.post(
        session["url"], {"outcome": "pay", **data}, allow_redirects=False, timeout=5
    )


def events(call, **query):
    listed = "&".join(f"{key}={value}" for key, value in query.items())
    return call("GET", f"/events?{listed}").json()


class TestIdempotency:
    def test_the_same_body_gets_the_same_answer(self, call, fake):
        first = call("POST", "/checkout/sessions", FORM, Idempotency_Key="k")
        again = call("POST", "/checkout/sessions", FORM, Idempotency_Key="k")
        assert first.content == again.content
        assert "Idempotent-Replayed" not in first.headers
        assert again.headers["Idempotent-Replayed"] == "true"
        assert len(fake.store.objects) == 1

    def test_another_body_is_an_error(self, call):
        call("POST", "/checkout/sessions", FORM, Idempotency_Key="k")
        other = {**FORM, "line_items[0][price_data][unit_amount]": "501"}
        answer = call("POST", "/checkout/sessions", other, Idempotency_Key="k")
        assert answer.status_code == 400
        assert answer.json()["error"]["type"] == "idempotency_error"

    def test_failed_validation_is_not_kept(self, call):
        wrong = {**FORM, "mode": "setup"}
        assert call("POST", "/checkout/sessions", wrong, Idempotency_Key="k").status_code == 400
        assert call("POST", "/checkout/sessions", FORM, Idempotency_Key="k").status_code == 200

    def test_a_failed_execution_is_kept(self, call, session):
        pay(session)
        path = f"/checkout/sessions/{session['id']}/expire"
        first = call("POST", path, Idempotency_Key="k")
        again = call("POST", path, Idempotency_Key="k")
        assert (first.status_code, again.status_code) == (400, 400)
        assert again.headers["Idempotent-Replayed"] == "true"

    def test_keys_belong_to_an_account(self, call):
        one = call("POST", "/checkout/sessions", FORM, Idempotency_Key="k").json()
        two = call("POST", "/checkout/sessions", FORM, "acct_2", Idempotency_Key="k").json()
        assert one["id"] != two["id"]

    def test_two_at_once_run_once(self, fake):
        inside, leave = threading.Event(), threading.Event()

        def slow():
            inside.set()
            leave.wait(5)
            return {}

        first = threading.Thread(target=fake.keys.answer, args=(None, "k", "asked", slow))
        first.start()
        inside.wait(5)
        with pytest.raises(Exception, match="in-progress") as conflict:
            fake.keys.answer(None, "k", "asked", dict)
        leave.set()
        first.join()
        assert conflict.value.status == 409
        assert fake.keys.answer(None, "k", "asked", dict) == ((200, b"{}"), True)


class TestSessions:
    @pytest.mark.parametrize(
        ("change", "param"),
        [
            ({"mode": "setup"}, "mode"),
            ({"success_url": ""}, "success_url"),
            ({"payment_method_types[0]": "cash"}, "payment_method_types[0]"),
            (
                {"payment_method_types[0]": "wechat_pay"},
                "payment_method_options[wechat_pay][client]",
            ),
            (
                {"line_items[0][price_data][unit_amount]": "0"},
                "line_items[0][price_data][unit_amount]",
            ),
            (
                {"line_items[0][price_data][product_data][name]": ""},
                "line_items[0][price_data][product_data][name]",
            ),
            ({"line_items[0][price_data][currency]": ""}, "line_items"),
        ],
    )
    def test_a_bad_request_names_its_parameter(self, call, change, param):
        answer = call("POST", "/checkout/sessions", {**FORM, **change})
        assert answer.status_code == 400
        assert answer.json()["error"]["param"] == param

    def test_items_add_up(self, call):
        more = {k.replace("[0]", "[1]"): v for k, v in FORM.items() if k.startswith("line")}
        more["line_items[1][quantity]"] = "3"
        assert call("POST", "/checkout/sessions", FORM | more).json()["amount_total"] == 2000

    def test_without_the_key_nothing_is_told(self, call, session):
        path = f"/checkout/sessions/{session['id']}"
        assert call("GET", path, Authorization="Bearer no").status_code == 401

    def test_an_account_sees_only_its_own(self, call, session):
        path = f"/checkout/sessions/{session['id']}"
        assert call("GET", path).status_code == 200
        assert call("GET", path, account="acct_2").json()["error"]["code"] == "resource_missing"
        assert call("GET", path, account=None).status_code == 404
        assert call("GET", path, account="licensor").status_code == 403

    def test_a_session_is_paid_once(self, call, session):
        assert pay(session).status_code == 303
        assert pay(session).status_code == 400
        assert len(events(call, type="checkout.session.completed")["data"]) == 1

    def test_an_expired_session_is_not_paid(self, call, session):
        call("POST", f"/checkout/sessions/{session['id']}/expire")
        assert pay(session).status_code == 400
        assert events(call)["data"][0]["type"] == "checkout.session.expired"

    def test_a_method_not_offered_is_refused(self, call, session):
        assert pay(session, method="alipay").status_code == 400

    def test_the_page_shows_amount_and_payee(self, session):
        text = requests.get(session["url"], timeout=5).text
        assert "CNY 5.00 to acct_1" in text


class TestEvents:
    def test_paying_tells_three_things_newest_first(self, call, session):
        pay(session)
        kinds = [event["type"] for event in events(call)["data"]]
        assert kinds == [
            "checkout.session.completed",
            "charge.succeeded",
            "payment_intent.succeeded",
        ]
        assert {event["account"] for event in events(call)["data"]} == {"acct_1"}

    def test_the_list_is_limited(self, call, session):
        pay(session)
        listed = events(call, limit=2)
        assert (len(listed["data"]), listed["has_more"]) == (2, True)
        assert call("GET", "/events?limit=0").status_code == 400

    def test_another_accounts_events_are_not_listed(self, call, session):
        pay(session)
        assert call("GET", "/events", account="acct_2").json()["data"] == []

    def test_notices_are_signed_and_complete(self, call, session, fake, receiver):
        pay(session)
        fake.webhooks.wait()
        read = [read_event(body, header, SECRET) for body, header in receiver.notices]
        assert [event.type for event in read] == [
            "payment_intent.succeeded",
            "charge.succeeded",
            "checkout.session.completed",
        ]
        assert read[2].object["id"] == session["id"]
        assert not any(name.startswith("_") for name in read[2].object)

    def test_a_notice_is_tried_until_it_is_taken(self, call, session, fake, receiver):
        receiver.answers = [500, 503]
        call("POST", f"/checkout/sessions/{session['id']}/expire")
        fake.webhooks.wait()
        assert [status for _, status in fake.webhooks.tries] == [500, 503, 200]
        assert len({body for body, _ in receiver.notices}) == 1

    def test_a_notice_nobody_takes_is_given_up(self, call, session, fake, receiver):
        receiver.answers = [500] * 9
        call("POST", f"/checkout/sessions/{session['id']}/expire")
        fake.webhooks.wait()
        assert len(fake.webhooks.tries) == 4

    def test_an_event_can_be_sent_again(self, call, session, fake, receiver, stripe_url):
        call("POST", f"/checkout/sessions/{session['id']}/expire")
        fake.webhooks.wait()
        key = fake.store.events[0]["id"]
        sent = requests.post(f"{stripe_url}/fake/events/{key}/send", timeout=5).json()
        assert sent == {"status": 200}
        ids = {read_event(body, header, SECRET).id for body, header in receiver.notices}
        assert (len(receiver.notices), ids) == (2, {key})


def test_it_runs_as_a_process():
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.stripe_fake", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    try:
        line = process.stdout.readline()
        url = line.rsplit(" ", 1)[1].strip()
        assert requests.get(f"{url}/v1/events", timeout=5).status_code == 401
    finally:
        process.terminate()
        assert process.wait(10) == 0
        process.stdout.close()

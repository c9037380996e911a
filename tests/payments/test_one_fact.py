"""Return page, notice, poll, manual confirmation and refund are one fact (R-33 to R-36, R-38 to R-40,
R-42 to R-46), through the real ``stripe`` library against the fake on a real port."""

import json
import os
import random
from dataclasses import replace
from itertools import permutations
from unittest.mock import patch

import pytest
import requests
from sqlalchemy import create_engine, func, select, text

from marketplace import clock
from marketplace.accounts.models import InboxMessage
from marketplace.agreements.lifecycles import AgreementStatus as A
from marketplace.audit.actors import SYSTEM
from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.ledger.chart import AccountCode, AccountKind
from marketplace.ledger.checks import check
from marketplace.ledger.queries import balance
from marketplace.obligations.models import ObligationStatus as O
from marketplace.payments import online, services
from marketplace.payments.gateway import GatewayUnavailable
from marketplace.payments.models import Payment, PaymentStatus, StripeNotice
from marketplace.payments.refund_models import RefundKind
from marketplace.payments.refund_models import RefundStatus as R
from marketplace.payments.services import online as settling
from marketplace.payments.services import refunds
from tests import deals
from tests.accounts.browser import visit
from tests.accounts.factories import client_of, owner_of
from tests.payments.scenes import (
    ACCOUNT,
    FEN,
    Rewind,
    books,
    deliver,
    direct_gateway,
    noticed,
    opened,
    pay,
    refund,
)

BOTH = pytest.mark.databases("sqlite", "postgresql")


@pytest.fixture
def wired(app, gateway, fake):
    """The application with the fake behind its gateway; notices are delivered by the test."""
    fake.behavior.silent = True
    before, app.extensions["gateway"] = app.extensions["gateway"], gateway
    yield gateway
    app.extensions["gateway"] = before


@pytest.fixture
def scene(wired):
    agreement = noticed()
    payment, address = opened(wired, agreement)
    pay(address)
    return agreement, payment


def of_type(fake, kind):
    return next(event for event in fake.store.events if event["type"] == kind)


def all_events(app, fake):
    return [deliver(app, event) for event in list(fake.store.events)]


def control(stripe_url, path, **form):
    answer = requests.post(f"{stripe_url}/fake{path}", form, timeout=10)
    assert answer.ok, answer.text
    return answer.json()


def test_all_120_orders_end_in_the_same_state_and_totals(app, wired, fake, fake_app, scene):
    """R-36. Each order ends with every notice delivered once more, which changes nothing."""
    agreement, payment = scene
    keys = agreement.id, payment.id
    told = of_type(fake, "checkout.session.completed")
    wired = app.extensions["gateway"] = direct_gateway(fake_app)
    back_to_start = Rewind(fake)
    acts = {
        "return": lambda _a, p: online.settle(wired, p),
        "notice": lambda _a, _p: deliver(app, told),
        "poll": lambda _a, _p: online.poll(),
        "manual": lambda a, p: manual(a, p, wired),
        "refund": lambda _a, p: refund(wired, p, 1000),
    }
    found = set()
    for order in list(permutations(acts))[:: int(os.environ.get("EVERY_NTH_ORDER", "1"))]:
        back_to_start()
        agreement, payment = (
            db.session.get(type(agreement), keys[0]),
            db.session.get(Payment, keys[1]),
        )
        for act in order:
            acts[act](agreement, payment)
        first = books(agreement)
        assert set(all_events(app, fake)) == {200}
        assert books(agreement) == first, order
        found.add(json.dumps(first, default=str))
    assert len(found) == 1
    assert first["payments"] == [(PaymentStatus.CONFIRMED, FEN, 1000)]
    assert first["refunds"] == [(R.DONE, 1000, RefundKind.REFUND)]
    assert first["owed"] == [(O.PART_PAID, FEN - 1000)]
    assert (first["received"], first["suspense"], first["general"]) == (FEN - 1000, 0, 0)
    assert set(first["once"].values()) == {1}
    assert first["license"] is A.EFFECTIVE


def manual(_agreement, payment, gateway):
    """The licensor's click, as the view does it."""
    online.settle(gateway, payment)
    if not payment.counts:
        with transaction():
            services.confirm(payment, owner_of(payment.licensor))


def test_control_a_click_that_believes_itself_makes_orders_differ(app, wired, fake, scene):
    """Without asking Stripe, confirming first has no amount to book."""
    _, payment = scene
    with pytest.raises(Refused) as refusal, transaction():
        services.confirm(payment, owner_of(payment.licensor))
    assert refusal.value.code == "nothing_charged"


@BOTH
@pytest.mark.parametrize("charged", [FEN - 1, FEN + 9, 1])
def test_what_was_charged_counts_not_what_was_asked(app, wired, fake, charged):
    """R-33: less is a part, more stands in suspense; never silently paid."""
    agreement = noticed()
    _, address = opened(wired, agreement)
    fake.behavior.charge_amount = charged
    pay(address)
    all_events(app, fake)
    said = books(agreement)
    assert said["owed"][0] == (O.PAID if charged >= FEN else O.PART_PAID, min(charged, FEN))
    assert said["suspense"] == max(0, charged - FEN)
    assert (said["license"] is A.EFFECTIVE) is (charged >= FEN)


@BOTH
def test_money_that_answers_no_checkout_stands_in_suspense_until_a_person_places_it(
    app, wired, fake
):
    """R-34: an unknown order; the task leads to a page, and the page ends it."""
    agreement = noticed()
    _, address = opened(wired, agreement)
    with transaction() as session:
        session.execute(text("DELETE FROM payments"))
    pay(address)
    assert set(all_events(app, fake)) == {200}
    stray = db.session.scalars(select(Payment)).one()
    assert (stray.agreement, stray.suspense_fen) == (None, FEN)
    message = db.session.scalars(
        select(InboxMessage).where(InboxMessage.code == "payment_suspense")
    ).one()
    finance = client_of(app, owner_of(agreement.licensor))
    page = visit(finance, message.link)
    link = page.soup.select_one(f"a[href='/payments/{stray.public_id}/license']")
    assert link
    wrong = visit(finance, link["href"]).send(reference="0" * 16)
    assert wrong.error_at("reference")
    assert visit(finance, link["href"]).send(reference=agreement.public_id).status == 303
    assert books(agreement)["license"] is A.EFFECTIVE
    assert services.in_suspense(agreement.licensor) == []
    assert visit(finance, link["href"]).send(reference=agreement.public_id).status == 409


def test_money_for_what_was_paid_or_cancelled_meanwhile_is_kept(app, wired, fake):
    """R-34, R-38: paid by bank while the checkout was open; then the checkout is paid too."""
    agreement = noticed()
    payment, address = opened(wired, agreement)
    deals.pay(agreement, FEN, clock.today())
    pay(address)
    all_events(app, fake)
    said = books(agreement)
    assert said["owed"] == [(O.PAID, FEN)], "never more than owed, never below nothing"
    assert services.in_suspense(agreement.licensor) == [payment]
    refund(wired, payment, FEN)
    assert payment.status is PaymentStatus.REVERSED
    assert books(agreement)["owed"] == [(O.PAID, FEN)]
    assert services.in_suspense(agreement.licensor) == []


def test_a_session_paid_twice_is_two_payments(app, wired, fake, scene):
    """A second session under our reference is money too."""
    agreement, payment = scene
    all_events(app, fake)
    request = online.checkout_request(payment, "http://localhost/back")
    again = wired.open_checkout(replace(request, attempt=2))
    pay(again.url)
    assert set(all_events(app, fake)) == {200}
    said = books(agreement)
    assert len(said["payments"]) == 2
    assert said["suspense"] == FEN


def test_another_licensors_account_pays_nobody_elses_fee(app, wired, fake):
    """A session of a stranger's own account that names our payment is the stranger's money."""
    agreement, stranger = noticed(), noticed("acct_stranger")
    payment, _ = opened(wired, agreement)
    request = replace(
        online.checkout_request(payment, "http://localhost/back"), account="acct_stranger"
    )
    pay(wired.open_checkout(request).url)
    all_events(app, fake)
    assert payment.status is PaymentStatus.OPENED
    assert agreement.status is A.AWAITING_PAYMENT
    (stray,) = services.in_suspense(stranger.licensor)
    assert stray.agreement is None


def test_an_account_that_nobody_stated_is_told_again(app, wired, fake):
    """Nothing is claimed while nobody knows whose money it is; later it is booked."""
    agreement = noticed()
    payment, _ = opened(wired, agreement)
    asked = online.checkout_request(payment, "http://localhost/back")
    pay(wired.open_checkout(replace(asked, payment="nobody", account="acct_new")).url)
    told = of_type(fake, "checkout.session.completed")
    assert deliver(app, told) == 409
    assert db.session.scalar(select(func.count(StripeNotice.id))) == 0
    agreement.licensor.payee_account.stripe_account_id = "acct_new"
    db.session.commit()
    assert deliver(app, told) == 200
    (stray,) = services.in_suspense(agreement.licensor)
    assert (stray.amount_fen, stray.stripe_account) == (FEN, "acct_new")


def test_money_on_an_account_that_was_given_up_is_the_licensors_all_the_same(
    app, wired, fake, scene
):
    """The payment was opened on it: whose money it is stays known."""
    agreement, _ = scene
    agreement.licensor.payee_account.stripe_account_id = "acct_other"
    db.session.commit()
    assert deliver(app, of_type(fake, "checkout.session.completed")) == 200
    assert books(agreement)["license"] is A.EFFECTIVE


def test_an_old_notice_moves_nothing_back(app, wired, fake, scene, stripe_url):
    """R-35: the session's expiry, the refund's beginning and the dispute's opening, each told late."""
    agreement, payment = scene
    all_events(app, fake)
    fake.behavior.refund_status = "pending"
    asked = refund(wired, payment, 700)
    assert asked.status is R.PENDING
    early = wired.read_session(payment.provider_reference, ACCOUNT)
    control(stripe_url, f"/refunds/{asked.provider_reference}", status="succeeded")
    online.sweep()
    done = books(agreement)
    assert done["refunds"] == [(R.DONE, 700, RefundKind.REFUND)]
    with transaction():
        services.settle_session(early, ACCOUNT)
    assert books(agreement) == done


@pytest.mark.parametrize("end", ["won", "lost"])
def test_a_dispute_takes_the_money_and_a_won_one_brings_it_again(
    app, wired, fake, scene, stripe_url, end
):
    agreement, payment = scene
    all_events(app, fake)
    made = control(stripe_url, f"/intents/{payment.payment_intent}/dispute")
    assert set(all_events(app, fake)) == {200}
    taken = books(agreement)
    assert (taken["owed"], taken["received"]) == ([(O.DUE, 0)], 0)
    assert payment.status is PaymentStatus.REVERSED
    assert taken["license"] is A.EFFECTIVE, "two persons decide whether it is set aside"
    control(stripe_url, f"/disputes/{made['id']}", status=end)
    all_events(app, fake)
    ended = books(agreement)
    won = end == "won"
    assert ended["owed"] == [(O.PAID, FEN) if won else (O.DUE, 0)]
    assert ended["general"] + ended["received"] == (FEN if won else 0)
    assert ended["suspense"] == 0
    assert payment.status is (PaymentStatus.CONFIRMED if won else PaymentStatus.REVERSED)
    all_events(app, fake)
    assert books(agreement) == ended


def test_an_inquiry_takes_nothing(app, wired, fake, scene, stripe_url):
    agreement, payment = scene
    all_events(app, fake)
    before = books(agreement)
    made = control(
        stripe_url, f"/intents/{payment.payment_intent}/dispute", status="warning_needs_response"
    )
    all_events(app, fake)
    control(stripe_url, f"/disputes/{made['id']}", status="warning_closed")
    all_events(app, fake)
    after = books(agreement)
    assert after.pop("refunds") == [(R.FAILED, FEN, RefundKind.CHARGEBACK)]
    assert {key: after[key] for key in after} == {key: before[key] for key in after}


def test_a_refund_that_fails_after_it_succeeded_is_put_back(app, wired, fake, scene, stripe_url):
    agreement, payment = scene
    asked = refund(wired, payment, 500)
    assert books(agreement)["owed"] == [(O.PART_PAID, FEN - 500)]
    control(stripe_url, f"/refunds/{asked.provider_reference}", status="failed")
    assert set(all_events(app, fake)) == {200}
    said = books(agreement)
    assert (said["owed"], said["refunds"][0][0]) == ([(O.PAID, FEN)], R.FAILED)
    assert check().sound


@BOTH
def test_refunds_never_exceed_what_came(app, wired, fake, scene):
    _, payment = scene
    refund(wired, payment, FEN - 100)
    for amount in (101, 0, -5):
        with pytest.raises(Refused) as refusal:
            refund(wired, payment, amount)
        assert refusal.value.code == "refund_amount"
    refund(wired, payment, 100)
    with pytest.raises(Refused) as refusal:
        refund(wired, payment, 1)
    assert refusal.value.code == "not_received"


def test_what_nobody_told_is_found_by_asking(app, wired, fake, scene, stripe_url):
    """R-39: no notice ever comes; poll finds the payment, the list of events finds the rest."""
    agreement, payment = scene
    assert online.poll() == 1
    assert books(agreement)["license"] is A.EFFECTIVE
    control(stripe_url, f"/intents/{payment.payment_intent}/refund", amount="300")
    assert online.poll() == 0
    online.catch_up()
    assert books(agreement)["refunds"] == [(R.DONE, 300, RefundKind.REFUND)]
    seen = books(agreement)
    online.catch_up()
    assert books(agreement) == seen


def test_control_without_poll_what_nobody_told_is_lost(app, wired, fake, scene):
    agreement, _ = scene
    assert books(agreement)["license"] is A.AWAITING_PAYMENT


@pytest.mark.parametrize("lost", ["before", "after"])
def test_a_refund_whose_answer_is_lost_is_finished_once(app, wired, fake, scene, lost):
    """R-32, R-40: the request never came, or its answer never came back; one refund either way."""
    agreement, payment = scene
    online.settle(wired, payment)
    with transaction():
        asked = services.ask_refund(payment, 400, "多付", owner_of(payment.licensor))
    if lost == "after":
        fake.behavior.break_next = 1
        with (
            patch(
                "marketplace.payments.online.services.keep_refund", side_effect=KeyboardInterrupt
            ),
            pytest.raises(KeyboardInterrupt),
        ):
            online.send_refund(wired, asked)
        db.session.rollback()
    for _ in range(3):
        online.sweep()
    assert books(agreement)["refunds"] == [(R.DONE, 400, RefundKind.REFUND)]
    assert len([t for t in fake.store.objects.values() if t["object"] == "refund"]) == 1


def test_what_stripe_refuses_has_failed_and_can_be_asked_anew(app, wired, fake, scene, stripe_url):
    agreement, payment = scene
    online.settle(wired, payment)
    control(stripe_url, f"/intents/{payment.payment_intent}/refund", amount=str(FEN - 10))
    with transaction():
        asked = services.ask_refund(payment, 400, "多付", owner_of(payment.licensor))
    online.send_refund(wired, asked)
    assert asked.status is R.FAILED
    assert "greater than unrefunded" in asked.reason
    online.settle(wired, payment)
    assert books(agreement)["payments"] == [(PaymentStatus.CONFIRMED, FEN, FEN - 10)]


def test_a_refund_that_stripe_made_though_it_was_given_up_is_booked(app, wired, fake, scene):
    """Two at once: the one is told that its key is in use and gives up, the other's is made."""
    agreement, payment = scene
    online.settle(wired, payment)
    with transaction():
        asked = services.ask_refund(payment, 400, "多付", owner_of(payment.licensor))
    with patch.object(services, "keep_refund", lambda *_: None):
        online.send_refund(wired, asked)
    with transaction():
        services.refuse_refund(asked, "idempotency_key_in_use")
    online.settle(wired, payment)
    said = books(agreement)
    assert sorted(status for status, _, _ in said["refunds"]) == [R.DONE, R.FAILED]
    assert said["payments"] == [(PaymentStatus.CONFIRMED, FEN, 400)]


@BOTH
def test_the_asking_is_committed_before_stripe_is_called(app, wired, scene):
    """R-43: at the moment of the outside call a second connection sees that it was asked for, and a
    second person may not give the same money back again."""
    _, payment = scene
    online.settle(wired, payment)
    seen = []
    real = wired.refund

    def looking(request):
        engine = create_engine(db.engine.url)
        with engine.connect() as second:
            found = second.execute(text("SELECT status, amount_fen FROM refunds")).all()
        engine.dispose()
        seen.extend(found)
        with pytest.raises(Refused) as refusal, transaction():
            services.ask_refund(payment, FEN, "再退", owner_of(payment.licensor))
        assert refusal.value.code == "refund_amount"
        return real(request)

    with patch.object(wired, "refund", looking):
        refund(wired, payment, FEN)
    assert [tuple(each) for each in seen] == [("asked", FEN)]


@BOTH
def test_a_worker_that_was_overtaken_cannot_finish_late(app, wired, scene):
    """R-43: while the first waits for Stripe's answer another finishes the refund; the first's late
    answer is the same fact."""
    agreement, payment = scene
    online.settle(wired, payment)
    real = wired.refund

    def slow(request):
        answer = real(request)
        with patch.object(wired, "refund", real):
            online.sweep()
        return answer

    with patch.object(wired, "refund", slow):
        refund(wired, payment, 900)
    said = books(agreement)
    assert (said["payments"], said["once"]["refund:settle"]) == (
        [(PaymentStatus.CONFIRMED, FEN, 900)],
        1,
    )


@pytest.mark.tampers
def test_control_without_its_life_cycle_a_refund_counts_twice(app, wired, scene):
    agreement, payment = scene
    asked = refund(wired, payment, 900)
    anything = {"actions": lambda _status: ["settle"], "after": lambda status, _action: status}
    with patch.multiple(refunds.LIFECYCLE, **anything), transaction():
        refunds._bring(asked, R.DONE, SYSTEM)
    assert books(agreement)["payments"] == [(PaymentStatus.CONFIRMED, FEN, 1800)]


@BOTH
def test_the_database_alone_lets_one_of_two_stray_payments_in(app, wired, fake, scene):
    """R-44: without looking first, the unique key decides; the loser takes the winner's row."""
    agreement, payment = scene
    session = wired.read_session(payment.provider_reference, ACCOUNT)
    stray = replace(session, id="cs_stray", payment=None)
    for _ in range(2):
        with transaction():
            services.settle_session(stray, ACCOUNT)
    with pytest.raises(Refused) as refusal, transaction():
        settling.insert(settling._stray_payment(stray, agreement.licensor, ACCOUNT))
    assert refusal.value.code == "payment_known"
    assert (
        db.session.scalar(
            select(func.count(Payment.id)).where(Payment.provider_reference == "cs_stray")
        )
        == 1
    )
    assert balance(str(AccountCode(AccountKind.SUSPENSE, agreement.licensor.public_id))) == -FEN


def test_a_bad_notice_spoils_no_good_one_with_its_id(app, wired, fake, scene):
    """R-45: badly signed first, then broken off in the handler, then good."""
    agreement, _ = scene
    told = of_type(fake, "checkout.session.completed")
    assert deliver(app, told, "whsec_wrong") == 400
    with patch.object(services, "settle_session", side_effect=Refused("broken", "broken")):
        assert deliver(app, told) == 409
    assert books(agreement)["license"] is A.AWAITING_PAYMENT
    assert deliver(app, told) == 200
    assert books(agreement)["license"] is A.EFFECTIVE


def test_one_id_with_several_states_is_worked_on_once_for_each(app, wired, fake, scene):
    """R-46, in either order; and each of them once."""
    agreement, _ = scene
    told = of_type(fake, "checkout.session.completed")
    unpaid = json.loads(json.dumps(told))
    unpaid["data"]["object"]["payment_status"] = "unpaid"
    for event in (unpaid, told, unpaid, told):
        assert deliver(app, event) == 200
    assert db.session.scalar(select(func.count(StripeNotice.id))) == 2
    assert books(agreement)["once"]["payment:confirm"] == 1


@BOTH
def test_a_receiver_that_cannot_work_says_so_and_others_go_through(app, wired, fake, scene):
    """R-42: 2xx only after the commit; a notice that cannot be read blocks no other."""
    agreement, _ = scene
    told = of_type(fake, "checkout.session.completed")
    poison = json.loads(json.dumps(told))
    poison["id"], poison["data"]["object"]["id"] = "evt_poison", "cs_nowhere"
    assert deliver(app, poison) == 409
    with patch.object(wired, "read_session", side_effect=GatewayUnavailable()):
        assert deliver(app, told) == 503
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(text("ALTER TABLE stripe_notices RENAME TO gone"))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        assert deliver(app, told) == 500
    finally:
        app.config["PROPAGATE_EXCEPTIONS"] = None
        db.session.rollback()
        with db.engine.begin() as connection:
            connection.execute(text("ALTER TABLE gone RENAME TO stripe_notices"))
    assert books(agreement)["license"] is A.AWAITING_PAYMENT
    assert deliver(app, told) == 200
    assert books(agreement)["license"] is A.EFFECTIVE


def test_notices_on_a_bad_day_are_one_fact(app, wired, fake, scene):
    """Every event three times and shuffled, while Stripe's API fails now and then."""
    agreement, _ = scene
    waiting = list(fake.store.events) * 3
    random.Random(5).shuffle(waiting)
    fake.behavior.fail_next = 4
    rounds = 0
    while waiting:
        waiting = [event for event in waiting if deliver(app, event) != 200]
        rounds += 1
        assert rounds < 9
    assert books(agreement)["once"]["payment:confirm"] == 1


class TestPages:
    def test_finance_gives_back_on_the_page(self, app, wired, fake, scene):
        agreement, payment = scene
        finance = client_of(app, owner_of(agreement.licensor))
        address = f"/payments/{payment.public_id}/refund"
        page = visit(finance, address)
        assert "30,000.00" in page.text
        assert page.send(amount="30,000.01", reason="x").error_at("amount")
        assert page.send(amount="5", reason="").error_at("reason")
        assert visit(finance, address).send(amount="5", reason="多付").status == 303
        assert books(agreement)["payments"] == [(PaymentStatus.CONFIRMED, FEN, 500)]

    def test_where_stripe_does_not_answer_the_page_says_so(self, app, wired, fake, scene):
        agreement, payment = scene
        finance = client_of(app, owner_of(agreement.licensor))
        page = visit(finance, f"/payments/{payment.public_id}/refund")
        with patch.object(wired, "refund", side_effect=GatewayUnavailable()):
            assert page.send(amount="5", reason="多付").status == 303
        assert books(agreement)["refunds"] == [(R.ASKED, 500, RefundKind.REFUND)]
        assert "¥5.00" in visit(finance, "/money").text
        online.sweep()
        assert books(agreement)["refunds"] == [(R.DONE, 500, RefundKind.REFUND)]

    def test_money_given_back_by_transfer_is_stated(self, app, wired, fake):
        agreement = noticed()
        payment = deals.pay(agreement, FEN + 800, clock.today())
        with transaction():
            services.confirm(payment, owner_of(agreement.licensor))
        finance = client_of(app, owner_of(agreement.licensor))
        moved = finance.get(f"/payments/{payment.public_id}/refund")
        assert moved.status_code == 303
        page = visit(finance, moved.location)
        facts = {"value_day": clock.today().isoformat(), "bank_reference": "B1", "reason": "多付"}
        assert page.send(amount="8", **{**facts, "value_day": "2099-01-01"}).error_at("value_day")
        assert page.send(amount="8", **facts).status == 303
        assert page.send(amount="8", **facts).error_at("bank_reference")
        said = books(agreement)
        assert (said["suspense"], said["owed"]) == (0, [(O.PAID, FEN)])

    @pytest.mark.parametrize("step", ["refund", "given-back", "license"])
    def test_nobody_else_sees_them(self, app, wired, scene, step):
        agreement, payment = scene
        for user in (owner_of(agreement.licensee), owner_of(deals.licensee())):
            answer = client_of(app, user).get(f"/payments/{payment.public_id}/{step}")
            assert answer.status_code == 404

    def test_the_licensor_confirms_only_what_stripe_confirms(self, app, wired, fake):
        agreement = noticed()
        payment, address = opened(wired, agreement)
        finance = client_of(app, owner_of(agreement.licensor))
        token = visit(finance, "/money").soup.select_one("input[name=csrf_token]")["value"]
        post = {"data": {"csrf_token": token}, "headers": {"Referer": "http://localhost/"}}
        confirm = f"/payments/{payment.public_id}/confirmation"
        assert finance.post(confirm, **post).status_code == 409
        pay(address)
        assert finance.post(confirm, **post).status_code == 303
        assert books(agreement)["license"] is A.EFFECTIVE

"""The pay page and Stripe's notices in a browser: what is shown, what is taken, what is refused."""

import re
import subprocess
import sys
import time
from io import BytesIO
from urllib.parse import urlsplit

import pytest
import requests
from sqlalchemy import func, select

from marketplace import clock, files
from marketplace.accounts.models import PayeeAccount, PayeeStatus, Role
from marketplace.agreements.lifecycles import AgreementStatus as A
from marketplace.audit.models import AuditEvent
from marketplace.config import ROOT
from marketplace.extensions import db
from marketplace.obligations.services import rows_of
from marketplace.payments.gateway import StripeGateway
from marketplace.payments.models import Payment, PaymentStatus, StripeNotice
from marketplace.terms.enums import FeeMode, Route
from tests import deals
from tests.accounts.browser import visit
from tests.accounts.factories import client_of, make_member, owner_of
from tests.flows.jobs import SECRET, notice_body, signed_header

FEN = deals.LUMP_FEN
SLIP = b"%PDF-1.7 slip of the bank"


def slip(name="slip.pdf", data=SLIP):
    return (BytesIO(data), name)


def path(agreement):
    return f"/agreements/{agreement.public_id}/payment"


def browser_of(app, organization):
    return client_of(app, owner_of(organization))


def payments_made():
    db.session.rollback()
    return db.session.scalars(select(Payment).order_by(Payment.id)).all()


@pytest.fixture
def agreement(app):
    """An open license that waits for its payment."""
    return deals.noticed(deals.published(FeeMode.LUMP_SUM, amount_fen=FEN))


def send(app, agreement, **values):
    page = visit(browser_of(app, agreement.licensee), path(agreement))
    entered = {"value_day": clock.today().isoformat(), "slip": slip(), **values}
    return page.send(**entered)


def test_the_page_shows_account_amount_and_reference(app, agreement):
    page = visit(browser_of(app, agreement.licensee), path(agreement))
    account = agreement.licensor.payee_account
    for shown in (account.holder, account.bank, account.account_number, agreement.public_id):
        assert shown in page.text
    assert "30,000.00" in page.text
    assert page.soup.select_one("input[name=amount]")["value"] == "30,000.00"


@pytest.mark.databases("sqlite", "postgresql")
def test_the_slip_makes_the_license(app, agreement):
    answer = send(app, agreement, bank_reference="BANK-77")
    assert answer.status == 303
    (payment,) = payments_made()
    assert (payment.amount_fen, payment.status) == (FEN, PaymentStatus.STANDS)
    assert files.get(payment.slip_sha256) == SLIP
    assert agreement.status is A.EFFECTIVE


@pytest.mark.parametrize(
    ("amount", "fen"),
    [("30,000.00", FEN), ("30000", FEN), ("3万元", FEN), ("３００００", FEN), ("¥30,000", FEN)],
)
def test_an_amount_may_be_written_in_several_ways(app, agreement, amount, fen):
    assert send(app, agreement, amount=amount).status == 303
    assert payments_made()[0].amount_fen == fen


@pytest.mark.parametrize("amount", ["", "0", "-5", "abc", "具体面议", "1e9", "30,000.005", "NaN"])
def test_what_is_no_amount_is_refused_at_its_field(app, agreement, amount):
    answer = send(app, agreement, amount=amount)
    assert answer.status == 422
    assert answer.error_at("amount")
    assert payments_made() == []
    assert agreement.status is A.AWAITING_PAYMENT


def test_a_value_day_ahead_is_refused_at_its_field(app, agreement):
    answer = send(app, agreement, value_day="2099-01-01")
    assert answer.status == 422
    assert answer.error_at("value_day")
    assert payments_made() == []


@pytest.mark.parametrize("upload", [None, ("slip.exe", b"MZ")])
def test_without_a_slip_nothing_is_entered(app, agreement, upload):
    answer = send(app, agreement, slip=slip(*upload) if upload else "")
    assert answer.status == 422
    assert answer.error_at("slip")
    assert payments_made() == []


def test_the_same_transfer_twice_is_refused_at_its_field(app, agreement):
    send(app, agreement, amount="100", bank_reference="BANK-1")
    answer = send(app, agreement, amount="100", bank_reference="BANK-1")
    assert answer.status == 422
    assert answer.error_at("bank_reference")
    assert len(payments_made()) == 1


def test_without_a_verified_account_nobody_is_told_to_pay(app, agreement):
    for account in db.session.scalars(select(PayeeAccount)):
        account.status = PayeeStatus.STATED
    db.session.commit()
    page = visit(browser_of(app, agreement.licensee), path(agreement))
    assert page.status == 200
    assert "6222000000001234" not in page.text
    assert not page.soup.select("input[name=slip]")


def test_the_invoice_title_is_asked_once(app, agreement):
    client = browser_of(app, agreement.licensee)
    action = f"/agreements/{agreement.public_id}/invoice-title"
    page = visit(client, path(agreement))
    page.send(action, invoice_title="某某有限公司", invoice_tax_number="")
    assert agreement.licensee.invoice_title == "某某有限公司"
    assert not visit(client, path(agreement)).soup.select(f"form[action='{action}']")


@pytest.mark.parametrize("who", ["stranger", "licensor", "viewer"])
def test_only_who_pays_for_the_licensee_sees_the_page(app, agreement, who):
    users = {
        "stranger": lambda: owner_of(deals.licensee()),
        "licensor": lambda: owner_of(agreement.licensor),
        "viewer": lambda: make_member(agreement.licensee).user,
    }
    answer = client_of(app, users[who]()).get(path(agreement))
    assert answer.status_code == (404 if who == "stranger" else 403)


def test_finance_pays(app, agreement):
    finance = make_member(agreement.licensee, None, Role.FINANCE).user
    assert client_of(app, finance).get(path(agreement)).status_code == 200


# The licensor's answer


@pytest.fixture
def stated(app):
    """A transfer on a contract that waits for the licensor's word."""
    listing = deals.published(FeeMode.LUMP_SUM, Route.ORDINARY, amount_fen=FEN)
    agreement = deals.accepted(listing)
    return deals.pay(agreement, FEN, clock.today())


def answer_of(app, user, address, **values):
    client = client_of(app, user)
    token = visit(client, "/agreements").soup.select_one("input[name=csrf_token]")["value"]
    data = {"csrf_token": token, **values}
    return client.post(address, data=data, headers={"Referer": "http://localhost/"})


def test_the_licensor_confirms(app, stated):
    address = f"/payments/{stated.public_id}/confirmation"
    assert answer_of(app, owner_of(stated.licensor), address).status_code == 303
    db.session.refresh(stated)
    assert stated.status is PaymentStatus.CONFIRMED
    assert rows_of(stated.agreement)[0].paid_fen == FEN


def test_confirming_twice_is_refused_and_counts_once(app, stated):
    address = f"/payments/{stated.public_id}/confirmation"
    owner = owner_of(stated.licensor)
    assert answer_of(app, owner, address).status_code == 303
    assert answer_of(app, owner, address).status_code == 409
    assert rows_of(stated.agreement)[0].paid_fen == FEN


def test_the_licensor_disputes_with_a_reason(app, stated):
    page = visit(browser_of(app, stated.licensor), f"/payments/{stated.public_id}/dispute")
    assert page.send(reason="").status == 422
    assert page.send(reason="未到账").status == 303
    db.session.refresh(stated)
    assert (stated.status, stated.dispute_reason) == (PaymentStatus.DISPUTED, "未到账")


@pytest.mark.parametrize("step", ["confirmation", "dispute"])
def test_only_the_licensors_finance_answers(app, stated, step):
    address = f"/payments/{stated.public_id}/{step}"
    licensee = owner_of(stated.agreement.licensee)
    stranger = owner_of(deals.licensee())
    assert answer_of(app, licensee, address, reason="x").status_code == 403
    assert answer_of(app, stranger, address, reason="x").status_code == 404
    db.session.refresh(stated)
    assert stated.status is PaymentStatus.STATED


# Stripe


@pytest.fixture(scope="module")
def stripe_process():
    """The fake Stripe as a process of its own, which sends no notices by itself."""
    program = [sys.executable, "-m", "tests.stripe_fake", "--port", "0"]
    with subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        yield re.search(r"http://\S+", process.stdout.readline())[0]
        process.terminate()


@pytest.fixture
def online(app, stripe_process):
    """The application with online payment to the fake switched on."""
    before, gateway = (
        app.extensions["gateway"],
        StripeGateway("sk_test_fake", SECRET, stripe_process),
    )
    app.extensions["gateway"] = gateway
    yield gateway
    gateway.close()
    app.extensions["gateway"] = before


def connect(agreement):
    agreement.licensor.payee_account.stripe_account_id = f"acct_{agreement.public_id}"
    db.session.commit()
    return agreement.licensor.payee_account.stripe_account_id


def opened(app, agreement):
    """Go to the checkout; returns the address of Stripe's page."""
    page = visit(browser_of(app, agreement.licensee), path(agreement))
    answer = page.send(f"/agreements/{agreement.public_id}/checkout")
    assert answer.status == 303
    return answer.response.location


def paid(address):
    """Pay on the hosted page as a person does; returns where it leads back to."""
    form = requests.get(address, timeout=10)
    assert form.ok
    answer = requests.post(
        address, data={"outcome": "pay", "method": "card"}, allow_redirects=False, timeout=10
    )
    assert answer.status_code in (302, 303)
    return answer.headers["Location"]


def notify(app, body, header=None):
    headers = {"Stripe-Signature": header or signed_header(body)}
    return app.test_client().post("/stripe/webhook", data=body, headers=headers).status_code


def test_from_checkout_to_the_license_by_notice(app, online, agreement):
    account = connect(agreement)
    paid(opened(app, agreement))
    (payment,) = payments_made()
    assert payment.status is PaymentStatus.OPENED
    body = notice_body(payment.provider_reference, account, f"evt_{payment.public_id}")
    assert notify(app, body) == 200
    (payment,) = payments_made()
    assert (payment.status, payment.amount_fen) == (PaymentStatus.CONFIRMED, FEN)
    assert payment.value_day == clock.today()
    assert agreement.status is A.EFFECTIVE
    assert notify(app, body) == 200
    assert len(payments_made()) == 1


def test_coming_back_settles_without_a_notice(app, online, agreement):
    connect(agreement)
    back = urlsplit(paid(opened(app, agreement))).path
    answer = browser_of(app, agreement.licensee).get(back)
    assert answer.status_code == 303
    assert agreement.status is A.EFFECTIVE


def test_before_it_is_paid_a_notice_changes_nothing(app, online, agreement):
    account = connect(agreement)
    opened(app, agreement)
    (payment,) = payments_made()
    assert notify(app, notice_body(payment.provider_reference, account)) == 200
    assert payments_made()[0].status is PaymentStatus.OPENED
    assert agreement.status is A.AWAITING_PAYMENT


@pytest.mark.parametrize(
    "header",
    ["", "t=1,v1=0", "nonsense", f"t={int(time.time())},v1={'0' * 64}"],
    ids=["none", "old", "unreadable", "wrong"],
)
def test_a_false_signature_leaves_nothing(app, online, agreement, header):
    account = connect(agreement)
    paid(opened(app, agreement))
    (payment,) = payments_made()
    before = db.session.scalar(select(func.count(AuditEvent.id)))
    body = notice_body(payment.provider_reference, account)
    assert notify(app, body, header or " ") == 400
    assert payments_made()[0].status is PaymentStatus.OPENED
    assert db.session.scalar(select(func.count(StripeNotice.id))) == 0
    assert db.session.scalar(select(func.count(AuditEvent.id))) == before
    assert agreement.status is A.AWAITING_PAYMENT


def test_a_body_changed_on_the_way_is_refused(app, online):
    body = notice_body("cs_1", "acct_1")
    assert notify(app, body.replace(b"cs_1", b"cs_2"), signed_header(body)) == 400


def test_an_event_that_we_do_not_know_is_taken_and_ignored(app, online):
    body = notice_body("x", "acct_1").replace(b"checkout.session.completed", b"invoice.paid")
    assert notify(app, body) == 200
    assert payments_made() == []


def test_switched_off_there_is_no_webhook_and_no_checkout(app, agreement):
    connect(agreement)
    assert notify(app, notice_body("cs_1", "acct_1")) == 404
    page = visit(browser_of(app, agreement.licensee), path(agreement))
    assert not page.soup.select("form[action$='/checkout']")

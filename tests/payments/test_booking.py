"""Money that came: on what is owed, the rest into suspense, never dropped, never twice (R-31, R-33),
and the ledger in balance after each."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace import clock
from marketplace.agreements.lifecycles import AgreementStatus as A
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.ledger.chart import AccountCode, AccountKind
from marketplace.ledger.checks import check
from marketplace.ledger.queries import balance
from marketplace.obligations.models import ObligationStatus as O
from marketplace.obligations.services import rows_of
from marketplace.payments import services
from marketplace.payments.gateway import CheckoutSession
from marketplace.payments.models import Payment, PaymentStatus
from marketplace.payments.webhook import StripeEvent
from marketplace.terms.enums import FeeMode, Route
from tests import deals
from tests.accounts.factories import owner_of
from tests.sent import count_of

BOTH = pytest.mark.databases("sqlite", "postgresql")
FEN = deals.LUMP_FEN
ACCOUNT = "acct_1"


@pytest.fixture(autouse=True)
def _balanced(app):
    yield
    db.session.remove()
    report = check()
    assert report.sound, report


def priced_open():
    return deals.noticed(deals.published(FeeMode.LUMP_SUM, amount_fen=FEN))


def priced_ordinary():
    return deals.accepted(deals.published(FeeMode.LUMP_SUM, Route.ORDINARY, amount_fen=FEN))


def suspense(organization):
    return -balance(str(AccountCode(AccountKind.SUSPENSE, organization.public_id)))


def received(agreement):
    code = AccountCode(AccountKind.RECEIVED, agreement.licensor.public_id, agreement.public_id)
    return balance(str(code))


@BOTH
@pytest.mark.parametrize(
    ("paid", "status", "left"),
    [(FEN, O.PAID, 0), (FEN - 1, O.PART_PAID, 0), (FEN + 500, O.PAID, 500), (1, O.PART_PAID, 0)],
)
def test_less_is_part_and_more_is_suspense(app, paid, status, left):
    agreement = priced_open()
    deals.pay(agreement, paid, clock.today())
    (row,) = rows_of(agreement)
    assert row.status is status
    assert row.paid_fen == min(paid, FEN)
    assert suspense(agreement.licensor) == left
    assert received(agreement) == paid - left


@pytest.mark.parametrize("amount", [0, -5])
def test_nothing_and_less_is_no_payment(app, amount):
    with pytest.raises(Refused) as refusal:
        deals.pay(priced_open(), amount, clock.today())
    assert refusal.value.code == "amount_not_positive"
    assert db.session.scalar(select(func.count(Payment.id))) == 0


def test_a_value_day_ahead_is_refused(app):
    with pytest.raises(Refused) as refusal:
        deals.pay(priced_open(), FEN, clock.today() + timedelta(1))
    assert refusal.value.code == "value_day_ahead"


def test_the_same_bank_reference_is_one_transfer(app):
    agreement = priced_open()
    deals.pay(agreement, 100, clock.today(), "BANK-1")
    with pytest.raises(Refused) as refusal:
        deals.pay(agreement, 100, clock.today(), "BANK-1")
    assert refusal.value.code == "payment_known"
    assert received(agreement) == 100


def test_on_an_open_license_the_voucher_stands_without_the_patentee(app):
    agreement = priced_open()
    payment = deals.pay(agreement, FEN, clock.today())
    assert payment.status is PaymentStatus.STANDS
    assert agreement.status is A.EFFECTIVE


def test_on_a_contract_the_licensor_confirms(app):
    agreement = priced_ordinary()
    payment = deals.pay(agreement, FEN, clock.today())
    assert payment.status is PaymentStatus.STATED
    assert received(agreement) == 0
    with transaction():
        services.confirm(payment, owner_of(agreement.licensor))
    assert received(agreement) == FEN
    assert rows_of(agreement)[0].status is O.PAID


def test_a_disputed_voucher_counts_no_longer_and_can_still_be_confirmed(app):
    agreement = priced_open()
    payment = deals.pay(agreement, FEN, clock.today())
    owner = owner_of(agreement.licensor)
    with transaction():
        services.dispute(payment, "未到账", owner)
    assert received(agreement) == 0
    assert rows_of(agreement)[0].status is O.DUE
    assert agreement.status is A.EFFECTIVE
    with transaction():
        services.confirm(payment, owner)
    assert received(agreement) == FEN
    assert rows_of(agreement)[0].status is O.PAID


@BOTH
def test_money_that_was_matched_later_can_be_taken_back_too(app):
    agreement = priced_open()
    owner = owner_of(agreement.licensor)
    first = deals.pay(agreement, FEN, clock.today(), "first")
    second = deals.pay(agreement, FEN, clock.today(), "second")
    with transaction():
        services.reverse_payment(first, "银行退回", owner)
    assert rows_of(agreement)[0].status is O.PAID
    assert suspense(agreement.licensor) == 0
    with transaction():
        services.reverse_payment(second, "银行退回", owner)
    assert rows_of(agreement)[0].status is O.DUE
    code = AccountCode(AccountKind.RECEIVABLE, agreement.licensor.public_id, agreement.public_id)
    assert balance(str(code)) == FEN
    assert suspense(agreement.licensor) == 0


def test_paying_what_was_demanded_cures(app):
    from marketplace.agreements import services as agreements

    agreement = priced_ordinary()
    with clock.at(clock.today() + timedelta(90)):
        owner = owner_of(agreement.licensor)
        with transaction():
            agreements.serve_demand(agreement, FEN, clock.today() + timedelta(15), owner)
        payment = deals.pay(agreement, FEN, clock.today())
        with transaction():
            services.confirm(payment, owner)
    assert agreement.status is A.EFFECTIVE
    assert agreement.cured_on is not None


def opened(agreement):
    account = agreement.licensor.payee_account
    account.stripe_account_id = ACCOUNT
    db.session.commit()
    with transaction():
        return services.open_stripe_payment(agreement, owner_of(agreement.licensee))


def session_of(opened_payment, **values):
    facts = {
        "id": "cs_1",
        "url": None,
        "status": "complete",
        "payment_status": "paid",
        "amount": FEN,
        "currency": "CNY",
        "payment": opened_payment.public_id,
        "payment_intent": "pi_1",
        "paid_at": clock.now(),
    }
    return CheckoutSession(**{**facts, **values})


@BOTH
def test_however_often_it_is_told_a_charge_is_one_fact(app):
    agreement = priced_open()
    payment = opened(agreement)
    for _ in range(5):
        with transaction():
            services.settle_session(session_of(payment), ACCOUNT)
    assert received(agreement) == FEN
    assert agreement.status is A.EFFECTIVE
    assert [e.tag for e in history(payment)].count("payment:confirm") == 1


@BOTH
def test_a_notice_is_worked_on_once(app):
    event = StripeEvent("evt_1", "checkout.session.completed", None, None, False, {})
    with transaction():
        assert services.first_time(event)
    with transaction():
        assert not services.first_time(event)


@BOTH
def test_a_crash_between_claim_and_effect_leaves_the_notice_unclaimed(app):
    """R-32: the next delivery does the work."""
    agreement = priced_open()
    payment = opened(agreement)
    event = StripeEvent("evt_1", "checkout.session.completed", None, None, False, {})
    with pytest.raises(KeyboardInterrupt), transaction():
        assert services.first_time(event)
        raise KeyboardInterrupt
    with transaction():
        assert services.first_time(event)
        services.settle_session(session_of(payment), ACCOUNT)
    assert received(agreement) == FEN


@pytest.mark.parametrize(
    ("facts", "status", "left"),
    [
        ({"amount": FEN - 1}, A.AWAITING_PAYMENT, 0),
        ({"amount": FEN + 7}, A.EFFECTIVE, 7),
    ],
)
def test_the_amount_is_what_was_charged_not_what_was_asked(app, facts, status, left):
    agreement = priced_open()
    payment = opened(agreement)
    with transaction():
        services.settle_session(session_of(payment, **facts), ACCOUNT)
    assert agreement.status is status
    assert suspense(agreement.licensor) == left


def test_another_currency_goes_to_suspense(app):
    agreement = priced_open()
    payment = opened(agreement)
    with transaction():
        services.settle_session(session_of(payment, currency="USD"), ACCOUNT)
    assert agreement.status is A.AWAITING_PAYMENT
    code = str(AccountCode(AccountKind.SUSPENSE, agreement.licensor.public_id))
    assert balance(code, "USD") == -FEN


def test_money_for_an_unknown_payment_is_booked_all_the_same(app):
    agreement = priced_open()
    payment = opened(agreement)
    stray = session_of(payment, payment="nobody", id="cs_9")
    for _ in range(2):
        with transaction():
            services.settle_session(stray, ACCOUNT)
    assert suspense(agreement.licensor) == FEN


def test_a_late_notice_does_not_move_back(app):
    agreement = priced_open()
    payment = opened(agreement)
    with transaction():
        services.settle_session(session_of(payment), ACCOUNT)
    with transaction():
        services.settle_session(
            session_of(payment, status="expired", payment_status="unpaid"), ACCOUNT
        )
    assert payment.status is PaymentStatus.CONFIRMED


def test_money_before_its_debt_waits_and_pays_it(app):
    agreement = priced_open()
    deals.pay(agreement, FEN, clock.today())
    deals.pay(agreement, 300, clock.today(), "second")
    assert suspense(agreement.licensor) == 300


def test_a_further_payment_costs_no_more_however_many_there_are(app):
    """R-37: a thousand on one obligation, each read with all the others at once."""
    agreement = priced_open()

    def pay(number):
        deals.pay(agreement, 700, clock.today(), f"N{number}")

    for number in range(3):
        pay(number)
    few = count_of(lambda: pay(3))
    for number in range(4, 20):
        pay(number)
    assert count_of(lambda: pay(20)) <= few

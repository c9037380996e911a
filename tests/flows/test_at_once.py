"""Several processes at once on PostgreSQL: once is once (R-16, R-31, R-75), and what is added up is
the sum (R-37). Each with its negative control, in which the protections are switched off."""

import os
from collections import Counter
from datetime import timedelta
from unittest.mock import patch

import pytest
from sqlalchemy import func, select, text

from marketplace import clock, files
from marketplace.accounts.models import InboxMessage
from marketplace.agreements.lifecycles import AgreementStatus as S
from marketplace.agreements.models import Agreement, Side, Signature
from marketplace.agreements.services import sign_contract
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.declarations import services as declarations
from marketplace.declarations.material_models import Act, CoOwnerStatement
from marketplace.declarations.services import co_owners
from marketplace.extensions import db
from marketplace.ledger.chart import AccountCode, AccountKind
from marketplace.ledger.queries import balance
from marketplace.mail import OutgoingMail
from marketplace.obligations import bills, demands
from marketplace.obligations import services as obligations
from marketplace.obligations.services import rows_of
from marketplace.payments import services as payments
from marketplace.payments.gateway import CheckoutSession
from marketplace.payments.models import Payment
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.parts import Quota
from marketplace.terms.presets import preset
from marketplace.terms.record import Terms
from tests import deals
from tests.accounts.factories import owner_of
from tests.declarations.factories import make_declaration, make_patent, make_patentee
from tests.flows import jobs
from tests.flows.processes import WORKERS, Crew
from tests.obligations.licenses import accept, report, with_royalty

pytestmark = pytest.mark.databases("postgresql")
"""Tests that name other databases themselves override it: the nearest mark counts."""

FEN = deals.LUMP_FEN


@pytest.fixture(scope="module")
def crew():
    crew = Crew()
    yield crew
    crew.close()


def fresh(*records):
    """See what the workers have committed."""
    db.session.rollback()
    db.session.expire_all()
    return records


def priced():
    return deals.noticed(deals.published(FeeMode.LUMP_SUM, amount_fen=FEN))


def everybody(*arguments):
    return [arguments] * WORKERS


# One notice, signed in several windows


def signing(agreement):
    user = owner_of(agreement.licensee)
    return everybody(agreement.public_id, user.public_id, deals.act_of(agreement, user).text_sha256)


def assert_signed_once(agreement, results):
    fresh(agreement)
    assert len(agreement.signatures) == 1
    assert set(results) == {agreement.signatures[0].public_id}
    tags = Counter(event.tag for event in history(agreement))
    for tag in ("agreement:sign", "agreement:send_notice", "agreement:take_effect"):
        assert tags[tag] == 1


def test_one_notice_signed_at_once_is_one_signature(app, crew):
    agreement = deals.drafted(deals.published())
    results = crew.at_once(app, jobs.sign_notice, *signing(agreement))
    assert_signed_once(agreement, results)


def test_control_without_lock_and_key_it_is_signed_twice(app, crew):
    agreement = deals.drafted(deals.published())
    arguments = signing(agreement)
    drop(f"ALTER TABLE signatures DROP CONSTRAINT {name_of('signatures', 'side')}")
    drop(f"ALTER TABLE deliveries DROP CONSTRAINT {name_of('deliveries', 'agreement_id')}")
    results = crew.at_once(app, jobs.sign_notice_unlocked, *arguments)
    with pytest.raises(AssertionError):
        assert_signed_once(agreement, results)
    assert db.session.scalar(select(func.count(Signature.id))) > 1


# Twenty sign while the office's withdrawal is entered

SIGNERS = 20


def withdrawing():
    """A declaration about to be withdrawn with twenty priced drafts, and who does what."""
    listing = deals.published(FeeMode.LUMP_SUM, amount_fen=FEN)
    drafts = [deals.drafted(listing) for _ in range(SIGNERS)]
    declaration, owner = drafts[0].declaration, owner_of(listing.organization)
    paper = files.put(b"%PDF-1.7 announcement")
    with transaction():
        declarations.request_withdrawal(declaration, owner, clock.today(), "拟转让", paper)
    acts = []
    for draft in drafts:
        user = owner_of(draft.licensee)
        acts.append((draft.public_id, user.public_id, deals.act_of(draft, user).text_sha256))
    signers = WORKERS - 1
    shares = [(None, acts[place::signers]) for place in range(signers)]
    withdrawal = (declaration.public_id, owner.public_id, paper)
    return drafts, [*shares[:1], (withdrawal, []), *shares[1:]]


def assert_none_half(drafts, outcomes):
    """Whatever was signed in time was found and ended with the declaration; the rest was refused
    and is unsigned. No notice stands on a declaration that is withdrawn."""
    fresh()
    states = Counter(each.status for each in drafts)
    assert set(states) <= {S.LAPSED, S.DRAFT}
    came = Counter(each for worker in outcomes for each in worker)
    assert set(came) <= {"awaiting_payment", "declaration_not_in_force"}
    assert states[S.LAPSED] == came["awaiting_payment"]
    assert all(bool(each.signatures) is (each.status is S.LAPSED) for each in drafts)


def test_a_withdrawal_entered_while_twenty_sign_leaves_no_half_license(app, crew):
    drafts, arguments = withdrawing()
    assert_none_half(drafts, crew.at_once(app, jobs.sign_or_withdraw, *arguments))


def test_control_without_holding_the_declaration_notices_stand_on_a_withdrawn_one(app, crew):
    drafts, arguments = withdrawing()
    outcomes = crew.at_once(app, jobs.sign_or_withdraw_unheld, *arguments)
    with pytest.raises(AssertionError):
        assert_none_half(drafts, outcomes)
    assert S.AWAITING_PAYMENT in {each.status for each in drafts}


# One link to a co-owner, opened in several windows


def consent_link():
    organization = make_patentee()
    patent = make_patent(organization, patentees=[organization.name, "乙大学"])
    (co_owner,) = make_declaration(patent=patent).co_owners
    with transaction():
        co_owners.mend(co_owner, owner_of(organization), email="yi@example.com")
        return co_owners.ask(co_owner, Act.DECLARE, owner_of(organization))


def test_one_link_answered_at_once_is_one_statement(app, crew):
    results = crew.at_once(app, jobs.state_consent, *everybody(consent_link()))
    fresh()
    assert Counter(results) == {"stated": 1, "request_void": WORKERS - 1}
    assert db.session.scalar(select(func.count(CoOwnerStatement.id))) == 1


def test_control_without_lock_and_key_it_is_several_statements(app, crew):
    token = consent_link()
    drop(
        f"ALTER TABLE co_owner_statements DROP CONSTRAINT {name_of('co_owner_statements', 'request_id')}"
    )
    crew.at_once(app, jobs.state_consent_unlocked, *everybody(token))
    fresh()
    assert db.session.scalar(select(func.count(CoOwnerStatement.id))) > 1


# One company, twice at once; very many companies


def test_the_same_company_twice_at_once_is_one_agreement(app, crew):
    listing, company = deals.published(), deals.licensee()
    results = crew.at_once(app, jobs.draft, *taking_up(listing, company))
    fresh()
    assert db.session.scalars(select(Agreement.public_id)).all() == [results[0]]
    assert len(set(results)) == 1


def test_control_without_the_key_it_is_several(app, crew):
    listing, company = deals.published(), deals.licensee()
    arguments = taking_up(listing, company)
    drop("DROP INDEX uq_agreements_declaration_licensee")
    crew.at_once(app, jobs.draft_blind, *arguments)
    assert db.session.scalar(select(func.count(Agreement.id))) == WORKERS


def taking_up(listing, company):
    return everybody(listing.public_id, company.public_id, owner_of(company).public_id)


def test_two_hundred_licensees_at_once_hold_two_hundred_licenses(app, crew):
    """And of each that comes a second time, in another window, the license is the same."""
    listing = deals.published()
    companies = [deals.licensee() for _ in range(200)]
    shares = shares_of(listing, [*companies, *companies[1:18]])
    results = crew.at_once(app, jobs.take_up_and_sign, *shares)
    assert Counter(state for each in results for state in each) == {S.EFFECTIVE: 217}
    assert_one_license_each(companies)


def shares_of(listing, companies):
    parties = [(each.public_id, owner_of(each).public_id) for each in companies]
    return [(listing.public_id, parties[start::WORKERS]) for start in range(WORKERS)]


def assert_one_license_each(companies):
    fresh()
    licensees = db.session.scalars(select(Agreement.licensee_id)).all()
    assert sorted(licensees) == sorted(each.id for each in companies)


def test_control_without_the_key_who_comes_twice_holds_two(app, crew):
    listing = deals.published()
    companies = [deals.licensee() for _ in range(WORKERS)]
    arguments = shares_of(listing, companies)
    drop("DROP INDEX uq_agreements_declaration_licensee")
    crew.at_once(app, jobs.take_up_twice_blind, *arguments)
    with pytest.raises(AssertionError):
        assert_one_license_each(companies)
    assert db.session.scalar(select(func.count(Agreement.id))) == 2 * WORKERS


# Twenty at once for the first n places


def first_few(n):
    terms = preset(FeeMode.LUMP_SUM, route=Route.ORDINARY, amount_fen=FEN)
    changes = {"quota": Quota(first_n=n), "fee_mode": FeeMode.MIXED}
    return deals.published(terms=Terms.model_validate(dict(terms) | changes))


def assert_first(n, results, listing):
    """Exactly n signed for a place with the advantage, everybody else for the normal terms."""
    fresh()
    places = sorted(place for each in results for place in each)
    assert len(places) == 20
    assert sum(place <= n for place in places) == n
    assert places == list(range(1, 21))
    agreements = db.session.scalars(select(Agreement)).all()
    owing = [sum(row.amount_fen for row in rows_of(each)) for each in agreements]
    assert Counter(owing) == {0: n, FEN: 20 - n}


@pytest.mark.databases("sqlite", "postgresql")
def test_twenty_at_once_for_seven_places_are_seven_and_thirteen(app, crew):
    listing = first_few(7)
    arguments = shares_of(listing, [deals.licensee() for _ in range(20)])
    results = crew.at_once(app, jobs.take_places, *arguments)
    assert_first(7, results, listing)


@pytest.mark.databases("sqlite", "postgresql")
def test_control_without_lock_and_key_more_than_seven_have_the_advantage(app, crew):
    listing = first_few(7)
    arguments = shares_of(listing, [deals.licensee() for _ in range(20)])
    drop("DROP INDEX uq_agreements_listing_quota_place")
    results = crew.at_once(app, jobs.take_places_unlocked, *arguments)
    with pytest.raises(AssertionError):
        assert_first(7, results, listing)
    assert sum(place <= 7 for each in results for place in each) == 20


# One patent, sold to several buyers in the same moment (S044)


def sales():
    """As many contracts on one patent as there are workers, each signed by its buyer."""
    listing = deals.published(terms=preset(FeeMode.PRICE, amount_fen=FEN))
    agreements = [deals.drafted(listing) for _ in range(WORKERS)]
    for each in agreements:
        act = deals.act_of(each, owner_of(each.licensee))
        with transaction():
            sign_contract(each, Side.LICENSEE, act, clock.today())
    seller = owner_of(listing.organization).public_id
    return [(each.public_id, seller) for each in agreements]


def assert_sold_once(results):
    fresh()
    assert Counter(results) == {S.EFFECTIVE: 1, "sold_already": WORKERS - 1}
    states = Counter(db.session.scalars(select(Agreement.status)))
    assert states == {S.EFFECTIVE: 1, S.SIGNED_BY_ONE: WORKERS - 1}


def test_one_patent_is_sold_once_however_many_sign_at_once(app, crew):
    assert_sold_once(crew.at_once(app, jobs.sign_sale, *sales()))


def test_control_without_the_lock_it_is_sold_several_times(app, crew):
    results = crew.at_once(app, jobs.sign_sale_unlocked, *sales())
    with pytest.raises(AssertionError):
        assert_sold_once(results)
    assert Counter(results)[S.EFFECTIVE] > 1


# Several payments on one obligation

EACH = int(os.environ.get("R37_EACH", "10"))
"""Payments that each of the four processes makes on the one obligation: 250 for the thousand."""


def transfers(agreement, amounts):
    user = owner_of(agreement.licensee)
    return [
        (agreement.public_id, user.public_id, amounts[number], f"BANK-{number}")
        for number in range(WORKERS)
    ]


def assert_added_up(agreement, total):
    fresh(agreement)
    (row,) = rows_of(agreement)
    assert row.paid_fen == total
    code = AccountCode(AccountKind.RECEIVED, agreement.licensor.public_id, agreement.public_id)
    assert balance(str(code)) == total


def test_payments_at_once_on_one_obligation_add_up(app, crew):
    agreement = priced()
    amounts = [[fen] * EACH for fen in (700, 1100, 1300, 1700)]
    crew.at_once(app, jobs.state_transfers, *transfers(agreement, amounts))
    assert_added_up(agreement, 4_800 * EACH)


@pytest.mark.tampers
def test_control_without_locks_a_payment_is_lost(app, crew):
    agreement = priced()
    amounts = [[700], [1100], [1300], [1700]]
    crew.at_once(app, jobs.state_transfers_unlocked, *transfers(agreement, amounts))
    with pytest.raises(AssertionError):
        assert_added_up(agreement, 4_800)
    assert rows_of(agreement)[0].paid_fen in {700, 1100, 1300, 1700}


# One notice of Stripe, very often


def charged(agreement):
    """A payment that was opened, and its session as Stripe has it once it is paid."""
    agreement.licensor.payee_account.stripe_account_id = "acct_flows"
    db.session.commit()
    with transaction():
        payment = payments.open_stripe_payment(agreement, owner_of(agreement.licensee))
    session = CheckoutSession(
        id="cs_flows",
        url=None,
        status="complete",
        payment_status="paid",
        amount=FEN,
        currency="CNY",
        payment=payment.public_id,
        payment_intent="pi_flows",
        paid_at=clock.now(),
    )
    return payment, session


def deliveries(session, times):
    return everybody(jobs.notice_body(session.id, "acct_flows"), session, times)


def assert_settled_once(agreement, payment, answers):
    fresh(agreement, payment)
    assert {status for each in answers for status in each} == {200}
    assert agreement.status is S.EFFECTIVE
    assert db.session.scalar(select(func.count(Payment.id))) == 1
    tags = Counter(event.tag for event in history(payment, agreement))
    assert (tags["payment:confirm"], tags["agreement:take_effect"]) == (1, 1)
    assert rows_of(agreement)[0].paid_fen == FEN
    told = db.session.execute(
        select(InboxMessage.organization_id, InboxMessage.user_id, InboxMessage.code)
    )
    assert set(Counter(tuple(row) for row in told).values()) == {1}
    mails = db.session.execute(select(OutgoingMail.to, OutgoingMail.subject))
    assert set(Counter(tuple(row) for row in mails).values()) == {1}


def test_one_notice_fifty_times_at_once_is_one_fact(app, crew):
    agreement = priced()
    payment, session = charged(agreement)
    answers = crew.at_once(app, jobs.deliver_notices, *deliveries(session, 13))
    assert_settled_once(agreement, payment, answers)
    again = crew.at_once(app, jobs.deliver_notices, *deliveries(session, 1))
    assert_settled_once(agreement, payment, again)


@pytest.mark.tampers
def test_control_without_claim_and_lock_it_is_several(app, crew):
    agreement = priced()
    payment, session = charged(agreement)
    answers = crew.at_once(app, jobs.deliver_notices_unclaimed, *deliveries(session, 1))
    with pytest.raises(AssertionError):
        assert_settled_once(agreement, payment, answers)


def drop(statement):
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(text(statement))


def name_of(table, column):
    """The name of the unique key of a table that ends in this column."""
    keys = db.inspect(db.engine).get_unique_constraints(table)
    return next(key["name"] for key in keys if key["column_names"][-1] == column)


# A period closed at once, and a payment in the minute of the default -----------------------------


def accepted_unbilled():
    """A royalty that is known and for which nobody has written a bill yet."""
    agreement = with_royalty()
    with patch.object(bills, "issue"):
        accept(report(agreement, rows_of(agreement)[0], 100_000_000))
    return agreement


def test_a_period_closed_by_several_at_once_is_billed_once(app, crew):
    """R-57, each of them ten times."""
    agreement = accepted_unbilled()
    done = crew.at_once(app, jobs.close_period, *everybody(agreement.public_id, 10))
    fresh(agreement)
    assert done == ["closed"] * WORKERS
    assert [each.amount_fen for each in bills.bills_of(agreement)] == [2_000_000]


def test_control_without_the_lock_several_want_to_write_the_bill(app, crew):
    agreement = accepted_unbilled()
    done = crew.at_once(app, jobs.close_period_unlocked, *everybody(agreement.public_id, 1))
    assert Counter(done) != {"closed": WORKERS}


def demanded():
    """A demand whose deadline has passed and a transfer that the licensor has not found yet; the
    payment and the day after the deadline."""
    terms = preset(FeeMode.PAY_LATER, amount_fen=2_000_000)
    agreement = deals.accepted(deals.published(terms=terms))
    day = rows_of(agreement)[0].due_on + timedelta(31)
    deadline = day + timedelta(30)
    with clock.at(day), transaction():
        obligations.refresh(agreement)
        demands.serve(agreement, deadline, owner_of(agreement.licensor))
    with clock.at(deadline):
        return deals.pay(agreement, 2_000_000, deadline), deadline + timedelta(1)


def roles(payment, day):
    finder = owner_of(payment.licensor).public_id
    return [(payment.public_id, finder if number == 0 else None, day) for number in range(WORKERS)]


def test_a_payment_in_the_minute_of_the_default_has_one_outcome(app, crew):
    """R-64: found first, use never stops; stopped first, the payment cures it. The trail says which."""
    payment, day = demanded()
    agreement = payment.agreement
    crew.at_once(app, jobs.confirm_or_stop, *roles(payment, day))
    fresh(agreement)
    (demand,) = demands.demands_of(agreement)
    tags = [event.tag for event in history(agreement)]
    stopped = tags.count("agreement:stop_use")
    assert (agreement.status, tags.count("agreement:cure")) == (S.EFFECTIVE, 1)
    assert (demand.status.value, agreement.use_stopped_on) == (
        ("cured", day) if stopped else ("met", None)
    )
    assert stopped <= 1
    assert rows_of(agreement)[0].open_fen == 0


def test_control_without_locks_use_is_stopped_though_it_is_paid(app, crew):
    payment, day = demanded()
    crew.at_once(app, jobs.confirm_or_stop_unlocked, *roles(payment, day))
    fresh(payment)
    assert rows_of(payment.agreement)[0].open_fen == 0
    assert payment.agreement.status is S.USE_STOPPED

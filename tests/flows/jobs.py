"""What the workers of ``processes`` do: one user's act each; and the same with the protections
switched off, for the negative controls."""

import json
import time
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import Organization, User
from marketplace.agreements import clocks as agreement_clocks
from marketplace.agreements import services as agreements
from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.services import Act, contracts, drafting, life, notices, selling
from marketplace.agreements.services.places import holders
from marketplace.database import transaction
from marketplace.declarations import services as declarations
from marketplace.declarations.material_models import Answer, StatementRequest
from marketplace.declarations.models import Declaration
from marketplace.declarations.services import co_owners
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.listings.models import Listing
from marketplace.obligations import bills
from marketplace.obligations import services as obligations
from marketplace.obligations.models import Obligation, PaymentDemand
from marketplace.payments import booking
from marketplace.payments import services as payments
from marketplace.payments.models import Payment
from marketplace.payments.services import bank, online
from marketplace.payments.webhook import sign
from marketplace.terms.quotas import Held, place_for
from tests.flows.processes import meet

SECRET = "whsec_flows"


def find(model, public_id):
    return db.session.scalars(select(model).where(model.public_id == public_id)).one()


def same(value=None):
    return value


@contextmanager
def unversioned(*models):
    """Without the optimistic check that a row is still as it was read."""
    with ExitStack() as stack:
        for model in models:
            stack.enter_context(patch.object(model.__mapper__, "version_id_col", None))
            stack.enter_context(patch.dict(model.__mapper__._memoized_values, clear=True))
        yield


def state_consent(_app, token):
    """Answer a co-owner's link; what was refused says so."""
    try:
        with transaction():
            co_owners.state(co_owners.open_request(token), Answer.GIVEN, signer_name="李校长")
    except Refused as refusal:
        return refusal.code
    return "stated"


def state_consent_unlocked(app, token):
    """Answer it, but look first, lock never and keep no version."""

    def looked(request):
        found = require_open(request)
        meet()
        return found

    require_open = co_owners.require_open
    with (
        patch.object(co_owners, "lock", same),
        patch.object(co_owners, "require_open", looked),
        unversioned(StatementRequest),
    ):
        try:
            with transaction():
                request = co_owners.open_request(token)
                with patch.object(co_owners, "require_open", require_open):
                    co_owners.state(request, Answer.GIVEN, signer_name="李校长")
        except Exception as error:
            db.session.rollback()
            return type(error).__name__
    return "stated"


def sign_notice(_app, agreement_id, user_id, text_sha256):
    """Sign; returns the public id of the signature that stands."""
    agreement, user = find(Agreement, agreement_id), find(User, user_id)
    with transaction():
        signed = agreements.sign_notice(agreement, Act(by=user, text_sha256=text_sha256))
        return signed.signature(Side.LICENSEE).public_id


def sign_notice_unlocked(app, agreement_id, user_id, text_sha256):
    """Sign, but look first and lock never."""

    gate = iter([meet])

    def unlocked(agreement):
        agreement.signature(Side.LICENSEE)
        next(gate, same)()
        return agreement

    with patch.object(notices, "locked", unlocked), unversioned(Agreement):
        try:
            return sign_notice(app, agreement_id, user_id, text_sha256)
        except Exception as error:
            db.session.rollback()
            return type(error).__name__


def sign_or_withdraw(_app, withdrawal, notices_of):
    """Enter the office's announcement of a withdrawal, or sign one notice after another; returns how
    each came out: the agreement's status, or why it was refused."""
    if withdrawal is not None:
        declaration_id, user_id, evidence = withdrawal
        declaration, user = find(Declaration, declaration_id), find(User, user_id)
        with transaction():
            declarations.announce_withdrawal(declaration, user, clock.today(), "42卷11期", evidence)
        return []
    outcomes = []
    for agreement_id, user_id, text_sha256 in notices_of:
        agreement, user = find(Agreement, agreement_id), find(User, user_id)
        try:
            with transaction():
                agreements.sign_notice(agreement, Act(by=user, text_sha256=text_sha256))
        except Refused as refusal:
            outcomes.append(refusal.code)
        else:
            outcomes.append(agreement.status.value)
    return outcomes


def sign_or_withdraw_unheld(app, withdrawal, notices_of):
    """The same without holding the declaration: the first notice of each is looked at, then the
    withdrawal is entered, then the notices go on."""
    if withdrawal is not None:
        done = sign_or_withdraw(app, withdrawal, notices_of)
        meet()
        return done
    real, gate = notices.require_notice_possible, iter([meet])

    def looked(agreement, day):
        real(agreement, day)
        next(gate, same)()

    with (
        patch.object(notices, "hold_declaration", same),
        patch.object(notices, "require_notice_possible", looked),
    ):
        return sign_or_withdraw(app, withdrawal, notices_of)


def draft(_app, listing_id, organization_id, user_id):
    """Take up a listing; returns the public id of the agreement."""
    listing, user = find(Listing, listing_id), find(User, user_id)
    organization = find(Organization, organization_id)
    with transaction():
        return agreements.draft(listing, organization, user)[0].public_id


def draft_blind(app, *arguments):
    """Take up a listing without seeing what the others do."""

    def blind(*_):
        meet()

    with patch.object(drafting, "_standing", blind):
        return draft(app, *arguments)


def take_up_and_sign(_app, listing_id, parties):
    """One licensee after the other takes the listing up and signs; returns the states."""
    from marketplace.agreements import texts

    states = []
    for organization_id, user_id in parties:
        agreement_id = draft(_app, listing_id, organization_id, user_id)
        agreement, user = find(Agreement, agreement_id), find(User, user_id)
        act = Act(by=user, text_sha256=texts.build(agreement).sha256)
        with transaction():
            agreements.sign_notice(agreement, act)
        states.append(agreement.status.value)
    return states


def sign_sale(_app, agreement_id, user_id):
    """The seller signs what the buyer has signed; returns how the contract stands, or why not."""
    from marketplace.agreements import texts

    agreement, user = find(Agreement, agreement_id), find(User, user_id)
    act = Act(by=user, text_sha256=texts.build(agreement).sha256)
    try:
        with transaction():
            agreements.sign_contract(agreement, Side.LICENSOR, act, clock.today())
    except Refused as refusal:
        return refusal.code
    return agreement.status.value


def sign_sale_unlocked(app, *arguments):
    """The same, where everybody looks for another sale before anybody has signed."""
    look = selling._require_unsold

    def looked(agreement, patent):
        look(agreement, patent)
        meet()

    with (
        patch.object(selling, "lock", same),
        patch.object(selling, "_require_unsold", looked),
        patch.object(contracts, "_take_off", same),
    ):
        return sign_sale(app, *arguments)


def take_places(_app, listing_id, parties):
    """One licensee after the other begins and accepts; returns the places that were signed."""
    from marketplace.agreements import texts

    signed = []
    for organization_id, user_id in parties:
        agreement = find(Agreement, draft(_app, listing_id, organization_id, user_id))
        act = Act(by=find(User, user_id), text_sha256=texts.build(agreement).sha256)
        with transaction():
            agreements.accept_standing_offer(agreement, act)
        signed.append(agreement.record.signing.quota_place)
    return signed


def take_places_unlocked(app, listing_id, parties):
    """The same, where everybody counts the places before anybody has taken one."""
    listing = find(Listing, listing_id)
    seen = place_for(listing.record.quota, [Held(each.quota_place) for each in holders(listing)])
    db.session.rollback()
    meet()
    with (
        patch.object(drafting, "next_place", lambda *_: seen),
        patch.object(contracts, "require_place", same),
    ):
        return take_places(app, listing_id, parties)


def take_up_twice(app, listing_id, parties):
    """Every company takes the listing up and signs, and then does all of it again."""
    first = take_up_and_sign(app, listing_id, parties)
    return first + take_up_and_sign(app, listing_id, parties)


def take_up_twice_blind(app, listing_id, parties):
    """The same without seeing what the company holds already."""
    with patch.object(drafting, "_standing", lambda *_: None):
        return take_up_twice(app, listing_id, parties)


def state_transfers(_app, agreement_id, user_id, amounts, prefix):
    """Pay in several transfers, each with a bank reference of its own."""
    for number, amount in enumerate(amounts):
        agreement, user = find(Agreement, agreement_id), find(User, user_id)
        with transaction():
            payments.state_transfer(
                agreement, amount, clock.today(), f"{prefix}-{number}", None, user
            )


def state_transfers_unlocked(app, *arguments):
    """The same, where each reads what is paid before any has written."""
    credit = obligations.credit

    def slow_credit(obligation, *amount):
        assert obligation.paid_fen == 0
        meet()
        credit(obligation, *amount)

    with (
        patch.object(bank, "locked", same),
        patch.object(obligations, "locked_agreement", same),
        patch.object(obligations, "lock", same),
        patch.object(booking.obligations, "credit", slow_credit),
        unversioned(Obligation, Agreement),
    ):
        try:
            state_transfers(app, *arguments)
        except Refused as refusal:
            return refusal.code


class FixedGateway:
    """A gateway whose one session is as given; notices are verified like the real ones."""

    enabled = True

    def __init__(self, session):
        self.session = session

    def read_session(self, session, account):
        return self.session

    def read_event(self, body, header):
        from marketplace.payments.webhook import read_event

        return read_event(body, header, SECRET)


def notice_body(session_id, account, event_id="evt_flows"):
    event = {
        "id": event_id,
        "object": "event",
        "type": "checkout.session.completed",
        "account": account,
        "data": {"object": {"id": session_id}},
    }
    return json.dumps(event).encode()


def signed_header(body):
    now = int(time.time())
    return f"t={now},v1={sign(body, SECRET, now)}"


def deliver_notices(app, body, session, times):
    """Deliver the same notice several times; returns the answers' status codes."""
    app.extensions["gateway"] = FixedGateway(session)
    client = app.test_client()
    headers = {"Stripe-Signature": signed_header(body)}
    return [
        client.post("/stripe/webhook", data=body, headers=headers).status_code for _ in range(times)
    ]


def deliver_notices_unclaimed(app, body, session, times):
    """Deliver without the claim on the notice and without the lock on its payment."""

    def unlocked(payment):
        meet()
        return payment

    with (
        patch.object(payments, "is_known", lambda _event: False),
        patch.object(payments, "first_time", lambda _event: True),
        patch.object(online, "locked_payment", unlocked),
        unversioned(Payment, Obligation, Agreement),
    ):
        return deliver_notices(app, body, session, times)


def close_period(_app, agreement_id, times):
    """Close what can be billed, again and again; returns how it went."""
    for _ in range(times):
        try:
            with transaction():
                obligations.refresh(find(Agreement, agreement_id))
        except Exception as error:
            db.session.rollback()
            return type(error).__name__
    return "closed"


def close_period_unlocked(app, agreement_id, times):
    """The same, where all look for bills before anybody has written one."""
    look = bills._known
    gate = iter([meet])

    def looked(rows):
        found = look(rows)
        next(gate, same)()
        return found

    with (
        patch.object(obligations, "locked_agreement", same),
        patch.object(obligations, "lock", same),
        patch.object(bills, "_known", looked),
        unversioned(Obligation, Agreement),
    ):
        return close_period(app, agreement_id, times)


def confirm_or_stop(_app, payment_id, licensor_id, day):
    """On the day after a demand's deadline: one finds the money on its account, the others run the
    clock."""
    with clock.at(day):
        if licensor_id is None:
            return agreement_clocks.run()
        with transaction():
            payments.confirm(find(Payment, payment_id), find(User, licensor_id))
        return "confirmed"


def confirm_or_stop_unlocked(app, payment_id, licensor_id, day):
    """The same without locks and versions: the clocks have looked before the money is found."""
    with (
        patch.object(obligations, "locked_agreement", same),
        patch.object(life, "locked", same),
        unversioned(Agreement, Obligation, PaymentDemand),
    ):
        if licensor_id is not None:
            meet()
            confirmed = confirm_or_stop(app, payment_id, licensor_id, day)
            meet()
            return confirmed
        with clock.at(day), transaction():
            agreement = find(Payment, payment_id).agreement
            demanded_until = agreement.demand_deadline_on
            meet()
            meet()
            agreements.stop_use(agreement)
        return demanded_until.isoformat()

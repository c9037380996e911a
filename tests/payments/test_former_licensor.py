"""After a transfer each licensor sees to its own money: what accrued before is the former one's to
find on its account, what accrues later the present one's."""

from datetime import timedelta

import pytest

from marketplace import clock, files
from marketplace.agreements.policies import may_view
from marketplace.database import transaction
from marketplace.desk.workload import desk_of
from marketplace.extensions import db
from marketplace.obligations.creditors import was_licensor
from marketplace.obligations.services import rows_of
from marketplace.payments import policies, services
from marketplace.payments.bank_matching import Licenses
from marketplace.payments.bank_models import BankRow
from marketplace.payments.models import PaymentStatus
from tests.accounts.browser import visit
from tests.accounts.factories import client_of, owner_of
from tests.agreements.test_views import post
from tests.declarations.factories import make_patentee
from tests.listings.factories import give_account
from tests.obligations.test_rights import instalments, passes

SLIP = b"%PDF-1.7 slip of the bank"


def stated(agreement, amount_fen):
    """The licensee states a transfer, which goes to whom the oldest open amount is owed."""
    with transaction():
        return services.state_transfer(
            agreement,
            amount_fen,
            clock.today(),
            "",
            files.put(SLIP),
            owner_of(agreement.licensee),
        )


def buttons(app, user, agreement):
    """The addresses of the confirmations that a person's page of the agreement offers."""
    page = visit(client_of(app, user), f"/agreements/{agreement.public_id}")
    found = {form["action"] for form in page.soup.select("form[action*='/payments/']")}
    return {address for address in found if address.endswith("/confirmation")}


@pytest.fixture
def passed(app):
    """A license whose patent passed while the first instalment was due, and its two licensors."""
    agreement = instalments()
    give_account(agreement.licensor)
    seller = agreement.licensor
    return agreement, seller, passes(agreement, clock.today())


@pytest.mark.databases("sqlite", "postgresql")
def test_the_former_licensor_confirms_what_was_owed_to_it(app, passed):
    agreement, seller, holder = passed
    payment = stated(agreement, 600_000)
    address = f"/payments/{payment.public_id}/confirmation"
    assert buttons(app, owner_of(seller), agreement) == {address}
    assert buttons(app, owner_of(holder), agreement) == set(), "not its money"
    assert post(client_of(app, owner_of(holder)), address).status_code == 403
    assert post(client_of(app, owner_of(seller)), address).status_code == 303
    db.session.rollback()
    assert payment.status is PaymentStatus.CONFIRMED
    assert [row.open_fen for row in rows_of(agreement)] == [0, 400_000]


def test_the_present_licensor_confirms_what_accrued_since(app, passed):
    agreement, seller, holder = passed
    first = stated(agreement, 600_000)
    with transaction():
        services.confirm(first, owner_of(seller))
    with clock.at(rows_of(agreement)[1].due_on):
        payment = stated(agreement, 400_000)
        address = f"/payments/{payment.public_id}/confirmation"
        assert buttons(app, owner_of(seller), agreement) == set()
        assert buttons(app, owner_of(holder), agreement) == {address}
    assert not policies.may_confirm(owner_of(seller), payment)
    assert policies.may_confirm(owner_of(holder), payment)


def test_control_by_the_side_alone_each_would_confirm_the_others_money(app, passed, monkeypatch):
    """The rule before: whoever stands on the licensor's side now sees to every payment."""
    agreement, seller, holder = passed
    stated(agreement, 600_000)
    monkeypatch.setattr(
        "marketplace.desk.looks.may_confirm",
        lambda user, payment: user.id == owner_of(payment.agreement.present_licensor).id,
    )
    assert buttons(app, owner_of(seller), agreement) == set()
    assert len(buttons(app, owner_of(holder), agreement)) == 1


def test_whoever_held_the_patent_in_between_still_sees_to_its_money(app, passed):
    agreement, seller, between = passed
    first = stated(agreement, 600_000)
    with transaction():
        services.confirm(first, owner_of(seller))
    due_on = rows_of(agreement)[1].due_on
    with clock.at(due_on):
        last = passes(agreement, due_on, make_patentee())
        payment = stated(agreement, 400_000)
        assert payment.licensor.id == between.id
        assert len(buttons(app, owner_of(between), agreement)) == 1
        assert buttons(app, owner_of(last), agreement) == set()
    assert may_view(owner_of(between), agreement)
    assert not may_view(owner_of(make_patentee()), agreement)


def test_what_is_to_be_received_is_counted_for_whom_it_is_owed_to(app, passed):
    agreement, seller, holder = passed

    def received(organization):
        with app.test_request_context():
            return desk_of(organization, owner_of(organization), "zh").to_receive

    assert received(seller).soon_fen == 600_000
    assert received(holder).soon_fen == 0
    with clock.at(rows_of(agreement)[1].due_on + timedelta(1)):
        assert received(seller).overdue_fen == 600_000
        assert received(holder).overdue_fen == 400_000


def test_each_ones_bank_statement_finds_its_own_amounts(app, passed):
    agreement, seller, holder = passed

    def best(organization, amount_fen):
        row = BankRow(
            amount_fen=amount_fen, payer=agreement.licensee.name, purpose="", reference=""
        )
        found = Licenses(organization).candidates(row)
        return len(found[0].signs) if found else 0

    assert (best(seller, 600_000), best(holder, 600_000)) == (2, 1)
    assert best(holder, 400_000) == 2
    assert best(make_patentee(), 400_000) == 0


def test_money_is_counted_on_licenses_of_both_and_of_nobody_else(app, passed):
    agreement, seller, holder = passed
    stranger = make_patentee()
    assert [was_licensor(agreement, each) for each in (seller, holder, stranger)] == [
        True,
        True,
        False,
    ]

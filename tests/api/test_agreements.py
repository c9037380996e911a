"""An agreement as its two parties' programs see it, and as nobody else does."""

from datetime import timedelta

import pytest

from marketplace import clock
from marketplace.terms.enums import FeeMode, Route
from marketplace.worker.services import drain
from tests.accounts.factories import make_organization, owner_of
from tests.api.conftest import Program, problem, token_of
from tests.deals import LUMP_FEN, accepted, drafted, noticed, pay, published


def address_of(agreement):
    return f"/api/v1/agreements/{agreement.public_id}"


@pytest.fixture
def priced(app):
    return published(FeeMode.LUMP_SUM, amount_fen=LUMP_FEN)


def test_a_party_sees_what_is_due(program, buyer, priced):
    agreement = noticed(priced, buyer)
    body = program.get(address_of(agreement)).get_json()
    assert body["status"] == "awaiting_payment"
    assert body["terms"] == agreement.terms
    assert body["sign_url"] is None
    (owed,) = body["obligations"]
    assert owed["amount"] == {"amount": LUMP_FEN, "currency": "CNY"}
    assert owed["paid"] == {"amount": 0, "currency": "CNY"}
    assert owed["status"] == "due"


def test_an_effective_agreement_has_its_days_and_documents(program, buyer, priced):
    agreement = noticed(priced, buyer)
    pay(agreement, LUMP_FEN, clock.today())
    address = address_of(agreement)
    drain()
    body = program.get(address).get_json()
    assert body["status"] == "effective"
    assert body["effective_on"] == clock.today().isoformat()
    assert {each["status"] for each in body["documents"]} == {"sealed"}


def test_the_signing_side_is_led_to_the_browser(program, buyer, priced):
    agreement = drafted(priced, buyer)
    body = program.get(address_of(agreement)).get_json()
    assert body["sign_url"].endswith(f"/agreements/{agreement.public_id}/check")


def test_the_licensor_sees_it_once_something_was_sent(app, buyer, priced):
    licensor = Program(app, token_of(priced.organization))
    draft = drafted(priced, buyer)
    problem(licensor.get(address_of(draft)), 404, "missing")
    sent = noticed(priced, make_organization())
    body = licensor.get(address_of(sent)).get_json()
    assert (body["id"], body["sign_url"]) == (sent.public_id, None)


def test_both_sides_of_a_contract_see_it_concluded(app, program, buyer):
    listing = published(FeeMode.FREE, Route.ORDINARY)
    agreement = accepted(listing, buyer)
    for reader in (program, Program(app, token_of(listing.organization))):
        body = reader.get(address_of(agreement)).get_json()
        assert body["status"] == "effective"
        assert body["text_sha256"] == agreement.text_sha256


def test_another_organization_finds_nothing(app, buyer, priced):
    other = Program(app, token_of(make_organization()))
    problem(other.get(address_of(noticed(priced, buyer))), 404, "missing")


def test_a_token_speaks_for_its_organization_alone(app, buyer, priced):
    """The person is a member of both; the token is of the other one."""
    second = make_organization(owner_of(buyer))
    other = Program(app, token_of(second, owner_of(buyer)))
    problem(other.get(address_of(noticed(priced, buyer))), 404, "missing")


def test_without_a_token_nothing_is_shown(anonymous, buyer, priced):
    problem(anonymous.get(address_of(noticed(priced, buyer))), 401, "token_required")


def test_what_is_overdue_is_computed(program, buyer):
    listing = published(FeeMode.LUMP_SUM, amount_fen=LUMP_FEN)
    agreement = noticed(listing, buyer)
    with clock.at(clock.today() + timedelta(days=400)):
        body = program.get(address_of(agreement)).get_json()
    assert body["obligations"][0]["overdue"] is True

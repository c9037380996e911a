"""The public register: that a license exists; parties by their choice; never a price (N14)."""

import csv
import io
import json

import pytest

from marketplace.agreements.models import Side
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.errors import NotAllowed
from marketplace.extensions import db
from marketplace.public_register import services
from marketplace.public_register.models import Shown
from marketplace.terms.enums import FeeMode, Route
from tests import deals
from tests.accounts.browser import visit
from tests.accounts.factories import (
    client_of,
    make_administrator,
    make_member,
    make_user,
    owner_of,
)

FEN = 7_654_300


@pytest.fixture
def license(app):
    return deals.noticed(deals.published())


def priced():
    """A contract with a negotiated price, in force."""
    listing = deals.published(FeeMode.LUMP_SUM, Route.ORDINARY, amount_fen=FEN)
    return deals.accepted(listing)


def choose(agreement, side, shown, by=None):
    with transaction():
        services.choose(agreement, side, shown, by or owner_of(agreement.party(side)))


def rows(client, query=""):
    return client.get(f"/licenses.json{query}").get_json()["licenses"]


def everything(client, agreement):
    """All that strangers can read of the register, in every form."""
    number = agreement.patents[0].number
    paths = ("/licenses", "/licenses.csv", f"/patents/{number}")
    pages = [client.get(path) for path in paths]
    assert {each.status_code for each in pages} == {200}
    plain = json.dumps(client.get("/licenses.json").get_json(), ensure_ascii=False)
    return plain + "".join(each.get_data(as_text=True) for each in pages)


def test_a_license_is_listed_without_its_parties(client, license):
    (row,) = rows(client)
    assert row["patents"] == [license.patents[0].certificate_number]
    assert (row["route"], row["license"], row["state"]) == ("open", "ordinary", "in_force")
    assert row["effective_on"] == license.effective_on.isoformat()
    assert (row["licensor"], row["licensee"]) == (None, None)
    assert license.licensee.name not in everything(client, license)
    visit(client, "/licenses")


def test_each_party_decides_for_itself_alone(client, license):
    choose(license, Side.LICENSEE, Shown.NAME)
    (row,) = rows(client)
    assert row["licensee"] == {"name": license.licensee.name}
    assert row["licensor"] is None
    with pytest.raises(NotAllowed), transaction():
        services.choose(license, Side.LICENSOR, Shown.NAME, owner_of(license.licensee))


def test_province_and_kind_tell_no_name(client, license):
    choose(license, Side.LICENSEE, Shown.REGION_AND_KIND)
    (row,) = rows(client, "?lang=zh_CN")
    assert row["licensee"] == {"region": "广东省", "kind": "company"}
    assert license.licensee.name not in everything(client, license)


def test_control_by_name_it_is_everywhere(client, license):
    choose(license, Side.LICENSEE, Shown.NAME)
    assert everything(client, license).count(license.licensee.name) == 4


def test_a_choice_can_be_taken_back(client, license):
    choose(license, Side.LICENSEE, Shown.NAME)
    choose(license, Side.LICENSEE, Shown.NOTHING)
    assert rows(client)[0]["licensee"] is None
    tags = [event.tag for event in history(license)]
    assert tags.count("register_choice:choose") == 2


def test_never_a_price_nor_what_is_owed(client):
    agreement = priced()
    assert agreement.effective_on is not None
    for side in Side:
        choose(agreement, side, Shown.NAME)
    found = everything(client, agreement)
    for text in ("76,543", "76543", str(FEN), agreement.public_id, agreement.terms_sha256):
        assert text not in found
    (row,) = rows(client)
    assert set(row) == {
        "patents",
        "license",
        "route",
        "effective_on",
        "state",
        "ended_on",
        "licensor",
        "licensee",
    }


def test_drafts_and_notices_are_nobodys_business(client):
    deals.drafted(deals.published())
    deals.noticed(deals.published(FeeMode.LUMP_SUM, amount_fen=FEN))
    assert rows(client) == []
    visit(client, "/licenses")


def test_a_sale_is_no_license(client):
    from marketplace.public_register.queries import _LICENSES

    assert set(Route) - set(_LICENSES) == {Route.TRANSFER}


def test_it_is_searched_by_patent_number(client, license):
    other = deals.noticed(deals.published())
    number = other.patents[0].number
    assert [row["patents"] for row in rows(client, f"?number={number}")] == [
        [other.patents[0].certificate_number]
    ]
    assert rows(client, "?number=ZL209910123456") == []
    assert len(rows(client)) == 2
    page = visit(client, f"/licenses?number={number}").text
    assert license.patents[0].certificate_number not in page
    assert visit(client, "/licenses?number=none").status == 200


def test_a_name_cannot_run_as_a_formula(client, license):
    """R-96."""
    license.licensee.name = "=HYPERLINK(1)"
    db.session.commit()
    choose(license, Side.LICENSEE, Shown.NAME)
    text = client.get("/licenses.csv").get_data(as_text=True).lstrip("\ufeff")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["licensee"] == "'=HYPERLINK(1)"
    assert json.loads(client.get("/licenses.json").data)["licenses"]


def test_who_may_choose(app, license):
    address = f"/agreements/{license.public_id}/register"
    viewer = make_member(license.licensee).user
    for user, status in (
        (None, 303),
        (make_user(), 404),
        (owner_of(deals.licensee()), 404),
        (make_user(is_auditor=True), 403),
        (make_administrator(), 403),
        (viewer, 403),
        (owner_of(license.licensee), 200),
        (owner_of(license.licensor), 200),
    ):
        assert app.test_client(user=user).get(address).status_code == status, user


def test_choosing_on_the_page(app, client, license):
    mine = client_of(app, owner_of(license.licensor))
    page = visit(mine, f"/agreements/{license.public_id}/register")
    page.send(shown="name").follow()
    assert rows(client)[0]["licensor"] == {"name": license.licensor.name}
    assert page.send(shown="all").status == 422

"""Contracts signed elsewhere, entered by a program: as on the page, once, and only with a scan."""

import hashlib
import io
import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace import clock, files
from marketplace.accounts.models import Organization
from marketplace.api.models import StoredAnswer
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.on_paper import scans, services
from marketplace.on_paper.models import PaperContract
from marketplace.terms.record import as_data
from tests.accounts.factories import make_member, make_organization, owner_of
from tests.api.conftest import Program, problem, token_of
from tests.declarations.factories import make_patent, make_patentee, manager_of
from tests.listings.factories import announce, make_listing
from tests.on_paper.factories import SCAN, STRANGER, lump

PATH = "/api/v1/paper-contracts"


@pytest.fixture
def patentee(app):
    return make_patentee()


@pytest.fixture
def house(app, patentee):
    """A program of the patentee."""
    return Program(app, token_of(patentee))


def contract(patent, **values):
    today = clock.today()
    said = {
        "side": "licensor",
        "other": {
            "name": f" {STRANGER.name} ",
            "kind": "company",
            "code": STRANGER.code,
            "address": STRANGER.address,
        },
        "patents": [f"ZL{patent.number}"],
        "terms": as_data(lump()),
        "signed_on": (today - timedelta(9)).isoformat(),
        "effective_on": (today - timedelta(8)).isoformat(),
        "pages": 6,
        "contract_number": "校合〔2026〕9号",
    }
    return {name: value for name, value in (said | values).items() if value is not None}


def send(program, said, scan=SCAN, *, key="one", **more):
    data = {"contract": json.dumps(said), **more}
    if scan is not None:
        data["scan"] = (io.BytesIO(scan), "合同.pdf")
    return program.post(PATH, key=key, data=data, content_type="multipart/form-data")


def how_many(model):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model))


@pytest.mark.databases("sqlite", "postgresql")
def test_it_is_entered_listed_shown_and_checked_by_another(app, house, patentee):
    patent = make_patent(patentee)
    answer = send(house, contract(patent))
    assert answer.status_code == 201, answer.text
    body = answer.get_json()
    assert (body["status"], body["agreement"]) == ("entered", None)
    assert body["other"]["name"] == STRANGER.name
    assert body["scan_sha256"] == hashlib.sha256(SCAN).hexdigest()
    assert files.get(body["scan_sha256"]) == SCAN
    assert body["terms"]["lump_sum"]["amount_fen"] == 3_000_000
    (item,) = house.get(PATH).get_json()["items"]
    assert (item["id"], item["patents"]) == (body["id"], [patent.number])
    paper = db.session.scalars(select(PaperContract)).one()
    with transaction():
        agreement = services.confirm(paper, manager_of(patentee))
    shown = house.get(f"{PATH}/{body['id']}").get_json()
    assert (shown["status"], shown["agreement"]) == ("checked", agreement.public_id)


def test_the_same_key_enters_it_once_and_another_key_finds_it_there(house, patentee):
    said = contract(make_patent(patentee))
    first, again = send(house, said), send(house, said)
    assert (again.status_code, again.data) == (201, first.data)
    assert again.headers["Idempotency-Hit"] == "true"
    problem(send(house, said, key="two"), 409, "entered_already")
    assert how_many(PaperContract) == how_many(StoredAnswer) == 1


def test_the_key_stands_for_the_scan_too(house, patentee):
    said = contract(make_patent(patentee))
    send(house, said)
    other = send(house, said, SCAN + b" of another paper")
    problem(other, 422, "idempotency_key_reused")


REFUSED = [
    ({"pages": 0}, "invalid_field", "pages"),
    ({"pages": True, "side": "buyer"}, "invalid_field", "side"),
    ({"patents": ["202119999999.9"]}, "unknown_patent", "patents"),
    ({"signed_on": "2999-01-01"}, "day_ahead", "signed_on"),
    ({"effective_on": "2999-01-01"}, "not_in_effect_yet", "effective_on"),
    ({"terms": {"schema_version": "terms/9"}}, "unknown_schema", "terms.schema_version"),
    ({"terms": None}, "declaration_not_announced", "patents"),
]


@pytest.mark.parametrize(("values", "code", "field"), REFUSED, ids=lambda each: str(each)[:24])
def test_what_the_page_refuses_is_refused_here(house, patentee, values, code, field):
    said = contract(make_patent(patentee)) | values
    said = {name: value for name, value in said.items() if value is not None}
    problem(send(house, said), 422, code, field)
    assert how_many(PaperContract) == how_many(StoredAnswer) == 0


def test_a_wrong_code_is_named_where_it_was_sent(house, patentee):
    before = how_many(Organization)
    said = contract(make_patent(patentee), other={"name": "某公司", "code": "91350100M000100Y44"})
    answer = send(house, said)
    assert (answer.status_code, answer.get_json()["field"]) == (422, "other.code")
    assert how_many(Organization) == before


def test_terms_that_cannot_stand_are_named_by_their_field(house, patentee):
    terms = as_data(lump()) | {"fee_mode": "free"}
    answer = send(house, contract(make_patent(patentee), terms=terms))
    problem(answer, 422, "fee_mode", "terms.fee_mode")


def test_a_misspelt_name_is_refused_inside_and_outside(house, patentee):
    said = contract(make_patent(patentee))
    problem(send(house, said | {"page": 6}), 400, "unknown_field", "page")
    problem(send(house, said, scans="x"), 400, "unknown_field", "scans")


@pytest.mark.parametrize(
    ("scan", "code"), [(None, "scan_missing"), (b"", "scan_missing"), (b"MZ\x90\x00", "scan_kind")]
)
def test_without_a_scan_of_the_paper_nothing_is_entered(house, patentee, scan, code):
    problem(send(house, contract(make_patent(patentee)), scan), 422, code, "scan")
    assert how_many(PaperContract) == 0


def test_control_the_scan_is_what_is_asked_for(house, patentee, monkeypatch):
    """Without the look at its first bytes any file would pass for a scan."""
    monkeypatch.setattr("marketplace.api.paper.require_scan", lambda _: None)
    assert scans.suffix_of(b"MZ\x90\x00") is None
    assert send(house, contract(make_patent(patentee)), b"MZ\x90\x00").status_code == 201


def test_on_a_declaration_the_announced_terms_hold(house, patentee):
    patent = make_patent(patentee)
    with clock.at(clock.today() - timedelta(30)):
        announce(make_listing(organization=patentee, patents=[patent]))
    body = send(house, contract(patent, terms=None)).get_json()
    assert (body["route"], body["declaration"] is not None) == ("open", True)


def test_only_members_who_may_bind_the_house_enter(app, patentee):
    viewer = make_member(patentee).user
    program = Program(app, token_of(patentee, viewer))
    problem(send(program, contract(make_patent(patentee))), 403, "not_allowed")
    problem(send(Program(app), contract(make_patent(patentee))), 401, "token_required")


def test_another_organization_finds_nothing(app, house, patentee):
    entered = send(house, contract(make_patent(patentee))).get_json()["id"]
    stranger = make_organization()
    program = Program(app, token_of(stranger, owner_of(stranger)))
    assert program.get(PATH).get_json() == {"items": [], "next": None}
    problem(program.get(f"{PATH}/{entered}"), 404, "missing")
    problem(program.get(PATH, cursor=entered), 404, "missing")
    problem(house.get(f"{PATH}/nothing"), 404, "missing")


def test_pages_of_the_list_follow_each_other(house, patentee):
    patent = make_patent(patentee)
    made = [
        send(
            house,
            contract(patent, contract_number=f"校合〔2026〕{number}号"),
            SCAN + bytes([number]),
            key=f"key-{number}",
        ).get_json()["id"]
        for number in range(3)
    ]
    first = house.get(PATH, limit=2).get_json()
    second = house.get(PATH, limit=2, cursor=first["next"]).get_json()
    assert [each["id"] for each in first["items"] + second["items"]] == made[::-1]
    assert second["next"] is None
    problem(house.get(PATH, limit=0), 422, "limit_invalid", "limit")

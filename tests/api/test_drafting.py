"""Drafts by programs: whose token, which key, one run, and never a signature."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from marketplace.accounts import services as accounts
from marketplace.accounts.models import ApiToken
from marketplace.agreements.models import Agreement
from marketplace.agreements.services import drafting
from marketplace.api import idempotency, views
from marketplace.api.models import StoredAnswer
from marketplace.audit.models import AuditEvent
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.terms.enums import FeeMode, Route
from tests.accounts.factories import make_member, make_organization, owner_of
from tests.api.conftest import Program, problem, token_of
from tests.deals import published
from tests.declarations.factories import make_patent, make_patentee

both = pytest.mark.databases("sqlite", "postgresql")


def how_many(model):
    db.session.commit()
    return db.session.scalar(select(func.count()).select_from(model))


@pytest.fixture
def offer(app):
    """A listing on `ordinary`, where nothing but the key stands against a second draft."""
    return published(FeeMode.FREE, Route.ORDINARY)


@both
def test_a_draft_names_where_to_sign(program, buyer, offer):
    answer = program.draft(offer)
    body = answer.get_json()
    assert answer.status_code == 201
    assert body["status"] == "draft"
    assert body["sign_url"] == f"http://localhost/agreements/{body['id']}/check"
    assert body["licensee"]["name"] == buyer.name
    assert "Idempotency-Hit" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    made = db.session.scalars(select(Agreement)).one()
    assert (made.public_id, made.licensee, made.signatures) == (body["id"], buyer, [])
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.tag == "agreement:draft")).one()
    assert event.subject_id == body["id"]


def test_a_group_on_open_makes_one_draft_per_declaration(program):
    organization = make_patentee()
    patents = [make_patent(organization) for _ in range(3)]
    body = program.draft(published(patents=patents)).get_json()
    assert [each["patents"] for each in body["drafts"]] == [[each.number] for each in patents]
    assert body["drafts"][0]["id"] == body["id"]


def test_one_declaration_of_a_group_is_taken_up_alone(program):
    organization = make_patentee()
    patents = [make_patent(organization) for _ in range(3)]
    listing = published(patents=patents)
    number = patents[1].number
    body = program.draft(listing, body={"patents": [f" ZL{number} "]}).get_json()
    assert [each["patents"] for each in body["drafts"]] == [[number]]
    assert how_many(Agreement) == 1


@pytest.mark.parametrize(
    ("patents", "code"),
    [
        (["2.02E+12"], "patent_number_invalid"),
        ([], "patents_not_offered"),
        (["202110123456.X", "201910000001.X"], None),
    ],
)
def test_patents_that_are_not_offered_are_refused(program, offer, patents, code):
    answer = program.draft(offer, body={"patents": patents})
    assert answer.status_code == 422
    problem(answer, 422, code or answer.get_json()["code"], "patents")
    assert how_many(StoredAnswer) == how_many(Agreement) == 0


def test_the_same_license_is_not_begun_twice(program):
    listing = published()
    first, second = program.draft(listing), program.draft(listing)
    assert first.get_json()["id"] == second.get_json()["id"]
    assert how_many(Agreement) == 1


@both
def test_the_same_key_gets_the_stored_answer(program, offer, nothing_stands):
    first = program.draft(offer, key="one")
    again = program.draft(offer, key="one")
    assert (again.status_code, again.data) == (201, first.data)
    assert again.headers["Idempotency-Hit"] == "true"
    assert how_many(Agreement) == 1


@pytest.fixture
def nothing_stands(monkeypatch):
    """Without the later protection, by which an unsigned draft is the answer to the next one."""
    monkeypatch.setattr(drafting, "_through", lambda *_: None)


def test_without_the_key_a_second_draft_would_be_made(program, offer, nothing_stands):
    """Negative control: only the key stands against it."""
    program.draft(offer, key="one")
    program.draft(offer, key="two")
    assert how_many(Agreement) == 2


def test_an_empty_body_and_an_empty_object_are_the_same_request(program, offer):
    path = f"/api/v1/listings/{offer.public_id}/agreements"
    program.post(path, key="one")
    answer = program.post(path, key="one", data=" {}\n", content_type="application/json")
    assert answer.headers["Idempotency-Hit"] == "true"


def test_another_request_with_the_same_key_is_refused(program, offer):
    program.draft(offer, key="one")
    number = offer.patents[0].number
    answer = program.draft(offer, key="one", body={"patents": [number]})
    problem(answer, 422, "idempotency_key_reused")
    problem(program.draft(published(), key="one"), 422, "idempotency_key_reused")
    assert how_many(Agreement) == 1


def test_keys_of_different_tokens_do_not_meet(app, program, offer):
    program.draft(offer, key="one")
    other = Program(app, token_of(make_organization()))
    assert "Idempotency-Hit" not in other.draft(offer, key="one").headers
    assert how_many(Agreement) == 2


@both
def test_what_is_refused_stores_nothing_and_frees_the_key(program, offer):
    problem(program.draft(offer, key="one", body={"price": 1}), 400, "unknown_field", "price")
    assert how_many(StoredAnswer) == 0
    assert program.draft(offer, key="one").status_code == 201


@both
def test_a_refusal_inside_the_act_leaves_no_claim(app, offer):
    own = Program(app, token_of(offer.organization))
    problem(own.draft(offer, key="one"), 409, "own_listing")
    assert how_many(StoredAnswer) == how_many(Agreement) == 0


@pytest.mark.parametrize("key", ["", " ", "x" * 256, "钥匙".encode().decode("latin-1")])
def test_a_key_is_required(program, offer, key):
    path = f"/api/v1/listings/{offer.public_id}/agreements"
    problem(program.post(path, key=key, json={}), 400, "idempotency_key_required")
    problem(program.post(path, json={}), 400, "idempotency_key_required")


def at_once(app, token, listing, keys):
    """Send one request for each key at the same moment; returns the answers."""
    path = f"/api/v1/listings/{listing.public_id}/agreements"
    start = Barrier(len(keys))

    def send(key):
        with app.app_context():
            try:
                program = Program(app, token)
                start.wait()
                return program.post(path, key=key, json={})
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(keys)) as pool:
        return list(pool.map(send, keys))


@both
def test_of_two_at_once_one_runs(app, buyer, offer, nothing_stands):
    token = token_of(buyer)
    answers = at_once(app, token, offer, ["one"] * 4)
    assert [each.status_code for each in answers] == [201] * 4
    assert len({each.data for each in answers}) == 1
    assert sum("Idempotency-Hit" not in each.headers for each in answers) == 1
    assert how_many(Agreement) == how_many(StoredAnswer) == 1


@both
def test_control_without_the_claim_two_at_once_both_run(
    app, buyer, offer, monkeypatch, nothing_stands
):
    """Negative control of the test above: the claim switched off, every request makes a draft."""

    def run(token, key, asked, act):
        with transaction():
            return act()

    monkeypatch.setattr(views, "once", run)
    at_once(app, token_of(buyer), offer, ["one"] * 3)
    assert how_many(Agreement) == 3


@both
def test_two_keys_at_once_for_the_one_license_both_get_it(app, buyer):
    listing = published()
    answers = at_once(app, token_of(buyer), listing, ["one", "two", "three"])
    assert [each.status_code for each in answers] == [201] * 3
    assert len({each.get_json()["id"] for each in answers}) == 1
    assert how_many(Agreement) == 1


@both
def test_the_database_itself_holds_one_answer_per_key(app, buyer):
    token_of(buyer)
    token = db.session.scalars(select(ApiToken)).one()
    rows = [StoredAnswer(token_id=token.id, key="one", request_sha256="0" * 64) for _ in "12"]
    with pytest.raises(idempotency.IntegrityError), transaction() as session:
        session.add_all(rows)


@pytest.mark.parametrize(
    ("name", "value"),
    [("signed_at", "2026-11-21T00:00:00Z"), ("status", "effective"), ("terms", {})],
)
def test_nothing_else_can_be_set(program, offer, name, value):
    """R-13: who signs, when, and under which terms is never the client's to say."""
    answer = program.draft(offer, body={name: value})
    problem(answer, 400, "unknown_field", name)
    assert how_many(Agreement) == 0


@pytest.mark.parametrize(
    "data", ["{", "[]", '"x"', "null", '{"patents":null,"patents":null}', "1.5"]
)
def test_a_body_that_is_no_object_is_refused(program, offer, data):
    path = f"/api/v1/listings/{offer.public_id}/agreements"
    answer = program.post(path, key="one", data=data, content_type="application/json")
    problem(answer, 400, "json_malformed")


@pytest.mark.parametrize("patents", ["x", 1, [1], ["x" * 41], {"a": 1}, ["\ud800"]])
def test_a_value_that_does_not_fit_is_named(program, offer, patents):
    answer = program.draft(offer, body={"patents": patents})
    assert answer.status_code == 422
    assert answer.get_json()["field"].startswith("patents")


def test_other_content_is_refused(program, offer):
    path = f"/api/v1/listings/{offer.public_id}/agreements"
    problem(program.post(path, key="one", data={"a": "b"}), 415, "unsupported_media_type")


def test_too_large_a_body_is_refused(program, offer):
    path = f"/api/v1/listings/{offer.public_id}/agreements"
    answer = program.post(path, key="one", data=b" " * 70_000, content_type="application/json")
    problem(answer, 413, "request_entity_too_large")


def test_an_unpublished_listing_is_not_there(program):
    from tests.listings.factories import make_listing

    problem(program.draft(make_listing()), 404, "missing")


class TestTokens:
    @pytest.mark.parametrize("header", [None, "Bearer", "Bearer x", "Basic {}", "{}"])
    def test_without_a_usable_token_nothing_is_done(self, app, buyer, offer, header):
        program = Program(app)
        if header:
            program.headers["Authorization"] = header.format(token_of(buyer))
        answer = program.draft(offer)
        problem(answer, 401, "token_required")
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert how_many(Agreement) == 0

    def test_a_session_is_no_token(self, app, buyer, offer):
        client = app.test_client(user=owner_of(buyer))
        path = f"/api/v1/listings/{offer.public_id}/agreements"
        assert client.post(path, json={}, headers={"Idempotency-Key": "one"}).status_code == 401

    def test_a_revoked_token_is_worthless_at_once(self, program, buyer, offer):
        program.draft(offer, key="one")
        with transaction():
            token = db.session.scalars(select(ApiToken)).one()
            accounts.revoke_token(token, owner_of(buyer))
        problem(program.draft(offer, key="one"), 401, "token_required")

    def test_a_token_ends_with_the_membership(self, app, buyer, offer):
        member = make_member(buyer).user
        program = Program(app, token_of(buyer, member))
        assert program.draft(offer).status_code == 201
        with transaction():
            membership = next(each for each in buyer.memberships if each.user == member)
            accounts.remove_member(membership, owner_of(buyer))
        problem(program.draft(offer), 401, "token_required")

    def test_a_suspended_organization_begins_nothing(self, program, buyer, offer):
        from tests.accounts.factories import make_administrator

        with transaction():
            accounts.suspend_organization(buyer, "false papers", make_administrator())
        assert program.draft(offer).status_code in {403, 409}
        assert how_many(Agreement) == 0

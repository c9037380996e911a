"""After the license: handover with receipt, reports, products, contacts; for the parties alone."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from marketplace import clock
from marketplace.aftercare import queries, services
from marketplace.aftercare.models import EntryKind as K
from marketplace.agreements.models import Side
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.errors import NotAllowed, Refused
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.presets import preset
from marketplace.terms.record import Terms
from tests import deals
from tests.accounts.browser import visit
from tests.accounts.factories import (
    client_of,
    make_administrator,
    make_member,
    make_user,
    owner_of,
)

BOTH = pytest.mark.databases("sqlite", "postgresql")


@pytest.fixture
def license(app):
    """An ordinary license whose terms promise three things within ten days."""
    plain = preset(FeeMode.FREE, route=Route.ORDINARY)
    promised = {"materials": "图纸;样件一套；两天现场培训。", "handover_days": 10}
    terms = Terms.model_validate(dict(plain) | promised)
    return deals.accepted(deals.published(terms=terms, route=Route.ORDINARY))


def add(agreement, side, kind, **values):
    with transaction():
        return services.add(agreement, side, kind, owner_of(agreement.party(side)), **values)


def begin(agreement):
    with transaction():
        return services.begin_handover(agreement, Side.LICENSOR, owner_of(agreement.licensor))


@BOTH
def test_the_list_comes_from_what_the_terms_promise(license):
    assert begin(license) == 3
    items = queries.items_of(license)
    assert [each.title for each in items] == ["图纸", "样件一套", "两天现场培训"]
    assert {each.on for each in items} == {license.effective_on + timedelta(days=10)}
    with pytest.raises(Refused, match="already"):
        begin(license)


@BOTH
def test_the_licensee_confirms_what_arrived_once(license):
    begin(license)
    item = queries.items_of(license)[0]
    add(license, Side.LICENSOR, K.HANDED_OVER, about=item, on=clock.today())
    assert queries.items_of(license)[0].is_open
    add(license, Side.LICENSEE, K.RECEIVED, about=item, on=clock.today())
    assert not queries.items_of(license)[0].is_open
    with pytest.raises(Refused, match="before"):
        add(license, Side.LICENSEE, K.RECEIVED, about=item, on=clock.today())


@pytest.mark.parametrize(
    ("side", "kind"),
    [
        (Side.LICENSOR, K.RECEIVED),
        (Side.LICENSEE, K.HANDED_OVER),
        (Side.LICENSOR, K.PROGRESS),
        (Side.LICENSOR, K.PRODUCT),
    ],
)
def test_nobody_speaks_for_the_other_side(license, side, kind):
    begin(license)
    about = queries.items_of(license)[0] if kind in {K.RECEIVED, K.HANDED_OVER} else None
    with pytest.raises(NotAllowed):
        add(license, side, kind, about=about)
    with pytest.raises(NotAllowed), transaction():
        services.add(license, Side.LICENSEE, K.PROGRESS, owner_of(license.licensor))


def test_what_has_not_happened_is_not_entered(license):
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(Refused, match="not come"):
        add(license, Side.LICENSEE, K.CONTACT, title="走访", on=tomorrow)
    add(license, Side.LICENSEE, K.NEXT_STEP, title="走访", on=tomorrow)


def test_an_answer_needs_its_entry(license):
    step = add(license, Side.LICENSEE, K.NEXT_STEP, title="走访")
    for kind, about in ((K.RECEIVED, step), (K.RECEIVED, None), (K.PROGRESS, step)):
        with pytest.raises(Refused, match="answers"):
            add(license, Side.LICENSEE, kind, about=about)


def test_it_begins_with_the_license(app):
    draft = deals.drafted(deals.published())
    with pytest.raises(Refused, match="taken effect"):
        add(draft, Side.LICENSEE, K.CONTACT, title="电话")


@BOTH
def test_nothing_is_changed_and_the_trail_keeps_no_words(license):
    entry = add(license, Side.LICENSEE, K.PROGRESS, title="良率九成", text="内部数据")
    for statement in ("UPDATE aftercare_entries SET text = ''", "DELETE FROM aftercare_entries"):
        with pytest.raises(DatabaseError, match="append-only"), transaction() as session:
            session.execute(text(statement))
    (event,) = history(entry)
    assert event in history(license)
    assert "内部数据".encode() not in event.canonical


def test_who_reads_it(app, license):
    address = f"/agreements/{license.public_id}/after"
    viewer = make_member(license.licensee).user
    for user, status in (
        (None, 303),
        (make_user(), 404),
        (owner_of(deals.licensee()), 404),
        (make_user(is_auditor=True), 403),
        (make_administrator(), 403),
        (viewer, 200),
        (owner_of(license.licensee), 200),
        (owner_of(license.licensor), 200),
    ):
        assert app.test_client(user=user).get(address).status_code == status, user


def test_a_reader_writes_nothing(app, license, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    client = client_of(app, make_member(license.licensee).user)
    address = f"/agreements/{license.public_id}/after"
    assert "<textarea" not in client.get(address).text
    assert client.post(f"{address}/contact", data={"contact-title": "电话"}).status_code == 403
    assert client.post(f"{address}/list").status_code == 403


def test_both_sides_work_on_the_page(app, license):
    address = f"/agreements/{license.public_id}/after"
    theirs, ours = (client_of(app, owner_of(each)) for each in (license.licensor, license.licensee))
    visit(theirs, address).send(f"{address}/list").follow()
    item = queries.items_of(license)[0]
    page = visit(ours, address)
    named = f"received-{item.public_id}"
    assert page.send(f"{address}/received?about={item.public_id}").follow().status == 200
    assert not queries.items_of(license)[0].is_open
    refused = page.send(f"{address}/product", **{"product-title": ""})
    assert refused.status == 422
    assert refused.error_at("product-title")
    done = refused.send(f"{address}/product", **{"product-title": "储能柜 A1"}).follow()
    assert "储能柜 A1" in done.text
    assert "储能柜 A1" in visit(theirs, address).text
    assert named not in done.response.text
    assert ours.get(f"{address}/nothing").status_code == 405


def test_an_entry_of_another_agreement_is_not_answered(app, license):
    other = deals.noticed(deals.published(), license.licensee)
    step = add(other, Side.LICENSEE, K.NEXT_STEP, title="走访")
    client = client_of(app, owner_of(license.licensee))
    page = visit(client, f"/agreements/{license.public_id}/after")
    token = page.soup.select_one("input[name=csrf_token]")["value"]
    answer = client.post(
        f"/agreements/{license.public_id}/after/done?about={step.public_id}",
        data={"csrf_token": token},
        headers={"Referer": "http://localhost/"},
    )
    assert answer.status_code == 404


# The relationship of a pair


def test_a_pair_sees_all_its_deals_steps_and_what_else_is_offered(app, license):
    add(license, Side.LICENSEE, K.NEXT_STEP, title="商谈续约", on=clock.today())
    add(license, Side.LICENSOR, K.CONTACT, title="到厂走访")
    stranger = deals.noticed(deals.published())
    client = client_of(app, owner_of(license.licensee))
    assert license.licensor.name in visit(client, "/relationships").text
    page = visit(client, f"/relationships/{license.licensor.public_id}")
    for words in (license.title, "商谈续约", "到厂走访"):
        assert words in page.text
    assert client.get(f"/relationships/{stranger.licensor.public_id}").status_code == 404
    assert client.get(f"/relationships/{'0' * 16}").status_code == 404
    assert client_of(app, make_user()).get("/relationships").status_code == 403


def test_control_a_stranger_of_the_pair_sees_nothing_of_it(app, license):
    add(license, Side.LICENSOR, K.CONTACT, title="到厂走访")
    other = deals.noticed(deals.published())
    client = client_of(app, owner_of(other.licensee))
    assert client.get(f"/relationships/{license.licensor.public_id}").status_code == 404
    assert license.licensor.name not in visit(client, "/relationships").text


def test_a_draft_of_the_licensee_is_not_told_to_the_licensor(app):
    draft = deals.drafted(deals.published())
    client = client_of(app, owner_of(draft.licensor))
    assert draft.licensee.name not in visit(client, "/relationships").text
    assert client.get(f"/relationships/{draft.licensee.public_id}").status_code == 404


def test_a_license_that_runs_out_soon_is_to_be_renewed(license):
    license.last_day = clock.today() + timedelta(days=100)
    found = queries.relationship(license.licensee, license.licensor)
    assert list(found.ending) == [license]
    license.last_day = clock.today() + timedelta(days=400)
    assert queries.relationship(license.licensee, license.licensor).ending == []

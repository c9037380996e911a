"""The pages of feedback: for administrators only; what partners read is for everybody."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace import clock
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.feedback import keys, queries
from marketplace.feedback.models import Connector, ConnectorKind
from marketplace.feedback.models import DeliveryStatus as D
from marketplace.feedback.receiver import faults
from tests import deals
from tests.accounts.browser import visit
from tests.accounts.factories import client_of, make_organization, make_user, owner_of
from tests.feedback import bulk
from tests.feedback.conftest import added
from tests.feedback.scenes import follow, send, told

PATHS = [
    ("GET", "/admin/feedback"),
    ("GET", "/admin/feedback/new"),
    ("POST", "/admin/feedback/new"),
    ("GET", "/admin/feedback/{0}"),
    ("POST", "/admin/feedback/{0}/secret"),
    ("POST", "/admin/feedback/{0}/secret/end"),
    ("POST", "/admin/feedback/{0}/end"),
    ("POST", "/admin/feedback/{0}/replay"),
    ("POST", "/admin/feedback/{0}/reconciliation"),
    ("GET", "/admin/feedback/{0}/messages/{1}"),
    ("POST", "/admin/feedback/{0}/messages/{1}/sending"),
    ("POST", "/admin/feedback/{0}/messages/{1}/setting-aside"),
]


def test_administrators_only(app, connector, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    bulk.write(connector, 1)
    name = told()[0].message_id
    member, auditor = owner_of(make_organization()), make_user(is_auditor=True)
    for method, path in PATHS:
        address = path.format(connector.public_id, name)
        answers = [
            app.test_client(user=each).open(address, method=method).status_code
            for each in (None, member, auditor)
        ]
        assert answers == [303, 403, 403], (method, path)
    assert queries.standings()[0].waiting == 1
    rules = {
        (method, rule.rule.replace("<public_id>", "{0}").replace("<message_id>", "{1}"))
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("feedback.")
        for method in (rule.methods or set()) & {"GET", "POST"}
    }
    assert rules == set(PATHS)


def test_from_adding_a_receiver_to_what_it_does_not_take(app, staff_user, lenient, partner):
    client = client_of(app, staff_user)
    assert visit(client, "/admin/feedback").status == 200
    form = visit(client, "/admin/feedback/new")
    values = {"name": "某市知识产权局", "address": partner.address, "basis": "数据交换协议"}
    refused = form.send(**values)
    assert refused.status == 422
    assert refused.error_at("subjects_taken")
    shown = refused.send(subjects_taken=["listing", "agreement"], confidential="y").follow()
    assert "whsec_" in shown.text
    connector = db.session.scalars(select(Connector)).one()
    partner.receiver.secret = connector.secret
    deals.noticed(deals.published())
    follow()
    send()
    address = f"/admin/feedback/{connector.public_id}"
    compared = visit(client, address).send(f"{address}/reconciliation").follow()
    assert queries.reconciliations(connector)[0].differing == 0
    name = told()[0].message_id
    page = visit(client, address).send(f"{address}/replay").follow()
    assert page.status == compared.status == 200
    with transaction():
        delivery = queries.delivery(connector, name)
        delivery.move("park")
        delivery.last_error = "422: <b>kind</b>"
    listed = visit(client, address)
    assert listed.soup.select(f"a[href='{address}/messages/{name}']")
    assert "<b>kind</b>" in listed.text
    page = visit(client, f"{address}/messages/{name}")
    empty = page.send(f"{address}/messages/{name}/setting-aside", reason="")
    assert empty.status == 422
    empty.send(f"{address}/messages/{name}/setting-aside", reason="对方停用").follow()
    shown = visit(client, address)
    assert "对方停用" in shown.text
    visit(client, f"{address}/messages/{name}").send(f"{address}/messages/{name}/sending").follow()
    assert queries.delivery(connector, name).status is D.WAITING
    ended = visit(client, address).send(f"{address}/end").follow()
    assert ended.status == 200
    assert queries.standings() == []
    assert visit(client, "/admin/feedback").status == 200
    assert visit(client, f"/admin/feedback/{'0' * 16}").status == 404
    assert visit(client, "/audit").status == 200


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("https", "http://example.com/"),
        ("https", "https://127.0.0.1/"),
        ("https", "https://10.0.0.8/feedback"),
        ("https", "https://[::1]/"),
        ("https", "https://user:secret@example.com/"),
        ("folder", "../keys"),
        ("folder", "a/b"),
        ("mail", "nobody"),
        ("sftp", "https://sftp.example.com/in"),
        ("sftp", "sftp://sftp.example.com/in"),
        ("sftp", "sftp://user:secret@sftp.example.com/in"),
        ("sftp", "sftp://user@127.0.0.1/in"),
        ("sftp", "sftp://user@[::1]/in"),
        ("sftp", "sftp://user@8.8.8.8/in/../keys"),
    ],
)
def test_addresses_that_lead_elsewhere_are_refused(app, staff_user, kind, address):
    """R-92, and no path from the page leads out of the folder."""
    form = visit(client_of(app, staff_user), "/admin/feedback/new")
    values = {"name": "某", "kind": kind, "address": address, "basis": "协议"}
    page = form.send(**values, subjects_taken=["listing"])
    assert page.status == 422
    assert page.error_at("address")
    assert db.session.scalar(select(func.count(Connector.id))) == 0


def test_an_sftp_server_needs_its_key_and_the_page_shows_ours(app, staff_user):
    client = client_of(app, staff_user)
    form = visit(client, "/admin/feedback/new")
    values = {"name": "某", "kind": "sftp", "address": "sftp://user@8.8.8.8/in", "basis": "协议"}
    page = form.send(**values, subjects_taken=["agreement"], confidential="y")
    assert page.error_at("host_key")
    line = keys.public_line(keys.new_ssh_secret())
    assert page.send(host_key=line, password="x" * 65).error_at("password")
    shown = page.send(host_key=line).follow()
    connector = db.session.scalars(select(Connector)).one()
    assert keys.fingerprint(line) in shown.text
    assert keys.public_line(connector.secret) in shown.text
    assert connector.secret not in shown.text
    other = values | {"name": "乙", "host_key": line, "password": "four words"}
    shown = visit(client, "/admin/feedback/new").send(**other, subjects_taken=["listing"]).follow()
    assert "four words" not in shown.text


def test_a_secret_is_changed_on_the_page_and_by_command(app, connector, staff_user):
    first, until = connector.secret, clock.today() + timedelta(days=7)
    address = f"/admin/feedback/{connector.public_id}"
    client = client_of(app, staff_user)
    page = visit(client, address)
    assert page.send(f"{address}/secret", until="").status == 422
    past = page.send(f"{address}/secret", until=clock.today() - timedelta(days=1))
    assert past.status == 422
    assert past.error_at("until")
    shown = page.send(f"{address}/secret", until=until).follow()
    db.session.refresh(connector)
    second = connector.secret
    assert connector.signing_secrets == [second, first]
    assert second in shown.text
    assert first not in shown.text
    run = app.test_cli_runner().invoke
    command = ["outbox", "change-secret", connector.public_id]
    assert run(args=[*command, "--until", until.isoformat()]).exit_code == 2  # one at a time
    assert run(args=command).exit_code == 2
    shown.send(f"{address}/secret/end").follow()
    changed = run(args=[*command, "--until", until.isoformat()])
    db.session.refresh(connector)
    assert (changed.exit_code, changed.output.strip()) == (0, connector.secret)
    assert connector.signing_secrets == [connector.secret, second]
    assert run(args=[*command, "--end-old"]).output.strip() == connector.secret
    db.session.refresh(connector)
    assert connector.signing_secrets == [connector.secret]
    assert visit(client, "/audit").status == 200


def test_confidential_parts_do_not_go_by_mail(app, staff_user):
    form = visit(client_of(app, staff_user), "/admin/feedback/new")
    values = {"name": "某", "kind": "mail", "address": "a@example.com", "basis": "协议"}
    page = form.send(**values, subjects_taken=["agreement"], confidential="y")
    assert page.status == 422
    assert page.error_at("kind")


def test_partners_read_schema_examples_and_receiver(client):
    schema = client.get("/feedback/message-1.schema.json").get_json()
    examples = client.get("/feedback/examples.json").get_json()
    assert {each["subject"]["kind"] for each in examples} == set(
        schema["properties"]["subject"]["properties"]["kind"]["enum"]
    )
    assert {each["change"] for each in examples} == {"new", "changed", "corrected", "cancelled"}
    for each in examples:
        assert list(faults(schema, each, schema)) == []
    broken = examples[2] | {"data": examples[2]["data"] | {"licensee": {"name": "甲"}}}
    assert any("licensee" in each for each in faults(schema, broken, schema))
    assert any("price" in e for e in faults(schema, broken | {"price": 1}, schema))
    assert b"class Receiver" in client.get("/feedback/receiver.py").data
    for language in ("zh_CN", "en"):
        page = visit(client, f"/help/feedback?lang={language}")
        assert page.status == 200
        assert page.soup.select("a[href='/feedback/message-1.schema.json']")


def test_lag_is_on_metrics_and_readyz(app, client, connector):
    bulk.write(connector, 3)
    name = connector.public_id
    text = client.get("/metrics").text
    assert f'marketplace_feedback_waiting_messages{{receiver="{name}"}} 3.0' in text
    assert f'marketplace_feedback_lag_seconds{{receiver="{name}"}}' in text
    assert f'marketplace_feedback_parked_messages{{receiver="{name}"}} 0.0' in text
    assert client.get("/readyz").get_json()["feedback"][name]["waiting"] == 3


def test_commands(app, connector, partner):
    runner = app.test_cli_runner()
    deals.published()
    went = runner.invoke(args=["outbox", "deliver", "--seconds", "20"])
    assert went.exit_code == 0, went.output
    assert set(partner.posts) == {each.message_id for each in told()}
    line = next(each for each in went.output.splitlines() if each.startswith("{"))
    assert json.loads(line)["waiting"] == 0
    same = runner.invoke(args=["outbox", "reconcile", connector.public_id])
    assert same.exit_code == 0, same.output
    again = runner.invoke(args=["outbox", "replay", connector.public_id])
    assert again.output == f"{len(told())} messages wait\n"
    partner.mood = "failing"
    down = runner.invoke(args=["outbox", "deliver", "--seconds", "20"])
    assert down.exit_code == 1
    assert runner.invoke(args=["outbox", "status"]).exit_code == 1
    assert runner.invoke(args=["outbox", "reconcile", "nobody"]).exit_code == 2
    kept = added(connector.added_by, "files", kind=ConnectorKind.FOLDER)
    assert runner.invoke(args=["outbox", "reconcile", kept.public_id]).exit_code == 2

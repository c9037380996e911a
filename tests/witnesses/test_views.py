"""The pages of witnesses: for staff only; lag on /readyz."""

import pytest

from marketplace.witnesses import queries, sending
from tests.accounts.browser import visit
from tests.accounts.factories import client_of, make_organization, make_user, owner_of
from tests.witnesses.conftest import grow

PATHS = [
    ("GET", "/admin/witnesses"),
    ("GET", "/admin/witnesses/new"),
    ("POST", "/admin/witnesses/new"),
    ("GET", "/admin/witnesses/{}"),
    ("POST", "/admin/witnesses/{}/end"),
]


@pytest.mark.parametrize(("method", "path"), PATHS)
def test_staff_only(app, hook, monkeypatch, method, path):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    address = path.format(hook.public_id)
    people = (None, owner_of(make_organization()), make_user(is_auditor=True))
    answers = [app.test_client(user=each).open(address, method=method) for each in people]
    assert [each.status_code for each in answers] == [303, 403, 403]
    assert len(queries.standings()) == 1


def test_a_witness_is_added_shown_and_ended(app, staff_user, lenient, keeper):
    client = client_of(app, staff_user)
    page = visit(client, "/admin/witnesses")
    assert page.status == 200
    form = visit(client, "/admin/witnesses/new")
    refused = form.send(name="协会", kind="webhook", address="nowhere", public_key="")
    assert refused.status == 422
    assert refused.error_at("address")
    shown = refused.send(address=keeper.address, public_key=keeper.public_key).follow()
    assert "whsec_" in shown.text
    grow()
    sending.send_due()
    public_id = queries.everybody()[0].public_id
    again = visit(client, f"/admin/witnesses/{public_id}")
    assert again.soup.select("table tbody tr")
    ended = again.send(f"/admin/witnesses/{public_id}/end").follow()
    assert ended.status == 200
    assert queries.standings() == []
    assert visit(client, "/admin/witnesses").status == 200
    assert client.get(f"/admin/witnesses/{'0' * 16}").status_code == 404


def test_lag_and_last_success_stand_on_readyz(app, client, hook, keeper):
    signed = grow()
    found = client.get("/readyz").get_json()["witnesses"][hook.public_id]
    assert found == {"lag": signed.size, "last_success": None}
    sending.send_due()
    found = client.get("/readyz").get_json()["witnesses"][hook.public_id]
    assert found["lag"] == 0
    assert found["last_success"]
    assert "marketplace_witness_lag_entries" in client.get("/metrics").text
    assert visit(client, "/log").status == 200

"""Who gets in: every page and every decision of the room against every kind of visitor."""

import pytest
from flask import Flask

from marketplace.admin.queues import QUEUES
from tests.accounts.factories import (
    client_of,
    make_administrator,
    make_organization,
    make_user,
    owner_of,
)

NOBODY = "0000000000000000"
STAFF = [
    ("GET", "/admin"),
    ("GET", "/admin/queues/verifications"),
    ("GET", "/admin/organizations"),
    ("GET", f"/admin/organizations/{NOBODY}"),
    ("POST", f"/admin/organizations/{NOBODY}/verification"),
    ("POST", f"/admin/organizations/{NOBODY}/resumption"),
    ("POST", f"/admin/organizations/{NOBODY}/return"),
    ("POST", f"/admin/organizations/{NOBODY}/suspension"),
    ("GET", f"/admin/payee-accounts/{NOBODY}"),
    ("POST", f"/admin/payee-accounts/{NOBODY}/verification"),
    ("GET", f"/admin/held-notices/{NOBODY}"),
    ("POST", f"/admin/held-notices/{NOBODY}"),
    ("GET", f"/admin/listings/{NOBODY}"),
    ("POST", f"/admin/listings/{NOBODY}/publication"),
    ("POST", f"/admin/listings/{NOBODY}/return"),
    ("GET", f"/admin/batches/{NOBODY}"),
    ("POST", f"/admin/batches/{NOBODY}/publication"),
    ("POST", f"/admin/batches/{NOBODY}/return"),
]
SUPERVISORS = [
    ("GET", "/admin/agreements"),
    ("GET", "/audit"),
    ("GET", f"/audit/events/{NOBODY}"),
    ("GET", f"/audit/records/organizations/{NOBODY}"),
    ("POST", f"/audit/records/organizations/{NOBODY}/acknowledgement"),
    ("GET", "/audit/verification"),
    ("POST", "/audit/verification"),
]


def _visitor(app, who):
    makers = {
        "member": lambda: owner_of(make_organization()),
        "auditor": lambda: make_user(is_auditor=True),
        "administrator": make_administrator,
    }
    return client_of(app, makers[who]()) if who in makers else app.test_client()


def _expected(who, path, supervised):
    """The answer each visitor gets; an unknown id is 404 for those who may look at all."""
    allowed = 404 if NOBODY in path else 200
    return {
        "anonymous": 303,
        "member": 403,
        "auditor": allowed if supervised else 403,
        "administrator": allowed,
    }[who]


@pytest.mark.parametrize("who", ["anonymous", "member", "auditor", "administrator"])
@pytest.mark.parametrize(
    ("method", "path", "supervised"),
    [(*each, False) for each in STAFF] + [(*each, True) for each in SUPERVISORS],
)
def test_every_address_of_the_room(app, monkeypatch, who, method, path, supervised):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    answer = _visitor(app, who).open(path, method=method)
    assert answer.status_code == _expected(who, path, supervised)


def test_the_matrix_names_every_route_of_the_room(app: Flask):
    rules = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.split(".")[0] in {"admin", "audit"}
        for method in (rule.methods or set()) & {"GET", "POST"}
    }
    tested = {
        (method, app.url_map.bind("localhost").match(path, method=method, return_rule=True)[0].rule)
        for method, path in STAFF + SUPERVISORS
    }
    assert tested == rules


@pytest.mark.parametrize("path", [path for method, path in STAFF if method == "POST"])
def test_a_decision_without_token_is_refused(staff, path):
    assert staff.post(path).status_code == 400


@pytest.mark.parametrize("key", QUEUES)
def test_an_auditor_decides_on_no_queue(auditor, key):
    assert auditor.get(f"/admin/queues/{key}").status_code == 403

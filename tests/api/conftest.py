"""Programs for tests: a member's token, requests with it, answers checked against the description."""

from itertools import count

import pytest

from marketplace.accounts import services as accounts
from marketplace.database import transaction
from tests.accounts.factories import make_organization, owner_of
from tests.api.schema import faults

_keys = count(1)


def token_of(organization, user=None):
    """The text of a new token of the owner, or of another member."""
    with transaction():
        return accounts.create_token(user or owner_of(organization), organization, "tests")[1]


class Program:
    """A client with a token (or none), whose every answer must have its documented shape."""

    def __init__(self, app, token=None):
        self.client = app.test_client()
        self.headers = {"Accept-Language": "en"}
        if token:
            self.headers["Authorization"] = f"Bearer {token}"

    def get(self, path, **query):
        return self._checked(self.client.get(path, query_string=query, headers=self.headers))

    def post(self, path, *, key=None, **options):
        headers = {**self.headers, **options.pop("headers", {})}
        if key is not None:
            headers["Idempotency-Key"] = key
        return self._checked(self.client.post(path, headers=headers, **options))

    def draft(self, listing, *, key=None, body=None):
        path = f"/api/v1/listings/{listing.public_id}/agreements"
        return self.post(path, key=key or f"key-{next(_keys)}", json={} if body is None else body)

    def _checked(self, answer):
        assert faults(answer) == []
        return answer


@pytest.fixture
def anonymous(app):
    return Program(app)


@pytest.fixture
def buyer(app):
    """A verified company that takes licenses."""
    return make_organization(name="示范电池有限公司")


@pytest.fixture
def program(app, buyer):
    """A program of the buyer."""
    return Program(app, token_of(buyer))


def problem(answer, status, code, field=None):
    """Require an RFC 9457 problem that says what to do; returns its detail."""
    assert answer.status_code == status, answer.get_data(as_text=True)
    assert answer.content_type == "application/problem+json"
    body = answer.get_json()
    assert (body["status"], body["code"], body.get("field")) == (status, code, field)
    assert body["type"] == "about:blank"
    assert body["title"]
    assert len(body["detail"]) > 10
    return body["detail"]

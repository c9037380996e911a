"""The published description: whole, true of the routes, and a reader of it that does see faults."""

import re

import pytest

from marketplace.api import openapi, views
from tests.accounts.browser import visit
from tests.api.schema import check


@pytest.fixture
def document(client):
    answer = client.get("/api/v1/openapi.json")
    assert answer.content_type == "application/json"
    return answer.get_json()


def nodes(value):
    yield value
    for each in value.values() if isinstance(value, dict) else value:
        if isinstance(each, dict | list):
            yield from nodes(each)


def test_it_is_openapi_3_1(document):
    assert document["openapi"].startswith("3.1.")
    assert {"title", "version"} <= set(document["info"])
    assert document["servers"] == [{"url": "http://localhost"}]


def test_it_describes_exactly_the_routes(app, document):
    described = {
        (method.upper(), path.replace("{id}", "<id>"))
        for path, operations in document["paths"].items()
        for method in operations
    }
    served = {
        (method, re.sub(r"<\w+>", "<id>", rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert described == served


def test_every_reference_leads_somewhere(document):
    names = {node["$ref"] for node in nodes(document) if isinstance(node, dict) and "$ref" in node}
    assert names
    prefix = "#/components/schemas/"
    assert {name.removeprefix(prefix) for name in names} <= set(document["components"]["schemas"])


def test_every_operation_is_complete(document):
    for path, operations in document["paths"].items():
        for operation in operations.values():
            assert operation["operationId"] in vars(views)
            named = {
                each["name"] for each in operation.get("parameters", ()) if each["in"] == "path"
            }
            assert named == ({"id"} if "{id}" in path else set())
            assert "429" in operation["responses"]
            secured = operation["security"] == [{"token": []}]
            assert secured is ("401" in operation["responses"])


def test_terms_are_described_by_their_own_schema(document):
    schemas = document["components"]["schemas"]
    terms = schemas["AgreementDetail"]["properties"]["terms"]
    assert terms == {"$ref": "#/components/schemas/Terms"}
    assert schemas["Terms"]["properties"]["schema_version"]["const"] == "terms/1"


@pytest.mark.parametrize(
    ("value", "schema"),
    [
        ({"a": 1}, {"type": "object", "properties": {}, "additionalProperties": False}),
        ({}, {"type": "object", "required": ["a"]}),
        ("x", {"type": "integer"}),
        (True, {"type": "integer"}),
        ("x", {"enum": ["y"]}),
        (["x"], {"items": {"type": "integer"}}),
        ("2026-02-30", {"format": "date"}),
        (None, {"anyOf": [{"type": "string"}, {"type": "integer"}]}),
        (101, {"maximum": 100}),
        ({"code": "x"}, {"$ref": "#/components/schemas/Problem"}),
        ("x", {"unknownWord": 1}),
    ],
)
def test_the_reader_sees_faults(app, value, schema):
    """Negative control of the check that runs on every answer of these tests."""
    assert list(check(value, schema))


def test_the_document_is_made_once(app):
    assert openapi.document("http://localhost") is openapi.document("http://localhost")


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_guide_shows_every_address(client, language):
    page = visit(client, f"/api?lang={language}")
    assert page.status == 200
    for operation in openapi.OPERATIONS:
        assert f"{operation.method.upper()} {operation.path}" in page.text
    assert "http://localhost/api/v1/verify" in page.text

"""The OpenAPI 3.1 description: one table of operations, shapes from the models themselves."""

import json
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from marketplace.api import shapes
from marketplace.api.idempotency import LONGEST_KEY
from marketplace.config import current_settings
from marketplace.errors import N_
from marketplace.patents.enums import PatentKind
from marketplace.search.backend import Sort
from marketplace.search.facets import FILTERS
from marketplace.search.parameters import LONGEST_QUERY, MOST_ITEMS, PAGE_SIZE
from marketplace.terms.record import Terms

LANGUAGE = "lang"
SEARCH_NAMES = frozenset({"q", *FILTERS, "sort", "limit", "cursor", LANGUAGE})
VALIDATE_NAMES = frozenset({"kind", LANGUAGE})
VERIFY_NAMES = frozenset({"file", "agreement"})

_JSON = "application/json"
_PROBLEM = "application/problem+json"


@dataclass(frozen=True)
class Operation:
    """One method of one address. ``answers`` has the shape of each good status, ``problems`` the
    others that it can give; ``path`` is written as OpenAPI does."""

    name: str
    method: str
    path: str
    summary: str
    answers: dict[int, type[BaseModel] | None]
    problems: tuple[int, ...] = ()
    parameters: tuple[dict[str, Any], ...] = ()
    body: dict[str, Any] | None = None
    needs_token: bool = field(default=False)


def _parameter(name: str, where: str, description: str, **schema: Any) -> dict[str, Any]:
    return {
        "name": name,
        "in": where,
        "description": description,
        "required": where == "path",
        "schema": {"type": "string", **schema},
    }


_MANY = "One value, or several with commas"
_QUERY = {
    "q": _parameter(
        "q",
        "query",
        "Words, a number in any writing, a patentee, an IPC symbol, or a long text that is matched "
        "as a whole",
        maxLength=LONGEST_QUERY,
    ),
    "free_now": _parameter("free_now", "query", "1: free today"),
    "pay_later": _parameter("pay_later", "query", "1: use first, pay later"),
    "sort": _parameter("sort", "query", "Order", enum=[each.value for each in Sort]),
    "limit": _parameter(
        "limit", "query", "Items on a page", type="integer", minimum=1, maximum=MOST_ITEMS,
        default=PAGE_SIZE,
    ),
    "cursor": _parameter("cursor", "query", "`next` of the page before"),
    LANGUAGE: _parameter(LANGUAGE, "query", "Language of texts", enum=["zh_CN", "en"]),
}  # fmt: skip
_SEARCH = tuple(
    _QUERY.get(name) or _parameter(name, "query", _MANY)
    for name in ("q", *FILTERS, "sort", "limit", "cursor", LANGUAGE)
)
_ID = _parameter("id", "path", "Public id", pattern="^[0-9a-z]{16}$")
_KEY = {
    **_parameter(
        "Idempotency-Key",
        "header",
        "A new text for each thing wanted: the same request with the same key gets the stored "
        "answer again, with the header Idempotency-Hit; a refused request stores nothing",
        maxLength=LONGEST_KEY,
    ),
    "required": True,
}
_UPLOAD = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "additionalProperties": False,
                "required": ["file"],
                "properties": {
                    "file": {"type": "string", "contentMediaType": "application/octet-stream"},
                    "agreement": {"type": "string", "description": "Public id of an agreement"},
                },
            }
        }
    },
}
_TERMS = {
    "required": True,
    "content": {_JSON: {"schema": {"$ref": f"{shapes.SCHEMAS}Terms"}}},
}
_NEW_AGREEMENT = {
    "required": False,
    "content": {_JSON: {"schema": {"$ref": f"{shapes.SCHEMAS}NewAgreement"}}},
}

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "find_listings",
        "get",
        "/api/v1/listings",
        N_("Search what is published: words, filters, facets, pages by cursor."),
        {200: shapes.ListingPage},
        (400, 422, 429),
        _SEARCH,
    ),
    Operation(
        "find_patents",
        "get",
        "/api/v1/patents",
        N_("Search the patents of all imported lists."),
        {200: shapes.PatentPage},
        (400, 422, 429),
        _SEARCH,
    ),
    Operation(
        "show_listing",
        "get",
        "/api/v1/listings/{id}",
        N_("One published listing with the terms of each patent."),
        {200: shapes.ListingDetail},
        (404, 429),
        (_ID,),
    ),
    Operation(
        "draft",
        "post",
        "/api/v1/listings/{id}/agreements",
        N_("Take up a listing for your organization: a draft with the address to sign at."),
        {200: shapes.Drafted, 201: shapes.Drafted},
        (400, 401, 404, 409, 413, 415, 422, 429),
        (_ID, _KEY),
        _NEW_AGREEMENT,
        needs_token=True,
    ),
    Operation(
        "show_agreement",
        "get",
        "/api/v1/agreements/{id}",
        N_("One agreement of your organization: state, payments due, filings, documents."),
        {200: shapes.AgreementDetail},
        (401, 404, 429),
        (_ID,),
        needs_token=True,
    ),
    Operation(
        "show_statistics",
        "get",
        "/api/v1/statistics",
        N_("Prices of licenses through the last closed quarter: counts and quartiles, no filters."),
        {200: shapes.Statistics},
        (404, 429),
    ),
    Operation(
        "validate_terms",
        "post",
        "/api/v1/terms/validate",
        N_("Whether terms can stand: findings, clauses in both languages, what falls due."),
        {200: shapes.TermsVerdict},
        (400, 413, 415, 422, 429),
        (
            _parameter("kind", "query", "Kind of patent", enum=[each.value for each in PatentKind]),
            _QUERY[LANGUAGE],
        ),
        body=_TERMS,
    ),
    Operation(
        "verify_file",
        "post",
        "/api/v1/verify",
        N_("Whether a PDF is genuine, whole and current; nothing of it is kept."),
        {200: shapes.VerdictAnswer},
        (400, 413, 415, 429),
        body=_UPLOAD,
    ),
    Operation(
        "description",
        "get",
        "/api/v1/openapi.json",
        N_("This interface described for machines (OpenAPI 3.1)."),
        {200: None},
        (429,),
    ),
)


def text() -> str:
    """The document as JSON."""
    return json.dumps(document(current_settings().base_url), ensure_ascii=False)


@cache
def document(base_url: str) -> dict[str, Any]:
    """The document for a site at ``base_url``."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _described(operation)
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": "Open license marketplace",
            "version": "1",
            "description": (
                "Money is an integer number of fen with its currency; instants are ISO 8601 in "
                "UTC, days are days in Asia/Shanghai. Errors are RFC 9457 problems whose code is "
                "stable. Signing is only in the browser."
            ),
        },
        "servers": [{"url": base_url}],
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _described(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "security": [{"token": []}] if operation.needs_token else [],
        "responses": {
            **{str(status): _good(shape) for status, shape in operation.answers.items()},
            **{str(status): _bad(status) for status in operation.problems},
        },
    }
    if operation.parameters:
        described["parameters"] = list(operation.parameters)
    if operation.body:
        described["requestBody"] = operation.body
    return described


def _good(shape: type[BaseModel] | None) -> dict[str, Any]:
    schema = {"$ref": f"{shapes.SCHEMAS}{shape.__name__}"} if shape else {"type": "object"}
    return {
        "description": shape.__doc__ or "Done" if shape else "Done",
        "content": {_JSON: {"schema": schema}},
    }


def _bad(status: int) -> dict[str, Any]:
    schema = {"$ref": f"{shapes.SCHEMAS}Problem"}
    return {"description": f"Refused ({status})", "content": {_PROBLEM: {"schema": schema}}}


def _schemas() -> dict[str, Any]:
    answers = {shape for each in OPERATIONS for shape in each.answers.values() if shape}
    wanted = [(shape, "serialization") for shape in sorted(answers, key=lambda each: each.__name__)]
    _, shown = models_json_schema(
        [*wanted, (shapes.Problem, "serialization"), (shapes.NewAgreement, "validation")],  # type: ignore[list-item]
        ref_template=shapes.SCHEMAS + "{model}",
    )
    terms = Terms.model_json_schema(ref_template=shapes.SCHEMAS + "{model}")
    parts = terms.pop("$defs")
    return {**parts, "Terms": terms, **_with_terms(shown["$defs"])}


def _with_terms(schema: Any) -> Any:
    """The schema with that of ``Terms`` in every place where a terms record stands."""
    if isinstance(schema, list):
        return [_with_terms(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("format") == shapes.TERMS_FORMAT:
        return {"$ref": f"{shapes.SCHEMAS}Terms"}
    return {name: _with_terms(each) for name, each in schema.items()}

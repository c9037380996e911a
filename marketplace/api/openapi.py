"""The OpenAPI 3.1 description: the table of operations, shapes from the models themselves."""

import json
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from marketplace.api import paper_shapes, shapes
from marketplace.api.operations import JSON, OPERATIONS, Operation
from marketplace.config import current_settings
from marketplace.terms.record import Terms

_PROBLEM = "application/problem+json"


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
        "content": {JSON: {"schema": schema}},
    }


def _bad(status: int) -> dict[str, Any]:
    schema = {"$ref": f"{shapes.SCHEMAS}Problem"}
    return {"description": f"Refused ({status})", "content": {_PROBLEM: {"schema": schema}}}


def _schemas() -> dict[str, Any]:
    answers = {shape for each in OPERATIONS for shape in each.answers.values() if shape}
    wanted = [(shape, "serialization") for shape in sorted(answers, key=lambda each: each.__name__)]
    _, shown = models_json_schema(
        [
            *wanted,  # type: ignore[list-item]
            (shapes.Problem, "serialization"),
            (shapes.NewAgreement, "validation"),
            (paper_shapes.NewPaperContract, "validation"),
        ],
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

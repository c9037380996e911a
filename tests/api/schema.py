"""Answers held against the published description: a reader of just those words of JSON Schema that
the description uses. A word that it does not know is a failure, so nothing is passed over."""

import re
from datetime import date, datetime

from marketplace.api import openapi

_NOTES = {"title", "description", "default", "examples"}
_KINDS = {
    "string": str,
    "integer": int,
    "object": dict,
    "array": list,
    "boolean": bool,
    "null": type(None),
}


def faults(answer):
    """What an answer of ``/api/v1`` has that its description does not say, or lacks."""
    described = _response(answer)
    if described is None:
        return []
    kind = answer.content_type.split(";")[0]
    if kind not in described["content"]:
        return [f"content type {kind}"]
    return list(check(answer.get_json(), described["content"][kind]["schema"]))


def check(value, schema, at="$"):
    """The faults of a value against a schema of the document."""
    for word in set(schema) - _NOTES - set(_RULES):
        yield f"{at}: the reader does not know the word {word}"
    for word, rule in _RULES.items():
        if word in schema:
            yield from rule(value, schema[word], schema, at)


def _response(answer):
    path = answer.request.path
    paths = openapi.document("http://localhost")["paths"]
    for template, operations in paths.items():
        pattern = re.sub(r"\{\w+\}", "[^/]+", template)
        method = answer.request.method.lower()
        if re.fullmatch(pattern, path) and method in operations:
            return operations[method]["responses"][str(answer.status_code)]
    return None


def _reference(value, name, _schema, at):
    schemas = openapi.document("http://localhost")["components"]["schemas"]
    yield from check(value, schemas[name.rsplit("/", 1)[1]], at)


def _type(value, name, _schema, at):
    fits = isinstance(value, _KINDS[name]) and not (name == "integer" and isinstance(value, bool))
    if not fits:
        yield f"{at}: {value!r} is no {name}"


def _properties(value, known, _schema, at):
    for name in known:
        if isinstance(value, dict) and name in value:
            yield from check(value[name], known[name], f"{at}.{name}")


def _others(value, allowed, schema, at):
    for name in set(value if isinstance(value, dict) else ()) - set(schema.get("properties", {})):
        if allowed is False:
            yield f"{at}.{name}: not described"
        elif isinstance(allowed, dict):
            yield from check(value[name], allowed, f"{at}.{name}")


def _required(value, names, _schema, at):
    for name in names:
        if isinstance(value, dict) and name not in value:
            yield f"{at}.{name}: missing"


def _items(value, schema, _schema, at):
    for number, each in enumerate(value if isinstance(value, list) else ()):
        yield from check(each, schema, f"{at}[{number}]")


def _any_of(value, schemas, _schema, at):
    found = [list(check(value, each, at)) for each in schemas]
    if all(found):
        yield min(found, key=len)[0]


def _among(value, values, _schema, at):
    if value not in values:
        yield f"{at}: {value!r} is none of {values}"


def _format(value, name, _schema, at):
    try:
        {"date": date.fromisoformat, "date-time": datetime.fromisoformat}[name](value)
    except (TypeError, ValueError):
        yield f"{at}: {value!r} is no {name}"


def _bound(fits, measure=lambda value: value):
    def rule(value, bound, _schema, at):
        if isinstance(value, bool | type(None) | dict):
            return
        if not fits(measure(value), bound):
            yield f"{at}: {value!r} is out of bounds {bound}"

    return rule


_AT_LEAST = lambda value, bound: value >= bound  # noqa: E731
_AT_MOST = lambda value, bound: value <= bound  # noqa: E731

_RULES = {
    "$ref": _reference,
    "type": _type,
    "properties": _properties,
    "additionalProperties": _others,
    "required": _required,
    "items": _items,
    "anyOf": _any_of,
    "oneOf": _any_of,
    "enum": _among,
    "const": lambda value, only, schema, at: _among(value, [only], schema, at),
    "format": _format,
    "pattern": _bound(lambda value, pattern: re.search(pattern, value)),
    "minLength": _bound(_AT_LEAST, len),
    "maxLength": _bound(_AT_MOST, len),
    "minItems": _bound(_AT_LEAST, len),
    "maxItems": _bound(_AT_MOST, len),
    "minimum": _bound(_AT_LEAST),
    "maximum": _bound(_AT_MOST),
    "exclusiveMinimum": _bound(lambda value, bound: value > bound),
    "exclusiveMaximum": _bound(lambda value, bound: value < bound),
}

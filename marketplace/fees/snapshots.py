"""Guidance as plain data, as it was seen: whatever the methods are, field by field.

Fractions are written as two integers, so that the snapshot has a canonical form (RFC 8785); the
page language plays no part, for texts are kept as English msgids with their parameters.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from typing import Any

from marketplace import clock
from marketplace.fees.ranges import Guidance

SCHEMA = "guidance/1"


def snapshot(guidance: Guidance) -> dict[str, Any]:
    """Everything that the guidance says (ranges, methods, inputs, n, source, day), as JSON values;
    `seen_on` is the Shanghai day. TypeError for a value that has no exact form."""
    return {"schema": SCHEMA, "seen_on": clock.today().isoformat(), **_plain(guidance)}


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Enum):
        return _plain(value.value)
    if isinstance(value, Fraction):
        return {"numerator": value.numerator, "denominator": value.denominator}
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = [_plain(each) for each in value]
        return sorted(items, key=str) if isinstance(value, set | frozenset) else items
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"no exact form for {type(value).__name__}")

"""The shape of a field table, and how its fields are filled from the record.

A table lists the fields of one office form in the office's own order. Each field points into the
tree of ``facts.gather`` by a dotted path; ``[]`` takes every element of a list.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from marketplace.types import Money


class Basis(StrEnum):
    """How sure it is that the office's form has this field."""

    CONFIRMED = "confirmed"
    RECALLED = "recalled"
    NEW_FORM = "new_form"


MARKS: Final[Mapping[Basis, tuple[str, str]]] = {
    Basis.CONFIRMED: ("", ""),
    Basis.RECALLED: ("以系统表单为准", "As the office's form has it"),
    Basis.NEW_FORM: ("以2026年新附表为准", "To be checked against the annex of 2026"),
}


@dataclass(frozen=True)
class Field:
    """One field of an office form.

    ``source`` is a path into the facts; ``entered`` says that the filer may type it (and that what
    was typed comes before the source). ``article`` is where the duty to state it stands.
    """

    key: str
    zh: str
    en: str
    source: str = ""
    required: bool = True
    entered: bool = False
    basis: Basis = Basis.CONFIRMED
    article: str = ""
    note: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Group:
    """A section of the form."""

    zh: str
    en: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Table:
    """One form: where it goes, its sections in order, and the papers that the filer adds.

    ``gives_number``: whether the authority's receipt carries a number of its own.
    """

    title: tuple[str, str]
    office: tuple[str, str]
    groups: tuple[Group, ...]
    papers: tuple[tuple[str, str], ...] = ()
    notices: tuple[tuple[str, str], ...] = ()
    takes_agreement: bool = True
    takes_payment: bool = False
    gives_number: bool = True

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(field for group in self.groups for field in group.fields)

    @property
    def questions(self) -> tuple[Field, ...]:
        """Fields that the filer may type."""
        return tuple(field for field in self.fields if field.entered)


@dataclass(frozen=True)
class Entry:
    """A field with its value: ``raw`` as JSON has it, ``text`` as it is copied into the form."""

    field: Field
    raw: Any
    text: str
    answered: bool = False

    @property
    def is_missing(self) -> bool:
        return self.field.required and not self.text


def fill(table: Table, facts: Mapping[str, Any]) -> list[tuple[Group, list[Entry]]]:
    """The table with its values, group by group."""
    return [(group, [_entry(field, facts) for field in group.fields]) for group in table.groups]


def entries(filled: list[tuple[Group, list[Entry]]]) -> Iterator[Entry]:
    """Every entry in the office's order."""
    for _, rows in filled:
        yield from rows


def missing(filled: list[tuple[Group, list[Entry]]]) -> list[Field]:
    """Required fields without a value."""
    return [entry.field for entry in entries(filled) if entry.is_missing]


def lookup(facts: Any, path: str) -> Any:
    """The value at a dotted path; None where the way ends, a list where it passes ``[]``."""
    head, _, rest = path.partition(".")
    every = head.endswith("[]")
    found = facts.get(head.removesuffix("[]")) if isinstance(facts, Mapping) else None
    if every:
        return [lookup(item, rest) for item in found or []]
    return lookup(found, rest) if rest else found


def _entry(field: Field, facts: Mapping[str, Any]) -> Entry:
    answer = (facts.get("answers") or {}).get(field.key) if field.entered else None
    raw = answer or (lookup(facts, field.source) if field.source else None)
    return Entry(field, raw, shown(raw), bool(answer))


def shown(value: Any) -> str:
    """A value as text; '' where it, or any element of a list, is absent."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return f"{Money(value['amount'], value['currency']).yuan()}元"
    if isinstance(value, list):
        texts = [shown(item) for item in value]
        if not all(texts):
            return ""
        nested = any(isinstance(item, list) for item in value)
        return ("；" if nested else "、").join(texts)
    return str(value).strip()

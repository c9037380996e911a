"""What a package says, as plain data with schema ``filing/1``: all its files are made from this."""

from collections.abc import Mapping
from typing import Any, Final

from marketplace import clock
from marketplace.agreements.models import Agreement
from marketplace.registration.models import Filing
from marketplace.registration.tables import MARKS, Entry, Group, Table

SCHEMA: Final = "filing/1"

_FACTS = ("licensor", "licensee", "filer", "patents", "agreement", "declaration", "fee")

Filled = list[tuple[Group, list[Entry]]]


def payload(
    filing: Filing, table: Table, facts: Mapping[str, Any], filled: Filled
) -> dict[str, Any]:
    """The record of a package: integers, texts and lists only, money as fen with currency."""
    agreement = filing.agreement
    return {
        "schema": SCHEMA,
        "filing": filing.public_id,
        "kind": filing.kind.value,
        "title": _both(table.title),
        "office": _both(table.office),
        "prepared_at": clock.now().replace(microsecond=0).isoformat(),
        "due_on": filing.due_on.isoformat() if filing.due_on else None,
        "article": filing.article,
        "groups": [
            {
                "title": {"zh": group.zh, "en": group.en},
                "fields": [_field(entry) for entry in rows],
            }
            for group, rows in filled
        ],
        "papers": [_both(paper) for paper in table.papers],
        "notices": [_both(notice) for notice in table.notices],
        "terms": _terms(agreement),
        "record": {key: facts[key] for key in _kept(table) if facts.get(key) is not None},
    }


def _kept(table: Table) -> tuple[str, ...]:
    return (*_FACTS, "payment") if table.takes_payment else _FACTS


def _both(texts: tuple[str, str]) -> dict[str, str]:
    return {"zh": texts[0], "en": texts[1]}


def _field(entry: Entry) -> dict[str, Any]:
    field = entry.field
    return {
        "key": field.key,
        "label": {"zh": field.zh, "en": field.en},
        "value": entry.raw,
        "text": entry.text,
        "required": field.required,
        "source": "answers." + field.key if entry.answered else field.source,
        "basis": field.basis.value,
        "mark": _both(MARKS[field.basis]),
        "note": _both(field.note),
        "article": field.article,
    }


def _terms(agreement: Agreement | None) -> dict[str, Any] | None:
    if agreement is None:
        return None
    return {"sha256": agreement.terms_sha256, "record": agreement.terms}

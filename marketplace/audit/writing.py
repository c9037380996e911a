"""Writing rows of events: with their links, and their places in the queue for a number."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert
from sqlalchemy.dialects import postgresql

from marketplace.audit.models import AuditEvent, AuditLink, UnsequencedEvent
from marketplace.database import insert_many
from marketplace.extensions import db
from marketplace.types import canonical_json

COLUMNS = [column.key for column in AuditEvent.__table__.columns if column.key != "id"]
TYPES = {
    column.key: column.type.compile(dialect=postgresql.dialect())
    for column in AuditEvent.__table__.columns
}
TEXTS = ("related", "data")
"""Columns of JSON, kept as its canonical text."""


def write(rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Write events, given by their columns; returns their database keys in the same order."""
    if not rows:
        return []
    at_once = db.session().get_bind().dialect.name == "postgresql"
    return (_in_one if at_once else _in_several)(rows)


def _in_one(rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """One statement for however many: its text is always the same, so that it stays prepared."""
    given = json.dumps([_as_json(row) for row in rows], ensure_ascii=False)
    found = db.session().connection().exec_driver_sql(_STATEMENT, {"events": given})
    keys = {row.public_id: row.id for row in found}
    return [keys[row["public_id"]] for row in rows]


def _as_json(row: Mapping[str, Any]) -> dict[str, Any]:
    texts = {name: canonical_json(row[name]).decode() for name in TEXTS}
    return {**row, **texts, "at": row["at"].isoformat(), "canonical": row["canonical"].decode()}


_GIVEN = {**TYPES, "canonical": "TEXT"}
_VALUES = [f"convert_to({name}, 'UTF8')" if name == "canonical" else name for name in COLUMNS]
_STATEMENT = f"""
WITH given AS (
  SELECT nextval(pg_get_serial_sequence('audit_events', 'id')) AS id, event.*
  FROM json_to_recordset(%(events)s::json)
    AS event ({", ".join(f"{name} {_GIVEN[name]}" for name in COLUMNS)})
), event AS (
  INSERT INTO audit_events (id, {", ".join(COLUMNS)}) SELECT id, {", ".join(_VALUES)} FROM given
), link AS (
  INSERT INTO audit_links (event_id, subject_type, subject_id)
  SELECT given.id, pair ->> 0, pair ->> 1 FROM given, json_array_elements(related::json) AS pair
), waiting AS (
  INSERT INTO unsequenced_events (event_id) SELECT id FROM given
)
SELECT public_id, id FROM given
"""  # noqa: S608 - only names of columns are filled in


def _in_several(rows: Sequence[Mapping[str, Any]]) -> list[int]:
    session = db.session()
    keys = insert_many(AuditEvent.__table__, rows)
    links = [
        {"event_id": key, "subject_type": kind, "subject_id": name}
        for key, row in zip(keys, rows, strict=True)
        for kind, name in row["related"]
    ]
    if links:
        session.execute(insert(AuditLink.__table__), links)
    _queue(keys)
    return keys


def _queue(keys: Sequence[int]) -> None:
    waiting = [{"event_id": key} for key in keys]
    db.session.execute(insert(UnsequencedEvent.__table__), waiting)

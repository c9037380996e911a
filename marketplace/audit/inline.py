"""An event written by the very statement that makes its change (PostgreSQL).

For the few changes that come so often that a statement of its own for every row would cost more
than the change: the event is the same, byte for byte, as ``record`` would have written it.
"""

from typing import Any

from sqlalchemy.dialects import postgresql

from marketplace.audit.actors import actor_of
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import Fact, event_values
from marketplace.database import in_transaction
from marketplace.types import canonical_json

_COLUMNS = [column.key for column in AuditEvent.__table__.columns if column.key != "id"]
_TYPES = {
    column.key: column.type.compile(dialect=postgresql.dialect())
    for column in AuditEvent.__table__.columns
}
_TEXTS = ("related", "data")


def event_clauses(source: str) -> str:
    """WITH clauses that write one event for each row of ``source``, its links and its place in the
    queue for a number; parameters by ``event_parameters``."""
    values = ", ".join(f"%(event_{name})s::{_TYPES[name]}" for name in _COLUMNS)
    return (
        f"event AS (INSERT INTO audit_events ({', '.join(_COLUMNS)}) SELECT {values} FROM {source}"  # noqa: S608
        " RETURNING id), link AS (INSERT INTO audit_links (event_id, subject_type, subject_id)"
        " SELECT event.id, l.type, l.key FROM event,"
        " unnest(%(event_link_types)s::text[], %(event_link_ids)s::text[]) AS l (type, key)),"
        " waiting AS (INSERT INTO unsequenced_events (event_id) SELECT id FROM event)"
    )


def event_parameters(fact: Fact, by: Any) -> dict[str, Any]:
    """The values for ``event_clauses``; RuntimeError outside of a transaction."""
    if not in_transaction():
        raise RuntimeError("an event is recorded in the transaction of its change")
    event = event_values(fact, actor_of(by))
    related = event["related"]
    values = {f"event_{name}": event[name] for name in _COLUMNS}
    values |= {f"event_{name}": canonical_json(event[name]).decode() for name in _TEXTS}
    values["event_link_types"] = [kind for kind, _ in related]
    values["event_link_ids"] = [key for _, key in related]
    return values

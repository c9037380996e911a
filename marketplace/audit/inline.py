"""An event written by the very statement that makes its change (PostgreSQL).

For the few changes that come so often that a statement of its own for every row would cost more
than the change: the event is the same, byte for byte, as ``record`` would have written it.
"""

from typing import Any

from marketplace.audit.actors import actor_of
from marketplace.audit.services import Fact, event_values
from marketplace.audit.writing import COLUMNS, TEXTS, TYPES
from marketplace.database import in_transaction
from marketplace.types import canonical_json


def event_clauses(source: str, links: int) -> str:
    """WITH clauses that write one event for each row of ``source``, its ``links`` to related records
    and its place in the queue for a number; parameters by ``event_parameters``.

    Every value is a parameter of its own: with arrays the planner would count on ten rows for any
    number of them, and plan anew for every execution.
    """
    values = ", ".join(f"%(event_{name})s::{TYPES[name]}" for name in COLUMNS)
    clauses = [
        f"event AS (INSERT INTO audit_events ({', '.join(COLUMNS)}) SELECT {values} FROM {source}"  # noqa: S608
        " RETURNING id)",
        "waiting AS (INSERT INTO unsequenced_events (event_id) SELECT id FROM event)",
    ]
    if links:
        rows = ", ".join(
            f"(%(link_type_{n})s::varchar, %(link_id_{n})s::varchar)" for n in range(links)
        )
        clauses.append(
            "link AS (INSERT INTO audit_links (event_id, subject_type, subject_id)"  # noqa: S608
            f" SELECT event.id, l.type, l.key FROM event, (VALUES {rows}) AS l (type, key))"
        )
    return ", ".join(clauses)


def event_parameters(fact: Fact, by: Any) -> dict[str, Any]:
    """The values for ``event_clauses``; RuntimeError outside of a transaction."""
    if not in_transaction():
        raise RuntimeError("an event is recorded in the transaction of its change")
    event = event_values(fact, actor_of(by))
    values = {f"event_{name}": event[name] for name in COLUMNS}
    values |= {f"event_{name}": canonical_json(event[name]).decode() for name in TEXTS}
    for n, (kind, key) in enumerate(event["related"]):
        values |= {f"link_type_{n}": kind, f"link_id_{n}": key}
    return values

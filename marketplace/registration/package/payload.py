"""What a package says, as plain data with schema ``filing/1``: all its files are made from this."""

from collections.abc import Mapping
from typing import Any, Final

from marketplace import clock
from marketplace.agreements.models import Agreement
from marketplace.documents.sheets.payload import Filled, table_data
from marketplace.registration.models import Filing
from marketplace.registration.tables import Table

SCHEMA: Final = "filing/1"

_FACTS = (
    *("licensor", "licensee", "filer", "requester", "agency"),
    *("patents", "agreement", "declaration", "fee"),
)


def payload(
    filing: Filing, table: Table, facts: Mapping[str, Any], filled: Filled
) -> dict[str, Any]:
    """The record of a package: integers, texts and lists only, money as fen with currency."""
    agreement = filing.agreement
    record = {
        "schema": SCHEMA,
        "filing": filing.public_id,
        "kind": filing.kind.value,
        **table_data(table, filled),
        "prepared_at": clock.now().replace(microsecond=0).isoformat(),
        "due_on": filing.due_on.isoformat() if filing.due_on else None,
        "article": filing.article,
        "terms": _terms(agreement),
        "record": {key: facts[key] for key in _kept(table) if facts.get(key) is not None},
    }
    days = filing.days_late(clock.today())
    if days and filing.due_on is not None and agreement is not None:
        reason = str(facts["answers"].get("late_reason", ""))
        record["late"] = {"due_on": filing.due_on.isoformat(), "days": days, "reason": reason}
    return record


def _kept(table: Table) -> tuple[str, ...]:
    more = {"payment": table.takes_payment, "paper": table.takes_agreement}
    return (*_FACTS, *(name for name, taken in more.items() if taken))


def _terms(agreement: Agreement | None) -> dict[str, Any] | None:
    if agreement is None:
        return None
    return {"sha256": agreement.terms_sha256, "record": agreement.terms}

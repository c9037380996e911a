"""The field tables of the office forms, one for each kind of filing and, where they differ, for
each instrument (a notice or a contract)."""

from collections.abc import Iterable
from dataclasses import replace

from marketplace import clock
from marketplace.declarations.sheets import tables as declaration
from marketplace.documents.sheets.fields import (
    MARKS,
    Basis,
    Entry,
    Field,
    Group,
    Table,
    entries,
    fill,
    lookup,
    missing,
)
from marketplace.registration.models import Filing
from marketplace.registration.tables import contract, other, recordal, yearly
from marketplace.terms.routes import ROUTES, Duty, Instrument

__all__ = [
    "MARKS",
    "TABLES",
    "Basis",
    "Entry",
    "Field",
    "Group",
    "Table",
    "entries",
    "fill",
    "lookup",
    "merged",
    "missing",
    "table_for",
]

TABLES: dict[tuple[Duty, Instrument | None], Table] = {
    (Duty.RECORDAL, Instrument.NOTICE): recordal.OPEN,
    (Duty.RECORDAL, Instrument.CONTRACT): recordal.ORDINARY,
    (Duty.CONTRACT_REGISTRATION, Instrument.NOTICE): contract.OPEN,
    (Duty.CONTRACT_REGISTRATION, Instrument.CONTRACT): contract.CONTRACT,
    (Duty.FEEDBACK, None): contract.FEEDBACK,
    (Duty.DECLARATION, None): declaration.DECLARATION,
    (Duty.WITHDRAWAL, None): declaration.WITHDRAWAL,
    (Duty.ASSIGNMENT_REGISTRATION, None): other.ASSIGNMENT,
    (Duty.PRODUCT_FILING, None): other.PRODUCT,
    (Duty.EXPORT_REGISTRATION, None): other.EXPORT,
    (Duty.RECORDAL_CHANGE, None): recordal.CHANGE,
    (Duty.RECORDAL_CANCELLATION, None): recordal.CANCELLATION,
    (Duty.INVENTORY_UPLOAD, None): yearly.INVENTORY,
    (Duty.CONVERSION_REPORT, None): yearly.CONVERSION,
}


def table_for(filing: Filing) -> Table:
    """The form that a filing is copied into; a late recordal explains itself in it."""
    table = _table(filing)
    late = filing.kind is Duty.RECORDAL and filing.days_late(clock.today()) > 0
    return replace(table, groups=(*table.groups, recordal.LATE)) if late else table


def _table(filing: Filing) -> Table:
    kind = Duty(filing.kind)
    if (kind, None) in TABLES or filing.agreement is None:
        return TABLES[kind, None]
    return TABLES[kind, ROUTES[filing.agreement.route].instrument]


def merged(tables: Iterable[Table]) -> Table:
    """One table that asks every question of several once, under the words of the first."""
    questions: dict[str, Field] = {}
    for table in tables:
        for field in table.questions:
            questions.setdefault(field.key, field)
    return Table(
        title=("", ""), office=("", ""), groups=(Group("", "", tuple(questions.values())),)
    )

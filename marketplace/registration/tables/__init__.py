"""The field tables of the office forms, one for each kind of filing and, where they differ, for
each instrument (a notice or a contract)."""

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
from marketplace.registration.tables import contract, other, recordal
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
}


def table_for(filing: Filing) -> Table:
    """The form that a filing is copied into."""
    kind = Duty(filing.kind)
    if (kind, None) in TABLES or filing.agreement is None:
        return TABLES[kind, None]
    return TABLES[kind, ROUTES[filing.agreement.route].instrument]

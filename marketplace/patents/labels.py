"""Words for the room's enums, in the reader's language."""

from collections.abc import Mapping
from enum import Enum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace.patents.enums import (
    Bar,
    BarState,
    Claim,
    Implementation,
    ImportStatus,
    LegalStatus,
    Maturity,
    PatentKind,
    ReportConclusion,
    StatusSource,
    Willingness,
)
from marketplace.patents.law import BARS as LAW

KINDS: dict[PatentKind, LazyString] = {
    PatentKind.INVENTION: _l("Invention"),
    PatentKind.UTILITY_MODEL: _l("Utility model"),
    PatentKind.DESIGN: _l("Design"),
}
CLAIMS: dict[Claim, LazyString] = {
    Claim.CLAIMED: _l("Claimed by the organization"),
    Claim.PROVEN: _l("Ownership proven"),
}
STATUSES: dict[LegalStatus, LazyString] = {
    LegalStatus.VALID: _l("In force"),
    LegalStatus.TERMINATED: _l("Terminated (patent right)"),
    LegalStatus.WHOLLY_INVALID: _l("Wholly invalid"),
    LegalStatus.PARTLY_INVALID: _l("Partly invalid"),
    LegalStatus.STAYED: _l("Proceedings stayed"),
    LegalStatus.NOT_STATED: _l("Not stated"),
}
SOURCES: dict[StatusSource, LazyString] = {
    StatusSource.IMPORTED_LIST: _l("Imported list"),
    StatusSource.PATENTEE: _l("Statement of the patentee"),
    StatusSource.REGISTER_COPY: _l("Copy of the patent register"),
    StatusSource.OFFICE_QUERY: _l("Query at the patent office"),
    StatusSource.GAZETTE: _l("Patent gazette"),
}
IMPLEMENTATIONS: dict[Implementation, LazyString] = {
    Implementation.IMPLEMENTED: _l("Implemented"),
    Implementation.NOT_IMPLEMENTED: _l("Not implemented"),
    Implementation.NOT_STATED: _l("Not stated"),
}
WAYS: dict[Willingness, LazyString] = {
    Willingness.OPEN_LICENSE: _l("Open license"),
    Willingness.LICENSE: _l("License"),
    Willingness.TRANSFER: _l("Assignment"),
    Willingness.EQUITY: _l("Contribution as shares"),
    Willingness.OWN_USE: _l("Own use or production"),
    Willingness.NONE: _l("No intention for now"),
}
MATURITIES: dict[Maturity, LazyString] = {
    Maturity.SAMPLE: _l("Sample, laboratory stage"),
    Maturity.PILOT: _l("Trial production, application development"),
    Maturity.SMALL_BATCH: _l("Small batches, engineering use"),
    Maturity.MASS_PRODUCTION: _l("Series production, mature use"),
}
CONCLUSIONS: dict[ReportConclusion, LazyString] = {
    ReportConclusion.POSITIVE: _l("No fact found against the grant"),
    ReportConclusion.NEGATIVE: _l("Conditions of grant are not met"),
    ReportConclusion.NONE: _l("No report was made"),
}
BARS: dict[Bar, LazyString] = {bar: _l(text.title) for bar, text in LAW.items()}
STATES: dict[BarState, LazyString] = {
    BarState.CLEAR: _l("None found"),
    BarState.BARRED: _l("Found"),
    BarState.NOT_STATED: _l("Not stated"),
}
IMPORTS: dict[ImportStatus, LazyString] = {
    ImportStatus.READ: _l("Read, not applied"),
    ImportStatus.APPLIED: _l("Applied"),
}

ALL: tuple[Mapping[Enum, LazyString], ...] = (  # type: ignore[assignment]
    KINDS,
    CLAIMS,
    STATUSES,
    SOURCES,
    IMPLEMENTATIONS,
    WAYS,
    MATURITIES,
    CONCLUSIONS,
    BARS,
    STATES,
    IMPORTS,
)

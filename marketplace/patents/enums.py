"""The closed vocabularies of a patent. Codes are stored; their texts stand in ``labels``."""

from enum import StrEnum


class PatentKind(StrEnum):
    """The three kinds of patent (专利法 2), known from the number alone."""

    INVENTION = "invention"
    UTILITY_MODEL = "utility_model"
    DESIGN = "design"


class Claim(StrEnum):
    """How far an organization's word that the patent is its own is backed."""

    CLAIMED = "claimed"
    PROVEN = "proven"


class LegalStatus(StrEnum):
    VALID = "valid"
    TERMINATED = "terminated"
    WHOLLY_INVALID = "wholly_invalid"
    PARTLY_INVALID = "partly_invalid"
    STAYED = "stayed"
    NOT_STATED = "not_stated"


class StatusSource(StrEnum):
    """Where a legal status or the state of a bar was looked up (查询来源)."""

    IMPORTED_LIST = "imported_list"
    PATENTEE = "patentee"
    REGISTER_COPY = "register_copy"
    OFFICE_QUERY = "office_query"
    GAZETTE = "gazette"


class Implementation(StrEnum):
    IMPLEMENTED = "implemented"
    NOT_IMPLEMENTED = "not_implemented"
    NOT_STATED = "not_stated"


class Willingness(StrEnum):
    """转化意愿 as in the national inventory sheet; a patent may carry several."""

    OPEN_LICENSE = "open_license"
    LICENSE = "license"
    TRANSFER = "transfer"
    EQUITY = "equity"
    OWN_USE = "own_use"
    NONE = "none"


class Maturity(StrEnum):
    """技术成熟度, the four stages of the national inventory sheet."""

    SAMPLE = "sample"
    PILOT = "pilot"
    SMALL_BATCH = "small_batch"
    MASS_PRODUCTION = "mass_production"


class ReportConclusion(StrEnum):
    """What the 专利权评价报告 says; ``NONE`` means that no report was made."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NONE = "none"


class Bar(StrEnum):
    """The nine circumstances in which no open license may be declared (细则 86, 指南 5-11-3.1)."""

    EXCLUSIVE_LICENSE = "exclusive_license"
    PROCEEDINGS_STAYED = "proceedings_stayed"
    ANNUITY_UNPAID = "annuity_unpaid"
    PLEDGED = "pledged"
    TERMINATED = "terminated"
    WHOLLY_INVALID = "wholly_invalid"
    NO_EVALUATION_REPORT = "no_evaluation_report"
    NEGATIVE_REPORT = "negative_report"
    OTHER = "other"


class BarState(StrEnum):
    CLEAR = "clear"
    BARRED = "barred"
    NOT_STATED = "not_stated"


class ImportStatus(StrEnum):
    """An uploaded list is read first and applied only when a person has seen the report."""

    READ = "read"
    APPLIED = "applied"

"""From a row of a list to the facts that it states about one patent."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from marketplace.errors import N_
from marketplace.patents import cells, vocabulary
from marketplace.patents.cells import Problem, Reading
from marketplace.patents.columns import Column, heading_unit
from marketplace.patents.enums import PatentKind, StatusSource
from marketplace.patents.numbers import NumberError, PatentNumber, parse
from marketplace.patents.sheets import Row

TITLE_LIMIT = 500

_READERS: dict[Column, Callable[[str], Reading]] = {
    Column.TITLE_EN: cells.read_text,
    Column.ABSTRACT: cells.read_text,
    Column.ADVANTAGE: cells.read_text,
    Column.OUTLOOK: cells.read_text,
    Column.DEPARTMENT: cells.read_text,
    Column.PRICE_INTENTION: cells.read_text,
    Column.FUNDING_PROJECT: cells.read_optional_text,
    Column.REPORT_NUMBER: cells.read_optional_text,
    Column.INVENTORS: cells.read_names,
    Column.PATENTEES: cells.read_names,
    Column.INTENDED_REGIONS: cells.read_names,
    Column.INTENDED_COMPANIES: cells.read_names,
    Column.SEI: cells.read_long_names,
    Column.INDUSTRIES: cells.read_industries,
    Column.IPC: cells.read_ipc,
    Column.LOCARNO: cells.read_locarno,
    Column.LEGAL_STATUS: vocabulary.read_legal_status,
    Column.LEGAL_STATUS_ON: cells.read_day,
    Column.FILING_ON: cells.read_day,
    Column.GRANTED_ON: cells.read_day,
    Column.PUBLICATION_ON: cells.read_day,
    Column.REPORT_ON: cells.read_day,
    Column.FUNDED: vocabulary.read_yes_no,
    Column.IMPLEMENTATION: vocabulary.read_implementation,
    Column.WILLINGNESS: vocabulary.read_willingness,
    Column.MATURITY: vocabulary.read_maturity,
    Column.GRADE: vocabulary.read_grade,
    Column.REPORT_CONCLUSION: vocabulary.read_report_conclusion,
}
_LIMITS = {
    Column.TITLE_EN: 1000,
    Column.DEPARTMENT: 200,
    Column.PRICE_INTENTION: 200,
    Column.FUNDING_PROJECT: 500,
    Column.REPORT_NUMBER: 100,
}
"""Characters that the record holds; what is longer is cut and warned about."""


@dataclass(frozen=True)
class Finding:
    """One line of the report: where, what, and what to do (a gettext message with parameters)."""

    row: int
    column: str
    code: str
    message: str
    params: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The English text; a page translates ``message`` instead."""
        return self.message % self.params if self.params else self.message

    def as_record(self) -> dict[str, Any]:
        return {
            "row": self.row,
            "column": self.column,
            "code": self.code,
            "message": self.message,
            "params": self.params,
        }


@dataclass
class Statement:
    """What a row says about the patent ``number``: attribute names of the record and values.

    Only what is stated stands in ``values``, so that an empty cell never clears anything.
    """

    row: Row
    number: PatentNumber
    values: dict[str, Any]
    warnings: list[Finding]

    @property
    def title(self) -> str | None:
        return self.values.get("title")


class RowError(Exception):
    """The row cannot be taken over because of its number, kind or title."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def read_row(row: Row) -> Statement:
    """Read all known cells. Raises RowError for number or kind; other cells only warn.

    Whether a missing title refuses the row depends on the patents that are known, so it is
    decided by the plan.
    """
    number = _read_number(row)
    kind_warnings = _check_kind(row, number)
    statement = Statement(row, number, {}, kind_warnings)
    title = _read_title(row)
    if title:
        statement.values["title"] = title
    for column, reader in _READERS.items():
        _take(statement, column, _read_all(row, column, reader))
    unit = heading_unit(row.layout.heading(Column.ASKING_FEE))
    _take(statement, Column.ASKING_FEE, cells.read_fee(row.text(Column.ASKING_FEE), unit))
    _settle_filing_day(statement)
    _settle_status(statement)
    return statement


def finding(row: Row, column: Column, problem: Problem) -> Finding:
    return Finding(row.number, row.place(column), problem.code, problem.message, problem.params)


def _read_number(row: Row) -> PatentNumber:
    texts = row.texts(Column.NUMBER) or row.texts(Column.PUBLICATION_NUMBER) or [""]
    error: NumberError | None = None
    for text in texts:
        try:
            return parse("" if cells.is_nothing(text) else text)
        except NumberError as found:
            error = error or found
    assert error is not None  # noqa: S101 - every turn of the loop returned or set it
    problem = Problem(error.code, error.message, error.params)
    raise RowError(finding(row, Column.NUMBER, problem)) from error


def _check_kind(row: Row, number: PatentNumber) -> list[Finding]:
    reading = vocabulary.read_kind(row.text(Column.KIND))
    if reading.problem:
        raise RowError(finding(row, Column.KIND, reading.problem))
    stated: PatentKind | None = reading.value
    if stated is None or stated is number.kind:
        return []
    problem = Problem(
        "kind_conflict",
        N_(
            "The list says “%(value)s”, but the number %(number)s belongs to another kind. The "
            "number was followed: compare both with the certificate."
        ),
        {"value": row.text(Column.KIND)[:60], "number": number.text},
    )
    return [finding(row, Column.KIND, problem)]


def _read_title(row: Row) -> str | None:
    text = row.text(Column.TITLE)
    if cells.is_nothing(text):
        return None
    title = " ".join(text.split())
    if len(title) > TITLE_LIMIT:
        problem = Problem(
            "title_too_long",
            N_("The title has more than 500 characters. Write the title as on the certificate."),
        )
        raise RowError(finding(row, Column.TITLE, problem))
    return title


def title_missing(row: Row) -> Finding:
    """Why a new patent without a title is refused."""
    problem = Problem("title_empty", N_("The title is missing. Write it as on the certificate."))
    return finding(row, Column.TITLE, problem)


def _read_all(row: Row, column: Column, reader: Callable[[str], Reading]) -> Reading:
    """A column may stand several times: lists are joined, else the first value counts."""
    readings = [reader(text) for text in row.texts(column)]
    values = [reading.value for reading in readings if reading.value is not None]
    problem = next((reading.problem for reading in readings if reading.problem), None)
    if values and isinstance(values[0], list):
        joined = list(dict.fromkeys(item for value in values for item in value))
        return Reading(joined, problem)
    return Reading(values[0] if values else None, None if values else problem)


def _take(statement: Statement, column: Column, reading: Reading) -> None:
    value = reading.value
    limit = _LIMITS.get(column)
    problem = reading.problem
    if limit and isinstance(value, str) and len(value) > limit:
        value = value[:limit]
        problem = Problem(
            "text_cut",
            N_("Only the first %(limit)s characters were taken over. Shorten the text."),
            {"limit": str(limit)},
        )
    if problem:
        statement.warnings.append(finding(statement.row, column, problem))
    if value is not None:
        statement.values[column.value] = value


def _settle_filing_day(statement: Statement) -> None:
    """A filing day after the year in the number is an error; an earlier one a divisional's."""
    day: date | None = statement.values.get("filing_on")
    if day is None or day.year <= statement.number.filing_year:
        return
    del statement.values["filing_on"]
    problem = Problem(
        "filing_day_conflict",
        N_("The filing day %(value)s is later than the year in the number. It was not taken over."),
        {"value": day.isoformat()},
    )
    statement.warnings.append(finding(statement.row, Column.FILING_ON, problem))


def _settle_status(statement: Statement) -> None:
    """A status from a list carries its source, and a day only if the list states one."""
    day = statement.values.pop("legal_status_on", None)
    if "legal_status" in statement.values:
        statement.values["legal_status_source"] = StatusSource.IMPORTED_LIST
        if day:
            statement.values["legal_status_on"] = day

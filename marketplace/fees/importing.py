"""``fees import``: published figures by industry, in the format that an operator fills.

The columns are those of the office's tables: amounts in 10,000 yuan, terms in years, rates in
percent, all decimals as printed. A row whose flag is not CONFIRMED, or without source, is
refused: what nobody has read in a published page does not come in.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.fees.benchmarks import CONFIRMED
from marketplace.fees.figures import read_decimal
from marketplace.fees.models import FeeBenchmark
from marketplace.patents.reference import industry_name

COLUMNS = (
    "period",
    "gbt4754_section",
    "gbt4754_division_code",
    "gbt4754_division_name",
    "contracts",
    "patents",
    "fixed_contracts",
    "fixed_avg_cny_10k",
    "fixed_avg_term_years",
    "royalty_contracts",
    "royalty_base",
    "royalty_avg_rate_pct",
    "royalty_entry_fee_avg_cny_10k",
    "free_contracts",
    "flag",
    "source",
)
_BASES = {
    "": None,
    "net_sales": "net_sales",
    "净销售额": "net_sales",
    "profit": "profit",
    "利润额": "profit",
}
_FEN_PER_WAN = 1_000_000
_PPM_PER_PERCENT = 10_000
_THOUSANDTHS = 1000


@dataclass
class ImportReport:
    """What an import did; ``refused`` rows say which column is wrong and what to do."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)


def read_rows(text: str) -> list[dict[str, str]]:
    """The rows of a CSV file, by column name. Refused if a column is missing."""
    reader = csv.DictReader(text.lstrip("\ufeff").splitlines())
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise Refused(
            "columns_missing",
            N_("These columns are missing: %(columns)s. Keep the header line of the template."),
            status=422,
            columns=", ".join(missing),
        )
    return [{name: (row[name] or "").strip() for name in COLUMNS} for row in reader]


def import_benchmarks(rows: Iterable[Mapping[str, str]], *, by: Any = SYSTEM) -> ImportReport:
    """Take the rows in; the same rows again change nothing. Runs inside ``transaction()``."""
    report = ImportReport()
    for number, row in enumerate(rows, start=2):
        report.read += 1
        try:
            values = _values(row)
        except Refused as refusal:
            report.refused.append(
                {
                    "row": number,
                    "column": refusal.field,
                    "code": refusal.code,
                    "message": str(refusal),
                }
            )
            continue
        _keep(report, values, by)
    return report


def _keep(report: ImportReport, values: dict[str, Any], by: Any) -> None:
    benchmark = db.session.scalar(
        select(FeeBenchmark).where(
            FeeBenchmark.period == values["period"], FeeBenchmark.division == values["division"]
        )
    )
    if benchmark is None:
        benchmark = FeeBenchmark(**values)
        db.session.add(benchmark)
        report.created += 1
        record("fee_benchmark:import", benchmark, by, **values)
        return
    changed = {name: value for name, value in values.items() if getattr(benchmark, name) != value}
    if not changed:
        report.unchanged += 1
        return
    for name, value in changed.items():
        setattr(benchmark, name, value)
    report.updated += 1
    record("fee_benchmark:update", benchmark, by, **changed)


def _values(row: Mapping[str, str]) -> dict[str, Any]:
    if row["flag"] != CONFIRMED:
        raise _refusal(
            "not_confirmed",
            N_(
                "Only figures read in a published page come in. Read it, then set the flag CONFIRMED."
            ),
            "flag",
        )
    for name in ("period", "source"):
        if not row[name]:
            raise _refusal("empty", N_("Fill in this cell."), name)
    division = _division(row)
    return {
        "period": row["period"],
        "division": division,
        "name": row["gbt4754_division_name"] or industry_name(division) or division,
        "contracts": _number(row, "contracts", required=True),
        "patents": _number(row, "patents"),
        "fixed_contracts": _number(row, "fixed_contracts"),
        "fixed_average": _number(row, "fixed_avg_cny_10k", _FEN_PER_WAN),
        "fixed_term": _number(row, "fixed_avg_term_years", _THOUSANDTHS),
        "royalty_contracts": _number(row, "royalty_contracts"),
        "royalty_base": _base(row),
        "royalty_rate": _number(row, "royalty_avg_rate_pct", _PPM_PER_PERCENT),
        "entry_fee_average": _number(row, "royalty_entry_fee_avg_cny_10k", _FEN_PER_WAN),
        "free_contracts": _number(row, "free_contracts"),
        "source": row["source"],
    }


def _division(row: Mapping[str, str]) -> str:
    digits = row["gbt4754_division_code"].removeprefix(row["gbt4754_section"])
    division = f"{row['gbt4754_section']}{digits.zfill(2)}"
    if industry_name(division) is None or len(division) != 3:
        raise _refusal(
            "unknown_industry",
            N_("%(value)s is no division of GB/T 4754-2017. Enter section letter and two digits."),
            "gbt4754_division_code",
            value=division,
        )
    return division


def _base(row: Mapping[str, str]) -> str | None:
    text = row["royalty_base"]
    if text not in _BASES:
        raise _refusal(
            "unknown_base",
            N_("%(value)s is no royalty base. Enter net_sales or profit."),
            "royalty_base",
            value=text,
        )
    return _BASES[text]


def _number(
    row: Mapping[str, str], name: str, scale: int = 1, *, required: bool = False
) -> int | None:
    """The cell times ``scale`` as a whole number; None if it is empty and may be."""
    text = row[name].replace(",", "")
    if not text and not required:
        return None
    number = read_decimal(text)
    value = number * scale if number is not None else None
    if value is None or value.denominator != 1 or (required and value == 0):
        raise _refusal(
            "not_a_number",
            N_("“%(value)s” is not a figure of this column. Enter it as printed, without unit."),
            name,
            value=row[name],
        )
    return value.numerator


def _refusal(code: str, message: str, column: str, **params: Any) -> Refused:
    return Refused(code, message, status=422, field=column, **params)

"""The published figures as CSV. Cells that a spreadsheet would run as formulas are made texts."""

import csv
import io
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from marketplace.fees.figures import decimal
from marketplace.fees.models import PriceStage
from marketplace.fees.sealing import Trait
from marketplace.statistics.labels import Criterion
from marketplace.statistics.models import StatisticsRelease
from marketplace.statistics.presentation import name
from marketplace.statistics.tables import WHOLE, Row

PRICE_COLUMNS = (
    "through",
    "method",
    "stage",
    "table",
    "key",
    "name",
    "contracts",
    "licensors",
    "fee_contracts",
    "fee_low_yuan",
    "fee_median_yuan",
    "fee_high_yuan",
    "rate_contracts",
    "rate_low_percent",
    "rate_median_percent",
    "rate_high_percent",
)
RANKING_COLUMNS = (
    "as_of",
    "method",
    "place",
    "number",
    "title",
    "patentees",
    "kind",
    "years_left",
    "announced",
    "ipc_subclasses",
    *(f"points_{each.value}" for each in Criterion),
    "points",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def guarded(value: object) -> str:
    """A cell's text; one that could begin a formula is led by an apostrophe (R-96)."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def prices_csv(release: StatisticsRelease) -> str:
    """Every published row of every table; amounts in yuan per year and patent."""
    return _csv(PRICE_COLUMNS, _price_rows(release))


def ranking_csv(release: StatisticsRelease) -> str:
    """The ranked patents with what went into their points."""
    ranking = release.ranking
    return _csv(
        RANKING_COLUMNS,
        (
            (
                ranking["as_of"],
                release.ranking_method,
                each["place"],
                each["number"],
                each["title"],
                "；".join(each["patentees"]),
                each["kind"],
                each["years_left"],
                int(each["announced"]),
                each["subclasses"],
                *(each["parts"][criterion.value] for criterion in Criterion),
                each["points"],
            )
            for each in ranking["patents"]
        ),
    )


def _price_rows(release: StatisticsRelease) -> Iterator[Sequence[object]]:
    for stage in PriceStage:
        for table, rows in release.prices[stage.value].items():
            for row in rows:
                yield (
                    release.through.isoformat(),
                    release.method,
                    stage.value,
                    table,
                    row["key"] or "",
                    "" if table == WHOLE else name(Trait(table), row["key"]),
                    row["contracts"],
                    row["licensors"],
                    *_figures(row, "fee", 100),
                    *_figures(row, "rate", 10_000),
                )


def _figures(row: Row, measure: str, scale: int) -> list[object]:
    found: dict[str, Any] | None = row[measure]
    if found is None:
        return ["", "", "", ""]
    amounts = [decimal(Fraction(found[place], scale)) for place in ("low", "median", "high")]
    return [found["contracts"], *amounts]


def _csv(columns: Sequence[str], rows: Iterator[Sequence[object]]) -> str:
    """With a byte order mark, so that spreadsheets read the Chinese."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([guarded(value) for value in row] for row in rows)
    return "\ufeff" + text.getvalue()

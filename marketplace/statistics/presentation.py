"""Published rows as pages and files show them: names, figures, bars, empty rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _

from marketplace.fees.figures import decimal
from marketplace.fees.labels import STAGES
from marketplace.fees.models import PriceStage
from marketplace.fees.sealing import Trait
from marketplace.patents.enums import PatentKind
from marketplace.patents.labels import KINDS
from marketplace.patents.reference import industry_children, industry_name
from marketplace.statistics.models import StatisticsRelease
from marketplace.statistics.tables import WHOLE, Row
from marketplace.terms.enums import FeeMode
from marketplace.terms.labels import FEE_MODES
from marketplace.terms.routes import ROUTES
from marketplace.types import Money, round_half_up
from marketplace.web_parts.charts import Bar, Range

CHART_ROWS = 8
_PPM_PER_PERCENT = 10_000


@dataclass(frozen=True)
class Table:
    """One published table; ``rows`` hold figures, ``silent`` are names without any."""

    trait: Trait
    rows: Sequence[Row]
    silent: Sequence[str]

    @property
    def named(self) -> list[tuple[str, Row]]:
        return [(name(self.trait, each["key"]), each) for each in self.rows]

    @property
    def ranges(self) -> list[Range]:
        """The rows with most contracts as bars from lower to upper quartile of the yearly fee."""
        priced = [(label, each) for label, each in self.named if each["fee"] and each["key"]]
        most = sorted(priced, key=lambda each: -each[1]["fee"]["contracts"])[:CHART_ROWS]
        return [
            bar(label, each["fee"])
            for label, each in priced
            if any(each is chosen for _label, chosen in most)
        ]

    @property
    def counts(self) -> list[Bar]:
        """The rows with most contracts as bars of their number."""
        most = sorted(self.named, key=lambda each: -each[1]["contracts"])[:CHART_ROWS]
        return [Bar(label, each["contracts"]) for label, each in most]


def whole(release: StatisticsRelease, stage: PriceStage) -> Row | None:
    """The figures of a stage over everything; None where nothing is published."""
    rows = release.prices[stage.value][WHOLE]
    return rows[0] if rows else None


def all_tables(release: StatisticsRelease, stage: PriceStage) -> list[Table]:
    """The tables of a stage in a fixed order."""
    return [_table(trait, release.prices[stage.value][trait.value]) for trait in Trait]


def _table(trait: Trait, rows: Sequence[Row]) -> Table:
    shown = {each["key"] for each in rows}
    return Table(trait, rows, [name(trait, key) for key in possible(trait) if key not in shown])


def possible(trait: Trait) -> list[str]:
    """The rows that a table always accounts for, whether or not anything is behind them: so a
    row without figures does not say whether there is nothing or too little."""
    match trait:
        case Trait.SECTION:
            return [code for code, _name in industry_children()]
        case Trait.KIND:
            return [kind.value for kind in PatentKind]
        case Trait.FEE_MODE:
            licenses = [rules.fee_modes for rules in ROUTES.values() if rules.priced_license]
            return [mode.value for mode in FeeMode if any(mode in modes for modes in licenses)]
    return []


def name(trait: Trait, key: str | None) -> str:
    """A row's name in the reader's language."""
    if key is None:
        return _("Several together")
    match trait:
        case Trait.SECTION | Trait.DIVISION:
            return f"{key} {industry_name(key) or ''}".strip()
        case Trait.KIND:
            return str(KINDS[PatentKind(key)])
        case Trait.FEE_MODE:
            return str(FEE_MODES[FeeMode(key)])
    return key


def bar(label: str, fee: Mapping[str, int]) -> Range:
    """Quartiles of fees as a bar of the chart."""
    n = _("n = %(n)s", n=f"{fee['contracts']:,}")
    return Range(label, fee["low"], fee["median"], fee["high"], n)


def fee(fen: int) -> str:
    """A rounded amount without needless places: ``¥12,000``."""
    return "¥" + Money(fen).yuan().removesuffix(".00")


def rate_text(ppm: int) -> str:
    """``3.5%``."""
    return f"{decimal(Fraction(ppm, _PPM_PER_PERCENT))}%"


def overview(release: StatisticsRelease) -> list[Range]:
    """The three stages below each other, as far as they are published; they are never mixed."""
    found: list[tuple[PriceStage, Any]] = [(stage, whole(release, stage)) for stage in PriceStage]
    return [bar(str(STAGES[stage]), row["fee"]) for stage, row in found if row and row["fee"]]


def average(value: Fraction | None) -> int | None:
    """A published average in fen, rounded to whole yuan."""
    return None if value is None else 100 * round_half_up(value.numerator, value.denominator * 100)

"""The shapes of price statistics, and what all shapes have in common."""

from datetime import date

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PriceQuartiles(Shape):
    """Over ``contracts`` prices, rounded to two digits."""

    contracts: int
    low: int
    median: int
    high: int


class StatisticsRow(Shape):
    """One row; ``key`` is null for the whole and for groups that have no value in common."""

    key: str | None
    contracts: int
    licensors: int
    fee: PriceQuartiles | None = Field(description="Fen per year and patent")
    rate: PriceQuartiles | None = Field(description="Parts per million of net sales")


class StatisticsTables(Shape):
    """One-way tables; a row that is missing says neither none nor few."""

    all: tuple[StatisticsRow, ...]
    year: tuple[StatisticsRow, ...]
    section: tuple[StatisticsRow, ...] = Field(description="GB/T 4754-2017 sections")
    division: tuple[StatisticsRow, ...] = Field(description="GB/T 4754-2017 divisions")
    kind: tuple[StatisticsRow, ...]
    fee_mode: tuple[StatisticsRow, ...]


class Statistics(Shape):
    """Prices through the last day of a closed quarter; the three stages are never mixed."""

    through: date
    method: str
    published_at: AwareDatetime
    declared: StatisticsTables
    contracted: StatisticsTables
    received: StatisticsTables

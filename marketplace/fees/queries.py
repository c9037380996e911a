"""Collecting the figures that guidance rests on."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import bindparam, select

from marketplace.accounts.models import Organization
from marketplace.extensions import db
from marketplace.fees.asked import visible_fees
from marketplace.fees.benchmarks import IndustryStatistics, royalty_bands, year_statistics
from marketplace.fees.closing import sealed
from marketplace.fees.cohorts import DealPrice, last_full_quarter
from marketplace.fees.comparables import AskedFee
from marketplace.fees.evidence import Evidence
from marketplace.fees.guidance import guide
from marketplace.fees.inputs import GuidanceInputs
from marketplace.fees.models import FeeBenchmark, PriceStage
from marketplace.fees.ranges import Guidance
from marketplace.fees.sealing import Unit


def guidance_for(inputs: GuidanceInputs, viewer: Organization | None = None) -> Guidance:
    """Guidance over everything that ``viewer`` may see; None: what everybody may see."""
    asked = visible_fees(viewer, without=inputs.number)
    return guide(inputs, evidence(inputs.on, inputs.industries, asked))


def evidence(on: date, industries: Sequence[str], asked: Sequence[AskedFee] = ()) -> Evidence:
    """All figures for a patent of these industries, deals up to the last quarter before ``on``.

    ``asked``: the asked fees to compare with, from ``asked.visible_fees``.
    """
    until = last_full_quarter(on)
    division = industries[0][:3] if industries else None
    deals = _contracted(division, until) if division else []
    return Evidence(
        years=year_statistics(),
        bands=royalty_bands(),
        industries=industry_statistics({code[:3] for code in industries}),
        deal_fees=[
            DealPrice(str(each.key), str(each.licensor), each.fee)
            for each in deals
            if each.fee is not None
        ],
        deal_rates=[
            DealPrice(str(each.key), str(each.licensor), each.rate)
            for each in deals
            if each.rate is not None
        ],
        deals_until=until,
        deals_industry=division,
        asked=asked,
    )


def industry_statistics(divisions: Iterable[str]) -> list[IndustryStatistics]:
    """Imported figures of these divisions, oldest period first."""
    rows = db.session.scalars(_OF_DIVISIONS, {"divisions": sorted(divisions)})
    return [row.statistics for row in rows]


def _contracted(division: str, until: date) -> list[Unit]:
    """Contracted prices of one division in whole groups, exactly as the statistics publish them:
    guidance is no side door to prices that no table shows."""
    return [
        unit for group in sealed(PriceStage.CONTRACTED, until, division) for unit in group.units
    ]


_OF_DIVISIONS = (
    select(FeeBenchmark)
    .where(FeeBenchmark.division.in_(bindparam("divisions", expanding=True)))
    .order_by(FeeBenchmark.period)
)

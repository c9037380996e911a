"""Collecting the figures that guidance rests on."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import aliased

from marketplace.accounts.models import Organization
from marketplace.extensions import db
from marketplace.fees.asked import visible_fees
from marketplace.fees.benchmarks import IndustryStatistics, royalty_bands, year_statistics
from marketplace.fees.cohorts import DealPrice, last_full_quarter
from marketplace.fees.comparables import AskedFee
from marketplace.fees.evidence import Evidence
from marketplace.fees.guidance import guide
from marketplace.fees.inputs import GuidanceInputs
from marketplace.fees.models import FeeBenchmark, FeeObservation, PriceStage
from marketplace.fees.ranges import MILLION, Guidance
from marketplace.terms.enums import RoyaltyBase


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
            DealPrice(each.reference_id, str(each.licensor_id), each.annual)
            for each in deals
            if each.annual is not None
        ],
        deal_rates=[
            DealPrice(each.reference_id, str(each.licensor_id), Fraction(each.rate_ppm, MILLION))
            for each in deals
            if each.rate_ppm and each.rate_base == RoyaltyBase.NET_SALES
        ],
        deals_until=until,
        deals_industry=division,
        asked=asked,
    )


def industry_statistics(divisions: Iterable[str]) -> list[IndustryStatistics]:
    """Imported figures of these divisions, oldest period first."""
    rows = db.session.scalars(
        select(FeeBenchmark)
        .where(FeeBenchmark.division.in_(sorted(divisions)))
        .order_by(FeeBenchmark.period)
    )
    return [row.statistics for row in rows]


def _contracted(division: str, until: date) -> Sequence[FeeObservation]:
    """Contracted prices of one division that were not taken back."""
    cancelling = aliased(FeeObservation)
    return db.session.scalars(
        select(FeeObservation)
        .outerjoin(cancelling, cancelling.cancels_id == FeeObservation.id)
        .where(
            FeeObservation.stage == PriceStage.CONTRACTED,
            FeeObservation.industry == division,
            FeeObservation.on_day <= until,
            FeeObservation.cancels_id.is_(None),
            cancelling.id.is_(None),
        )
        .order_by(FeeObservation.id)
    ).all()

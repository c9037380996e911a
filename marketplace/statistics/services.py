"""Publishing the figures of a closed quarter, once."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from marketplace.audit.services import record
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.fees.closing import close_quarter, sealed
from marketplace.fees.cohorts import last_full_quarter
from marketplace.fees.models import PriceStage
from marketplace.statistics import ranking
from marketplace.statistics.models import StatisticsRelease
from marketplace.statistics.tables import METHOD, tables

_A_DAY = timedelta(days=1)


def release(through: date, today: date, by: Any) -> StatisticsRelease:
    """Close the quarter that ends on ``through`` and publish its figures (Shanghai days).

    What is published stays as it is: the same quarter asked for again gives the same release.
    Refused for a quarter that is not over, and for one before a published one.
    """
    if through > last_full_quarter(today) or through != last_full_quarter(through + _A_DAY):
        raise Refused("quarter_open", N_("Only a quarter that is over can be published."))
    newest = db.session.scalar(
        select(StatisticsRelease).order_by(StatisticsRelease.through.desc()).limit(1)
    )
    if newest is not None and newest.through == through:
        return newest
    if newest is not None and newest.through > through:
        raise Refused("later_published", N_("A later quarter has been published already."))
    groups = close_quarter(through)
    made = StatisticsRelease(
        through=through,
        method=METHOD,
        ranking_method=ranking.METHOD,
        prices={stage.value: tables(sealed(stage, through)) for stage in PriceStage},
        ranking=ranking.standing(today),
    )
    db.session.add(made)
    db.session.flush()
    record("statistics:release", made, by, through=through.isoformat(), groups=groups)
    return made

"""Reading what was published."""

from sqlalchemy import select

from marketplace.extensions import db
from marketplace.statistics.models import StatisticsRelease


def newest() -> StatisticsRelease | None:
    """The figures that are shown: those of the last quarter that was published."""
    return db.session.scalar(
        select(StatisticsRelease).order_by(StatisticsRelease.through.desc()).limit(1)
    )

"""What was published at the end of each quarter; a page shows the newest, nothing is counted anew."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace import clock
from marketplace.database import append_only
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.types import CanonicalJSON


class StatisticsRelease(db.Model):
    """The figures of all tables and the ranking as of ``through``, the last day of a quarter.

    ``prices``: stage → table → rows (``tables``); ``ranking``: ``ranking.standing``. ``method``
    and ``ranking_method`` name the versions of the rules that they were made by. Append-only.
    """

    __tablename__ = "statistics_releases"

    public_id: Mapped[str] = public_id_column()
    through: Mapped[date] = mapped_column(unique=True)
    method: Mapped[str] = mapped_column(String(20))
    ranking_method: Mapped[str] = mapped_column(String(20))
    prices: Mapped[dict[str, Any]] = mapped_column(CanonicalJSON)
    ranking: Mapped[dict[str, Any]] = mapped_column(CanonicalJSON)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)


append_only(StatisticsRelease.__table__)

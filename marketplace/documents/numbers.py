"""Gapless numbers: one series per issuing organization, kind of document and year."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace import clock
from marketplace.database import in_transaction, lock
from marketplace.documents.models import NumberSeries
from marketplace.extensions import db


def next_number(organization: Any, series: str, year: int) -> int:
    """The next number, 1 first. It is given together with the transaction that uses it: rolled back
    with it, and nobody else gets one meanwhile. RuntimeError outside of a transaction."""
    if not in_transaction():
        raise RuntimeError("a number is given in the transaction of its document")
    row = _locked(organization.id, series, year) or _opened(organization.id, series, year)
    row.last += 1
    db.session.flush()
    return row.last


def numbered(organization: Any, series: str) -> str:
    """The next number of this year (Asia/Shanghai) as it stands on a document."""
    year = clock.today().year
    return number_text(series, year, next_number(organization, series, year))


def number_text(series: str, year: int, number: int) -> str:
    """How a number stands on a document: ``KF-2026-000123``."""
    return f"{series}-{year}-{number:06d}"


def _locked(organization_id: int, series: str, year: int) -> NumberSeries | None:
    return db.session.scalar(
        lock(
            select(NumberSeries)
            .where(
                NumberSeries.organization_id == organization_id,
                NumberSeries.series == series,
                NumberSeries.year == year,
            )
            .execution_options(populate_existing=True)
        )
    )


def _opened(organization_id: int, series: str, year: int) -> NumberSeries:
    try:
        with db.session.begin_nested():
            row = NumberSeries(organization_id=organization_id, series=series, year=year, last=0)
            db.session.add(row)
    except IntegrityError:
        # Another transaction opened the series between our look and our insert.
        known = _locked(organization_id, series, year)
        if known is None:  # pragma: no cover - a series is never deleted
            raise
        return known
    return row

"""How long a patent lives, from its kind and filing day (专利法 42, LAW 1.15).

The term runs from the filing day: 20 years for an invention, 10 for a utility model, 15 for a
design. That a design filed before 1 June 2021 has only 10 years rests on an unconfirmed rule,
so for it only the 10 years are certain. A compensation of the term (专利法 42(2), (3)) is not
derivable from the number and never assumed. The last day of the term is the day before the
anniversary of filing.
"""

from datetime import date, timedelta
from typing import NamedTuple

from marketplace.clock import add_years
from marketplace.patents.enums import PatentKind

YEARS = {PatentKind.INVENTION: 20, PatentKind.UTILITY_MODEL: 10, PatentKind.DESIGN: 15}
OLD_DESIGN_YEARS = 10
DESIGN_REFORM = date(2021, 6, 1)
"""From here on 15 years for designs (fourth revision of the Patent Law in force)."""


class Term(NamedTuple):
    """The last day on which the patent certainly lives, and whether it is established as the
    last day of the term; if not, the patent may live longer."""

    last_day: date
    established: bool


def expiry(kind: PatentKind, filing_on: date | None, filing_year: int) -> Term:
    """The certain part of the term.

    Without a filing day only the year in the number is known: the term is counted from
    1 January of that year, which is never too long, and is not established.
    """
    filed = filing_on or date(filing_year, 1, 1)
    old_design = kind is PatentKind.DESIGN and filed < DESIGN_REFORM
    years = OLD_DESIGN_YEARS if old_design else YEARS[kind]
    return Term(_last_day(filed, years), established=filing_on is not None and not old_design)


def latest_end(kind: PatentKind, filing_on: date | None, filing_year: int) -> date:
    """The last day of the longest term that could apply; after it the patent has expired."""
    return _last_day(filing_on or date(filing_year, 12, 31), YEARS[kind])


def remaining_years(last_day: date, on: date) -> int:
    """Whole years left from ``on`` through ``last_day``; 0 when less than one is left."""
    whole = last_day.year - on.year
    return max(0, whole - (add_years(on, max(whole, 0)) > last_day + timedelta(days=1)))


def _last_day(filed: date, years: int) -> date:
    return add_years(filed, years) - timedelta(days=1)

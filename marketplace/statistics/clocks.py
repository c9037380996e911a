"""When a quarter is over its figures are published; a quarter that was slept through is passed
over, for its prices count in the next one that is published."""

from marketplace import clock
from marketplace.audit.actors import SYSTEM
from marketplace.database import transaction
from marketplace.fees.cohorts import last_full_quarter
from marketplace.statistics.queries import newest
from marketplace.statistics.services import release


def run() -> int:
    """Publish the last full quarter if that has not been done; returns how many were."""
    today = clock.today()
    through = last_full_quarter(today)
    known = newest()
    if known is not None and known.through >= through:
        return 0
    with transaction():
        release(through, today, SYSTEM)
    return 1

"""What the passing of days does to listings; idempotent, catches up after any downtime."""

from sqlalchemy import select

from marketplace import clock
from marketplace.database import lock, transaction
from marketplace.extensions import db
from marketplace.listings import services
from marketplace.listings.checks import pool_problems
from marketplace.listings.models import Listing, ListingStatus


def run() -> int:
    """Pause the pool listings that the operator may not license whole any more; returns how many.

    A member's mandate ends with its last day in the pool (民法典 173).
    """
    keys = db.session.scalars(
        select(Listing.id).where(
            Listing.pool_id.is_not(None), Listing.status == ListingStatus.PUBLISHED
        )
    ).all()
    return sum(_look_at(key) for key in keys)


def _look_at(key: int) -> int:
    with transaction():
        listing = db.session.scalars(lock(select(Listing).where(Listing.id == key))).one()
        if not listing.is_live or not any(pool_problems(listing, clock.today())):
            return 0
        services.pause_for_pool(listing)
        return 1

"""What the passing of days does to papers that wait for a signature; catches up after a pause."""

from sqlalchemy import select

from marketplace import clock
from marketplace.database import transaction
from marketplace.deeds import services
from marketplace.deeds.models import Deed, DeedStatus
from marketplace.extensions import db


def run() -> int:
    """Remind before an invitation ends, and end those that are over; returns how many steps."""
    keys = db.session.scalars(select(Deed.id).where(Deed.status == DeedStatus.SIGNED_BY_ONE)).all()
    return sum(_step(key) for key in keys)


def _step(key: int) -> int:
    with transaction() as session:
        deed = session.get_one(Deed, key)
        ends_on = deed.invitation_ends_on
        if ends_on is not None and clock.today() > ends_on:
            services.expire(deed)
            return 1
        return int(services.remind(deed))

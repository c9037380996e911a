"""What the passing of days does to agreements; idempotent, catches up after any downtime."""

from collections.abc import Callable

from sqlalchemy import select

from marketplace import clock
from marketplace.agreements import services
from marketplace.agreements.lifecycles import AgreementStatus as S
from marketplace.agreements.models import Agreement
from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.extensions import db


def run() -> int:
    """Expire, stop use, remind of invitations and end them, free kept places and let agreed days of
    effect arrive; returns how many agreements took a step. Each in a transaction of its own."""
    today = clock.today()
    steps: list[tuple[Callable[[Agreement], object], object]] = [
        (
            services.expire,
            Agreement.status.in_((S.EFFECTIVE, S.DEMAND_SERVED, S.USE_STOPPED))
            & (Agreement.last_day < today),
        ),
        (
            services.stop_use,
            (Agreement.status == S.DEMAND_SERVED) & (Agreement.demand_deadline_on < today),
        ),
        (
            services.expire_invitation,
            (Agreement.status == S.SIGNED_BY_ONE) & (Agreement.invitation_ends_on < today),
        ),
        (
            services.remind,
            (Agreement.status == S.SIGNED_BY_ONE) & Agreement.reminded_on.is_(None),
        ),
        (
            services.release_stale_draft,
            (Agreement.status == S.DRAFT) & Agreement.quota_place.is_not(None),
        ),
        (_named_day, Agreement.status == S.CONCLUDED),
    ]
    return sum(_each(step, condition) for step, condition in steps)


def _named_day(agreement: Agreement) -> bool:
    return services.apply_payments(agreement, ())


def _each(step: Callable[[Agreement], object], condition: object) -> int:
    done = 0
    for key in db.session.scalars(select(Agreement.id).where(condition)).all():  # type: ignore[arg-type]
        with transaction() as session:
            agreement = session.get_one(Agreement, key)
            try:
                done += step(agreement) is not False
            except Refused:
                continue
    return done

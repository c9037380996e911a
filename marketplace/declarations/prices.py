"""The declared price, for the statistics: kept once the announcement is checked (PRODUCT §5.10)."""

from typing import Any

from marketplace.declarations.models import Declaration
from marketplace.fees.models import PriceStage
from marketplace.fees.observations import Subject, months_between
from marketplace.fees.services import Deal, keep


def keep_declared(declaration: Declaration, by: Any) -> None:
    """Keep what the announced declaration asks for; none while it is not announced, or once it
    was revoked for false material. Withdrawal or expiry leaves it: the price was declared."""
    day = declaration.announced_on
    if day is None:
        return
    subject = Subject.of([declaration.patent])
    deal = Deal(declaration.record, subject, declaration.organization)
    stands = declaration.is_announced and declaration.revoked_on is None
    months = months_between(day, declaration.patent.expires_on)
    keep(
        PriceStage.DECLARED,
        (Declaration.__tablename__, declaration.public_id),
        deal,
        subject.price(deal.terms, months) if stands else None,
        day,
        by,
    )

"""The contracted price, for the statistics: from the signed terms record (PRODUCT §5.10)."""

from datetime import date
from typing import Any

from marketplace.agreements.models import Agreement
from marketplace.fees.models import PriceStage
from marketplace.fees.observations import Price, Subject, months_between
from marketplace.fees.services import Deal, keep, withdraw_contract
from marketplace.terms.schedule import license_period


def deal_of(agreement: Agreement) -> Deal:
    """The agreement as prices see it."""
    return Deal(
        agreement.record,
        Subject.of(agreement.patents),
        agreement.licensor,
        agreement.public_id,
    )


def price_of(agreement: Agreement, day: date) -> Price:
    """The price of the signed terms; a period without a stated length is counted from ``day``."""
    lives = [patent.expires_on for patent in agreement.patents]
    _, last_day = license_period(agreement.record, day, min(lives, default=None))
    return deal_of(agreement).subject.price(
        agreement.record, months_between(day, last_day) if last_day else None
    )


def keep_contracted(agreement: Agreement, day: date, by: Any) -> None:
    """Keep the price of a license that was concluded or took effect on ``day``. A trial has none: the
    contract that it is converted into has."""
    if agreement.record.trial is not None:
        return
    keep(
        PriceStage.CONTRACTED,
        (Agreement.__tablename__, agreement.public_id),
        deal_of(agreement),
        price_of(agreement, day),
        day,
        by,
    )


def take_back(agreement: Agreement, by: Any) -> None:
    """Take back what was contracted and received: the license never took effect."""
    withdraw_contract(agreement.public_id, by)

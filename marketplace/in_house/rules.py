"""When an in-house notice is due, and what is only customary."""

from typing import Final

from marketplace.accounts.models import Organization
from marketplace.in_house.models import Pricing

CUSTOMARY_DAYS: Final = 15
"""A reminder only: the number of days follows from the institution's own rules (LAW 5.9, 12.16)."""


def notice_applies(organization: Organization, pricing: Pricing) -> bool:
    """Whether name and price must be shown inside the institution first.

    State institutions whose price is their own or negotiated (促进科技成果转化法 18, LAW 5.9);
    a price made by listing on a technology market or by auction needs none.
    """
    return organization.is_state_institution and pricing is not Pricing.MARKET

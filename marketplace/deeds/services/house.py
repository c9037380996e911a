"""The in-house notice of a changed price 公示 (LAW 5.9), before a state institution signs it."""

from datetime import date
from typing import Any

from marketplace.accounts.models import User
from marketplace.agreements.models import Side
from marketplace.agreements.services import needs_notice
from marketplace.deeds.models import Deed
from marketplace.deeds.queries import terms_in_force
from marketplace.errors import N_, Refused
from marketplace.in_house import queries
from marketplace.in_house import services as in_house
from marketplace.in_house.models import InHouseNotice, Pricing
from marketplace.in_house.subjects import Subject
from marketplace.terms.differences import price_differs
from marketplace.terms.summary import summary


def subject_of(deed: Deed) -> Subject:
    """The changed price as the licensor's house is shown it, in Chinese."""
    agreement = deed.agreement
    numbers = "、".join(patent.certificate_number for patent in agreement.patents)
    before, after = summary(terms_in_force(agreement)), summary(deed.record)
    return Subject(
        record=deed,
        organization=agreement.licensor,
        name=f"{agreement.title}（{numbers}）补充协议",
        price=f"变更前：{before}；变更后：{after}",
        pricing=Pricing.NEGOTIATED,
        link=f"/deeds/{deed.public_id}",
        related=(agreement, *agreement.patents),
    )


def notice_is_due(deed: Deed) -> bool:
    """Whether the amendment changes the price of a state institution and was not shown yet."""
    if deed.terms is None or not needs_notice(deed.agreement):
        return False
    changed = price_differs(terms_in_force(deed.agreement), deed.record)
    return changed and not queries.has_passed(deed)


def open_in_house_notice(
    deed: Deed, by: User, *, opened_on: date, days: int, place: str, **more: Any
) -> InHouseNotice:
    """Show the changed price inside the institution; `more` goes to `in_house.open_notice`."""
    return in_house.open_notice(
        [subject_of(deed)], by, opened_on=opened_on, days=days, place=place, **more
    )


def require_shown(deed: Deed) -> None:
    """Refuse a signature before the notice that is due has passed."""
    if notice_is_due(deed):
        raise Refused(
            "in_house_notice_needed",
            N_(
                "%(organization)s is a state institution: the changed price is shown in the house "
                "(公示) before anybody signs. Open the notice first."
            ),
            organization=deed.party(Side.LICENSOR).name,
        )

"""Whether a reported figure looks usual beside the licensee's own history and beside its sector.

Shown to the parties, never a bar. The sector says only "below", "usual" or "above", and only where
at least five agreements of three licensors, none of them dominating, stand behind it (PRODUCT §5.10).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from sqlalchemy import select

from marketplace.accounts.models import Organization
from marketplace.agreements.models import Agreement
from marketplace.extensions import db
from marketplace.obligations.models import RoyaltyStatement, StatementStatus
from marketplace.terms.enums import RoyaltyBase

LOOKED_BACK = 4
LEAST_AGREEMENTS, LEAST_LICENSORS = 5, 3
_LOW, _HIGH = Fraction(1, 2), Fraction(2)


class Remark(StrEnum):
    """What stands out about a figure."""

    NOTHING_BEFORE = "nothing_before"
    USUAL = "usual"
    ZERO_AFTER_SALES = "zero_after_sales"
    MUCH_LOWER = "much_lower"
    MUCH_HIGHER = "much_higher"
    SECTOR_BELOW = "sector_below"
    SECTOR_USUAL = "sector_usual"
    SECTOR_ABOVE = "sector_above"


@dataclass(frozen=True)
class Look:
    """The remarks with the figures behind the first: the quantity for as many days as this period
    at the pace of the periods before, and how many these were."""

    remarks: tuple[Remark, ...]
    usual: int | None = None
    periods: int = 0


def look(statement: RoyaltyStatement) -> Look:
    """What to make of a statement; for display only."""
    earlier = _earlier(statement)
    own, usual = _own(statement, earlier)
    sector = _sector(statement)
    return Look((own, sector) if sector else (own,), usual, len(earlier))


def _own(
    statement: RoyaltyStatement, earlier: Sequence[RoyaltyStatement]
) -> tuple[Remark, int | None]:
    if not earlier:
        return Remark.NOTHING_BEFORE, None
    pace = Fraction(sum(each.quantity for each in earlier), sum(_days(each) for each in earlier))
    usual = pace * _days(statement)
    if not usual:
        return Remark.USUAL, 0
    if not statement.quantity:
        return Remark.ZERO_AFTER_SALES, int(usual)
    if statement.quantity < _LOW * usual:
        return Remark.MUCH_LOWER, int(usual)
    return (Remark.MUCH_HIGHER if statement.quantity > _HIGH * usual else Remark.USUAL), int(usual)


def _earlier(statement: RoyaltyStatement) -> list[RoyaltyStatement]:
    """The last accepted statement of each of the newest periods before this one."""
    found: dict[object, RoyaltyStatement] = {}
    for each in db.session.scalars(
        select(RoyaltyStatement)
        .where(
            RoyaltyStatement.agreement_id == statement.agreement_id,
            RoyaltyStatement.status == StatementStatus.ACCEPTED,
            RoyaltyStatement.period_to < statement.period_from,
        )
        .order_by(RoyaltyStatement.period_to.desc(), RoyaltyStatement.id.desc())
    ):
        found.setdefault(each.period_to, each)
    return list(found.values())[:LOOKED_BACK]


def _sector(statement: RoyaltyStatement) -> Remark | None:
    """Where the pace lies among licensees of the same class of industry, by thirds."""
    paces = _sector_paces(statement)
    by_licensor: dict[int, Fraction] = {}
    for licensor, pace in paces:
        by_licensor[licensor] = by_licensor.get(licensor, Fraction(0)) + pace
    total = sum(by_licensor.values(), Fraction(0))
    enough = len(paces) >= LEAST_AGREEMENTS and len(by_licensor) >= LEAST_LICENSORS
    if not enough or 2 * max(by_licensor.values()) > total:
        return None
    mine = Fraction(statement.quantity, _days(statement))
    below = sum(1 for _, pace in paces if pace < mine)
    above = sum(1 for _, pace in paces if pace > mine)
    if 3 * above >= 2 * len(paces):
        return Remark.SECTOR_BELOW
    return Remark.SECTOR_ABOVE if 3 * below >= 2 * len(paces) else Remark.SECTOR_USUAL


def _sector_paces(statement: RoyaltyStatement) -> list[tuple[int, Fraction]]:
    """The newest pace of every other agreement whose licensee is in the same class and whose
    royalty is counted on the same base."""
    own = statement.agreement
    industry, base = own.licensee.industry, _base(own)
    if not industry or base is None:
        return []
    rows = db.session.scalars(
        select(RoyaltyStatement)
        .join(Agreement, Agreement.id == RoyaltyStatement.agreement_id)
        .join(Organization, Organization.id == Agreement.licensee_id)
        .where(
            Organization.industry.startswith(industry[:3]),
            RoyaltyStatement.status == StatementStatus.ACCEPTED,
            Agreement.id != own.id,
        )
        .order_by(RoyaltyStatement.period_to.desc(), RoyaltyStatement.id.desc())
    )
    newest: dict[int, RoyaltyStatement] = {}
    for each in rows:
        newest.setdefault(each.agreement_id, each)
    return [
        (each.agreement.licensor_id, Fraction(each.quantity, _days(each)))
        for each in newest.values()
        if _base(each.agreement) is base
    ]


def _base(agreement: Agreement) -> RoyaltyBase | None:
    royalty = agreement.record.royalty
    return royalty.base if royalty else None


def _days(statement: RoyaltyStatement) -> int:
    return (statement.period_to - statement.period_from).days + 1

"""Reads over pools: their members' shares as the split takes them, and authority to license."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from marketplace.accounts.models import Organization
from marketplace.extensions import db
from marketplace.patents.models import Patent
from marketplace.pools.models import MemberStatus, Pool, PoolMember
from marketplace.terms.splits import Share


def by_public_id(public_id: str) -> Pool | None:
    return db.session.scalar(select(Pool).where(Pool.public_id == public_id))


def of_organization(organization: Organization) -> Sequence[Pool]:
    """The pools that an organization operates, belongs to or is invited to, newest first."""
    member_of = select(PoolMember.pool_id).where(
        PoolMember.organization_id == organization.id,
        PoolMember.status != MemberStatus.DECLINED,
    )
    return db.session.scalars(
        select(Pool)
        .where(or_(Pool.operator_id == organization.id, Pool.id.in_(member_of)))
        .options(selectinload(Pool.members))
        .order_by(Pool.id.desc())
    ).all()


def share_history(pool: Pool) -> tuple[Share, ...]:
    """All dated shares, in the order of joining: the party is the organization's public id. Units
    agreed for days after a member's last one count no more."""
    joined = [(member.joined_at, member.id, member) for member in pool.members if member.joined_at]
    return tuple(
        Share(member.organization.public_id, share.effective_on, share.weight)
        for _, _, member in sorted(joined, key=lambda each: each[:2])
        for share in member.shares
        if not (share.weight and member.leaves_on and share.effective_on > member.leaves_on)
    )


def mandated(pool: Pool, day: date) -> list[Patent]:
    """The patents that the operator may license on a day: named in the mandate of a member that
    belongs to the pool then, and still held by it."""
    numbers = {
        number: member.organization_id
        for member in pool.members_on(day)
        for number in member.patent_numbers
    }
    if not numbers:
        return []
    patents = db.session.scalars(
        select(Patent).where(Patent.number.in_(numbers)).order_by(Patent.id)
    )
    return [each for each in patents if each.claimant_id == numbers[each.number]]


def without_mandate(pool: Pool, patents: Iterable[Patent], day: date) -> list[Patent]:
    """Those of ``patents`` that the operator may not license on a day."""
    allowed = {each.id for each in mandated(pool, day)}
    return [each for each in patents if each.id not in allowed]

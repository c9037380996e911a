"""Who may look at a pool, who runs it, who signs for a member."""

from typing import Any

from marketplace.accounts import policies as accounts
from marketplace.pools.models import SIGNED, MemberStatus, Pool, PoolMember


def may_view(user: Any, pool: Pool) -> bool:
    """The operator, members and the invited; staff and auditors."""
    return accounts.may_view(user, pool.operator) or any(
        accounts.membership_of(user, member.organization) is not None
        for member in pool.members
        if member.status is not MemberStatus.DECLINED
    )


def may_see_shares(user: Any, pool: Pool) -> bool:
    """The operator, whoever has signed, staff and auditors; not who is only invited."""
    return accounts.may_view(user, pool.operator) or any(
        accounts.membership_of(user, member.organization) is not None
        for member in pool.members
        if member.status in SIGNED
    )


def may_operate(user: Any, pool: Pool) -> bool:
    """Owners and managers of the operator."""
    return accounts.may_manage(user, pool.operator)


def may_sign(user: Any, member: PoolMember) -> bool:
    """Signatories of the member that have stated authority."""
    return accounts.may_sign(user, member.organization)

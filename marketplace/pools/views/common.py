"""The pool, the member or the change behind an address, for whoever may see or do it."""

from datetime import date
from typing import Any

from flask import render_template, request

from marketplace import clock
from marketplace.accounts import policies as accounts
from marketplace.accounts.acting import acting_organization, confirm_password, present_user
from marketplace.accounts.models import Organization
from marketplace.errors import Missing, NotAllowed
from marketplace.pools import policies, queries
from marketplace.pools.models import MemberStatus, Pool, PoolChange, PoolMember
from marketplace.pools.services import Act
from marketplace.pools.texts import reading_text
from marketplace.terms.splits import weights_on
from marketplace.web import language


def viewed(public_id: str) -> Pool:
    """Missing for everybody who may not see it: that it exists is nobody else's business."""
    pool = queries.by_public_id(public_id)
    if pool is None or not policies.may_view(present_user(), pool):
        raise Missing()
    return pool


def operated(public_id: str) -> Pool:
    pool = viewed(public_id)
    if not policies.may_operate(present_user(), pool):
        raise NotAllowed()
    return pool


def own_member(pool: Pool) -> PoolMember | None:
    """The standing membership, or invitation, of the organization that the visitor acts for."""
    organization = acting_organization()
    if organization is None:
        return None
    mine = [each for each in pool.members if each.organization_id == organization.id]
    standing = [each for each in mine if each.status is not MemberStatus.DECLINED]
    return standing[-1] if standing else None


def signing_member(public_id: str) -> PoolMember:
    member = own_member(viewed(public_id))
    if member is None:
        raise Missing()
    if not policies.may_sign(present_user(), member):
        raise NotAllowed()
    return member


def change_of(pool: Pool, public_id: str) -> PoolChange:
    for change in pool.changes:
        if change.public_id == public_id:
            return change
    raise Missing()


def act_of(form: Any) -> Act:
    """The signatory's act, after the password was entered again."""
    user = present_user()
    confirm_password(user, form.password.data or "")
    return Act(
        by=user,
        text_sha256=form.shown_sha256.data or "",
        address=request.remote_addr or "",
        agent=request.user_agent.string,
    )


def english(pool: Pool) -> str | None:
    """The agreement for readers of English; the Chinese is what is signed."""
    if language() != "en":
        return None
    return reading_text(
        pool.name, pool.operator.name, pool.purpose, pool.notice_days, pool.added_rules
    )


def show_pool(pool: Pool, status: int = 200, **values: Any) -> tuple[str, int]:
    """The page of a pool, with what the visitor may do and see there."""
    user, today = present_user(), clock.today()
    page = render_template(
        "pools/show.html",
        pool=pool,
        today=today,
        member=own_member(pool),
        sees_shares=policies.may_see_shares(user, pool),
        operates=policies.may_operate(user, pool),
        signs=_signs_for(pool),
        english=english(pool),
        units_of=_units_of,
        part=_part,
        **values,
    )
    return page, status


def _units_of(pool: Pool, day: date) -> dict[str, int]:
    """The units of each member's organization on a day."""
    return dict(weights_on(day, queries.share_history(pool)))


def _part(units: int, whole: int) -> str:
    """``33.33%``, rounded half-up, for reading only: amounts are never computed from it."""
    hundredths = (20_000 * units + whole) // (2 * whole)
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def _signs_for(pool: Pool) -> bool:
    member = own_member(pool)
    return member is not None and policies.may_sign(present_user(), member)


def acting() -> Organization:
    organization = acting_organization()
    if organization is None:
        raise NotAllowed()
    return organization


def may_manage_acting() -> bool:
    """Whether the visitor manages the organization it acts for."""
    return accounts.may_manage(present_user(), acting())

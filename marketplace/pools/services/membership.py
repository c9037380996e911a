"""Invitation, joining by a signatory's act, more patents, leaving with notice."""

from collections.abc import Sequence
from datetime import date, timedelta

from marketplace import clock
from marketplace.accounts.models import Membership, Organization, User
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.patents.models import Patent
from marketplace.pools import notices
from marketplace.pools.models import (
    MemberStatus,
    Pool,
    PoolMandate,
    PoolMember,
    PoolShare,
    PoolStatus,
)
from marketplace.pools.services.steps import (
    Act,
    changed,
    first_day,
    locked,
    require_operator,
    require_signatory,
    tell,
    tell_members,
)

_STANDING = frozenset({MemberStatus.INVITED, MemberStatus.JOINED})


def invite(pool: Pool, organization: Organization, weight: int, by: User) -> PoolMember:
    """Invite an organization with the units of share that it will have."""
    pool = locked(pool)
    require_operator(by, pool)
    _require_not_closed(pool)
    if weight < 1:
        raise Refused("weight", N_("Give at least one unit of share."), field="weight")
    if any(_stands(member, organization) for member in pool.members):
        raise Refused(
            "member_twice",
            N_("%(organization)s belongs to the pool or is invited already."),
            field="code",
            organization=organization.name,
        )
    member = PoolMember(pool=pool, organization=organization, offered_weight=weight)
    db.session.add(member)
    db.session.flush()
    event = changed(pool, "invite", by, related=[organization], weight=weight)
    tell(pool, organization, notices.INVITED, event, operator=pool.operator.name)
    return member


def join(member: PoolMember, patents: Sequence[Patent], act: Act) -> PoolMandate:
    """Sign the pool agreement for a member: its patents come in, the operator is empowered, and
    its share counts from the first day that is possible. A second click changes nothing."""
    pool = locked(member.pool)
    if member.status is MemberStatus.JOINED:
        return member.mandates[0]
    _require_not_closed(pool)
    member.move("join")
    signed = _sign(member, patents, act)
    begins = first_day(pool)
    member.joined_at, member.joined_on = signed.signed_at, begins
    _share(member, member.offered_weight, begins, "join")
    event = changed(
        pool,
        "join",
        _membership(member, act),
        related=[member.organization, *patents],
        mandate=signed.public_id,
        text_sha256=signed.text_sha256,
        weight=signed.weight,
        effective_on=begins.isoformat(),
    )
    tell(pool, pool.operator, notices.JOINED, event, member=member.organization.name)
    tell_members(
        pool,
        notices.MEMBER_CHANGED,
        event,
        member=member.organization.name,
        day=begins.isoformat(),
    )
    return signed


def add_patents(member: PoolMember, patents: Sequence[Patent], act: Act) -> PoolMandate:
    """Bring more patents in, with a mandate of their own."""
    pool = locked(member.pool)
    _require_not_closed(pool)
    if not member.belongs_on(clock.today()) and member.status is not MemberStatus.JOINED:
        raise Refused("not_a_member", N_("Only a member of the pool brings patents in."))
    signed = _sign(member, patents, act)
    changed(
        pool,
        "add_patents",
        _membership(member, act),
        related=[member.organization, *patents],
        mandate=signed.public_id,
    )
    return signed


def decline(member: PoolMember, by: User) -> None:
    """Decline the invitation."""
    if not any(each.organization_id == member.organization_id for each in by.memberships):
        raise NotAllowed()
    pool = locked(member.pool)
    member.move("decline")
    member.declined_at = clock.now()
    event = changed(pool, "decline", by, related=[member.organization])
    tell(pool, pool.operator, notices.DECLINED, event, member=member.organization.name)


def give_notice(member: PoolMember, last_day: date, reason: str, act: Act) -> None:
    """Leave at the end of ``last_day``, at least the agreed days ahead. Licenses given before
    stand; the days through the last one are divided as before."""
    pool = locked(member.pool)
    membership = require_signatory(act.by, member.organization)
    _require_notice(member, last_day)
    after = last_day + timedelta(days=1)
    member.move("give_notice")
    member.notice_at, member.leaves_on, member.reason = clock.now(), last_day, reason
    _share(member, 0, after, "leave")
    event = changed(
        pool,
        "give_notice",
        membership,
        related=[member.organization],
        last_day=last_day.isoformat(),
        reason=reason,
    )
    tell(
        pool,
        pool.operator,
        notices.LEAVING,
        event,
        member=member.organization.name,
        day=last_day.isoformat(),
    )
    tell_members(
        pool, notices.MEMBER_CHANGED, event, member=member.organization.name, day=after.isoformat()
    )


def _require_notice(member: PoolMember, last_day: date) -> None:
    """Refused where the notice is too short, or nobody would be left to share the fees."""
    pool = member.pool
    earliest = clock.today() + timedelta(days=pool.notice_days)
    if last_day < max(earliest, member.joined_on or earliest):
        raise Refused(
            "notice_too_short",
            N_("The agreement asks for %(days)s days of notice: %(day)s is the earliest last day."),
            field="last_day",
            days=pool.notice_days,
            day=earliest.isoformat(),
        )
    others = [each for each in pool.members if each.status is MemberStatus.JOINED]
    if pool.started_on and others in ([], [member]):
        raise Refused(
            "last_member",
            N_("Nobody would be left to whom fees belong: the last member stays."),
            field="last_day",
        )


def _sign(member: PoolMember, patents: Sequence[Patent], act: Act) -> PoolMandate:
    pool, organization = member.pool, member.organization
    membership = _membership(member, act)
    if not organization.is_verified:
        raise Refused(
            "organization_not_verified",
            N_("%(organization)s has not been verified yet. Verify it first."),
            organization=organization.name,
        )
    if act.text_sha256 != pool.text_sha256:
        raise Refused(
            "text_changed",
            N_("The text has changed since you read it. Read the present text, then sign."),
        )
    _require_own(patents, organization)
    mandate = PoolMandate(
        member=member,
        patent_numbers=sorted(patent.number for patent in patents),
        weight=member.offered_weight,
        text_version=pool.text_version,
        text_sha256=pool.text_sha256,
        user_id=act.by.id,
        signer_name=act.by.name,
        signed_at=clock.now(),
        authority=membership.authority_statement or "",
        address=act.address,
        agent=act.agent[:300],
    )
    db.session.add(mandate)
    db.session.flush()
    return mandate


def _membership(member: PoolMember, act: Act) -> Membership:
    return require_signatory(act.by, member.organization)


def _require_own(patents: Sequence[Patent], organization: Organization) -> None:
    if not patents:
        raise Refused("no_patents", N_("Choose at least one patent."), status=422, field="patents")
    for patent in patents:
        if patent.claimant_id != organization.id:
            raise NotAllowed(
                "not_yours",
                N_("%(number)s does not stand in your organization's inventory."),
                number=patent.number,
            )


def _require_not_closed(pool: Pool) -> None:
    if pool.status is PoolStatus.CLOSED:
        raise Refused("pool_closed", N_("The pool is closed: nobody joins and nothing is added."))


def _share(member: PoolMember, weight: int, effective_on: date, reason: str) -> None:
    db.session.add(
        PoolShare(member=member, weight=weight, effective_on=effective_on, reason=reason)
    )
    db.session.flush()


def _stands(member: PoolMember, organization: Organization) -> bool:
    standing = member.status in _STANDING or member.belongs_on(clock.today())
    return standing and member.organization_id == organization.id

"""Changing the shares of members: proposed by the operator, agreed to by every member."""

import hashlib
from collections.abc import Mapping
from datetime import date

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.audit.actors import SYSTEM
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.pools import notices
from marketplace.pools.models import (
    ChangeStatus,
    Pool,
    PoolChange,
    PoolConsent,
    PoolMember,
    PoolShare,
)
from marketplace.pools.services.steps import (
    Act,
    changed,
    first_day,
    locked,
    require_operator,
    require_signatory,
    tell_members,
)
from marketplace.types import canonical_json


def propose(
    pool: Pool, weights: Mapping[str, int], effective_on: date, reason: str, by: User
) -> PoolChange:
    """Put new units of share before the members; ``weights`` by the members' public ids."""
    pool = locked(pool)
    require_operator(by, pool)
    _require_ahead(pool, effective_on)
    known = {member.public_id for member in pool.members_on(effective_on)}
    if not weights or not set(weights) <= known:
        raise Refused(
            "unknown_member",
            N_("Name only organizations that belong to the pool on that day."),
            field="effective_on",
        )
    if min(weights.values()) < 1:
        raise Refused("weight", N_("Give at least one unit of share."), field="weights")
    change = PoolChange(
        pool=pool,
        effective_on=effective_on,
        weights=dict(weights),
        reason=reason,
        proposed_at=clock.now(),
    )
    db.session.add(change)
    db.session.flush()
    event = changed(pool, "propose_shares", by, change=change.public_id, weights=dict(weights))
    tell_members(pool, notices.SHARES_PROPOSED, event, day=effective_on.isoformat())
    return change


def digest(change: PoolChange) -> str:
    """SHA-256 of what a signatory agrees to."""
    said = {
        "change": change.public_id,
        "pool": change.pool.public_id,
        "effective_on": change.effective_on.isoformat(),
        "weights": change.weights,
    }
    return hashlib.sha256(canonical_json(said)).hexdigest()


def consent(change: PoolChange, member: PoolMember, act: Act) -> None:
    """Agree for a member; with the last one the change is adopted, if its day is still ahead."""
    pool = locked(change.pool)
    db.session.refresh(change)
    membership = require_signatory(act.by, member.organization)
    if change.status is not ChangeStatus.PROPOSED:
        change.move("adopt")
    if act.text_sha256 != digest(change):
        raise Refused("text_changed", N_("This is not the change that was shown. Look again."))
    _require_ahead(pool, change.effective_on)
    if member.public_id in {each.member.public_id for each in change.consents}:
        return
    db.session.add(
        PoolConsent(
            change=change,
            member=member,
            user_id=act.by.id,
            signer_name=act.by.name,
            signed_at=clock.now(),
            authority=membership.authority_statement or "",
        )
    )
    db.session.flush()
    changed(
        pool,
        "consent_shares",
        membership,
        related=[member.organization],
        change=change.public_id,
        digest=act.text_sha256,
    )
    _adopt_if_all(pool, change)


def drop_change(change: PoolChange, by: User) -> None:
    """Take a proposal back."""
    pool = locked(change.pool)
    require_operator(by, pool)
    change.move("drop")
    changed(pool, "drop_change", by, change=change.public_id)


def _adopt_if_all(pool: Pool, change: PoolChange) -> None:
    wanted = {member.id for member in pool.members_on(change.effective_on)}
    if not wanted <= {each.member_id for each in change.consents}:
        return
    change.move("adopt")
    change.adopted_at = clock.now()
    for member in pool.members_on(change.effective_on):
        if member.public_id in change.weights:
            db.session.add(
                PoolShare(
                    member=member,
                    weight=change.weights[member.public_id],
                    effective_on=change.effective_on,
                    reason="change",
                )
            )
    db.session.flush()
    event = changed(pool, "adopt_shares", SYSTEM, change=change.public_id, weights=change.weights)
    tell_members(pool, notices.SHARES_ADOPTED, event, day=change.effective_on.isoformat())


def _require_ahead(pool: Pool, day: date) -> None:
    earliest = first_day(pool)
    if day < earliest:
        raise Refused(
            "not_ahead",
            N_("Shares never change backwards: %(day)s is the earliest day."),
            field="effective_on",
            day=earliest.isoformat(),
        )

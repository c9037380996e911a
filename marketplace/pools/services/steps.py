"""What every change of a pool has in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from marketplace import clock
from marketplace.accounts import policies as accounts
from marketplace.accounts.models import Membership, Organization, User
from marketplace.accounts.services import notify
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import record
from marketplace.database import lock
from marketplace.errors import N_, NotAllowed
from marketplace.extensions import db
from marketplace.pools.models import Pool
from marketplace.pools.signals import pool_changed


@dataclass(frozen=True)
class Act:
    """A signatory's act: the person (who re-entered the password just before), the SHA-256 of
    what was shown, and where the act came from."""

    by: User
    text_sha256: str
    address: str = ""
    agent: str = ""


def locked(pool: Pool) -> Pool:
    """The pool's newest state, kept from changing under us until the commit: whoever joins,
    leaves or changes shares waits for the other."""
    statement = select(Pool).where(Pool.id == pool.id)
    return db.session.scalars(lock(statement).execution_options(populate_existing=True)).one()


def first_day(pool: Pool) -> date:
    """The earliest day from which a change may count: today while the pool forms, the next day
    once it runs, so that no day on which money may have been divided changes afterwards."""
    today = clock.today()
    return today + timedelta(days=1) if pool.is_running else today


def require_operator(user: User, pool: Pool) -> None:
    if not accounts.may_manage(user, pool.operator):
        raise NotAllowed()
    pool.operator.require_not_suspended()


def require_signatory(user: User, organization: Organization) -> Membership:
    """The membership under which a user may bind a member; NotAllowed otherwise."""
    membership = accounts.membership_of(user, organization)
    if membership is None or not membership.may_bind:
        raise NotAllowed(
            "not_signatory",
            N_(
                "Only a signatory who has stated authority to bind %(organization)s signs. "
                "State your authority on the organization page, or ask a signatory."
            ),
            organization=organization.name,
        )
    organization.require_not_suspended()
    return membership


def changed(
    pool: Pool, what: str, by: Any, *, related: Sequence[Any] = (), **data: Any
) -> AuditEvent:
    """Record ``pool:<what>`` and tell the rooms above."""
    event = record(f"pool:{what}", pool, by, related=[pool.operator, *related], **data)
    pool_changed.send(pool)
    return event


def tell(pool: Pool, organization: Organization, code: str, event: AuditEvent, **data: Any) -> None:
    """Put a message about the pool into an organization's inbox."""
    notify(organization, code, event=event, link=f"/pools/{pool.public_id}", pool=pool.name, **data)


def tell_members(pool: Pool, code: str, event: AuditEvent, **data: Any) -> None:
    """The same to everybody who belongs to the pool today."""
    for member in pool.members_on(clock.today()):
        tell(pool, member.organization, code, event, **data)

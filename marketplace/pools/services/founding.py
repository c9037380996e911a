"""A pool begins with its agreement, runs with two members or more, and closes to new licenses."""

from marketplace import clock
from marketplace.accounts import policies as accounts
from marketplace.accounts.models import Organization, User
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.pools import texts
from marketplace.pools.models import Pool
from marketplace.pools.services.steps import changed, locked, require_operator

FEWEST_MEMBERS = 2


def found(
    operator: Organization, name: str, purpose: str, notice_days: int, added: str, by: User
) -> Pool:
    """Lay down the pool and the text that its members will sign; the text never changes."""
    if not accounts.may_manage(by, operator):
        raise NotAllowed()
    if not operator.is_verified:
        raise Refused(
            "organization_not_verified",
            N_("%(organization)s has not been verified yet. Verify it first."),
            organization=operator.name,
        )
    text = texts.agreement_text(name, operator.name, purpose, notice_days, added)
    pool = Pool(
        operator=operator,
        name=name,
        purpose=purpose,
        notice_days=notice_days,
        added_rules=added,
        text=text,
        text_version=texts.VERSION,
        text_sha256=texts.sha256(text),
    )
    db.session.add(pool)
    db.session.flush()
    changed(pool, "found", by, text_sha256=pool.text_sha256, text_version=pool.text_version)
    return pool


def start(pool: Pool, by: User) -> None:
    """Open the pool for licenses; from here on nothing changes with effect before tomorrow."""
    pool = locked(pool)
    require_operator(by, pool)
    today = clock.today()
    if len(pool.members_on(today)) < FEWEST_MEMBERS:
        raise Refused(
            "too_few_members",
            N_("A pool begins with two members at least. Invite others and have them sign."),
        )
    pool.move("start")
    pool.started_on = today
    changed(pool, "start", by, related=[each.organization for each in pool.members_on(today)])


def close(pool: Pool, by: User) -> None:
    """Give no new licenses; those already given, and what is paid on them, go on as agreed."""
    pool = locked(pool)
    require_operator(by, pool)
    pool.move("close")
    pool.closed_on = clock.today()
    changed(pool, "close", by)

"""What every step of a declaration has in common."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

from marketplace import files
from marketplace.accounts import policies as accounts
from marketplace.accounts.models import Organization, Role
from marketplace.accounts.services import notify
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import record
from marketplace.declarations.models import Declaration
from marketplace.declarations.signals import declaration_changed
from marketplace.errors import N_, Refused

TOLD = "declaration:batch"
CHECK = "declaration:batch_check"
READY = "declaration:batch_ready"
SHOW = "declaration:batch_notice"
RETURNED = "declaration:batch_returned"

DESKS = {
    TOLD: "/my/declarations",
    CHECK: "/my/declarations/check",
    READY: "/my/declarations?status=ready",
    SHOW: "/my/in-house-notices/new",
    RETURNED: "/my/declarations?status=preparing",
}
"""What is told of many declarations at once, and the page where people go on."""

_quiet: ContextVar[bool] = ContextVar("declarations_quiet", default=False)


def is_quiet() -> bool:
    """Whether an act on many is under way, which tells of all at its end."""
    return _quiet.get()


@contextmanager
def quietly() -> Iterator[None]:
    """Steps inside tell nobody: an act on many declarations tells once, of all."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def step(
    declaration: Declaration,
    action: str,
    by: Any,
    *,
    tell: str | None = None,
    roles: Sequence[Role] = (),
    last_day: date | None = None,
    **data: Any,
) -> AuditEvent:
    """Move, record, tell the organization (message code `tell`, members with `roles`), signal.

    `last_day` is the Shanghai day by which to act on what is told.
    """
    declaration.move(action)
    return changed(declaration, action, by, tell=tell, roles=roles, last_day=last_day, **data)


def changed(
    declaration: Declaration,
    what: str,
    by: Any,
    *,
    tell: str | None = None,
    roles: Sequence[Role] = (),
    last_day: date | None = None,
    **data: Any,
) -> AuditEvent:
    """Record a change that is no move of the life cycle, tell and signal as `step` does."""
    actor = accounts.membership_of(by, declaration.organization) or by
    event = record(f"declaration:{what}", declaration, actor, related=[declaration.patent], **data)
    if tell and not _quiet.get():
        notify(
            declaration.organization,
            tell,
            event=event,
            link=f"/declarations/{declaration.public_id}",
            due_on=last_day,
            roles=roles,
            number=declaration.patent.number,
            title=declaration.patent.title,
            **({"day": last_day.isoformat()} if last_day else {}),
        )
    declaration_changed.send(declaration, action=what)
    return event


def sat(
    organization: Organization,
    action: str,
    by: Any,
    done: Sequence[str],
    refused: Sequence[str] = (),
    tell: str | None = None,
) -> AuditEvent:
    """One event of a whole sitting, with the patents' numbers, and one message (a key of `DESKS`)
    where somebody has to know or act."""
    actor = accounts.membership_of(by, organization) or by
    event = record(
        "declarations:batch",
        organization,
        actor,
        action=action,
        done=list(done),
        refused=list(refused),
    )
    if tell and done:
        notify(
            organization,
            tell,
            event=event,
            link=DESKS[tell],
            roles=(Role.OWNER, Role.MANAGER),
            count=len(done),
        )
    return event


def require_evidence(digest: str) -> None:
    """Refused at `evidence` unless a file with this SHA-256 is kept."""
    if not files.exists(digest):
        raise Refused(
            "evidence_missing",
            N_("Attach the page of the gazette or the notice of the office."),
            status=422,
            field="evidence",
        )

"""What every step of a declaration has in common."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

from marketplace import clock, files
from marketplace.accounts import policies as accounts
from marketplace.accounts.models import Role
from marketplace.accounts.services import notify
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import record
from marketplace.declarations.models import Declaration
from marketplace.declarations.signals import declaration_changed
from marketplace.errors import N_, Refused

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


def require_past(day: date, field: str, *, not_before: date | None = None) -> date:
    """Return `day`; Refused at `field` when it lies ahead of today or before an earlier step."""
    if day > clock.today():
        raise Refused(
            "day_ahead",
            N_("The day %(day)s lies ahead. Enter the day on the paper of the office."),
            status=422,
            field=field,
            day=day.isoformat(),
        )
    if not_before and day < not_before:
        raise Refused(
            "day_too_early",
            N_("The day %(day)s lies before the step that it follows (%(earlier)s)."),
            status=422,
            field=field,
            day=day.isoformat(),
            earlier=not_before.isoformat(),
        )
    return day


def require_text(text: str, field: str, *, limit: int = 2_000) -> str:
    """Return `text` stripped; Refused at `field` when nothing or too much was typed."""
    text = text.strip()
    if not text:
        raise Refused("text_missing", N_("Fill in this field."), status=422, field=field)
    if len(text) > limit:
        raise Refused(
            "text_too_long",
            N_("Shorten this to %(limit)s characters; it has %(length)s."),
            status=422,
            field=field,
            limit=limit,
            length=len(text),
        )
    return text


def require_evidence(digest: str) -> None:
    """Refused at `evidence` unless a file with this SHA-256 is kept."""
    if not files.exists(digest):
        raise Refused(
            "evidence_missing",
            N_("Attach the page of the gazette or the notice of the office."),
            status=422,
            field="evidence",
        )

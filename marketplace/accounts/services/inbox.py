"""Telling organizations and people: an inbox row, and mails to those who want them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select

from marketplace.accounts import messages, notices
from marketplace.accounts.models import InboxMessage, Organization, Role, User
from marketplace.audit.models import AuditEvent
from marketplace.config import current_settings
from marketplace.database import hold
from marketplace.extensions import db
from marketplace.mail import queue_mail

__all__ = ["mail_text", "mark_all_read", "mark_read", "notices", "notify"]


def notify(
    organization: Organization,
    code: str,
    /,
    *,
    event: AuditEvent,
    link: str,
    due_on: date | None = None,
    roles: Iterable[Role] = (),
    **params: Any,
) -> InboxMessage:
    """Put a message into the organization's inbox and mail its members by preference.

    ``code`` is registered in ``messages``, ``link`` a path of this site, ``due_on`` the Shanghai
    day by which to act, ``roles`` who is mailed (default: every member). The commit of the row
    is the delivery; an organization that has nobody to act for it has no inbox. KeyError for an
    unregistered code.
    """
    wanted = tuple(roles)
    people = [each.user for each in organization.memberships if not wanted or each.has(*wanted)]
    message = InboxMessage(organization=organization)
    return _deliver(message, people, code, event=event, link=link, due_on=due_on, params=params)


def notify_user(
    user: User,
    code: str,
    /,
    *,
    event: AuditEvent,
    link: str,
    due_on: date | None = None,
    **params: Any,
) -> InboxMessage:
    """Put a message into one person's inbox and mail it by preference."""
    message = InboxMessage(user=user)
    return _deliver(message, [user], code, event=event, link=link, due_on=due_on, params=params)


def notify_administrators(code: str, /, *, event: AuditEvent, link: str, **params: Any) -> None:
    """Tell every administrator, each in an inbox row of their own."""
    staff = select(User).where(User.is_administrator, User.is_active_flag).order_by(User.id)
    for user in db.session.scalars(staff).all():
        notify_user(user, code, event=event, link=link, **params)


def mail_text(
    to: str, code: str, /, *, event: AuditEvent, link: str, locale: str, **params: Any
) -> None:
    """Mail a registered message to an address, whatever its owner prefers (links to act on)."""
    rendered = messages.render(code, params, locale)
    body = body_of(rendered, current_settings().base_url.rstrip("/") + link)
    queue_mail(to, rendered.subject, body, event=event, locale=locale)


def body_of(rendered: messages.Rendered, url: str) -> str:
    """The text of a mail: what happened, what to do, and where."""
    lines = [rendered.body, "", f"{rendered.action}:" if rendered.action else None, url]
    return "\n".join(line for line in lines if line is not None) + "\n"


def mark_read(message: InboxMessage) -> None:
    """Somebody it is addressed to has seen it; no business change, so no event."""
    message.mark_read()


def mark_all_read(inbox: Iterable[InboxMessage]) -> None:
    for message in inbox:
        message.mark_read()


def _deliver(
    message: InboxMessage,
    people: Iterable[User],
    code: str,
    *,
    event: AuditEvent,
    link: str,
    due_on: date | None,
    params: dict[str, Any],
) -> InboxMessage:
    message.code, message.params, message.link = code, params, link
    message.due_on, message.event = due_on, event
    if message.organization is None or message.organization.all_memberships:
        hold(message)
    needs_action = messages.message_for(code).action is not None
    for user in people:
        if user.wants_mail(needs_action):
            mail_text(user.email, code, event=event, link=link, locale=user.locale, **params)
    return message

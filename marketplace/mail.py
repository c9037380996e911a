"""Mail: written in the transaction of the event it tells of, delivered by a follower afterwards."""

import smtplib
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import Flask
from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.audit.models import AuditEvent
from marketplace.config import current_settings
from marketplace.database import append_only, hold, in_transaction, transaction
from marketplace.extensions import db
from marketplace.followers import register_follower, register_task
from marketplace.ids import public_id_column

_RETRY_MINUTES = (1, 5, 30, 120, 720, 1440)


class OutgoingMail(db.Model):
    """A mail as it was written; never changed."""

    __tablename__ = "outgoing_mails"

    public_id: Mapped[str] = public_id_column()
    event_id: Mapped[int] = mapped_column(ForeignKey("audit_events.id"), index=True)
    to: Mapped[str] = mapped_column(String(320), index=True)
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    locale: Mapped[str] = mapped_column(String(10))
    written_at: Mapped[datetime]

    event: Mapped[AuditEvent] = relationship()


class MailDelivery(db.Model):
    """How far the delivery of one mail has come."""

    __tablename__ = "mail_deliveries"

    mail_id: Mapped[int] = mapped_column(ForeignKey("outgoing_mails.id"), unique=True)
    attempts: Mapped[int] = mapped_column(default=0)
    delivered_at: Mapped[datetime | None]
    next_attempt_at: Mapped[datetime | None] = mapped_column(index=True)
    last_error: Mapped[str | None] = mapped_column(Text)


append_only(OutgoingMail.__table__)


def init_app(app: Flask) -> None:
    register_follower(app, "mail", _deliver_events)
    register_task(app, "mail:retry", retry_failed, every_seconds=60)


def queue_mail(to: str, subject: str, body: str, *, event: Any, locale: str) -> OutgoingMail:
    """Write a mail that tells of ``event``; it leaves after the commit, or never without one."""
    if not in_transaction():
        raise RuntimeError("a mail is written in the transaction of its event")
    mail = OutgoingMail(
        event=event,
        to=to,
        subject=subject,
        body=body,
        locale=locale,
        written_at=clock.now(),
    )
    hold(mail)
    return mail


def retry_failed() -> int:
    """Try the mails whose next attempt is due; returns how many were tried."""
    due = db.session.scalars(
        select(OutgoingMail)
        .join(MailDelivery, MailDelivery.mail_id == OutgoingMail.id)
        .where(MailDelivery.delivered_at.is_(None), MailDelivery.next_attempt_at <= clock.now())
    ).all()
    for mail in due:
        _deliver(mail)
    return len(due)


def _deliver_events(events: Sequence[Any]) -> None:
    mails = db.session.scalars(
        select(OutgoingMail)
        .outerjoin(MailDelivery, MailDelivery.mail_id == OutgoingMail.id)
        .where(OutgoingMail.event_id.in_([event.id for event in events]), MailDelivery.id.is_(None))
        .order_by(OutgoingMail.id)
    ).all()
    if not current_settings().smtp_url:
        _keep(mails)
        return
    for mail in mails:
        _deliver(mail)


def _keep(mails: Sequence[OutgoingMail]) -> None:
    """Without a mail server mails are kept and shown: delivered where they stand, all at once."""
    ids = [mail.id for mail in mails]
    with transaction() as session:
        session.add_all(
            MailDelivery(mail_id=key, attempts=1, delivered_at=clock.now()) for key in ids
        )


def _deliver(mail: OutgoingMail) -> None:
    settings = current_settings()
    error = None
    if settings.smtp_url:
        try:
            send_now(mail.to, mail.subject, mail.body, mail.public_id)
        except (OSError, smtplib.SMTPException) as problem:
            error = f"{type(problem).__name__}: {problem}"[:1000]
    with transaction() as session:
        delivery = session.scalar(select(MailDelivery).where(MailDelivery.mail_id == mail.id))
        if delivery is None:
            delivery = MailDelivery(mail_id=mail.id, attempts=0)
            session.add(delivery)
        delivery.attempts += 1
        delivery.last_error = error
        if error is None:
            delivery.delivered_at = clock.now()
            delivery.next_attempt_at = None
        else:
            wait = _RETRY_MINUTES[min(delivery.attempts, len(_RETRY_MINUTES)) - 1]
            delivery.next_attempt_at = clock.now() + timedelta(minutes=wait)


def send_now(to: str, subject: str, body: str, name: str) -> None:
    """Hand a mail over at once, outside of any event; ``name`` is the left part of its message id.

    ValueError without a mail server; OSError and SMTPException from it.
    """
    settings = current_settings()
    if not settings.smtp_url:
        raise ValueError("no mail server is set")
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = to
    message["Subject"] = subject
    message["Message-ID"] = f"<{name}@{urlsplit(settings.base_url).hostname}>"
    message.set_content(body)
    url = urlsplit(settings.smtp_url)
    secure = url.scheme == "smtps"
    connect = smtplib.SMTP_SSL if secure else smtplib.SMTP
    with connect(url.hostname or "localhost", url.port or 0, timeout=20) as server:
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(message)

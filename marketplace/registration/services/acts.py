"""What every step of a filing has in common."""

from datetime import date
from typing import Any

from sqlalchemy import select

from marketplace import clock, files
from marketplace.accounts.models import Role, User
from marketplace.accounts.policies import membership_of
from marketplace.audit.actors import SYSTEM
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import record
from marketplace.database import lock
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.registration import policies
from marketplace.registration.models import Filing, FilingReceipt
from marketplace.registration.signals import filing_changed

FILERS = (Role.OWNER, Role.MANAGER)
"""Who is told about filings and does them."""


def locked(filing: Filing) -> Filing:
    """The filing as it stands now, locked for this change."""
    statement = select(Filing).where(Filing.id == filing.id)
    return db.session.scalars(lock(statement).execution_options(populate_existing=True)).one()


def require_filer(filing: Filing, by: Any) -> None:
    """Only the filer's own people act on a filing; the system only does what follows from a record."""
    if by is not SYSTEM and not policies.may_file(by, filing):
        raise NotAllowed(
            "not_filer",
            N_("Owners and managers of %(filer)s do this: the filer is the party or its agency."),
            filer=filing.filer.name,
        )


def require_entered_here(filing: Filing) -> None:
    """What the office does to a declaration is entered on the declaration, once."""
    if filing.declaration_id is not None:
        raise Refused(
            "entered_at_declaration",
            N_("Enter this on the page of the declaration; the filing follows it."),
        )


def require_file(sha256: str | None, field: str = "receipt") -> str:
    """The SHA-256 of a kept file; Refused at the field without one."""
    if sha256 is None or not files.exists(sha256):
        raise Refused(
            "receipt_missing",
            N_("Attach the receipt of the authority as PDF, OFD, PNG or JPEG."),
            status=422,
            field=field,
        )
    return sha256


def step(filing: Filing, action: str, by: Any, **data: Any) -> AuditEvent:
    """Move, record for filing and subject, signal."""
    filing.move(action)
    return changed(filing, action, by, **data)


def changed(filing: Filing, what: str, by: Any, **data: Any) -> AuditEvent:
    """Record a change and signal it."""
    actor = (membership_of(by, filing.filer) or by) if isinstance(by, User) else by
    event = record(
        f"filing:{what}", filing, actor, related=[filing.subject], kind=filing.kind.value, **data
    )
    filing_changed.send(filing, action=what)
    return event


def add_receipt(
    filing: Filing,
    action: str,
    on: date,
    by: Any,
    *,
    number: str | None = None,
    text: str = "",
    sha256: str | None = None,
) -> FilingReceipt:
    """Keep what the authority said; never changed or removed."""
    receipt = FilingReceipt(
        filing=filing,
        action=action,
        on=on,
        number=number,
        text=text,
        sha256=sha256,
        entered_by_id=by.id if isinstance(by, User) else None,
        entered_at=clock.now(),
    )
    db.session.add(receipt)
    return receipt

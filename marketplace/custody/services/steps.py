"""What every step with held money shares: locks, the bank's confirmations, telling the others."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace import clock
from marketplace.accounts.models import Role, User
from marketplace.accounts.services import notify
from marketplace.agreements.models import Side
from marketplace.agreements.services import locked as locked_agreement
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import record
from marketplace.custody.models import BankConfirmation, Custody
from marketplace.database import lock
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db


def locked(custody: Custody) -> Custody:
    """The newest state, kept from changing; its agreement first, like everywhere."""
    locked_agreement(custody.agreement)
    statement = lock(select(Custody).where(Custody.id == custody.id))
    found = db.session.scalars(statement.execution_options(populate_existing=True)).one()
    db.session.refresh(found, ["instructions", "confirmations"])
    return found


def keep_confirmation(custody: Custody, by: User, **facts: Any) -> BankConfirmation:
    """Keep what the bank's paper says; Refused when its day lies ahead or it is entered already."""
    if facts["value_day"] > clock.today():
        raise Refused(
            "value_day_ahead",
            N_("The value day is the day on which the bank booked it: today or before."),
            field="value_day",
        )
    instruction = facts.pop("instruction", None)
    kept = BankConfirmation(
        custody_id=custody.id,
        instruction_id=instruction.id if instruction else None,
        entered_by_id=by.id,
        **facts,
    )
    try:
        with db.session.begin_nested():
            db.session.add(kept)
    except IntegrityError as error:
        raise Refused(
            "custody_confirmed",
            N_("This confirmation of the bank is entered already."),
            field="bank_reference",
        ) from error
    db.session.refresh(custody, ["confirmations"])
    return kept


def require_other(first: Side, second: Side) -> None:
    """NotAllowed where the party decides that proposed it."""
    if first is second:
        raise NotAllowed(
            "other_party", N_("The other party decides this: two persons, one of each party.")
        )


def note(action: str, custody: Custody, by: User, **facts: Any) -> AuditEvent:
    """Write the event of a step."""
    return record(f"custody:{action}", custody, by, related=[custody.agreement], **facts)


def tell_other(custody: Custody, side: Side, code: str, event: AuditEvent) -> None:
    """An inbox row for those of the other party who see to money."""
    other = Side.LICENSEE if side is Side.LICENSOR else Side.LICENSOR
    notify(
        custody.party(other),
        code,
        event=event,
        link=f"/custody/{custody.public_id}",
        roles=(Role.OWNER, Role.FINANCE),
        title=custody.agreement.title,
        amount_fen=custody.amount_fen,
    )

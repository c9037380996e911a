"""Choosing how one's own side is shown."""

from marketplace.accounts import policies
from marketplace.accounts.models import User
from marketplace.agreements.models import Agreement, Side
from marketplace.audit.services import record
from marketplace.database import lock
from marketplace.errors import NotAllowed
from marketplace.extensions import db
from marketplace.public_register.models import RegisterChoice, Shown
from marketplace.public_register.queries import choice_of


def choose(agreement: Agreement, side: Side, shown: Shown, by: User) -> RegisterChoice:
    """One side says how it is named; never the other's name. Owners and managers of that side."""
    if not policies.may_manage(by, agreement.party(side)):
        raise NotAllowed()
    session = db.session()
    session.execute(lock(db.select(Agreement.id).where(Agreement.id == agreement.id)))
    choice = choice_of(agreement, side)
    if choice is None:
        choice = RegisterChoice(agreement=agreement, side=side)
        session.add(choice)
    choice.shown = shown
    record(
        "register_choice:choose",
        choice,
        by,
        related=[agreement],
        side=side.value,
        shown=shown.value,
    )
    return choice

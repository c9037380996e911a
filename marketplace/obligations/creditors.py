"""To whom an amount is owed: the licensor, or since the patent passed its new holder (LAW 1.17)."""

from sqlalchemy import select

from marketplace.accounts.models import Organization
from marketplace.extensions import db
from marketplace.obligations.models import Obligation


def creditor(row: Obligation) -> Organization:
    """Whose account the amount goes to, and whose numbers its papers carry."""
    if row.payee is None:
        return row.agreement.licensor
    return db.session.scalars(select(Organization).filter_by(public_id=row.payee)).one()


def is_owed_to(row: Obligation, licensor: Organization) -> bool:
    """Whether an amount belongs to this licensor; after a transfer there are two."""
    return row.owed_to == licensor.public_id

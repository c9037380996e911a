"""To whom an amount is owed: the licensor, or since the patent passed its new holder."""

from sqlalchemy import select

from marketplace.accounts.models import Organization
from marketplace.agreements.models import Agreement
from marketplace.extensions import db
from marketplace.obligations.models import UNPAID, Obligation
from marketplace.obligations.services import rows_of


def payee_of(agreement: Agreement) -> Organization:
    """To whom the next payment goes: whoever the oldest open amount is owed to; where nothing is open,
    whoever stands on the licensor's side now."""
    for row in rows_of(agreement):
        if row.open_fen and row.status in UNPAID and row.due_on is not None:
            return _by_id(row.payee) if row.payee else agreement.licensor
    return agreement.present_licensor


def _by_id(public_id: str) -> Organization:
    return db.session.scalars(select(Organization).filter_by(public_id=public_id)).one()


def is_owed_to(row: Obligation, licensor: Organization) -> bool:
    """Whether an amount belongs to this licensor; after a transfer there are two."""
    return (row.payee or row.agreement.licensor.public_id) == licensor.public_id

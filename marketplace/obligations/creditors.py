"""To whom an amount is owed: the licensor, or since the patent passed its new holder (LAW 1.17)."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, or_, select

from marketplace.accounts.models import Organization
from marketplace.agreements import policies
from marketplace.agreements.models import Agreement
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


def owes_to(organization: Organization) -> ColumnElement[bool]:
    """Amounts that are owed to an organization, in a query over obligations with their agreements."""
    first = and_(Obligation.payee.is_(None), Agreement.licensor_id == organization.id)
    return or_(first, Obligation.payee == organization.public_id)


def licensed_by(organization: Organization) -> ColumnElement[bool]:
    """Agreements on whose licensor's side an organization stands or stood while money accrued: it
    signed, it holds the patents now, or it held them in between."""
    between = db.session.scalars(
        select(Obligation.agreement_id).where(Obligation.payee == organization.public_id).distinct()
    ).all()
    return or_(
        Agreement.licensor_id == organization.id,
        Agreement.successor_id == organization.id,
        Agreement.id.in_(between),
    )


def was_licensor(agreement: Agreement, organization: Organization) -> bool:
    """Whether money for this license can be this organization's."""
    sides = (agreement.licensor_id, agreement.successor_id)
    return organization.id in sides or organization in past_holders(agreement)


def past_holders(agreement: Agreement) -> Iterator[Organization]:
    """Those to whom something was owed while they held the patents; they see the license on which
    they still have money to look for."""
    payees = select(Obligation.payee).where(
        Obligation.agreement_id == agreement.id, Obligation.payee.is_not(None)
    )
    yield from db.session.scalars(select(Organization).where(Organization.public_id.in_(payees)))


policies.register_viewers(past_holders)

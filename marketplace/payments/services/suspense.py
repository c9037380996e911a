"""Money that nothing explains: what a person of the licensor makes of it. It is never dropped."""

from sqlalchemy import func, select

from marketplace.accounts.models import Organization, User
from marketplace.agreements.models import Agreement
from marketplace.agreements.services import locked
from marketplace.audit.services import record
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.ledger.chart import CURRENCY
from marketplace.obligations.creditors import was_licensor
from marketplace.payments.booking import follow, use_suspense
from marketplace.payments.models import COUNTED, Allocation, Payment
from marketplace.payments.prices import keep_received
from marketplace.payments.services.records import locked_payment


def in_suspense(organization: Organization) -> list[Payment]:
    """The payments of a licensor of which something is not explained, oldest first."""
    explained = (
        select(func.coalesce(func.sum(Allocation.amount_fen), 0))
        .where(Allocation.payment_id == Payment.id)
        .scalar_subquery()
    )
    return list(
        db.session.scalars(
            select(Payment)
            .where(
                Payment.licensor_id == organization.id,
                Payment.status.in_(COUNTED),
                Payment.amount_fen - Payment.returned_fen > explained,
            )
            .order_by(Payment.value_day, Payment.id)
        )
    )


def assign(payment: Payment, agreement: Agreement, by: User) -> None:
    """Count money that came for no license that we knew on the license that it was for."""
    agreement = locked(agreement)
    payment = locked_payment(payment)
    if payment.agreement is not None or not payment.counts:
        raise Refused("payment_assigned", N_("This payment is counted on a license already."))
    if not was_licensor(agreement, payment.licensor):
        raise Refused("row_elsewhere", N_("Choose a license of your own organization."))
    if payment.currency != CURRENCY:
        raise Refused(
            "payment_currency",
            N_("Licenses are paid in yuan. Give this money back in its own currency."),
        )
    payment.agreement = agreement
    record("payment:assign", payment, by, related=[agreement], amount=payment.suspense_fen)
    use_suspense(agreement)
    keep_received(payment)
    follow(agreement)

"""The received price, for the statistics: what of a payment counts on debts (PRODUCT §5.10)."""

from marketplace.agreements.lifecycles import AgreementStatus
from marketplace.agreements.prices import deal_of, price_of
from marketplace.audit.actors import SYSTEM
from marketplace.fees.models import PriceStage
from marketplace.fees.services import keep
from marketplace.ledger.chart import CURRENCY
from marketplace.payments.models import Payment


def keep_received(payment: Payment) -> None:
    """Let the received price follow the payment: what is allocated now, none once it is taken
    back. Money that no obligation explains is no price."""
    agreement, day = payment.agreement, payment.value_day
    if agreement is None or day is None or payment.currency != CURRENCY:
        return
    stands = payment.counts and agreement.status is not AgreementStatus.SET_ASIDE
    allocated = payment.allocated_fen if stands else 0
    price = price_of(agreement, agreement.effective_on or day)
    keep(
        PriceStage.RECEIVED,
        (Payment.__tablename__, payment.public_id),
        deal_of(agreement),
        price.received(allocated) if allocated > 0 else None,
        day,
        SYSTEM,
    )

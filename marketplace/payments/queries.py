"""Reads over payments."""

from collections.abc import Sequence

from sqlalchemy import select

from marketplace.agreements.models import Agreement
from marketplace.extensions import db
from marketplace.payments.models import Payment


def payments_of(agreement: Agreement) -> Sequence[Payment]:
    """All payments of an agreement, newest first."""
    return db.session.scalars(
        select(Payment).where(Payment.agreement_id == agreement.id).order_by(Payment.id.desc())
    ).all()

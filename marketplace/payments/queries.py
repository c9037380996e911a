"""Reads over payments."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace import clock
from marketplace.accounts.models import Organization
from marketplace.agreements.models import Agreement
from marketplace.extensions import db
from marketplace.obligations.creditors import is_owed_to
from marketplace.obligations.models import UNPAID
from marketplace.obligations.services import rows_of
from marketplace.payments.bank_models import BankRow, BankRowStatus, BankStatement
from marketplace.payments.models import Payment
from marketplace.payments.payees import payee_among
from marketplace.payments.refund_models import OPEN, Refund

SHOWN_STATEMENTS = 24
SHOWN_ROWS = 2_000


def payments_of(agreement: Agreement) -> Sequence[Payment]:
    """All payments of an agreement, newest first."""
    return db.session.scalars(
        select(Payment).where(Payment.agreement_id == agreement.id).order_by(Payment.id.desc())
    ).all()


def due_now_fen(agreement: Agreement) -> int:
    """What is payable today to one payee, in fen: due and unpaid, before effect what effect waits
    for."""
    return payable_now(agreement)[1]


def payable_now(agreement: Agreement) -> tuple[Organization, int]:
    """To whom the next payment goes, and what is payable to it today, in fen."""
    today, rows = clock.today(), rows_of(agreement)
    payee = payee_among(agreement, rows)
    return payee, sum(
        row.open_fen
        for row in rows
        if row.status in UNPAID and row.due_on is not None and row.due_on <= today
        if is_owed_to(row, payee)
    )


def undecided_rows(organization: Organization) -> Sequence[BankRow]:
    """The rows of the bank's statements on which a person decides, oldest first."""
    return db.session.scalars(
        select(BankRow)
        .where(
            BankRow.organization_id == organization.id, BankRow.status == BankRowStatus.UNDECIDED
        )
        .order_by(BankRow.value_day, BankRow.id)
    ).all()


def statements_of(organization: Organization) -> Sequence[BankStatement]:
    """The statements that were read, newest first."""
    return db.session.scalars(
        select(BankStatement)
        .where(BankStatement.organization_id == organization.id)
        .order_by(BankStatement.id.desc())
        .limit(SHOWN_STATEMENTS)
    ).all()


def rows_of_statement(statement: BankStatement) -> Sequence[BankRow]:
    """The rows that a file brought first, in its order."""
    return db.session.scalars(
        select(BankRow)
        .where(BankRow.statement_id == statement.id)
        .options(joinedload(BankRow.payment).joinedload(Payment.agreement))
        .order_by(BankRow.number)
        .limit(SHOWN_ROWS)
    ).all()


def refunds_under_way(organization: Organization) -> Sequence[Refund]:
    """What was asked for and is not decided yet."""
    return db.session.scalars(
        select(Refund)
        .join(Payment)
        .where(Payment.licensor_id == organization.id, Refund.status.in_(OPEN))
        .order_by(Refund.id)
    ).all()

"""What a pool received and how it was divided: list, one receipt, CSV, PDF; for its members only."""

from typing import Any

from flask import render_template
from flask_login import current_user, login_required

from marketplace.accounts.acting import acting_organization, present_user
from marketplace.accounts.policies import membership_of
from marketplace.database import transaction
from marketplace.documents.downloads import send_attachment, send_document
from marketplace.errors import Missing, NotAllowed
from marketplace.payments.splitting import Receipt, names_of, receipts_of
from marketplace.payments.statements import (
    csv_of,
    is_up_to_date,
    request_statement,
    statement_of,
)
from marketplace.payments.views import blueprint
from marketplace.pools.models import Pool
from marketplace.pools.policies import may_see_shares
from marketplace.pools.queries import by_public_id
from marketplace.web import see_other


@blueprint.get("/pools/<pool_id>/receipts")
@login_required
def pool_receipts(pool_id: str) -> str:
    pool = _seen(pool_id)
    receipts = receipts_of(pool)
    own = acting_organization()
    return render_template(
        "payments/pool_receipts.html",
        pool=pool,
        receipts=receipts,
        own=own.public_id if own else "",
        total=sum(each.amount_fen for each in receipts),
        mine=sum(each.parts.get(own.public_id, 0) for each in receipts) if own else 0,
    )


@blueprint.get("/pools/<pool_id>/receipts.csv")
@login_required
def pool_receipts_csv(pool_id: str) -> Any:
    pool = _seen(pool_id)
    return send_attachment(csv_of(receipts_of(pool)), f"pool-{pool.public_id}.csv", "text/csv")


@blueprint.get("/pools/<pool_id>/receipts/<payment_id>")
@login_required
def pool_receipt(pool_id: str, payment_id: str) -> str:
    pool = _seen(pool_id)
    receipt = _receipt(pool, payment_id)
    document = statement_of(receipt)
    return render_template(
        "payments/pool_receipt.html",
        pool=pool,
        receipt=receipt,
        names=names_of([receipt]),
        document=document,
        is_fresh=document is not None and is_up_to_date(document, pool, receipt),
        may_request=_may_request(pool),
    )


@blueprint.get("/pools/<pool_id>/receipts/<payment_id>/statement.csv")
@login_required
def pool_receipt_csv(pool_id: str, payment_id: str) -> Any:
    receipt = _receipt(_seen(pool_id), payment_id)
    return send_attachment(csv_of([receipt]), f"split-{payment_id}.csv", "text/csv")


@blueprint.get("/pools/<pool_id>/receipts/<payment_id>/statement.pdf")
@login_required
def pool_receipt_pdf(pool_id: str, payment_id: str) -> Any:
    document = statement_of(_receipt(_seen(pool_id), payment_id))
    if document is None:
        raise Missing()
    return send_document(document)


@blueprint.post("/pools/<pool_id>/receipts/<payment_id>/statement")
@login_required
def request_pool_statement(pool_id: str, payment_id: str) -> Any:
    pool = _seen(pool_id)
    if not _may_request(pool):
        raise NotAllowed()
    receipt = _receipt(pool, payment_id)
    with transaction():
        request_statement(pool, receipt, present_user())
    return see_other(".pool_receipt", pool_id=pool_id, payment_id=payment_id)


def _may_request(pool: Pool) -> bool:
    """The operator and its members; who only supervises changes nothing."""
    organizations = [pool.operator, *(each.organization for each in pool.members)]
    return any(membership_of(current_user, each) is not None for each in organizations)


def _seen(pool_id: str) -> Pool:
    """Missing for whoever may not see the shares: that there is a pool is nobody else's business."""
    pool = by_public_id(pool_id)
    if pool is None or not may_see_shares(current_user, pool):
        raise Missing()
    return pool


def _receipt(pool: Pool, payment_id: str) -> Receipt:
    for receipt in receipts_of(pool):
        if receipt.payment.public_id == payment_id:
            return receipt
    raise Missing()

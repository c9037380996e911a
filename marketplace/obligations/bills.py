"""Royalty bills: one for each royalty that is known; a changed figure takes the earlier bill back by a
credit note in full and makes a new one. What was issued stays as it was.

The agreement must be locked: however often and wherever this runs, a figure is billed once (R-57).
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from marketplace import clock
from marketplace.agreements.models import Agreement
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.documents.models import DocumentKind
from marketplace.documents.numbers import numbered
from marketplace.documents.services import request_document
from marketplace.extensions import db
from marketplace.obligations import papers
from marketplace.obligations.creditors import creditor
from marketplace.obligations.models import BillKind, Obligation, RoyaltyBill
from marketplace.obligations.models import ObligationStatus as S
from marketplace.terms.enums import Reason

BILLED = frozenset({Reason.ROYALTY, Reason.MINIMUM_ROYALTY})
SERIES = {BillKind.BILL: "TC", BillKind.CREDIT_NOTE: "CJ"}
"""提成, 冲减: the licensor's numbers, gapless per year."""
VERSION = "royalty_bill/1"


def issue(agreement: Agreement, rows: Iterable[Obligation]) -> int:
    """Bring the bills in line with the rows; returns how many were written."""
    royalties = [row for row in rows if row.reason in BILLED]
    known = _known(royalties) if royalties else {}
    return sum(_bring(agreement, row, known.get(row.id, [])) for row in royalties)


def bills_of(agreement: Agreement) -> Sequence[RoyaltyBill]:
    """All bills and credit notes of an agreement, newest first."""
    return db.session.scalars(
        select(RoyaltyBill)
        .join(Obligation)
        .where(Obligation.agreement_id == agreement.id)
        .order_by(RoyaltyBill.id.desc())
    ).all()


def _known(rows: Sequence[Obligation]) -> dict[int, list[RoyaltyBill]]:
    found: dict[int, list[RoyaltyBill]] = {}
    keys = [row.id for row in rows if row.amount_fen is not None or row.status is S.VOID]
    for bill in db.session.scalars(
        select(RoyaltyBill)
        .where(RoyaltyBill.obligation_id.in_(keys))
        .order_by(RoyaltyBill.obligation_id, RoyaltyBill.ordinal)
    ):
        found.setdefault(bill.obligation_id, []).append(bill)
    return found


def _bring(agreement: Agreement, row: Obligation, known: list[RoyaltyBill]) -> int:
    standing = known[-1] if known and known[-1].kind is BillKind.BILL else None
    wanted = _wanted(row)
    if (standing.amount_fen if standing else None) == wanted:
        return 0
    written, ordinal = 0, len(known)
    if standing is not None:
        _write(agreement, row, BillKind.CREDIT_NOTE, -standing.amount_fen, ordinal, standing)
        written += 1
    if wanted is not None:
        _write(agreement, row, BillKind.BILL, wanted, ordinal + written)
        written += 1
    return written


def _wanted(row: Obligation) -> int | None:
    """What is to be billed: a reached minimum asks for nothing and has no bill, zero sales have."""
    nothing = row.reason is Reason.MINIMUM_ROYALTY and row.amount_fen == 0
    return None if row.status is S.VOID or nothing else row.amount_fen


def _write(
    agreement: Agreement,
    row: Obligation,
    kind: BillKind,
    amount_fen: int,
    ordinal: int,
    corrects: RoyaltyBill | None = None,
) -> None:
    bill = RoyaltyBill(
        obligation=row,
        ordinal=ordinal,
        kind=kind,
        amount_fen=amount_fen,
        basis=dict(corrects.basis if corrects else row.basis),
        number=numbered(creditor(row), SERIES[kind]),
        issued_on=clock.today(),
        corrects=corrects,
    )
    db.session.add(bill)
    db.session.flush()
    record(
        f"royalty_bill:{kind.value}",
        bill,
        SYSTEM,
        related=[agreement, row],
        amount=amount_fen,
        number=bill.number,
        corrects=corrects.number if corrects else None,
    )
    request_document(
        DocumentKind.STATEMENT,
        bill,
        papers.bill(bill, "zh"),
        template="receipt",
        text_version=VERSION,
        by=SYSTEM,
        number=bill.number,
        belongs_to=agreement.public_id,
        related=(agreement,),
    )

"""The bank's own word: reading a statement, and deciding on rows that do not speak for themselves.

Every row is kept once per organization, however many files hold it (R-41); the value day is the
bank's. Confirmation is evidence: that a row is missing blocks no open license.
"""

from collections.abc import Sequence

from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import Organization, Role, User
from marketplace.accounts.services import notify
from marketplace.agreements.models import Agreement
from marketplace.agreements.services import locked
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import record
from marketplace.database import lock
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.ledger.chart import CURRENCY
from marketplace.obligations.creditors import was_licensor
from marketplace.payments import messages
from marketplace.payments.bank_known import concerns, unknown
from marketplace.payments.bank_matching import (
    Doubt,
    Licenses,
    choose,
    slip_by_reference,
    slip_for,
)
from marketplace.payments.bank_models import BankRow, BankRowStatus, BankStatement
from marketplace.payments.bank_reading import Entry, Reading, identities
from marketplace.payments.booking import book
from marketplace.payments.models import LIFECYCLE, Payment, PaymentStatus, Provider
from marketplace.payments.services.bank import confirm, reverse_payment
from marketplace.payments.services.records import insert, locked_payment, require_payee

BANK_SAYS_OTHERWISE = "bank statement says another value day"
TAKEN_BACK = "taken back by the bank"


def import_statement(
    organization: Organization, name: str, sha256: str, reading: Reading, by: User
) -> tuple[BankStatement, bool]:
    """Keep the rows that are new and book those that speak for themselves; False where the file was
    read before. Imports of one organization wait for each other."""
    require_payee(organization)
    db.session.scalars(lock(select(Organization).where(Organization.id == organization.id))).one()
    known = _read_before(organization, sha256)
    if known is not None:
        return known, False
    keys = dict(zip(reading.entries, identities(reading.entries), strict=True))
    kept = [each for each in reading.entries if concerns(organization, each)]
    fresh = unknown(organization, kept, keys)
    statement = BankStatement(
        organization=organization,
        file_sha256=sha256,
        name=name[:200],
        rows_read=reading.rows,
        rows_added=len(fresh),
        rows_known=len(kept) - len(fresh),
        rows_outgoing=len(reading.entries) - len(kept),
        refused=_refused(reading),
        imported_by_id=by.id,
    )
    db.session.add(statement)
    event = _note_imported(statement, by)
    licenses = Licenses(organization)
    settled = [_settle(_add(statement, each, keys[each]), licenses, by) for each in fresh]
    _tell_undecided(organization, settled, event)
    return statement, True


def _note_imported(statement: BankStatement, by: User) -> AuditEvent:
    return record(
        "bank_statement:import",
        statement,
        by,
        related=[statement.organization],
        sha256=statement.file_sha256,
        read=statement.rows_read,
        added=statement.rows_added,
        refused=len(statement.refused),
    )


def _tell_undecided(organization: Organization, rows: Sequence[BankRow], event: AuditEvent) -> None:
    """Rows that do not speak for themselves wait for a person."""
    undecided = sum(row.status is BankRowStatus.UNDECIDED for row in rows)
    if undecided:
        notify(
            organization,
            messages.ROWS_TO_DECIDE,
            event=event,
            link="/money",
            roles=(Role.OWNER, Role.FINANCE),
            count=undecided,
        )


def _read_before(organization: Organization, sha256: str) -> BankStatement | None:
    return db.session.scalar(
        select(BankStatement).where(
            BankStatement.organization_id == organization.id, BankStatement.file_sha256 == sha256
        )
    )


def book_row(row: BankRow, agreement: Agreement, by: User, replaces: Payment | None = None) -> None:
    """A person says for which license a row came. ``replaces`` is the stated transfer that it is;
    where that counted with another value day it is reversed, and the bank's day counts."""
    row = _locked_row(row)
    if not was_licensor(agreement, row.organization) or row.takes_back:
        raise Refused("row_elsewhere", N_("Choose a license of your own organization."))
    if replaces is not None and replaces.counts and replaces.value_day != row.value_day:
        reverse_payment(replaces, BANK_SAYS_OTHERWISE, by)
        replaces = None
    _book(row, agreement, replaces, by)
    _decided(row, by)


def set_aside(row: BankRow, by: User) -> None:
    """A person says that a row is no license fee."""
    row = _locked_row(row)
    row.move("set_aside")
    record("bank_row:set_aside", row, by, related=[row.organization])
    _decided(row, by)


def take_back(row: BankRow, earlier: BankRow, by: User) -> None:
    """A row takes an earlier one back: what was booked for it, or stated with its number, is reversed
    by new entries."""
    row, earlier = _locked_row(row), _locked_row(earlier)
    if not row.takes_back or earlier.amount_fen != -row.amount_fen:
        raise Refused("row_not_opposite", N_("Choose the row of the same amount that came in."))
    payment = earlier.payment or slip_by_reference(earlier)
    if payment is not None and "reverse" in LIFECYCLE.actions(payment.status):
        reverse_payment(payment, TAKEN_BACK, by)
    earlier.move("reverse")
    row.payment = payment
    row.move("book")
    row.doubt = ""
    record("bank_row:take_back", row, by, related=[row.organization, earlier])
    _decided(row, by)


def earlier_rows(row: BankRow) -> list[BankRow]:
    """The rows that a row may take back, the most alike first."""
    found = db.session.scalars(
        select(BankRow)
        .where(
            BankRow.organization_id == row.organization_id,
            BankRow.amount_fen == -row.amount_fen,
            BankRow.value_day <= row.value_day,
            BankRow.status != BankRowStatus.REVERSED,
        )
        .order_by(BankRow.value_day.desc(), BankRow.id.desc())
    ).all()
    return sorted(found, key=lambda each: -_likeness(row, each))


def _settle(row: BankRow, licenses: Licenses, by: User) -> BankRow:
    doubt = _take_back_alone(row, by) if row.takes_back else _book_alone(row, licenses, by)
    row.doubt = doubt.value if doubt else ""
    return row


def _book_alone(row: BankRow, licenses: Licenses, by: User) -> Doubt | None:
    """Book a row that leaves no doubt; else say which doubt."""
    slip = slip_by_reference(row)
    if slip is not None and slip.agreement is not None:
        return _book_stated(row, slip.agreement, slip, by)
    chosen = choose(licenses.candidates(row))
    if isinstance(chosen, Doubt):
        return chosen
    agreement = locked(chosen)
    slip = slip_by_reference(row)
    if slip is not None:
        return _book_stated(row, agreement, slip, by)
    found = slip_for(row, agreement)
    if isinstance(found, Doubt):
        return found
    try:
        _book(row, agreement, found, by)
    except Refused:
        return Doubt.REFERENCE_TAKEN
    return None


def _book_stated(row: BankRow, agreement: Agreement, slip: Payment, by: User) -> Doubt | None:
    """Book a row on the stated transfer that bears its number, which may have been stated while the
    row's license was looked for."""
    if slip.amount_fen != row.amount_fen:
        return Doubt.OTHER_AMOUNT
    if slip.counts and slip.value_day != row.value_day:
        return Doubt.OTHER_DAY
    if slip.agreement_id != agreement.id:
        return Doubt.REFERENCE_TAKEN
    _book(row, agreement, slip, by)
    return None


def _take_back_alone(row: BankRow, by: User) -> Doubt | None:
    fitting = [each for each in earlier_rows(row) if _likeness(row, each)]
    best = [each for each in fitting if _likeness(row, each) == _likeness(row, fitting[0])]
    if len(best) != 1:
        return Doubt.SEVERAL if best else Doubt.TAKEN_BACK
    take_back(row, best[0], by)
    return None


def _likeness(row: BankRow, earlier: BankRow) -> int:
    same_reference = bool(row.reference) and row.reference == earlier.reference
    same_payer = bool(row.payer) and row.payer == earlier.payer
    same_account = bool(row.payer_account) and row.payer_account == earlier.payer_account
    return 4 * same_reference + 2 * same_payer + same_account


def _book(row: BankRow, agreement: Agreement, slip: Payment | None, by: User) -> None:
    """The row is this transfer: a stated one is confirmed on the bank's day, else it is new."""
    agreement = locked(agreement)
    payment = _confirmed(slip, row, by) if slip is not None else _received(row, agreement, by)
    row.payment = payment
    row.move("book")
    row.doubt = ""
    record(
        "bank_row:book",
        row,
        by,
        related=[row.organization, payment, agreement],
        amount=row.amount_fen,
        value_day=row.value_day.isoformat(),
    )


def _confirmed(slip: Payment, row: BankRow, by: User) -> Payment:
    slip = locked_payment(slip)
    if not slip.counts:
        slip.value_day = row.value_day
    if slip.status is not PaymentStatus.CONFIRMED:
        confirm(slip, by)
    return slip


def _received(row: BankRow, agreement: Agreement, by: User) -> Payment:
    payment = Payment(
        agreement=agreement,
        licensor=row.organization,
        provider=Provider.BANK,
        provider_reference=row.reference or None,
        amount_fen=row.amount_fen,
        currency=CURRENCY,
        value_day=row.value_day,
        status=PaymentStatus.CONFIRMED,
        entered_by_id=by.id,
        confirmed_at=clock.now(),
        confirmed_by_id=by.id,
    )
    insert(payment)
    record("payment:confirm", payment, by, related=[agreement, row], amount=row.amount_fen)
    book(payment)
    return payment


def _add(statement: BankStatement, entry: Entry, identity: str) -> BankRow:
    row = BankRow(
        organization_id=statement.organization_id,
        statement=statement,
        identity=identity,
        number=entry.number,
        value_day=entry.value_day,
        amount_fen=entry.amount_fen,
        payer=entry.payer,
        payer_account=entry.payer_account,
        reference=entry.reference,
        purpose=entry.purpose,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _refused(reading: Reading) -> list[dict[str, object]]:
    return [
        {"row": number, "code": each.code, "message": each.message, "params": each.params}
        for number, each in reading.refused
    ]


def _locked_row(row: BankRow) -> BankRow:
    statement = lock(select(BankRow).where(BankRow.id == row.id))
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def _decided(row: BankRow, by: User) -> None:
    row.decided_by_id, row.decided_at = by.id, clock.now()

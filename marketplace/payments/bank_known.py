"""Which rows of a file concern us, and which of them another file has brought before."""

from datetime import timedelta

from sqlalchemy import select

from marketplace.accounts.models import Organization
from marketplace.extensions import db
from marketplace.payments.bank_models import BankRow
from marketplace.payments.bank_reading import Entry

SAME_BOOKING = timedelta(days=5)
"""How far two files may differ over the day of one booking: one tells value days, another not."""


def concerns(organization: Organization, entry: Entry) -> bool:
    """What came in, and what takes it back; other spending is nobody's business here."""
    if entry.amount_fen > 0 or entry.looks_taken_back:
        return True
    return entry.has_sound_reference and _booked_as(organization, entry, -entry.amount_fen)


def unknown(
    organization: Organization, entries: list[Entry], keys: dict[Entry, str]
) -> list[Entry]:
    """The rows that no file has brought before, each once."""
    wanted = [keys[each] for each in entries]
    known = set(
        db.session.scalars(
            select(BankRow.identity).where(
                BankRow.organization_id == organization.id, BankRow.identity.in_(wanted)
            )
        )
    )
    fresh = []
    for each in entries:
        if keys[each] in known or (
            each.has_sound_reference and _booked_as(organization, each, each.amount_fen)
        ):
            continue
        known.add(keys[each])
        fresh.append(each)
    return fresh


def _booked_as(organization: Organization, entry: Entry, amount_fen: int) -> bool:
    """Whether the bank's number and an amount are known, whatever else a file says."""
    found = db.session.scalar(
        select(BankRow.id).where(
            BankRow.organization_id == organization.id,
            BankRow.reference == entry.reference,
            BankRow.amount_fen == amount_fen,
            BankRow.value_day.between(
                entry.value_day - SAME_BOOKING, entry.value_day + SAME_BOOKING
            ),
        )
    )
    return found is not None

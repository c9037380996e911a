"""To whom the next payment of a license goes."""

from collections.abc import Sequence

from marketplace.accounts.models import Organization
from marketplace.agreements.models import Agreement
from marketplace.obligations.creditors import creditor
from marketplace.obligations.models import UNPAID, Obligation
from marketplace.obligations.services import rows_of


def payee_of(agreement: Agreement) -> Organization:
    """To whom the next payment goes: whoever the oldest open amount is owed to; where nothing is open,
    whoever stands on the licensor's side now."""
    return payee_among(agreement, rows_of(agreement))


def payee_among(agreement: Agreement, rows: Sequence[Obligation]) -> Organization:
    """The same, of the agreement's rows in the order of ``rows_of``."""
    for row in rows:
        if row.open_fen and row.status in UNPAID and row.due_on is not None:
            return creditor(row)
    return agreement.present_licensor

"""Who enters, who checks, who sees contracts on paper."""

from typing import Any

from marketplace.accounts import policies as accounts
from marketplace.accounts.models import Organization
from marketplace.agreements import policies as agreements
from marketplace.agreements.models import Agreement
from marketplace.on_paper.models import Counterpart, PaperContract
from marketplace.on_paper.models import CounterpartStatus as C
from marketplace.on_paper.models import PaperStatus as P


def may_enter(user: Any, organization: Organization) -> bool:
    """Owners, managers and signatories enter what their organization has signed."""
    return accounts.may_manage(user, organization) or accounts.may_sign(user, organization)


def may_view(user: Any, paper: PaperContract) -> bool:
    """The entering organization, staff and auditors; the other side once it is an agreement."""
    if accounts.may_view(user, paper.organization):
        return True
    return paper.agreement is not None and agreements.may_view(user, paper.agreement)


def may_check(user: Any, paper: PaperContract) -> bool:
    """Another member than the one who entered it; where there is none, an administrator."""
    waits = paper.status is P.ENTERED
    return waits and accounts.is_another(paper.entered_by, user, paper.organization)


def may_object(user: Any, paper: PaperContract) -> bool:
    """Those who manage or sign for the other side, once."""
    stands = paper.status is P.CONFIRMED and paper.objected_at is None
    return stands and paper.other.is_verified and may_enter(user, paper.other)


def may_upload(user: Any, agreement: Agreement) -> bool:
    """Who manages or signs for one of the parties."""
    return any(
        may_enter(user, agreement.party(side)) for side in agreements.sides_of(user, agreement)
    )


def may_compare(user: Any, counterpart: Counterpart) -> bool:
    """Another person than the uploader, of the uploading side; alone, an administrator."""
    party = counterpart.agreement.party(counterpart.side)
    waits = counterpart.status is C.UPLOADED
    return waits and accounts.is_another(counterpart.uploaded_by, user, party)

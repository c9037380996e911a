"""Who may see a filing and who files: the party or a licensed agency, never the site (LAW 12.9)."""

from typing import Any

from marketplace.accounts import policies as accounts
from marketplace.accounts.models import Organization, OrganizationKind
from marketplace.agreements import policies as agreements
from marketplace.agreements.models import Agreement
from marketplace.declarations import policies as declarations
from marketplace.registration.models import Filing
from marketplace.terms.routes import ROUTES, Duty, Party


def may_view(user: Any, filing: Filing) -> bool:
    """Members of the filer and of both parties, staff and auditors."""
    if accounts.may_view(user, filing.filer):
        return True
    if filing.agreement is not None:
        return agreements.may_view(user, filing.agreement)
    if filing.organization is not None:
        return accounts.may_view(user, filing.organization)
    return filing.declaration is not None and declarations.may_view(user, filing.declaration)


def may_file(user: Any, filing: Filing) -> bool:
    """Owners and managers of the filer prepare, submit and enter receipts."""
    return accounts.may_manage(user, filing.filer)


def may_assign(user: Any, filing: Filing) -> bool:
    """Owners and managers of the filer, or of a party that may file instead of it."""
    return any(accounts.may_manage(user, each) for each in (filing.filer, *parties_for(filing)))


def may_be_filer(organization: Organization, filing: Filing) -> bool:
    """A party whom the duty allows, or a verified service body acting for it."""
    if any(party.id == organization.id for party in parties_for(filing)):
        return True
    return organization.kind is OrganizationKind.SERVICE and organization.is_verified


def parties_for(filing: Filing) -> list[Organization]:
    """The parties who may file this themselves, the usual one first."""
    agreement = filing.agreement
    if agreement is None:
        declared = filing.declaration.organization if filing.declaration is not None else None
        own = declared or filing.organization
        return [own] if own is not None else []
    return [party_of(agreement, side) for side in _sides(filing, agreement)]


def files_for_itself(filing: Filing) -> bool:
    """Whether the filer is a party that may file, and so needs no mandate."""
    return any(party.id == filing.filer_id for party in parties_for(filing))


def party_of(agreement: Agreement, party: Party) -> Organization:
    return agreement.present_licensor if party is Party.LICENSOR else agreement.licensee


def _sides(filing: Filing, agreement: Agreement) -> tuple[Party, ...]:
    duties = {each.duty: each.filers for each in ROUTES[agreement.route].duties}
    kind = Duty(filing.kind)
    return duties.get(_AS.get(kind, kind), (Party.LICENSOR,))


_AS = {Duty.RECORDAL_CHANGE: Duty.RECORDAL, Duty.RECORDAL_CANCELLATION: Duty.RECORDAL}
"""What changes or cancels a recordal is filed by whoever may record."""

"""Who may see and do what with an agreement."""

from collections.abc import Callable, Iterable
from typing import Any

from marketplace.accounts import policies
from marketplace.accounts.models import Organization
from marketplace.agreements.models import Agreement, Side

_FORMER: list[Callable[[Agreement], Iterable[Organization]]] = []


def may_view(user: Any, agreement: Agreement) -> bool:
    """Members of both parties, staff and auditors; the licensor's side not before something was
    sent to it (a draft is the licensee's own). A contract entered from paper shows itself to a
    party once that party is verified: anybody can register under a code."""
    if policies.is_administrator(user) or policies.is_auditor(user):
        return True
    parties = [agreement.licensee]
    if agreement.first_signed_at is not None or agreement.status != "draft":
        parties += [agreement.licensor, agreement.present_licensor]
    if agreement.successor is not None:
        parties += [each for source in _FORMER for each in source(agreement)]
    return any(
        policies.membership_of(user, each) is not None
        for each in parties
        if each.is_verified or not agreement.elsewhere
    )


def register_viewers(source: Callable[[Agreement], Iterable[Organization]]) -> None:
    """Let a room above name former licensors who still see an agreement; the same one twice stays
    one."""
    if source not in _FORMER:
        _FORMER.append(source)


def may_sign_for(user: Any, agreement: Agreement, side: Side) -> bool:
    """A signatory of the side's organization who has stated authority."""
    return policies.may_sign(user, agreement.party(side))


def may_manage_for(user: Any, agreement: Agreement, side: Side) -> bool:
    """Owners and managers of the side's organization."""
    return policies.may_manage(user, agreement.party(side))


def sides_of(user: Any, agreement: Agreement) -> list[Side]:
    """The sides on which the user is a member."""
    return [
        side for side in Side if policies.membership_of(user, agreement.party(side)) is not None
    ]

"""Who may see and do what with an agreement."""

from collections.abc import Callable, Iterable
from typing import Any

from marketplace.accounts import policies
from marketplace.accounts.models import Organization, User
from marketplace.agreements.models import Agreement, Side

_FORMER: list[Callable[[Agreement], Iterable[Organization]]] = []


def may_view(user: Any, agreement: Agreement) -> bool:
    """Members of both parties, staff and auditors; the licensor's side not before something was
    sent to it (a draft is the licensee's own). A contract entered from paper shows itself to a
    party once that party is verified: anybody can register under a code."""
    if policies.is_administrator(user) or policies.is_auditor(user):
        return True
    parties = [agreement.licensee]
    if is_shown_to(Side.LICENSOR, agreement):
        parties += [agreement.licensor, agreement.present_licensor]
    if agreement.successor is not None:
        parties += [each for source in _FORMER for each in source(agreement)]
    return any(
        policies.membership_of(user, each) is not None
        for each in parties
        if each.is_verified or not agreement.elsewhere
    )


def is_shown_to(side: Side, agreement: Agreement) -> bool:
    """A draft is the licensee's own until something of it is sent or signed."""
    sent = agreement.first_signed_at is not None or agreement.status != "draft"
    return side is Side.LICENSEE or sent


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


def may_find(user: Any, agreement: Agreement) -> bool:
    """Who first finds whether the license took effect: those who act for the licensor, and an
    administrator who is no member of either party."""
    return _acts_for_licensor(user, agreement) or _is_outsider(user, agreement)


def may_confirm(user: Any, first: User, agreement: Agreement) -> bool:
    """Who decides after ``first``: another person who acts for the licensor; where the licensor has one
    member only, also an administrator who is no member of either party."""
    if user == first:
        return False
    alone = len(agreement.present_licensor.memberships) <= 1
    return _acts_for_licensor(user, agreement) or (alone and _is_outsider(user, agreement))


def may_state(user: Any, agreement: Agreement) -> bool:
    """Who says for the licensee how it sees it."""
    return may_manage_for(user, agreement, Side.LICENSEE) or may_sign_for(
        user, agreement, Side.LICENSEE
    )


def _acts_for_licensor(user: Any, agreement: Agreement) -> bool:
    return may_manage_for(user, agreement, Side.LICENSOR) or may_sign_for(
        user, agreement, Side.LICENSOR
    )


def _is_outsider(user: Any, agreement: Agreement) -> bool:
    parties = (agreement.licensor, agreement.present_licensor, agreement.licensee)
    return all(policies.may_decide_on(user, party) for party in parties)

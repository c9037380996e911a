"""Who may look at a declaration, move it, and check what another person entered."""

from typing import Any

from marketplace.accounts import policies as accounts
from marketplace.accounts.models import User
from marketplace.declarations.models import Declaration
from marketplace.errors import N_, NotAllowed
from marketplace.in_house import policies as house
from marketplace.in_house.queries import latest_round


def may_view(user: Any, declaration: Declaration) -> bool:
    """Members of the patentee, staff and auditors; the public reads announced facts elsewhere."""
    return accounts.may_view(user, declaration.organization)


def may_manage(user: Any, declaration: Declaration) -> bool:
    """Owners and managers of the patentee prepare papers and enter what the office did."""
    return accounts.may_manage(user, declaration.organization)


def may_sign(user: Any, declaration: Declaration) -> bool:
    """A signatory who stated authority to bind the patentee signs its commitment."""
    return accounts.may_sign(user, declaration.organization)


def may_check(user: Any, declaration: Declaration) -> bool:
    """Whoever may stand as the second person behind the entry that waits for a check."""
    return _may_stand_beside(user, declaration, declaration.entered_by)


def may_approve(user: Any, declaration: Declaration) -> bool:
    """Whoever the step of the approval chain names that waits, but never the one who asked."""
    request = latest_round(declaration)
    return request is not None and house.may_decide(user, request)


def may_return(user: Any, declaration: Declaration) -> bool:
    """Whoever may decide, and owners and managers, who take back what is their organization's."""
    return may_manage(user, declaration) or may_approve(user, declaration)


def may_open_notice(user: Any, declaration: Declaration) -> bool:
    """Owners and managers, once nothing or only their own last approval is missing."""
    if not may_manage(user, declaration):
        return False
    request = latest_round(declaration)
    return declaration.awaits_notice or (
        request is not None and request.is_last_step and house.may_decide(user, request)
    )


def require_another(user: User, declaration: Declaration, first: User | None) -> None:
    """Refuse the person who did the first half; in a one-member organization the second half is
    an administrator's."""
    if not _may_stand_beside(user, declaration, first):
        raise NotAllowed(
            "another_person",
            N_(
                "Another person must do this: a second owner or manager of %(organization)s, or "
                "an administrator of the site where there is only one member."
            ),
            organization=declaration.organization.name,
        )


def _may_stand_beside(user: Any, declaration: Declaration, first: User | None) -> bool:
    organization = declaration.organization
    if first is None or not accounts.is_another(first, user, organization):
        return False
    return accounts.may_manage(user, organization) or accounts.is_administrator(user)

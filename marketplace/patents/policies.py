"""Who may read and state what about a patent."""

from typing import Any

from marketplace.accounts import policies as accounts
from marketplace.patents.models import Patent, PatentImport


def may_view_private(user: Any, patent: Patent) -> bool:
    """Bars, willingness, funding and asking fee: the claimant's members, staff and auditors."""
    return accounts.may_view(user, patent.claimant)


def may_view_text(user: Any, patent: Patent) -> bool:
    """The product text is public unless the organization keeps its list private."""
    return not patent.text_private or may_view_private(user, patent)


def may_manage(user: Any, patent: Patent) -> bool:
    """Owners and managers of the claiming organization state facts about the patent."""
    return accounts.may_manage(user, patent.claimant)


def may_prove(user: Any, patent: Patent) -> bool:
    """Administrators accept proof of ownership, but not for an organization of their own."""
    return accounts.may_decide_on(user, patent.claimant)


def may_apply(user: Any, entry: PatentImport) -> bool:
    """Owners and managers of the organization that brought the list."""
    return accounts.may_manage(user, entry.organization)


def may_view_import(user: Any, entry: PatentImport) -> bool:
    return accounts.may_view(user, entry.organization)

"""Who reads and who writes what after a license: the two parties, and nobody else."""

from typing import Any

from marketplace.accounts import policies
from marketplace.accounts.models import Role
from marketplace.aftercare.models import EntryKind
from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.policies import sides_of

WRITERS = {
    EntryKind.ITEM: frozenset(Side),
    EntryKind.NEXT_STEP: frozenset(Side),
    EntryKind.HANDED_OVER: frozenset({Side.LICENSOR}),
    EntryKind.RECEIVED: frozenset({Side.LICENSEE}),
    EntryKind.DONE: frozenset(Side),
    EntryKind.PROGRESS: frozenset({Side.LICENSEE}),
    EntryKind.PRODUCT: frozenset({Side.LICENSEE}),
    EntryKind.CONTACT: frozenset(Side),
}
"""Which side may say what: only the licensor hands over, only the licensee receives and makes."""


def may_read(user: Any, agreement: Agreement) -> bool:
    """Members of the two parties."""
    return bool(sides_of(user, agreement))


def may_write(user: Any, agreement: Agreement, side: Side, kind: EntryKind) -> bool:
    """Members of the side with more than a reader's role, in what is that side's to say."""
    roles = (Role.OWNER, Role.MANAGER, Role.SIGNATORY)
    return side in WRITERS[kind] and policies.holds(user, agreement.party(side), *roles)

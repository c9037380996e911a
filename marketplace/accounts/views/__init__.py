"""Pages of people and organizations, by subject."""

from marketplace.accounts.views import (
    account,
    inbox,
    members,
    organizations,
    passwords,
    payees,
    sessions,
)
from marketplace.accounts.views.shared import blueprint

__all__ = [
    "account",
    "blueprint",
    "inbox",
    "members",
    "organizations",
    "passwords",
    "payees",
    "sessions",
]

"""Who acts on money that a bank holds."""

from typing import Any

from marketplace.accounts.policies import may_finance
from marketplace.agreements.models import Agreement, Side


def may_act(user: Any, agreement: Agreement, side: Side) -> bool:
    """Owners and finance of the party on that side."""
    return may_finance(user, agreement.licensor if side is Side.LICENSOR else agreement.licensee)

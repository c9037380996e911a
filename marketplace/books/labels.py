"""Words for the kinds of account and for what an entry was made for."""

from typing import Any

from flask_babel import lazy_gettext as _l

from marketplace.ledger.chart import AccountKind

KINDS = {
    AccountKind.RECEIVABLE: _l("Fees receivable"),
    AccountKind.PAYABLE: _l("Fees payable"),
    AccountKind.RECEIVED: _l("Received on the own account"),
    AccountKind.PAID: _l("Paid to licensors"),
    AccountKind.SUSPENSE: _l("Received, not yet explained"),
    AccountKind.CUSTODY: _l("Held by the bank"),
    AccountKind.ENTRUSTED: _l("Entrusted to the bank"),
    AccountKind.SHARED: _l("Divided among the entitled"),
    AccountKind.OWING: _l("Owed to the entitled"),
    AccountKind.PASSED: _l("Paid to the entitled"),
}

_REASONS = {
    "obligation:owe": _l("Amount owed"),
    "payment:book": _l("Payment received"),
    "payment:match": _l("Money counted on a debt"),
    "reversal": _l("Entry taken back"),
    "distribution:confirm": _l("Receipt divided"),
    "distribution:pay": _l("Shares paid out"),
}


def reason_text(reason: str) -> Any:
    """What an entry was made for; a reason that came later is called by its code."""
    known = _REASONS.get(":".join(reason.split(":")[:2]))
    return known if known is not None else reason


EVENTS = {"payment_report:issue": _l("Report of payments issued")}

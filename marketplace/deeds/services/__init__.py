"""What users do with further papers; each function is one change inside the caller's transaction."""

from marketplace.deeds.services.ending import expire, refuse, remind, withdraw
from marketplace.deeds.services.house import notice_is_due, open_in_house_notice
from marketplace.deeds.services.proposing import propose_amendment, propose_termination
from marketplace.deeds.services.signing import sign

__all__ = [
    "expire",
    "notice_is_due",
    "open_in_house_notice",
    "propose_amendment",
    "propose_termination",
    "refuse",
    "remind",
    "sign",
    "withdraw",
]

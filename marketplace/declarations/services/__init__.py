"""What a patentee's people do with a declaration, named by their verbs.

Every function needs `transaction()` around it, writes one audit event, tells the organization's
inbox where somebody has to know or act, and sends `declaration_changed`.
"""

from marketplace.declarations.services.announcement import (
    check_announcement,
    enter_announcement,
    refuse,
    reject_announcement,
)
from marketplace.declarations.services.ending import (
    announce_withdrawal,
    end,
    expire,
    expire_due,
    refuse_withdrawal,
    request_withdrawal,
    revoke,
)
from marketplace.declarations.services.house import (
    approve,
    open_in_house_notice,
    open_in_house_notices,
    pass_in_house_notice,
    return_,
    subject_of,
    submit_for_approval,
)
from marketplace.declarations.services.papers import (
    mark_submitted,
    require_correction,
    resubmit,
)
from marketplace.declarations.services.preparing import prepare, revise, revise_terms

__all__ = [
    "announce_withdrawal",
    "approve",
    "check_announcement",
    "end",
    "enter_announcement",
    "expire",
    "expire_due",
    "mark_submitted",
    "open_in_house_notice",
    "open_in_house_notices",
    "pass_in_house_notice",
    "prepare",
    "refuse",
    "refuse_withdrawal",
    "reject_announcement",
    "request_withdrawal",
    "require_correction",
    "resubmit",
    "return_",
    "revise",
    "revise_terms",
    "revoke",
    "subject_of",
    "submit_for_approval",
]

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
    prepare_withdrawal,
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
from marketplace.declarations.services.importing import (
    enter_announcements,
    import_announced,
    import_many,
)
from marketplace.declarations.services.materials import (
    add_file,
    choose_mandate,
    end_mandate,
    give_mandate,
    sign_commitment,
)
from marketplace.declarations.services.papers import (
    mark_submitted,
    remind_of_correction,
    require_correction,
    resubmit,
)
from marketplace.declarations.services.preparing import prepare, revise, revise_terms

__all__ = [
    "add_file",
    "announce_withdrawal",
    "approve",
    "check_announcement",
    "choose_mandate",
    "end",
    "end_mandate",
    "enter_announcement",
    "enter_announcements",
    "expire",
    "expire_due",
    "give_mandate",
    "import_announced",
    "import_many",
    "mark_submitted",
    "open_in_house_notice",
    "open_in_house_notices",
    "pass_in_house_notice",
    "prepare",
    "prepare_withdrawal",
    "refuse",
    "refuse_withdrawal",
    "reject_announcement",
    "remind_of_correction",
    "request_withdrawal",
    "require_correction",
    "resubmit",
    "return_",
    "revise",
    "revise_terms",
    "revoke",
    "sign_commitment",
    "subject_of",
    "submit_for_approval",
]

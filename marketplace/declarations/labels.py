"""The words for states and steps of a declaration."""

from flask_babel import lazy_gettext as _l

from marketplace.declarations.models import DeclarationStatus as S
from marketplace.in_house.labels import EVENTS as HOUSE

STATUS = {
    S.PREPARING: _l("Preparing papers"),
    S.APPROVING: _l("In-house approval"),
    S.IN_HOUSE_NOTICE: _l("In-house notice running"),
    S.READY: _l("Ready to file"),
    S.SUBMITTED: _l("Submitted to the office"),
    S.CORRECTION: _l("Correction required"),
    S.ANNOUNCED: _l("Announced by the office"),
    S.NOT_ANNOUNCED: _l("Not announced"),
    S.WITHDRAWING: _l("Withdrawal under way"),
    S.WITHDRAWN: _l("Withdrawal announced"),
    S.ENDED: _l("Ended by the office"),
    S.REVOKED: _l("Revoked by the office"),
    S.EXPIRED: _l("Expired with the patent"),
}

EVENTS = HOUSE | {
    "declaration:prepare": _l("Papers prepared"),
    "declaration:revise": _l("Papers changed"),
    "declaration:revise_terms": _l("Terms changed"),
    "declaration:submit_for_approval": _l("Put forward for approval"),
    "declaration:return": _l("Returned to preparation"),
    "declaration:approve": _l("Approved"),
    "declaration:approve_for_notice": _l("Approved; in-house notice to be opened"),
    "declaration:open_in_house_notice": _l("In-house notice opened"),
    "declaration:pass_in_house_notice": _l("In-house notice passed"),
    "declaration:mark_submitted": _l("Submitted to the office"),
    "declaration:require_correction": _l("The office asked for a correction"),
    "declaration:resubmit": _l("Corrected papers submitted"),
    "declaration:enter_announcement": _l("Announcement entered"),
    "declaration:reject_announcement": _l("Entry of the announcement rejected"),
    "declaration:announce": _l("Announcement checked by a second person"),
    "declaration:refuse": _l("Not announced by the office"),
    "declaration:request_withdrawal": _l("Withdrawal requested"),
    "declaration:announce_withdrawal": _l("Withdrawal announced by the office"),
    "declaration:refuse_withdrawal": _l("Withdrawal refused by the office"),
    "declaration:end": _l("Ended by the office"),
    "declaration:revoke": _l("Revoked by the office"),
    "declaration:expire": _l("Expired with the patent"),
}

"""The words for states, verdicts and events of this room."""

from flask_babel import lazy_gettext as _l

from marketplace.in_house.models import (
    ApprovalStatus,
    NoticeStatus,
    ObjectionResult,
    Pricing,
    Verdict,
)

APPROVALS = {
    ApprovalStatus.PENDING: _l("Waits for a decision"),
    ApprovalStatus.APPROVED: _l("Approved"),
    ApprovalStatus.RETURNED: _l("Returned"),
    ApprovalStatus.RECALLED: _l("Taken back"),
}
VERDICTS = {Verdict.APPROVE: _l("Approved"), Verdict.RETURN: _l("Returned")}
NOTICES = {
    NoticeStatus.OPEN: _l("Notice running"),
    NoticeStatus.OBJECTED: _l("Objection to be handled"),
    NoticeStatus.PASSED: _l("Notice passed"),
    NoticeStatus.STOPPED: _l("Notice stopped"),
}
RESULTS = {
    ObjectionResult.UPHELD: _l("Upheld"),
    ObjectionResult.NOT_UPHELD: _l("Not upheld"),
    ObjectionResult.WITHDRAWN: _l("Withdrawn by the objector"),
}
PRICINGS = {
    Pricing.OWN: _l("Set by the institution"),
    Pricing.NEGOTIATED: _l("Negotiated"),
    Pricing.MARKET: _l("By market or auction"),
}
ALL = (APPROVALS, VERDICTS, NOTICES, RESULTS, PRICINGS)

EVENTS = {
    "approval_chain:set": _l("Approval chain laid down"),
    "approval_request:ask": _l("Approval asked for"),
    "approval_request:endorse": _l("Approved at this step"),
    "approval_request:approve": _l("Approved at the last step"),
    "approval_request:return": _l("Returned with a reason"),
    "approval_request:recall": _l("Taken back"),
    "in_house_notice:open": _l("In-house notice opened"),
    "in_house_notice:add_evidence": _l("Screenshot of the notice kept"),
    "in_house_notice:object": _l("Objection recorded"),
    "in_house_notice:rule": _l("Result of an objection entered"),
    "in_house_notice:settle": _l("All objections handled"),
    "in_house_notice:take_out": _l("Taken out of the notice"),
    "in_house_notice:stop": _l("In-house notice stopped"),
    "in_house_notice:pass": _l("In-house notice passed"),
    "guidance:keep": _l("Fee guidance as seen was kept"),
}

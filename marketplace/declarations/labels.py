"""The words for states and steps of a declaration."""

from flask_babel import lazy_gettext as _l

from marketplace.declarations.material_models import Act, Answer, Channel, FileKind, Stance
from marketplace.declarations.materials import MaterialKey, MaterialState
from marketplace.declarations.models import DeclarationStatus as S
from marketplace.declarations.wording import Promotion
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

PROMOTIONS = {
    Promotion.SUPERLATIVE: _l("superlative"),
    Promotion.RANK: _l("claim to a rank"),
    Promotion.UNIQUE: _l("claim to be the only one"),
    Promotion.GUARANTEE: _l("promise of success"),
    Promotion.BARGAIN: _l("price advertising"),
    Promotion.CALL: _l("call to buy or to call"),
    Promotion.REPUTE: _l("appeal to fame"),
    Promotion.OUTLOOK: _l("praise of the market"),
}

EVENTS = HOUSE | {
    "declaration:prepare": _l("Papers prepared"),
    "declaration:import": _l("Entered as announced elsewhere"),
    "declaration:sign_commitment": _l("Commitment signed"),
    "declaration:add_file": _l("File added to the papers"),
    "declaration:choose_mandate": _l("Agency chosen"),
    "declaration:add_co_owner": _l("Co-owner added"),
    "declaration:mend_co_owner": _l("Co-owner's address changed"),
    "declaration:remove_co_owner": _l("Taken off the list of co-owners"),
    "declaration:ask_co_owner": _l("Co-owner asked for a statement"),
    "declaration:co_owner_states": _l("Co-owner's statement received"),
    "declaration:prepare_withdrawal": _l("Withdrawal prepared"),
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
    "declaration:remind_of_correction": _l("Reminded of the last day of the correction"),
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

MATERIALS = {
    MaterialKey.FORM: _l("Declaration form"),
    MaterialKey.STATEMENT: _l("Statement on the fee"),
    MaterialKey.COMMITMENT: _l("Commitment"),
    MaterialKey.REPORT: _l("Evaluation report"),
    MaterialKey.PLEDGEE: _l("Pledgee's consent"),
    MaterialKey.CO_OWNERS: _l("Co-owners' statements"),
    MaterialKey.AGENCY: _l("Agency's mandate"),
}
MATERIAL_STATES = {
    MaterialState.READY: _l("In order"),
    MaterialState.MISSING: _l("Wanting"),
    MaterialState.NOT_NEEDED: _l("Not needed"),
}
STANCES = {
    Stance.NOT_ASKED: _l("Not asked yet"),
    Stance.PENDING: _l("Asked, no answer yet"),
    Stance.OVERDUE: _l("Link expired without an answer"),
    Stance.GIVEN: _l("Agrees"),
    Stance.REFUSED: _l("Does not agree"),
    Stance.VOID: _l("Void: the terms changed since"),
}
ANSWERS = {Answer.GIVEN: _l("Agrees"), Answer.REFUSED: _l("Does not agree")}
ACTS = {Act.DECLARE: _l("Declaration"), Act.WITHDRAW: _l("Withdrawal of the declaration")}
CHANNELS = {
    Channel.LINK: _l("By mailed link"),
    Channel.INBOX: _l("By a signatory here"),
    Channel.PAPER: _l("On paper"),
}
FILE_KINDS = {
    FileKind.PLEDGEE_CONSENT: _l("Pledgee's consent, or proof that the pledge is released"),
    FileKind.CO_OWNER_AGREEMENT: _l("Agreement among the co-owners"),
    FileKind.EVALUATION_REPORT: _l("Evaluation report"),
    FileKind.WITHDRAWAL_PROOF: _l("Proof of the reason of a withdrawal"),
    FileKind.OFFICE_NOTICE: _l("Notice of the office"),
    FileKind.OTHER: _l("Other paper"),
}

"""Words for states and kinds."""

from flask_babel import lazy_gettext as _l

from marketplace.agreements.enums import DeliveryKind, Side, SignatureKind
from marketplace.agreements.lifecycles import AgreementStatus as S
from marketplace.agreements.questions import (
    EffectEntryKind,
    EffectFinding,
    QuestionCause,
    QuestionStatus,
)

STATUS = {
    S.DRAFT: _l("Draft"),
    S.NOTICE_SENT: _l("Notice sent"),
    S.HELD: _l("Held"),
    S.DELIVERED: _l("Delivered"),
    S.AWAITING_PAYMENT: _l("Awaiting payment"),
    S.NEGOTIATING: _l("Negotiating"),
    S.APPROVING: _l("Internal approval"),
    S.IN_HOUSE_NOTICE: _l("In-house notice"),
    S.SIGNED_BY_ONE: _l("Signed by one side"),
    S.CONCLUDED: _l("Concluded"),
    S.ON_TRIAL: _l("On trial"),
    S.EVALUATED: _l("Evaluated"),
    S.EFFECTIVE: _l("In effect"),
    S.DEMAND_SERVED: _l("Demand served"),
    S.USE_STOPPED: _l("Use stopped"),
    S.CONVERTED: _l("Converted"),
    S.RETURNED: _l("Returned"),
    S.EXPIRED: _l("Period over"),
    S.TERMINATED: _l("Terminated"),
    S.SET_ASIDE: _l("Found not effective"),
    S.LAPSED: _l("Notice lapsed"),
    S.NOTICE_WITHDRAWN: _l("Notice withdrawn"),
    S.REFUSED: _l("Declined"),
    S.INVITATION_EXPIRED: _l("Invitation expired"),
    S.DROPPED: _l("Dropped"),
}
SIDE = {
    Side.LICENSOR: _l("Licensor"),
    Side.LICENSEE: _l("Licensee"),
}
SIGNATURE = {
    SignatureKind.NOTICE: _l("Written notice"),
    SignatureKind.ACCEPTANCE: _l("Acceptance"),
    SignatureKind.STANDING_OFFER: _l("Offer signed before"),
    SignatureKind.CONTRACT: _l("Contract signature"),
}
DELIVERY = {
    DeliveryKind.INBOX: _l("Designated inbox on this site"),
    DeliveryKind.PROOF: _l("Proof of delivery"),
}
CAUSE = {
    QuestionCause.CLOSED_BEFORE: _l("The declaration was over before the license began"),
    QuestionCause.PAYMENT_REVERSED: _l("The payment was reversed"),
    QuestionCause.VOUCHER_FALSE: _l("The payment voucher is false"),
}
FINDING = {
    EffectFinding.NEVER: _l("The license never took effect"),
    EffectFinding.STANDS: _l("The license took effect and stands"),
}
QUESTION = {
    QuestionStatus.ASKED: _l("To be found by a first person"),
    QuestionStatus.FOUND: _l("To be decided by a second person"),
    QuestionStatus.DECIDED: _l("Effect decided"),
    QuestionStatus.OVERTAKEN: _l("Overtaken: the license ended first"),
}
ENTRY = {
    EffectEntryKind.FOUND: _l("Found by the first person"),
    EffectEntryKind.SENT_BACK: _l("Sent back"),
    EffectEntryKind.CONFIRMED: _l("Confirmed by the second person"),
    EffectEntryKind.STATED: _l("View of the licensee"),
}

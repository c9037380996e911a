"""What users do with agreements; each function is one change inside the caller's transaction."""

from marketplace.agreements.services.acts import Act, locked, locked_by_key, note_refused_signature
from marketplace.agreements.services.contracts import (
    accept_open_source,
    accept_standing_offer,
    expire_invitation,
    negotiate,
    refuse,
    remind,
    require_invited,
    sign_contract,
)
from marketplace.agreements.services.conversion import draft_conversion
from marketplace.agreements.services.drafting import draft, drop
from marketplace.agreements.services.house import (
    ask_approval,
    needs_notice,
    notice_is_due,
    open_in_house_notice,
)
from marketplace.agreements.services.life import (
    amend,
    cure,
    end_by_deed,
    evaluate,
    expire,
    return_trial,
    serve_demand,
    set_aside,
    stop_use,
    terminate,
)
from marketplace.agreements.services.notices import (
    apply_payments,
    enter_delivery_proof,
    lapse,
    release_held,
    sign_notice,
    withdraw_notice,
)
from marketplace.agreements.services.places import release_stale_draft, renew_place
from marketplace.agreements.services.questions import ask_about_closing, began_too_late, overtake
from marketplace.agreements.services.references import set_reference
from marketplace.agreements.services.succession import succeed

__all__ = [
    "Act",
    "accept_open_source",
    "accept_standing_offer",
    "amend",
    "apply_payments",
    "ask_about_closing",
    "ask_approval",
    "began_too_late",
    "cure",
    "draft",
    "draft_conversion",
    "drop",
    "end_by_deed",
    "enter_delivery_proof",
    "evaluate",
    "expire",
    "expire_invitation",
    "lapse",
    "locked",
    "locked_by_key",
    "needs_notice",
    "negotiate",
    "note_refused_signature",
    "notice_is_due",
    "open_in_house_notice",
    "overtake",
    "refuse",
    "release_held",
    "release_stale_draft",
    "remind",
    "renew_place",
    "require_invited",
    "return_trial",
    "serve_demand",
    "set_aside",
    "set_reference",
    "sign_contract",
    "sign_notice",
    "stop_use",
    "succeed",
    "terminate",
    "withdraw_notice",
]

"""The lives of an agreement by route (PRODUCT §4), declared once as data."""

from enum import StrEnum

from marketplace.lifecycle import Lifecycle
from marketplace.terms.enums import Route


class AgreementStatus(StrEnum):
    DRAFT = "draft"
    NOTICE_SENT = "notice_sent"
    HELD = "held"
    DELIVERED = "delivered"
    AWAITING_PAYMENT = "awaiting_payment"
    NEGOTIATING = "negotiating"
    APPROVING = "approving"
    IN_HOUSE_NOTICE = "in_house_notice"
    SIGNED_BY_ONE = "signed_by_one"
    CONCLUDED = "concluded"
    ON_TRIAL = "on_trial"
    EVALUATED = "evaluated"
    EFFECTIVE = "effective"
    DEMAND_SERVED = "demand_served"
    USE_STOPPED = "use_stopped"
    CONVERTED = "converted"
    RETURNED = "returned"
    EXPIRED = "expired"
    TERMINATED = "terminated"
    SET_ASIDE = "set_aside"
    LAPSED = "lapsed"
    NOTICE_WITHDRAWN = "notice_withdrawn"
    REFUSED = "refused"
    INVITATION_EXPIRED = "invitation_expired"
    DROPPED = "dropped"


S = AgreementStatus

IN_FORCE = frozenset({S.EFFECTIVE, S.DEMAND_SERVED, S.USE_STOPPED, S.ON_TRIAL, S.EVALUATED})
"""There is a license; filings and obligations run. A converted trial is over: what it was converted
into is a contract of its own."""

BEFORE_EFFECT = frozenset(
    {
        S.DRAFT,
        S.NOTICE_SENT,
        S.HELD,
        S.DELIVERED,
        S.AWAITING_PAYMENT,
        S.NEGOTIATING,
        S.APPROVING,
        S.IN_HOUSE_NOTICE,
        S.SIGNED_BY_ONE,
        S.CONCLUDED,
    }
)
NEVER_MADE = frozenset(
    {S.LAPSED, S.NOTICE_WITHDRAWN, S.REFUSED, S.INVITATION_EXPIRED, S.DROPPED, S.SET_ASIDE}
)
"""No license came of it: what was held for it, like a place among the first n, is free again."""
HOLDS_DECLARATION = BEFORE_EFFECT | IN_FORCE | {S.CONVERTED}
"""In these states a licensee has one agreement at most on a declaration; the database's key says so."""
ENDED = frozenset(AgreementStatus) - IN_FORCE - BEFORE_EFFECT

NOTICED = frozenset({S.NOTICE_SENT, S.HELD, S.DELIVERED, S.AWAITING_PAYMENT})
RUNNING = frozenset({S.EFFECTIVE, S.DEMAND_SERVED, S.USE_STOPPED})
"""A license runs that can be amended, demanded upon, ended."""
_ENDING = {
    "serve_demand": (frozenset({S.EFFECTIVE}), S.DEMAND_SERVED),
    "stop_use": (frozenset({S.DEMAND_SERVED}), S.USE_STOPPED),
    "cure": (frozenset({S.DEMAND_SERVED, S.USE_STOPPED}), S.EFFECTIVE),
    "terminate": (RUNNING, S.TERMINATED),
    "expire": (RUNNING, S.EXPIRED),
    "set_aside": (RUNNING, S.SET_ASIDE),
}

OPEN = Lifecycle(
    "agreement/open",
    {
        "send_notice": (frozenset({S.DRAFT}), S.NOTICE_SENT),
        "hold": (frozenset({S.NOTICE_SENT}), S.HELD),
        "release": (frozenset({S.HELD}), S.NOTICE_SENT),
        "deliver": (frozenset({S.NOTICE_SENT}), S.DELIVERED),
        "enter": (frozenset({S.DRAFT}), S.DELIVERED),
        "await_payment": (frozenset({S.DELIVERED}), S.AWAITING_PAYMENT),
        "take_effect": (frozenset({S.DELIVERED, S.AWAITING_PAYMENT}), S.EFFECTIVE),
        "withdraw_notice": (NOTICED, S.NOTICE_WITHDRAWN),
        "lapse": (NOTICED, S.LAPSED),
        "drop": (frozenset({S.DRAFT}), S.DROPPED),
        **_ENDING,
    },
    initial=S.DRAFT,
)

_UNSIGNED = frozenset({S.DRAFT, S.NEGOTIATING, S.APPROVING, S.IN_HOUSE_NOTICE})

CONTRACT = Lifecycle(
    "agreement/contract",
    {
        "negotiate": (frozenset({S.DRAFT, S.NEGOTIATING}), S.NEGOTIATING),
        "ask_approval": (frozenset({S.DRAFT, S.NEGOTIATING}), S.APPROVING),
        "open_in_house_notice": (frozenset({S.APPROVING}), S.IN_HOUSE_NOTICE),
        "send_back": (frozenset({S.APPROVING, S.IN_HOUSE_NOTICE}), S.NEGOTIATING),
        "sign_first": (_UNSIGNED, S.SIGNED_BY_ONE),
        "conclude": (frozenset({S.SIGNED_BY_ONE}), S.CONCLUDED),
        "enter": (frozenset({S.DRAFT}), S.CONCLUDED),
        "take_effect": (frozenset({S.CONCLUDED}), S.EFFECTIVE),
        "begin_trial": (frozenset({S.CONCLUDED}), S.ON_TRIAL),
        "evaluate": (frozenset({S.ON_TRIAL}), S.EVALUATED),
        "convert": (frozenset({S.EVALUATED}), S.CONVERTED),
        "return_": (frozenset({S.ON_TRIAL, S.EVALUATED}), S.RETURNED),
        "refuse": (_UNSIGNED - {S.DRAFT} | {S.SIGNED_BY_ONE}, S.REFUSED),
        "expire_invitation": (frozenset({S.SIGNED_BY_ONE}), S.INVITATION_EXPIRED),
        "drop": (_UNSIGNED, S.DROPPED),
        **_ENDING,
    },
    initial=S.DRAFT,
)

OPEN_SOURCE = Lifecycle(
    "agreement/open_source",
    {
        "accept": (frozenset({S.DRAFT}), S.EFFECTIVE),
        "drop": (frozenset({S.DRAFT}), S.DROPPED),
        **_ENDING,
    },
    initial=S.DRAFT,
)

BY_ROUTE: dict[Route, Lifecycle[AgreementStatus]] = {
    Route.OPEN: OPEN,
    Route.ORDINARY: CONTRACT,
    Route.TRANSFER: CONTRACT,
    Route.OPEN_SOURCE: OPEN_SOURCE,
}

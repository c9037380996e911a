"""A deal as one visitor sees it, and what the page offers: buttons and the next step."""

from dataclasses import dataclass, field
from datetime import date

from flask import url_for

from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.questions import EffectQuestion
from marketplace.desk.chain import Deal
from marketplace.obligations.models import RoyaltyStatement
from marketplace.payments.models import Payment


@dataclass(frozen=True)
class Action:
    """A button: a link, or a POST of its own."""

    text: str
    url: str
    posts: bool = False
    tone: str = "secondary"


@dataclass(frozen=True)
class NextStep:
    """What stands above the fold: ``tone`` of the notice, what to do, and the main button."""

    tone: str
    title: str
    text: str = ""
    action: Action | None = None


@dataclass(frozen=True)
class Look:
    """Who looks at which deal, and what they may do there. ``side`` None: staff, auditors, and a
    licensor whose place another has taken. ``confirmable``: the payments (by id) to an organization
    for whose money the visitor sees; what was owed before a transfer stays the former licensor's.
    ``question``: whether the license took effect, while it is not decided; ``doubtful``: the visitor
    may ask it."""

    deal: Deal
    side: Side | None
    may_sign: bool = False
    may_manage: bool = False
    may_pay: bool = False
    may_receive: bool = False
    confirmable: frozenset[int] = frozenset()
    payments: tuple[Payment, ...] = ()
    statements: tuple[RoyaltyStatement, ...] = ()
    open_periods: int = 0
    overdue_fen: int = 0
    default_fen: int = 0
    due_now_fen: int = 0
    waits_for: tuple[str, ...] = field(default=())
    question: EffectQuestion | None = None
    doubtful: bool = False

    @property
    def agreement(self) -> Agreement:
        return self.deal.agreement

    @property
    def today(self) -> date:
        return self.deal.today

    def link(self, endpoint: str, **values: str) -> str:
        return url_for(endpoint, **{"agreement_id": self.agreement.public_id, **values})  # type: ignore[arg-type]

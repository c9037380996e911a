"""Decisions on amounts by the licensor's people: hold, release, keep on hold, give up (PRODUCT §4).

After an invalidation all that is unpaid stands on hold until somebody decides (Patent Law 47). Giving
up money binds the organization: a signatory does it. Every decision stays, with its reason.
"""

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.accounts.services import notify
from marketplace.agreements.models import Agreement
from marketplace.agreements.queries import open_question
from marketplace.agreements.services import locked
from marketplace.agreements.services.acts import require_signatory
from marketplace.audit.services import record
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.obligations import messages
from marketplace.obligations.facts import page_of
from marketplace.obligations.models import UNPAID, Decision, DecisionKind, Obligation
from marketplace.obligations.models import ObligationStatus as S
from marketplace.obligations.policies import acts_for
from marketplace.obligations.services import refresh

_POSSIBLE = {
    DecisionKind.HOLD: UNPAID,
    DecisionKind.RELEASE: frozenset({S.ON_HOLD}),
    DecisionKind.KEEP: frozenset({S.ON_HOLD}),
    DecisionKind.WAIVE: UNPAID | {S.ON_HOLD},
}


def possible(obligation: Obligation) -> tuple[DecisionKind, ...]:
    """What can be decided on an amount as it stands."""
    return tuple(kind for kind, states in _POSSIBLE.items() if obligation.status in states)


def decide(obligation: Obligation, kind: DecisionKind, reason: str, by: User) -> Decision:
    """Decide on one amount; what is owed follows at once, the licensee is told."""
    agreement = locked(obligation.agreement)
    db.session.refresh(obligation)
    if kind is DecisionKind.WAIVE:
        require_signatory(by, agreement.present_licensor)
    elif not acts_for(by, agreement.present_licensor):
        raise NotAllowed()
    if not reason.strip():
        raise Refused("reason_needed", N_("Give your reason; both sides read it."), field="reason")
    if kind is DecisionKind.RELEASE and open_question(agreement) is not None:
        raise Refused(
            "effect_in_question",
            N_(
                "It is being decided whether the license took effect. Amounts are on hold until then."
            ),
        )
    if kind not in possible(obligation):
        raise Refused(
            "not_to_decide", N_("This amount has changed. Look at it again, then decide.")
        )
    made = Decision(obligation=obligation, kind=kind, reason=reason, on=clock.today(), by=by)
    db.session.add(made)
    db.session.flush()
    _tell(made, agreement, by)
    refresh(agreement)
    return made


def _tell(made: Decision, agreement: Agreement, by: User) -> None:
    event = record(
        f"obligation_decision:{made.kind.value}",
        made,
        by,
        related=[made.obligation, agreement],
        reason=made.reason,
        open=made.obligation.open_fen,
    )
    notify(
        agreement.licensee,
        messages.DECIDED,
        event=event,
        link=page_of(agreement),
        title=agreement.title,
        amount_fen=made.obligation.open_fen,
        reason=made.reason,
    )

"""Whether the rule of an arrangement already says that money is released or returned."""

from sqlalchemy import select

from marketplace import clock
from marketplace.custody.models import Custody, InstructionKind, ReleaseRule
from marketplace.extensions import db
from marketplace.obligations.models import Fact, FactKind


def rule_holds(custody: Custody, kind: InstructionKind) -> bool:
    """Whether nobody's decision is needed for this; Shanghai days.

    Where both rules hold the release comes first: what the licensor has earned is not taken back
    because it was claimed late.
    """
    if kind is InstructionKind.RELEASE:
        return _release_holds(custody)
    has_come = custody.return_on is not None and custody.return_on <= clock.today()
    return has_come and not _release_holds(custody)


def _release_holds(custody: Custody) -> bool:
    match custody.release_rule:
        case ReleaseRule.EFFECT:
            return custody.agreement.effective_on is not None
        case ReleaseRule.MILESTONE:
            return _milestone_is_accepted(custody)
        case ReleaseRule.DAY:
            return custody.release_on is not None and custody.release_on <= clock.today()
        case ReleaseRule.DECISION:
            return False


def _milestone_is_accepted(custody: Custody) -> bool:
    found = db.session.scalar(
        select(Fact.id).where(
            Fact.agreement_id == custody.agreement_id,
            Fact.kind == FactKind.MILESTONE,
            Fact.name == custody.milestone,
        )
    )
    return found is not None

"""What a converted trial owes and what goes over to the contract that it was converted into."""

from marketplace import clock
from marketplace.agreements.models import Agreement
from marketplace.obligations.lines import facts
from marketplace.obligations.models import FactKind
from marketplace.obligations.services import enter_fact

CARRIED = frozenset({FactKind.FIRST_REVENUE, FactKind.MILESTONE})


def follow(trial: Agreement, made: Agreement) -> None:
    """Nothing more accrues under the trial from today; what is owed from now on is owed under ``made``
    alone. Facts that its terms wait for and that have happened already are entered there too, with
    their day and their paper, so that they open payment as the trial's terms said."""
    enter_fact(trial, FactKind.CONVERTED, clock.today(), None, name=made.public_id)
    if made.record.transfer is not None:
        return
    for fact in facts(trial):
        if fact.kind in CARRIED and fact.counts:
            enter_fact(
                made,
                fact.kind,
                fact.on,
                None,
                side=fact.side,
                name=fact.name,
                evidence_sha256=fact.evidence_sha256,
                note=fact.note,
            )

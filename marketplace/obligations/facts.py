"""What the other side says to a fact: confirmed, disputed with a reason, taken back, settled.

A fact counts from its entry. Disputed it makes nothing payable until somebody confirms or settles it;
taken back it never did, and may be entered anew with its right day (R-61).
"""

from marketplace.accounts.models import Organization, User
from marketplace.accounts.policies import is_administrator
from marketplace.accounts.services import notify
from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.services import locked
from marketplace.audit.services import record
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.obligations import messages
from marketplace.obligations.models import AnswerKind, Fact, FactAnswer, FactKind
from marketplace.obligations.policies import acts_for
from marketplace.obligations.services import enter_fact, refresh

_SAID = frozenset({FactKind.MILESTONE, FactKind.FIRST_REVENUE})
"""Facts that one side says and the other may doubt; the rest follow from steps and registers."""


def enter(
    agreement: Agreement,
    kind: FactKind,
    side: Side,
    on: object,
    by: User,
    *,
    name: str = "",
    evidence_sha256: str | None = None,
    note: str = "",
) -> Fact:
    """One side enters a fact; the other is told and may answer it."""
    fact = enter_fact(
        agreement,
        kind,
        on,  # type: ignore[arg-type]
        by,
        side=side,
        name=name,
        evidence_sha256=evidence_sha256,
        note=note,
    )
    event = record(
        "agreement_fact:tell",
        fact,
        by,
        related=[agreement],
        to=agreement.other_party(side).public_id,
    )
    notify(
        agreement.other_party(side),
        messages.FACT_ENTERED,
        event=event,
        link=page_of(agreement),
        title=agreement.title,
        party=agreement.party(side).name,
        day=fact.on.isoformat(),
    )
    return fact


def actions(fact: Fact, by: object) -> tuple[AnswerKind, ...]:
    """What this person may say to a fact now."""
    if fact.kind not in _SAID or fact.side is None or fact.is_withdrawn:
        return ()
    last = fact.answer.kind if fact.answer else None
    found = []
    if acts_for(by, fact.agreement.other_party(fact.side)) and last is not AnswerKind.SETTLE:
        found += [k for k in (AnswerKind.CONFIRM, AnswerKind.DISPUTE) if k is not last]
        if last is AnswerKind.CONFIRM:
            found = []
    if acts_for(by, fact.agreement.party(fact.side)) and last is not AnswerKind.CONFIRM:
        found.append(AnswerKind.WITHDRAW)
    if is_administrator(by) and last is AnswerKind.DISPUTE:
        found.append(AnswerKind.SETTLE)
    return tuple(found)


def answer(
    fact: Fact, kind: AnswerKind, by: User, reason: str = "", evidence_sha256: str | None = None
) -> FactAnswer:
    """Say something to a fact; what is payable follows at once.

    Staff settle a disputed one on the paper of a decision (award, judgment, agreement of both).
    """
    agreement = locked(fact.agreement)
    db.session.refresh(fact)
    if kind not in actions(fact, by):
        raise NotAllowed("not_to_answer", N_("This cannot be said to this fact by you now."))
    if kind is not AnswerKind.CONFIRM and not reason.strip():
        raise Refused("reason_needed", N_("Give your reason; both sides read it."), field="reason")
    if kind is AnswerKind.SETTLE and evidence_sha256 is None:
        raise Refused(
            "paper_needed", N_("Upload the paper that decides the dispute."), field="proof"
        )
    given = FactAnswer(kind=kind, reason=reason, evidence_sha256=evidence_sha256, by=by)
    fact.answers.append(given)
    db.session.flush()
    event = record(
        f"agreement_fact:{kind.value}",
        fact,
        by,
        related=[agreement],
        reason=reason,
        evidence_sha256=evidence_sha256,
    )
    for organization in _others(fact, by):
        notify(
            organization,
            messages.FACT_ANSWERED,
            event=event,
            link=page_of(agreement),
            title=agreement.title,
            party=by.name,
            reason=reason or kind.value,
        )
    refresh(agreement)
    return given


def page_of(agreement: Agreement) -> str:
    """The page on which facts and amounts of an agreement stand."""
    return f"/agreements/{agreement.public_id}/performance"


def _others(fact: Fact, by: User) -> list[Organization]:
    parties = (fact.agreement.present_licensor, fact.agreement.licensee)
    return [each for each in parties if not acts_for(by, each)]

"""Whether a license took effect: asked, found by one person, decided by another (PRODUCT §4).

From the day on which the office announces that a declaration is over no notice makes a license; when
that day becomes known late, licenses that began on it or after it are asked about. The same is asked
when a payment is reversed or a voucher is false. Until it is decided nothing is asked for.
"""

from datetime import date, timedelta
from typing import Any

from marketplace import clock
from marketplace.accounts.models import Role, User
from marketplace.accounts.services import notify, notify_administrators
from marketplace.agreements import messages, policies, queries
from marketplace.agreements.models import Agreement
from marketplace.agreements.questions import (
    EffectEntry,
    EffectEntryKind,
    EffectFinding,
    EffectQuestion,
    QuestionCause,
)
from marketplace.agreements.services.acts import changed, locked
from marketplace.agreements.services.life import set_aside
from marketplace.audit.actors import SYSTEM
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import record
from marketplace.database import add_new
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.inputs import require_text
from marketplace.terms.routes import ROUTES, Instrument

DECIDE_WITHIN_DAYS = 15
"""The site's own reminder: no source sets a day, so nothing becomes overdue or decided by it."""

DECIDERS = (Role.OWNER, Role.MANAGER, Role.SIGNATORY)
_NEVER_CLOSED = date.max


def began_too_late(agreement: Agreement) -> bool:
    """Whether the license began on or after the day from which the declaration makes none."""
    declaration, began_on = agreement.declaration, agreement.effective_on
    if declaration is None or began_on is None:
        return False
    return began_on >= (declaration.closed_on or _NEVER_CLOSED)


def causes(agreement: Agreement) -> tuple[QuestionCause, ...]:
    """For which reasons it can be asked now; none while it is being asked, or where it cannot be
    (the effect of a contract is a matter of the contract)."""
    by_notice = ROUTES[agreement.route].instrument is Instrument.NOTICE
    possible = by_notice and "set_aside" in agreement.actions
    if not possible or queries.open_question(agreement) is not None:
        return ()
    payment = (QuestionCause.PAYMENT_REVERSED, QuestionCause.VOUCHER_FALSE)
    return (QuestionCause.CLOSED_BEFORE, *payment) if began_too_late(agreement) else payment


def ask_about_closing(agreement: Agreement) -> EffectQuestion | None:
    """The declaration was over before the license began, which was not known then: those who decide,
    the licensee and the administrators are asked. None where it is being asked already."""
    agreement = locked(agreement)
    if QuestionCause.CLOSED_BEFORE not in causes(agreement):
        return None
    question, event = _ask(agreement, QuestionCause.CLOSED_BEFORE, SYSTEM)
    told: dict[str, Any] = {
        "event": event,
        "link": messages.question_link(agreement),
        "due_on": question.decide_by,
        "title": agreement.title,
        "day": _day(question.closed_on),
        "began": _day(agreement.effective_on),
    }
    notify(agreement.present_licensor, messages.EFFECT_ASKED, roles=DECIDERS, **told)
    notify(agreement.licensee, messages.EFFECT_ASKED_LICENSEE, **told)
    notify_administrators(messages.EFFECT_ASKED, **told)
    changed(agreement, "question_effect")
    return question


def doubt(
    agreement: Agreement, cause: QuestionCause, text: str, evidence_sha256: str | None, by: User
) -> EffectQuestion:
    """A first person of the licensor, or an administrator, finds that no license ever arose."""
    agreement = locked(agreement)
    if cause not in causes(agreement):
        raise Refused(
            "effect_not_in_question",
            N_("This cannot be asked about the license as it stands. Reload the page."),
        )
    _require(policies.may_find(by, agreement))
    question, _ = _ask(agreement, cause, by)
    find(question, EffectFinding.NEVER, text, evidence_sha256, by)
    changed(agreement, "question_effect")
    return question


def find(
    question: EffectQuestion,
    finding: EffectFinding,
    text: str,
    evidence_sha256: str | None,
    by: User,
) -> EffectEntry:
    """The first person's finding with its reason and what proves it; a second person decides.

    The office's own announcement is proof of the day; everything else has to be proven by a file.
    """
    question = _held(question)
    agreement = question.agreement
    _require(policies.may_find(by, agreement))
    on_record = question.cause is QuestionCause.CLOSED_BEFORE and finding is EffectFinding.NEVER
    if evidence_sha256 is None and not on_record:
        raise Refused(
            "evidence_missing",
            N_("Upload what proves it, for example the bank's statement or the office's reply."),
            status=422,
            field="evidence",
        )
    question.move("find")
    entry, event = _say(question, EffectEntryKind.FOUND, text, evidence_sha256, by, finding)
    for party in (agreement.present_licensor, agreement.licensee):
        _tell(party, messages.EFFECT_FOUND, question, event, due=True, reason=entry.text)
    if len(agreement.present_licensor.memberships) <= 1:
        notify_administrators(
            messages.EFFECT_FOUND,
            event=event,
            link=messages.question_link(agreement),
            due_on=question.decide_by,
            title=agreement.title,
            reason=entry.text,
        )
    return entry


def send_back(question: EffectQuestion, text: str, by: User) -> None:
    """The finding is not shared, or taken back by whoever made it: the question is open again."""
    question = _held(question)
    found = question.found
    _require(
        found is not None
        and (found.by_id == by.id or policies.may_confirm(by, found.by, question.agreement))
    )
    question.move("send_back")
    entry, event = _say(question, EffectEntryKind.SENT_BACK, text, None, by)
    for party in (question.agreement.present_licensor, question.agreement.licensee):
        _tell(party, messages.EFFECT_SENT_BACK, question, event, due=True, reason=entry.text)


def confirm(question: EffectQuestion, entry_id: str, by: User) -> None:
    """The second person confirms the finding that was read (``entry_id``): the license never was, or
    it stands and what was on hold is owed again. Another finding than that is refused."""
    question = _held(question)
    agreement, found = question.agreement, question.found
    if found is None or found.public_id != entry_id:
        raise Refused(
            "finding_changed",
            N_("There is another finding than the one you read. Read it, then decide."),
        )
    _require(policies.may_confirm(by, found.by, agreement))
    question.move("confirm")
    question.over_at = clock.now()
    _, event = _say(question, EffectEntryKind.CONFIRMED, found.text, None, by, found.finding)
    never = found.finding is EffectFinding.NEVER
    if never:
        set_aside(agreement, found.text, found.by, by)
    else:
        changed(agreement, "uphold_effect")
    code = messages.EFFECT_NEVER if never else messages.EFFECT_STANDS
    for party in (agreement.present_licensor, agreement.licensee):
        _tell(party, code, question, event, reason=found.text)


def state(question: EffectQuestion, text: str, evidence_sha256: str | None, by: User) -> None:
    """The licensee says how it sees it; whoever decides reads it."""
    question = _held(question)
    _require(policies.may_state(by, question.agreement))
    if not question.is_open:
        raise Refused("effect_decided", N_("It has been decided already. Reload the page."))
    _, event = _say(question, EffectEntryKind.STATED, text, evidence_sha256, by)
    licensor = question.agreement.present_licensor
    _tell(licensor, messages.EFFECT_STATED, question, event, due=True)


def overtake(agreement: Agreement) -> None:
    """The license ended in another way while it was asked whether it ever began."""
    question = queries.open_question(agreement)
    if question is not None and agreement.is_over:
        question.move("overtake")
        question.over_at = clock.now()
        record("agreement:effect_overtaken", agreement, SYSTEM, related=[question])
        changed(agreement, "uphold_effect")


def _ask(
    agreement: Agreement, cause: QuestionCause, by: User | Any
) -> tuple[EffectQuestion, AuditEvent]:
    late = cause is QuestionCause.CLOSED_BEFORE and agreement.declaration is not None
    question = EffectQuestion(
        agreement=agreement,
        cause=cause,
        closed_on=agreement.declaration.closed_on if late and agreement.declaration else None,
        decide_by=clock.today() + timedelta(DECIDE_WITHIN_DAYS),
        asked_at=clock.now(),
    )
    add_new(question, Refused("asked_already", N_("This is being asked already. Reload the page.")))
    event = record(
        "agreement:question_effect",
        agreement,
        by,
        related=[question, agreement.licensee, agreement.present_licensor],
        cause=cause.value,
        closed_on=_day(question.closed_on),
        effective_on=_day(agreement.effective_on),
        decide_by=_day(question.decide_by),
    )
    return question, event


def _say(
    question: EffectQuestion,
    kind: EffectEntryKind,
    text: str,
    evidence_sha256: str | None,
    by: User,
    finding: EffectFinding | None = None,
) -> tuple[EffectEntry, AuditEvent]:
    entry = EffectEntry(
        question=question,
        kind=kind,
        finding=finding,
        text=require_text(text, "text"),
        evidence_sha256=evidence_sha256,
        by=by,
        at=clock.now(),
    )
    db.session.add(entry)
    db.session.flush()
    event = record(
        f"agreement:effect_{kind.value}",
        question.agreement,
        by,
        related=[question, entry],
        finding=finding.value if finding else None,
        text=entry.text,
        evidence_sha256=evidence_sha256,
    )
    return entry, event


def _tell(
    party: Any,
    code: str,
    question: EffectQuestion,
    event: AuditEvent,
    due: bool = False,
    **params: Any,
) -> None:
    notify(
        party,
        code,
        event=event,
        link=messages.question_link(question.agreement),
        due_on=question.decide_by if due else None,
        title=question.agreement.title,
        **params,
    )


def _held(question: EffectQuestion) -> EffectQuestion:
    """The question as it stands, kept from changing under us with its agreement until the commit."""
    locked(question.agreement)
    db.session.refresh(question)
    return question


def _require(allowed: bool) -> None:
    if not allowed:
        raise NotAllowed(
            "not_yours_to_decide",
            N_(
                "Two different persons of the licensor decide on this, in an organization of one "
                "member an administrator as the second."
            ),
        )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None

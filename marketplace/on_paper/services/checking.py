"""Comparing an entry with its scan: another person confirms it, sends it back; the other side
objects."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.accounts.services import notify, notify_administrators, notify_user
from marketplace.agreements import services as agreements
from marketplace.agreements.models import Agreement, AgreementPatent
from marketplace.agreements.services.acts import changed
from marketplace.agreements.services.taking_effect import begin
from marketplace.audit.services import record
from marketplace.database import add_new, lock
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.on_paper import messages, policies, texts
from marketplace.on_paper.models import PaperContract
from marketplace.on_paper.signals import settled_before


def confirm(paper: PaperContract, by: User) -> Agreement:
    """Another person found that the entry says what the scan says: it is an agreement like the rest,
    marked 非本平台签署, with filings, obligations, clocks and statistics from its day of effect."""
    paper = _locked(paper)
    if not policies.may_check(by, paper):
        raise _another_checks()
    paper.move("confirm")
    paper.checked_by, paper.checked_at = by, clock.now()
    record("paper_contract:confirm", paper, by, related=[paper.organization, paper.other])
    agreement = _agreement(paper)
    paper.agreement = agreement
    if paper.contract_number or paper.seal_number:
        agreements.set_reference(
            agreement, paper.side, paper.contract_number, paper.seal_number, paper.entered_by
        )
    begin(agreement, paper.effective_on)
    if paper.settled_through is not None:
        settled_before.send(agreement, through=paper.settled_through, by=paper.entered_by)
    return agreement


def send_back(paper: PaperContract, reason: str, by: User) -> None:
    """The entry differs from the scan; whoever entered it enters it anew."""
    paper = _locked(paper)
    if not policies.may_check(by, paper):
        raise _another_checks()
    paper.move("return")
    paper.checked_by, paper.checked_at, paper.reason = by, clock.now(), reason
    event = record("paper_contract:return", paper, by, reason=reason)
    notify_user(
        paper.entered_by,
        messages.RETURNED,
        event=event,
        link=messages.link(paper),
        number=paper.contract_number or "—",
        reason=reason,
    )


def withdraw(paper: PaperContract, by: User) -> None:
    """Take back an entry that nobody has checked."""
    paper = _locked(paper)
    if not policies.may_enter(by, paper.organization):
        raise NotAllowed()
    paper.move("withdraw")
    record("paper_contract:withdraw", paper, by)


def object_to(paper: PaperContract, reason: str, by: User) -> None:
    """The other side says that the entry is wrong. The agreement stays until it is set aside or
    amended; staff and the entering organization are told and see the objection."""
    paper = _locked(paper)
    if not policies.may_object(by, paper):
        raise NotAllowed()
    paper.objected_at, paper.objected_by_id, paper.objection = clock.now(), by.id, reason
    event = record(
        "paper_contract:object", paper, by, related=[paper.other, paper.agreement], reason=reason
    )
    said: dict[str, Any] = {
        "number": paper.contract_number or "—",
        "other": paper.other.name,
        "reason": reason,
    }
    notify(paper.organization, messages.OBJECTED, event=event, link=messages.link(paper), **said)
    notify_administrators(messages.OBJECTED, event=event, link=messages.link(paper), **said)


def _agreement(paper: PaperContract) -> Agreement:
    """The agreement that the paper proves, with the text that is kept of it."""
    agreement = _standing(paper)
    text = texts.build(paper, agreement)
    agreement.text_version, agreement.text_record = text.version, text.record
    agreement.text_sha256 = text.sha256
    agreement.move("enter")
    signed_at = _day_begins(paper.signed_on)
    if paper.declaration is None:
        agreement.concluded_at = signed_at
    else:
        agreement.notice_sent_at = agreement.delivered_at = signed_at
    agreement.first_signed_at = signed_at
    record(
        "agreement:enter",
        agreement,
        paper.checked_by,
        related=[paper, paper.organization, paper.other, *paper.patents],
        scan_sha256=paper.scan_sha256,
        signed_on=paper.signed_on.isoformat(),
        text_sha256=text.sha256,
    )
    changed(agreement, "enter")
    return agreement


def _standing(paper: PaperContract) -> Agreement:
    """A new agreement between the paper's parties; Refused where the license stands here already."""
    agreement = Agreement(
        declaration=paper.declaration,
        route=paper.route,
        fee_mode=paper.fee_mode,
        licensor=paper.licensor,
        licensee=paper.licensee,
        terms=paper.terms,
        terms_sha256=paper.terms_sha256,
        elsewhere=True,
        drafted_at=clock.now(),
        drafted_by=paper.entered_by,
        subjects=[AgreementPatent(patent=patent) for patent in paper.patents],
    )
    add_new(
        agreement,
        Refused(
            "entered_already",
            N_("This license stands here already: the same licensee under the same declaration."),
        ),
    )
    return agreement


def _day_begins(day: date) -> datetime:
    """Of a paper only the day is known: it counts from its beginning."""
    return datetime.combine(day, time(), clock.SHANGHAI)


def _locked(paper: PaperContract) -> PaperContract:
    statement = select(PaperContract).where(PaperContract.id == paper.id)
    return db.session.scalars(lock(statement).execution_options(populate_existing=True)).one()


def _another_checks() -> NotAllowed:
    return NotAllowed(
        "another_checks",
        N_(
            "Another member compares the entry with the scan; where there is none, an administrator."
        ),
    )

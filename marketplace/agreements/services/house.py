"""What the licensor's house decides on a contract: approval by its chain, in-house notice, return."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.services.acts import changed, locked
from marketplace.agreements.services.conversion import continues_trial
from marketplace.audit.services import record
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.in_house import queries, rules, signals
from marketplace.in_house import services as in_house
from marketplace.in_house.models import (
    ApprovalRequest,
    ApprovalStatus,
    InHouseNotice,
    NoticeSubject,
    Pricing,
)
from marketplace.in_house.subjects import Subject
from marketplace.terms.conversion import license_terms
from marketplace.terms.differences import price_differs
from marketplace.terms.routes import ROUTES
from marketplace.terms.summary import summary


def subject_of(agreement: Agreement) -> Subject:
    """The contract as the licensor's house is shown it: patents and price, in Chinese."""
    numbers = "、".join(patent.certificate_number for patent in agreement.patents)
    return Subject(
        record=agreement,
        organization=agreement.licensor,
        name=f"{agreement.title}（{numbers}）",
        price=f"{ROUTES[agreement.route].name_zh}：{summary(agreement.record)}",
        pricing=Pricing.NEGOTIATED,
        link=f"/agreements/{agreement.public_id}",
        related=tuple(agreement.patents),
    )


def needs_notice(agreement: Agreement) -> bool:
    """Whether name and price are shown in the licensor's house before anybody signs (LAW 5.9)."""
    shown = ROUTES[agreement.route].in_house_notice
    return shown and rules.notice_applies(agreement.licensor, Pricing.NEGOTIATED)


def ask_approval(agreement: Agreement, by: User) -> None:
    """Put the contract before the licensor's own approval chain."""
    agreement = locked(agreement)
    agreement.move("ask_approval")
    record("agreement:ask_approval", agreement, by)
    in_house.ask(subject_of(agreement), by, needs_notice=needs_notice(agreement))
    changed(agreement, "ask_approval")


def open_in_house_notice(
    agreement: Agreement, by: User, *, opened_on: date, days: int, place: str, **more: Any
) -> InHouseNotice:
    """Show name and negotiated price inside the institution (Promotion Law 18); `more` goes to
    `in_house.open_notice`."""
    return in_house.open_notice(
        [subject_of(agreement)], by, opened_on=opened_on, days=days, place=place, **more
    )


def require_decided(agreement: Agreement) -> None:
    """Refuse a signature while a round of approval is open or a notice runs, and
    before the notice that is due has passed (LAW 5.9, PRODUCT §4)."""
    asked = queries.latest_round(agreement)
    if asked is not None and asked.status is ApprovalStatus.PENDING:
        raise Refused(
            "approval_pending",
            N_("%(organization)s has not approved this contract yet. It is signed after that."),
            organization=agreement.licensor.name,
        )
    notice = _running(agreement)
    if notice is not None:
        raise Refused(
            "in_house_notice_running",
            N_("The in-house notice runs through %(day)s. Close it afterwards."),
            day=notice.ends_on.isoformat(),
        )
    if notice_is_due(agreement):
        raise Refused(
            "in_house_notice_needed",
            N_(
                "%(organization)s is a state institution: name and price are shown in the house "
                "(公示) before anybody signs. Ask for approval, then open the notice."
            ),
            organization=agreement.licensor.name,
        )


def notice_is_due(agreement: Agreement) -> bool:
    """Whether a notice has still to pass: a sale, or a license at a price that was negotiated
    instead of the one that its listing shows (促进科技成果转化法 18, LAW 5.9)."""
    if not needs_notice(agreement) or _shown(agreement):
        return False
    return ROUTES[agreement.route].passes_right or _is_negotiated(agreement)


def _is_negotiated(agreement: Agreement) -> bool:
    trial = agreement.converted_from
    if trial is not None and continues_trial(agreement):
        return price_differs(license_terms(trial.record, trial.last_day), agreement.record)
    listed = agreement.listing.record if agreement.listing is not None else None
    return listed is None or price_differs(listed, agreement.record)


def _running(agreement: Agreement) -> InHouseNotice | None:
    """The notice of the contract that still runs, or of the listing from which the right passes."""
    shown: list[Any] = [agreement]
    if ROUTES[agreement.route].passes_right and agreement.listing is not None:
        shown.append(agreement.listing)
    notices = (queries.notice_of(each) for each in shown)
    return next((each for each in notices if each is not None and each.is_running), None)


def _shown(agreement: Agreement) -> bool:
    """The contract was shown, or its listing was, at the very price that is signed."""
    if queries.has_passed(agreement):
        return True
    listing = agreement.listing
    unchanged = listing is not None and listing.terms_sha256 == agreement.offered_sha256
    return unchanged and queries.has_passed(listing)


# What the house decided, wherever it was decided -----------------------------------------------


def _found(senders: Sequence[Any]) -> list[tuple[Any, Agreement]]:
    """The contracts among what was decided on, each with its request or row."""
    ours = {
        each.subject_id: each for each in senders if each.subject_type == Agreement.__tablename__
    }
    statement = select(Agreement).where(Agreement.public_id.in_(ours))
    return [(ours[each.public_id], each) for each in db.session.scalars(statement)] if ours else []


@signals.approval_returned.connect
def _returned(requests: Sequence[ApprovalRequest], by: User, reason: str) -> None:
    _back(requests, by, reason)


@signals.subject_taken_out.connect
def _taken_out(rows: Sequence[NoticeSubject], by: User, reason: str) -> None:
    _back(rows, by, reason)


@signals.notice_opened.connect
def _opened(rows: Sequence[NoticeSubject], by: User) -> None:
    for row, agreement in _found(rows):
        asked = queries.latest_round(agreement)
        if asked is None or asked.status is not ApprovalStatus.APPROVED:
            raise Refused(
                "approval_pending",
                N_("%(organization)s has not approved this contract yet. It is signed after that."),
                organization=agreement.party(Side.LICENSOR).name,
            )
        agreement.move("open_in_house_notice")
        record("agreement:open_in_house_notice", agreement, by, notice=row.notice.public_id)
        changed(agreement, "open_in_house_notice")


def _back(senders: Sequence[Any], by: User, reason: str) -> None:
    for _, agreement in _found(senders):
        agreement.move("send_back")
        record("agreement:send_back", agreement, by, reason=reason)
        changed(agreement, "send_back")

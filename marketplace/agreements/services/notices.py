"""Open licenses: the licensee's notice, its delivery, and effect by notice and payment."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import Organization, User
from marketplace.accounts.services import notify
from marketplace.agreements import effect, messages
from marketplace.agreements.deliveries import Delivery
from marketplace.agreements.enums import DeliveryKind
from marketplace.agreements.lifecycles import AgreementStatus
from marketplace.agreements.models import Agreement, Side, SignatureKind
from marketplace.agreements.services.acts import Act, add_signature, changed, fix_text, locked
from marketplace.agreements.services.conversion import continues_trial
from marketplace.agreements.services.taking_effect import begin
from marketplace.agreements.signals import agreement_delivered, agreement_ended
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.database import share
from marketplace.declarations.models import Declaration
from marketplace.errors import N_, Missing, Refused
from marketplace.extensions import db
from marketplace.patents.bars import right_ended


def sign_notice(agreement: Agreement, act: Act) -> Agreement:
    """Sign and send the written notice of Patent Law 51(1).

    Refused only where the patent is ended or wholly invalid or the declaration is not in force
    (PRODUCT §5.1): the patentee must not be able to stall the law. Held until the licensee is
    verified or an export check is done; else it arrives with this commit in the inbox that the
    patentee designated. A second click finds the notice signed and changes nothing.
    """
    hold_declaration(agreement)
    agreement = locked(agreement)
    if agreement.signature(Side.LICENSEE) is not None:
        return agreement
    require_notice_possible(agreement, clock.today())
    fix_text(agreement, act.text_sha256)
    add_signature(agreement, Side.LICENSEE, SignatureKind.NOTICE, act)
    agreement.move("send_notice")
    agreement.notice_sent_at = clock.now()
    record("agreement:send_notice", agreement, act.by)
    reason = held_reason(agreement.licensee)
    if reason:
        agreement.move("hold")
        agreement.held_reason = reason
        record("agreement:hold", agreement, SYSTEM, reason=reason)
        changed(agreement, "hold")
    else:
        _deliver_to_inbox(agreement)
    return agreement


def hold_declaration(agreement: Agreement) -> None:
    """Keep the declaration as it stands until the commit: the entry of a withdrawal waits for the
    notices that are being signed and then finds them all, or comes first and is seen by them. It is
    held before the agreement, in the order in which a withdrawal goes from one to the other."""
    db.session.execute(
        share(select(Declaration).where(Declaration.id == agreement.declaration_id)),
        execution_options={"populate_existing": True},
    ).all()


def require_notice_possible(agreement: Agreement, day: date) -> None:
    """Refuse a notice that could not make a license on ``day``, naming why."""
    declaration = agreement.declaration
    if declaration is None:
        raise Missing("no_declaration", N_("This agreement has no declaration to give notice on."))
    _require_as_announced(agreement, declaration)
    patent = declaration.patent
    if right_ended(patent, day) is not None:
        raise Refused(
            "patent_ended",
            N_("Patent %(number)s has ended or was declared invalid: no license can arise."),
            number=patent.number,
        )
    if not declaration.takes_notices_on(day):
        raise Refused(
            "declaration_not_in_force",
            N_(
                "The declaration for %(number)s is not in force on %(day)s: notices are possible "
                "from the office's announcement until it announces the withdrawal."
            ),
            number=patent.number,
            day=day.isoformat(),
        )


def _require_as_announced(agreement: Agreement, declaration: Declaration) -> None:
    """An open license costs and allows exactly what was announced (Patent Law 51(1))."""
    if agreement.offered_sha256 != declaration.terms_sha256:
        raise Refused(
            "differs_from_announcement",
            N_("These terms differ from the announced ones. Begin again from the listing."),
        )


def held_reason(licensee: Organization) -> str | None:
    """Why a signed notice is not served yet: the licensee's verification, or the check whether
    the technology may leave the country (PRODUCT §2)."""
    if licensee.abroad:
        return "export_check"
    return None if licensee.is_verified else "verification"


def hold_for_export(agreement: Agreement) -> None:
    """A contract with a party abroad is concluded, but takes effect only after the check whether the
    technology may leave the country (技术进出口管理条例 30–37; LAW 2.10, 12.20). A paid license that
    follows a trial gives nothing out that was not checked before the trial."""
    if continues_trial(agreement):
        return
    if agreement.licensee.abroad and not agreement.licensor.abroad:
        agreement.held_reason = "export_check"
        record("agreement:hold", agreement, SYSTEM, reason=agreement.held_reason)


def release_held(agreement: Agreement, by: User | None = None) -> None:
    """Serve a notice that was held, or let a contract go on to its effect, once the reason is gone."""
    agreement = locked(agreement)
    if agreement.status is AgreementStatus.CONCLUDED and agreement.held_reason is not None:
        record("agreement:release", agreement, by or SYSTEM, reason=agreement.held_reason)
        agreement.held_reason = None
        if not apply_payments(agreement, ()):
            changed(agreement, "release")
        return
    if agreement.status is not AgreementStatus.HELD:
        return
    require_notice_possible(agreement, clock.today())
    record("agreement:release", agreement, by or SYSTEM, reason=agreement.held_reason)
    agreement.move("release")
    agreement.held_reason = None
    _deliver_to_inbox(agreement)


def enter_delivery_proof(
    agreement: Agreement, delivered_at: datetime, evidence_sha256: str | None, note: str, by: User
) -> None:
    """Enter a proof that the notice reached the contact which the declaration announces, for a
    patentee that designated no inbox here."""
    agreement = locked(agreement)
    sent_at = agreement.notice_sent_at
    if sent_at is None or not sent_at <= delivered_at <= clock.now():
        raise Refused(
            "delivery_time",
            N_("The day of delivery lies between the day of sending and today."),
            field="delivered_on",
        )
    _deliver(agreement, DeliveryKind.PROOF, delivered_at, evidence_sha256, note, by)


def withdraw_notice(agreement: Agreement, reason: str, by: User) -> None:
    """Take a notice back before it has made a license."""
    agreement = locked(agreement)
    _end(agreement, "withdraw_notice", reason, by)


def lapse(agreement: Agreement, reason: str) -> None:
    """End a notice that can no longer make a license: the declaration or the patent ended."""
    _end(locked(agreement), "lapse", reason, SYSTEM)


def apply_payments(agreement: Agreement, payments: Iterable[effect.Payment]) -> bool:
    """Look whether delivery and what was paid so far make the license; True if it took effect."""
    agreement = locked(agreement)
    if agreement.held_reason is not None:
        return False
    if agreement.status is AgreementStatus.CONCLUDED:
        day = effect.contract_effect(agreement.record, _concluded_on(agreement), payments)
    elif agreement.status in (AgreementStatus.DELIVERED, AgreementStatus.AWAITING_PAYMENT):
        day = _open_effect(agreement, payments)
    else:
        return False
    if day is None or day > clock.today():
        return False
    begin(agreement, day)
    return True


def _concluded_on(agreement: Agreement) -> date:
    assert agreement.concluded_at is not None  # noqa: S101 - the state says so
    return clock.shanghai_day(agreement.concluded_at)


def _open_effect(agreement: Agreement, payments: Iterable[effect.Payment]) -> date | None:
    declaration, delivered_on = agreement.declaration, agreement.delivered_on
    if declaration is None or declaration.announced_on is None or delivered_on is None:
        return None
    return effect.open_effect(
        agreement.record,
        delivered_on,
        payments,
        declaration.announced_on,
        declaration.closed_on,
    )


def _deliver_to_inbox(agreement: Agreement) -> None:
    listing = agreement.listing
    if listing is None or not listing.designates_inbox:
        changed(agreement, "send_notice")
        return
    _deliver(agreement, DeliveryKind.INBOX, clock.now(), None, "", None)


def _deliver(
    agreement: Agreement,
    kind: DeliveryKind,
    at: datetime,
    evidence_sha256: str | None,
    note: str,
    by: User | None,
) -> None:
    agreement.move("deliver")
    agreement.delivered_at = at
    db.session.add(
        Delivery(
            agreement=agreement,
            kind=kind,
            delivered_at=at,
            evidence_sha256=evidence_sha256,
            note=note,
        )
    )
    event = record(
        "agreement:deliver",
        agreement,
        by or SYSTEM,
        related=[agreement.licensor],
        kind=kind.value,
        evidence_sha256=evidence_sha256,
    )
    notify(
        agreement.licensor,
        messages.NOTICE_DELIVERED,
        event=event,
        link=messages.link(agreement),
        title=agreement.title,
        licensee=agreement.licensee.name,
    )
    agreement_delivered.send(agreement)
    if not apply_payments(agreement, ()):
        agreement.move("await_payment")
        record("agreement:await_payment", agreement, SYSTEM)
        changed(agreement, "await_payment")


def _end(agreement: Agreement, action: str, reason: str, by: object) -> None:
    agreement.move(action)
    agreement.ended_on = clock.today()
    agreement.end_reason = reason
    record(f"agreement:{action}", agreement, by, reason=reason)
    agreement_ended.send(agreement)
    changed(agreement, action)

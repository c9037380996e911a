"""Contracts: the standing offer accepted in one step, both signatures, negotiation, refusal."""

from datetime import date, timedelta

from marketplace import clock
from marketplace.accounts import policies
from marketplace.accounts.models import User
from marketplace.accounts.services import notify
from marketplace.agreements import messages, papers
from marketplace.agreements.models import Agreement, Side, Signature, SignatureKind
from marketplace.agreements.prices import keep_contracted
from marketplace.agreements.services.acts import (
    Act,
    add_signature,
    changed,
    fix_text,
    locked,
    require_authority,
    require_clear,
    require_signatory,
    require_time_left,
)
from marketplace.agreements.services.conversion import complete_conversion
from marketplace.agreements.services.house import require_decided
from marketplace.agreements.services.notices import apply_payments, hold_for_export
from marketplace.agreements.services.places import require_place
from marketplace.agreements.services.proposals import keep, keep_first, tell_other_side
from marketplace.agreements.services.selling import require_sellable
from marketplace.agreements.services.taking_effect import begin
from marketplace.agreements.signals import agreement_delivered, agreement_ended
from marketplace.audit.actors import SYSTEM
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import record
from marketplace.declarations import checks
from marketplace.declarations.problems import require_none
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.listings import services as listings
from marketplace.listings.models import StandingOffer
from marketplace.terms.record import Terms, as_data, digest
from marketplace.terms.routes import ROUTES

REMIND_DAYS = 3


def accept_standing_offer(agreement: Agreement, act: Act) -> Agreement:
    """Accept the patentee's signed standing offer: the contract is concluded at once.

    All bars are looked at again (PRODUCT §5.1); a second click finds it concluded.
    """
    agreement = locked(agreement)
    if agreement.signature(Side.LICENSEE) is not None:
        return agreement
    offer = _standing_offer(agreement)
    _require_verified(agreement)
    require_clear(agreement)
    require_authority(agreement)
    require_time_left(agreement.record)
    require_place(agreement)
    fix_text(agreement, act.text_sha256)
    agreement.move("sign_first")
    _sign_by_offer(agreement, offer)
    add_signature(agreement, Side.LICENSEE, SignatureKind.ACCEPTANCE, act)
    _conclude(agreement)
    return agreement


def sign_contract(agreement: Agreement, side: Side, act: Act, invitation_ends_on: date) -> None:
    """Sign a contract that both sides sign; the second signature concludes it."""
    agreement = locked(agreement)
    if agreement.signature(side) is not None:
        return
    require_invited(agreement)
    _require_verified(agreement)
    require_clear(agreement)
    require_authority(agreement)
    require_time_left(agreement.record)
    require_place(agreement)
    require_decided(agreement)
    require_sellable(agreement)
    fix_text(agreement, act.text_sha256)
    if not agreement.signatures:
        agreement.move("sign_first")
        agreement.invitation_ends_on = invitation_ends_on
        add_signature(agreement, side, SignatureKind.CONTRACT, act)
        _invite(agreement, side)
        return
    add_signature(agreement, side, SignatureKind.CONTRACT, act)
    _conclude(agreement)


def accept_open_source(agreement: Agreement, act: Act) -> None:
    """Put on record that a published open-source text is accepted (no signature is needed)."""
    agreement = locked(agreement)
    if agreement.signature(Side.LICENSEE) is not None:
        return
    require_authority(agreement)
    fix_text(agreement, act.text_sha256)
    add_signature(agreement, Side.LICENSEE, SignatureKind.ACCEPTANCE, act)
    agreement.concluded_at = clock.now()
    begin(agreement, clock.today(), action="accept")
    if agreement.record.public_text is not None:
        papers.request_acceptance(agreement, agreement.record.public_text)


def negotiate(agreement: Agreement, terms: Terms, by: User, note: str = "") -> None:
    """Propose terms of one's own before anybody has signed; every proposal is kept as a version.

    The life cycle admits it on contracts only: what was announced is the same for everybody.
    """
    agreement = locked(agreement)
    agreement.move("negotiate")
    require_none(checks.terms_problems(terms))
    keep_first(agreement)
    terms = terms.signed(patent_expires_on=min(each.expires_on for each in agreement.patents))
    agreement.terms = as_data(terms)
    agreement.terms_sha256 = digest(terms)
    agreement.fee_mode = terms.fee_mode
    agreement.quota_place = None
    proposal = keep(agreement, by, note)
    event = record(
        "agreement:negotiate",
        agreement,
        by,
        proposal=proposal.ordinal,
        terms=as_data(terms),
        terms_sha256=agreement.terms_sha256,
    )
    tell_other_side(proposal, event)
    changed(agreement, "negotiate")


def refuse(agreement: Agreement, reason: str, by: User) -> None:
    """Decline to sign, with the reason that the other side is told."""
    agreement = locked(agreement)
    agreement.move("refuse")
    event = _over(agreement, "refuse", reason, by)
    side = next((each for each in Side if policies.membership_of(by, agreement.party(each))), None)
    if side is not None:
        notify(
            agreement.other_party(side),
            messages.REFUSED,
            event=event,
            link=messages.link(agreement),
            title=agreement.title,
            other=agreement.party(side).name,
            reason=reason,
        )


def expire_invitation(agreement: Agreement) -> None:
    """The invitation to sign ended without a second signature."""
    agreement = locked(agreement)
    agreement.move("expire_invitation")
    _over(agreement, "expire_invitation", "", SYSTEM)


def remind(agreement: Agreement) -> bool:
    """Remind whoever has not signed, once, shortly before the invitation ends; whether it was."""
    agreement = locked(agreement)
    ends_on, today = agreement.invitation_ends_on, clock.today()
    side = next((each for each in Side if agreement.signature(each) is None), None)
    if ends_on is None or side is None or agreement.reminded_on or today > ends_on:
        return False
    if today < ends_on - timedelta(days=REMIND_DAYS):
        return False
    agreement.reminded_on = today
    notify(
        agreement.party(side),
        messages.REMINDER,
        event=record("agreement:remind", agreement, SYSTEM, related=[agreement.party(side)]),
        link=messages.link(agreement),
        due_on=ends_on,
        title=agreement.title,
        day=ends_on.isoformat(),
    )
    return True


def require_invited(agreement: Agreement) -> None:
    """Refuse whoever comes after the invitation to sign has ended, on the page too (R-15)."""
    ends_on = agreement.invitation_ends_on
    if ends_on is not None and agreement.invitation_is_over:
        raise Refused(
            "invitation_expired",
            N_("The invitation to sign ended on %(day)s. Ask the other side to send it again."),
            day=ends_on.isoformat(),
        )


def _over(agreement: Agreement, action: str, reason: str, by: object) -> AuditEvent:
    agreement.ended_on = clock.today()
    agreement.end_reason = reason
    event = record(f"agreement:{action}", agreement, by, reason=reason)
    agreement_ended.send(agreement)
    changed(agreement, action)
    return event


def _standing_offer(agreement: Agreement) -> StandingOffer:
    listing = agreement.listing
    offer = listing.offer if listing is not None and listing.is_live else None
    if offer is None or offer.terms_sha256 != agreement.offered_sha256:
        raise Refused(
            "no_standing_offer",
            N_("The patentee's signed offer for these terms no longer stands. Ask for a new one."),
        )
    return offer


def _require_verified(agreement: Agreement) -> None:
    for organization in (agreement.licensee, agreement.licensor):
        if not organization.is_verified:
            raise Refused(
                "not_verified",
                N_("%(organization)s is not verified yet; then this contract can be signed."),
                organization=organization.name,
            )


def _sign_by_offer(agreement: Agreement, offer: StandingOffer) -> None:
    """The licensor's side is bound by the offer it signed earlier."""
    membership = require_signatory(offer.signed_by, agreement.licensor)
    db.session.add(
        Signature(
            agreement=agreement,
            side=Side.LICENSOR,
            kind=SignatureKind.STANDING_OFFER,
            organization=agreement.licensor,
            user=offer.signed_by,
            signer_name=offer.signed_by.name,
            signed_at=offer.signed_at,
            terms_sha256=offer.terms_sha256,
            text_version=offer.text_version,
            text_sha256=offer.text_sha256,
            authority=membership.authority_statement or "",
        )
    )
    agreement.first_signed_at = offer.signed_at
    db.session.flush()


def _conclude(agreement: Agreement) -> None:
    agreement.move("conclude")
    agreement.concluded_at = clock.now()
    event = record(
        "agreement:conclude", agreement, SYSTEM, related=[agreement.licensor, agreement.licensee]
    )
    notify(
        agreement.licensor,
        messages.CONCLUDED,
        event=event,
        link=messages.link(agreement),
        title=agreement.title,
        licensee=agreement.licensee.name,
    )
    keep_contracted(agreement, clock.today(), SYSTEM)
    _take_off(agreement)
    complete_conversion(agreement)
    hold_for_export(agreement)
    agreement_delivered.send(agreement)
    if not apply_payments(agreement, ()):
        changed(agreement, "conclude")


def _take_off(agreement: Agreement) -> None:
    """What is sold is shown no longer: a right passes once."""
    listing = agreement.listing
    if ROUTES[agreement.route].passes_right and listing is not None and listing.is_live:
        listings.pause(listing, SYSTEM)


def _invite(agreement: Agreement, side: Side) -> None:
    other = agreement.other_party(side)
    event = record("agreement:invite", agreement, SYSTEM, related=[other])
    notify(
        other,
        messages.INVITED,
        event=event,
        link=messages.link(agreement),
        due_on=agreement.invitation_ends_on,
        title=agreement.title,
        other=agreement.party(side).name,
    )
    changed(agreement, "sign_first")

"""Signing a further paper, and what it then does to the contract."""

from datetime import date, timedelta

from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import Membership
from marketplace.accounts.services import notify
from marketplace.agreements import services as agreements
from marketplace.agreements.lifecycles import RUNNING
from marketplace.agreements.messages import link as agreement_link
from marketplace.agreements.models import Side
from marketplace.agreements.services import Act
from marketplace.agreements.services.acts import require_clear, require_signatory
from marketplace.audit.services import record
from marketplace.database import lock
from marketplace.deeds import messages, papers, texts
from marketplace.deeds.grounds import RULES, require_ground
from marketplace.deeds.models import Deed, DeedKind, DeedSignature
from marketplace.deeds.queries import terms_in_force
from marketplace.deeds.services.house import require_shown
from marketplace.deeds.signals import contract_amended
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.terms.record import digest

INVITATION_DAYS = 30


def locked(deed: Deed) -> Deed:
    """The paper's newest state, kept from changing under us until the commit."""
    statement = select(Deed).where(Deed.id == deed.id)
    return db.session.scalars(lock(statement).execution_options(populate_existing=True)).one()


def sign(deed: Deed, side: Side, act: Act) -> None:
    """Sign for one side. A notice is served with it; the second signature of the others puts them
    in force. A second click finds it signed.

    The contract is locked first: what the paper changes must still be what holds.
    """
    agreement = agreements.locked(deed.agreement)
    deed = locked(deed)
    if deed.signature(side) is not None:
        return
    if deed.is_notice and side is not deed.side:
        raise Refused(
            "notice_of_one", N_("A notice is signed by the side that gives it, and only.")
        )
    if not deed.signatures and side is not deed.side:
        raise Refused("not_offered", N_("The other side has not signed its proposal yet."))
    _require_invited(deed)
    _require_standing(deed)
    if deed.kind is DeedKind.AMENDMENT:
        require_clear(agreement)
        require_shown(deed)
    membership = _add_signature(deed, side, act)
    if deed.is_notice:
        deed.move("serve")
        _take_effect(deed, membership)
    elif deed.status == "proposed":
        deed.move("sign_first")
        deed.invitation_ends_on = clock.today() + timedelta(days=INVITATION_DAYS)
        _invite(deed)
    else:
        deed.move("conclude")
        _take_effect(deed, membership)


def _require_invited(deed: Deed) -> None:
    ends_on: date | None = deed.invitation_ends_on
    if ends_on is not None and clock.today() > ends_on:
        raise Refused(
            "invitation_expired",
            N_("The invitation to sign ended on %(day)s. Ask the other side to send it again."),
            day=ends_on.isoformat(),
        )


def _require_standing(deed: Deed) -> None:
    """The contract still runs, on the very terms that the paper names, on a ground still given."""
    agreement = deed.agreement
    if not deed.is_open:
        raise Refused("deed_closed", N_("This paper is closed. Draw up a new one."))
    if agreement.status not in RUNNING:
        raise Refused(
            "not_running", N_("This contract is not running, so there is nothing to change or end.")
        )
    if digest(terms_in_force(agreement)) != deed.base_sha256:
        raise Refused(
            "terms_changed",
            N_("The terms have changed since this paper was drawn up. Draw up a new one."),
        )
    if deed.ground is not None:
        require_ground(agreement, deed.ground, deed.side)


def _add_signature(deed: Deed, side: Side, act: Act) -> Membership:
    organization = deed.party(side)
    membership = require_signatory(act.by, organization)
    other = next(iter(deed.signatures), None)
    if other is not None and other.user_id == act.by.id:
        raise Refused(
            "same_person", N_("One person cannot sign for both sides. Ask another signatory.")
        )
    _fix_text(deed, act.text_sha256)
    signature = DeedSignature(
        deed=deed,
        side=side,
        organization=organization,
        user=act.by,
        signer_name=act.by.name,
        signed_at=clock.now(),
        text_version=deed.text_version,
        text_sha256=deed.text_sha256,
        authority=membership.authority_statement or "",
        address=act.address,
        agent=act.agent[:300],
    )
    db.session.add(signature)
    deed.first_signed_at = deed.first_signed_at or signature.signed_at
    db.session.flush()
    record(
        "deed:sign",
        deed,
        membership,
        related=[deed.agreement, organization],
        side=side.value,
        signature=signature.public_id,
        text_sha256=deed.text_sha256,
        text_version=deed.text_version,
        highlighted=_highlighted(deed),
    )
    return membership


def _highlighted(deed: Deed) -> list[str]:
    """The headings of the clauses that were shown apart because they limit liability (民法典 496)."""
    return [
        clause["heading"]
        for clause in (deed.text_record or {})["clauses"]["zh"]
        if clause["limits_liability"]
    ]


def _fix_text(deed: Deed, shown_sha256: str) -> None:
    text = texts.build(deed)
    if text.sha256 != shown_sha256:
        raise Refused(
            "text_changed",
            N_("The text has changed since you read it. Read the present text, then sign."),
        )
    if deed.text_sha256 is None:
        deed.text_version = text.version
        deed.text_record = text.record
        deed.text_sha256 = text.sha256


def _invite(deed: Deed) -> None:
    other = deed.agreement.other_party(deed.side)
    event = record("deed:invite", deed, deed.proposed_by, related=[deed.agreement, other])
    notify(
        other,
        messages.INVITED,
        event=event,
        link=messages.link(deed),
        due_on=deed.invitation_ends_on,
        title=deed.agreement.title,
        other=deed.party(deed.side).name,
    )


def _take_effect(deed: Deed, by: Membership) -> None:
    agreement, today = deed.agreement, clock.today()
    deed.effective_on = today
    event = record(
        "deed:take_effect",
        deed,
        by,
        related=[agreement, agreement.licensor, agreement.licensee],
        effective_on=today.isoformat(),
        text_sha256=deed.text_sha256,
    )
    papers.request(deed)
    if deed.kind is DeedKind.AMENDMENT:
        agreements.amend(agreement, deed.record, by)
        contract_amended.send(deed)
    else:
        agreements.end_by_deed(agreement, _reason(deed), by)
    for organization in (agreement.licensor, agreement.licensee):
        notify(
            organization,
            messages.IN_FORCE[deed.kind],
            event=event,
            link=agreement_link(agreement),
            title=agreement.title,
            day=today.isoformat(),
        )


def _reason(deed: Deed) -> str:
    """What the contract says of its end: the words that were signed, else the ground."""
    return deed.words or (RULES[deed.ground].zh if deed.ground else "")

"""The act of signing: who, for which side, over which text, with which authority."""

from dataclasses import dataclass

from sqlalchemy.orm import joinedload

from marketplace import clock
from marketplace.accounts import policies
from marketplace.accounts.models import Membership, Organization, User
from marketplace.agreements import texts
from marketplace.agreements.models import Agreement, Side, Signature, SignatureKind
from marketplace.agreements.signals import agreement_changed
from marketplace.audit.services import record
from marketplace.database import lock_key, lock_once
from marketplace.declarations.problems import require_none
from marketplace.errors import N_, NotAllowed, Refused, Translatable
from marketplace.extensions import db
from marketplace.listings.checks import pool_problems
from marketplace.patents.bars import blocking
from marketplace.terms.record import Terms
from marketplace.terms.routes import ROUTES


@dataclass(frozen=True)
class Act:
    """A signatory's act: the person (who re-entered the password just before), the SHA-256 of the
    text that was shown, and where the act came from."""

    by: User
    text_sha256: str
    address: str = ""
    agent: str = ""


def locked(agreement: Agreement) -> Agreement:
    """The agreement's newest state with its parties, kept from changing under us until the commit."""
    found: Agreement = lock_once(agreement, *_PARTIES)
    return found


def locked_by_key(key: int) -> Agreement:
    """The same, for a record that only names the agreement by its database key."""
    found: Agreement = lock_key(Agreement, key, *_PARTIES)
    return found


_PARTIES = (
    joinedload(Agreement.licensor, innerjoin=True),
    joinedload(Agreement.licensee, innerjoin=True),
)


def require_signatory(user: User, organization: Organization) -> Membership:
    """The membership under which a user may bind an organization; NotAllowed otherwise."""
    membership = policies.membership_of(user, organization)
    if membership is None or not membership.may_bind:
        raise NotAllowed(
            "not_signatory",
            N_(
                "Only a signatory who has stated authority to bind %(organization)s signs. "
                "State your authority on the organization page, or ask a signatory."
            ),
            organization=organization.name,
        )
    organization.require_not_suspended()
    return membership


def require_clear(agreement: Agreement) -> None:
    """Refuse a signature while any bar is barred, not stated or stale (PRODUCT §5.1), naming the
    patent, the bar and what would unblock it. Routes on which bars only warn pass."""
    if not ROUTES[agreement.route].bars_block_signature:
        return
    for patent in agreement.patents:
        for bar in blocking(patent, clock.today()):
            raise Refused(
                "barred",
                N_("Patent %(number)s: %(bar)s (%(state)s). %(unblock)s"),
                number=patent.number,
                bar=Translatable(bar.title),
                state=bar.counts_as,
                unblock=Translatable(bar.unblock),
            )


def require_authority(agreement: Agreement) -> None:
    """On a pool's listing: the operator still holds the mandates of present members for all the
    patents on this day, so that nobody licenses what is not its own to license."""
    if agreement.listing is not None and agreement.effective_on is None:
        require_none(list(pool_problems(agreement.listing, clock.today())))


def require_time_left(terms: Terms) -> None:
    """Refuse a license whose last day, stated as a day, has come: it would be over with its effect."""
    ends_on = terms.period and terms.period.end_on
    if ends_on and clock.today() >= ends_on:
        raise Refused(
            "period_over",
            N_("The license period ends on %(day)s: no time is left for it. Agree on a later day."),
            day=ends_on.isoformat(),
        )


def fix_text(agreement: Agreement, shown_sha256: str) -> None:
    """Fix the text that is signed. Refused if it is not the one that was shown."""
    text = texts.build(agreement)
    if text.sha256 != shown_sha256:
        raise Refused(
            "text_changed",
            N_("The text has changed since you read it. Read the present text, then sign."),
        )
    if agreement.text_sha256 not in (None, text.sha256):
        raise Refused(
            "text_changed",
            N_("The text has changed since you read it. Read the present text, then sign."),
        )
    if agreement.text_sha256 is None:
        agreement.text_version = text.version
        agreement.text_record = text.record
        agreement.text_sha256 = text.sha256


def add_signature(agreement: Agreement, side: Side, kind: SignatureKind, act: Act) -> Signature:
    """Record one side's signature over the fixed text."""
    organization = agreement.party(side)
    with db.session.no_autoflush:
        membership = require_signatory(act.by, organization)
        _require_two_persons(agreement, side, act.by)
    signature = Signature(
        agreement=agreement,
        side=side,
        kind=kind,
        organization=organization,
        user=act.by,
        signer_name=act.by.name,
        signed_at=clock.now(),
        terms_sha256=agreement.terms_sha256,
        text_version=agreement.text_version,
        text_sha256=agreement.text_sha256,
        authority=membership.authority_statement or "",
        address=act.address,
        agent=act.agent[:300],
    )
    db.session.add(signature)
    if agreement.first_signed_at is None:
        agreement.first_signed_at = signature.signed_at
    db.session.flush()
    record(
        "agreement:sign",
        agreement,
        membership,
        related=[organization],
        side=side.value,
        kind=kind.value,
        signature=signature.public_id,
        terms_sha256=agreement.terms_sha256,
        text_sha256=agreement.text_sha256,
        text_version=agreement.text_version,
        highlighted=_highlighted(agreement),
    )
    return signature


def note_refused_signature(agreement: Agreement, side: Side, by: User, code: str) -> None:
    """Keep that somebody tried to sign and why it was refused; in a transaction of its own, after
    the refused one has been taken back."""
    record("agreement:sign_refused", agreement, by, side=side.value, reason=code)


def _highlighted(agreement: Agreement) -> list[str]:
    """The clauses that limit liability and were shown apart, in bold, in the text that was signed
    (民法典 496): kept with the signature."""
    clauses = (agreement.text_record or {}).get("clauses", {}).get("zh", ())
    return [each["heading"] for each in clauses if each["limits_liability"]]


def _require_two_persons(agreement: Agreement, side: Side, by: User) -> None:
    other = agreement.signature(Side.LICENSEE if side is Side.LICENSOR else Side.LICENSOR)
    if other is not None and other.user_id == by.id:
        raise Refused(
            "same_person",
            N_("One person cannot sign for both sides. Ask another signatory."),
        )


def changed(agreement: Agreement, action: str) -> None:
    """Tell the rooms above that the agreement took a step."""
    agreement_changed.send(agreement, action=action)

"""Places among the first n licensees: held from the draft on, decided under the listing's lock.

A draft or an invitation holds its place until its *state* says otherwise (dropped, refused, the
invitation ended, set aside); a day that has passed frees nothing. A license that was made keeps
its place for ever: who comes later is not among the first. Nothing is cached.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import Organization, User
from marketplace.accounts.services import notify
from marketplace.agreements import messages
from marketplace.agreements.lifecycles import NEVER_MADE
from marketplace.agreements.models import Agreement
from marketplace.agreements.services.acts import changed, locked
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.database import lock
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.listings.models import Listing
from marketplace.terms import quotas
from marketplace.terms.parts import Quota
from marketplace.terms.quotas import Held
from marketplace.terms.record import as_data, digest

DRAFT_DAYS = 7
"""An unsigned draft keeps its place so many days; then the daily clock drops it."""


@dataclass(frozen=True)
class Places:
    """How the places of a listing stand now: ``begun`` of the taken ones are held by drafts and
    invitations; ``open`` says whether the asking licensee, by its province, could have one."""

    first_n: int
    share_ppm: int
    in_a_province: int | None
    left: int
    taken: int
    begun: int
    open: bool


def lock_listing(listing: Listing) -> None:
    """Let nobody else decide on places of this listing until the commit."""
    db.session.execute(lock(select(Listing.id).where(Listing.id == listing.id)))


def holders(listing: Listing) -> Sequence[Agreement]:
    """The agreements that hold a place, by place."""
    return db.session.scalars(
        select(Agreement)
        .where(
            Agreement.listing_id == listing.id,
            Agreement.quota_place.is_not(None),
            Agreement.status.not_in(NEVER_MADE),
        )
        .order_by(Agreement.quota_place)
    ).all()


def next_place(listing: Listing, quota: Quota, licensee: Organization) -> int:
    """Decide the place of the next licensee, under the listing's lock."""
    lock_listing(listing)
    return quotas.place_for(quota, _held(holders(listing)), _province(licensee))


def places(listing: Listing, quota: Quota, licensee: Organization | None = None) -> Places:
    """How many places are left now, for a page; whoever signs is bound to what the text says."""
    held = _held(holders(listing))
    among = [each for each in held if each.place <= quota.first_n]
    own = quotas.limits(quota, held, _province(licensee)) if licensee else ()
    return Places(
        first_n=quota.first_n,
        share_ppm=quota.share_ppm,
        in_a_province=quota.in_a_province,
        left=max(0, quota.first_n - len(among)),
        taken=len(among),
        begun=sum(not each.signed for each in among),
        open=quotas.left(own) != 0 and len(among) < quota.first_n,
    )


def require_place(agreement: Agreement) -> None:
    """At conclusion, under the listing's lock: the place in the terms is this licensee's alone and
    the advantage goes to no more than the first n. Else the text that was read no longer holds."""
    quota, listing = agreement.record.quota, agreement.listing
    if quota is None or listing is None or agreement.quota_place is None:
        return
    lock_listing(listing)
    others = [each for each in holders(listing) if each.id != agreement.id]
    if agreement.quota_place in {each.quota_place for each in others}:
        raise Refused(
            "place_taken",
            N_(
                "Another licensee holds this place among the first licensees. Nothing was signed; "
                "look at the terms that hold for you now."
            ),
        )


def better_place(agreement: Agreement) -> bool:
    """Whether a place among the first n has become free for a draft that has none."""
    quota, listing = agreement.record.quota, agreement.listing
    if quota is None or listing is None or agreement.has_advantage or agreement.signatures:
        return False
    return agreement.quota_place is not None and _candidate(agreement, quota) <= quota.first_n


def renew_place(agreement: Agreement, by: User) -> None:
    """Take a place that has become free, before anybody has signed; the text changes with it."""
    agreement = locked(agreement)
    quota, listing = agreement.record.quota, agreement.listing
    if quota is None or listing is None or agreement.signatures or agreement.has_advantage:
        raise Refused("place_stands", N_("The place of this agreement does not change."))
    lock_listing(listing)
    place = _candidate(agreement, quota)
    if place > quota.first_n:
        raise Refused("no_place_left", N_("No place among the first licensees is free now."))
    terms = agreement.record
    signing = terms.signing.model_copy(update={"quota_place": place}) if terms.signing else None
    terms = terms.model_copy(update={"signing": signing})
    agreement.quota_place = place
    agreement.terms = as_data(terms)
    agreement.terms_sha256 = digest(terms)
    record("agreement:renew_place", agreement, by, place=place, terms_sha256=digest(terms))
    changed(agreement, "renew_place")


def release_stale_draft(agreement: Agreement) -> bool:
    """Drop an unsigned draft that has kept a place for longer than ``DRAFT_DAYS``."""
    agreement = locked(agreement)
    kept = clock.now() - agreement.drafted_at
    if "drop" not in agreement.actions or not agreement.has_advantage:
        return False
    if kept < timedelta(days=DRAFT_DAYS):
        return False
    agreement.move("drop")
    agreement.ended_on = clock.today()
    event = record("agreement:release_place", agreement, SYSTEM, place=agreement.quota_place)
    notify(
        agreement.licensee,
        messages.PLACE_RELEASED,
        event=event,
        link=f"/listings/{agreement.listing.public_id}" if agreement.listing else "/inbox",
        title=agreement.title,
    )
    changed(agreement, "drop")
    return True


def _candidate(agreement: Agreement, quota: Quota) -> int:
    assert agreement.listing is not None  # noqa: S101 - the callers have looked
    others = [each for each in holders(agreement.listing) if each.id != agreement.id]
    return quotas.place_for(quota, _held(others), _province(agreement.licensee))


def _held(agreements: Sequence[Agreement]) -> list[Held]:
    return [
        Held(each.quota_place or 0, _province(each.licensee), bool(each.concluded_at))
        for each in agreements
    ]


def _province(organization: Organization) -> str:
    return (organization.region or "")[:2]

"""From the finished draft to the shelf and off it again. Staff publish; they never announce."""

from typing import Any

from marketplace import clock
from marketplace.accounts import policies as accounts
from marketplace.accounts.models import Role, User
from marketplace.accounts.services import notify_administrators
from marketplace.audit.actors import SYSTEM
from marketplace.declarations.problems import require_none
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.listings import checks
from marketplace.listings.models import LIFECYCLE, Listing
from marketplace.listings.prices import keep_declared
from marketplace.listings.services.steps import changed


def submit(listing: Listing, by: User, *, designate_inbox: bool = True, tell: bool = True) -> None:
    """Put the listing before the site's staff; every problem is named when there is one.

    `designate_inbox`: the patentee wants notices delivered to its inbox here; recorded at
    publication. `tell=False` where a batch tells of all its listings at once; so below.
    """
    LIFECYCLE.after(listing.status, "submit")
    listing.organization.require_not_suspended()
    require_none(checks.problems(listing, clock.today()))
    listing.move("submit")
    listing.submitted_at = clock.now()
    listing.submitted_by = by
    listing.designates_inbox = designate_inbox
    event = changed(
        listing,
        "submit",
        by,
        terms_sha256=listing.terms_sha256,
        designates_inbox=designate_inbox,
    )
    if not tell:
        return
    notify_administrators(
        "listing:to_review",
        event=event,
        link="/admin",
        title=listing.title,
        organization=listing.organization.name,
    )


def return_(listing: Listing, by: User, reason: str, *, tell: bool = True) -> None:
    """Send the listing back to its organization with what is to be mended."""
    _require_reviewer(listing, by)
    reason = reason.strip()
    if not reason:
        raise Refused(
            "reason_missing",
            N_("Write what is to be mended; the organization reads it."),
            status=422,
            field="reason",
        )
    listing.move("return")
    listing.returned_at = clock.now()
    listing.return_reason = reason
    changed(
        listing,
        "return",
        by,
        tell="listing:returned" if tell else None,
        roles=(Role.OWNER, Role.MANAGER),
        reason=reason,
    )


def publish(listing: Listing, by: User, *, tell: bool = True) -> None:
    """Show the listing to everybody. All checks of the submission run again, for a bar may have
    appeared since; from here on the terms do not change."""
    _require_reviewer(listing, by)
    LIFECYCLE.after(listing.status, "publish")
    require_none(checks.problems_at_publication(listing, clock.today()))
    listing.move("publish")
    listing.published_at = clock.now()
    listing.published_by = by
    if listing.designates_inbox:
        listing.inbox_designated_at = listing.published_at
    changed(
        listing,
        "publish",
        by,
        tell="listing:published" if tell else None,
        terms=[checks.terms_digest(item) for item in listing.items],
        inbox_designated=listing.designates_inbox,
    )
    keep_declared(listing, by)


def pause(listing: Listing, by: Any) -> None:
    """Take the listing off the shelf for a while; licenses and notices under way go on."""
    listing.move("pause")
    listing.paused_at = clock.now()
    changed(listing, "pause", by)


def pause_for_pool(listing: Listing) -> None:
    """Take a pool's listing off the shelf whose patents its operator may no longer license, and
    tell the operator what to do. Licenses given before stand."""
    listing.move("pause")
    listing.paused_at = clock.now()
    changed(listing, "pause", SYSTEM, tell="listing:pool_paused", why="pool_mandate")


def resume(listing: Listing, by: User) -> None:
    """Show a paused listing again, if nothing stands in the way meanwhile."""
    LIFECYCLE.after(listing.status, "resume")
    require_none(checks.problems_at_publication(listing, clock.today()))
    listing.move("resume")
    listing.paused_at = None
    changed(listing, "resume", by)


def unpublish(listing: Listing, by: Any) -> None:
    """Take the listing off for good. A declaration at the office is not withdrawn by this."""
    listing.move("unpublish")
    listing.unpublished_at = clock.now()
    changed(listing, "unpublish", by, tell="listing:unpublished")


def _require_reviewer(listing: Listing, by: User) -> None:
    if not accounts.may_decide_on(by, listing.organization):
        raise NotAllowed(
            "own_organization",
            N_("Only an administrator who is no member of the organization decides on it."),
        )

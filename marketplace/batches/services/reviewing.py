"""Staff publish or return the listings of a batch, all or single ones, in one sitting."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from marketplace import clock
from marketplace.accounts import policies as accounts
from marketplace.accounts.models import Role, User
from marketplace.accounts.services import notify
from marketplace.audit.actors import SYSTEM
from marketplace.batches import queries
from marketplace.batches.models import BatchStatus, ListingBatch
from marketplace.batches.services.steps import SLICE, Progress, changed
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.listings import checks
from marketplace.listings import services as listings
from marketplace.listings.models import Listing, ListingStatus

_DECIDED: Final = frozenset({ListingStatus.PUBLISHED, ListingStatus.RETURNED})
_settling: ContextVar[bool] = ContextVar("batch_settling", default=False)


def publish_some(
    batch: ListingBatch, by: User, *, only: Sequence[str] | None = None, most: int = SLICE
) -> Progress:
    """Publish up to `most` waiting listings (those of `only`, by public id) that nothing bars.

    What a check holds back is left waiting; call it again until it has finished.
    """
    _require_reviewer(batch, by)
    day = clock.today()
    waiting = queries.listings_of(batch, ListingStatus.SUBMITTED, only)
    todo = [each for each in waiting if not checks.problems_at_publication(each, day)]
    with _settled_once(batch):
        for each in todo[:most]:
            listings.publish(each, by, tell=False)
    done = queries.counts([batch])[batch.id].published
    left = max(len(todo) - most, 0)
    return Progress(done, done + left, len(waiting) - len(todo), not left)


def return_some(
    batch: ListingBatch,
    by: User,
    reason: str,
    *,
    only: Sequence[str] | None = None,
    most: int = SLICE,
) -> Progress:
    """Send waiting listings back with one reason; each keeps it, the organization is told once."""
    _require_reviewer(batch, by)
    waiting = queries.listings_of(batch, ListingStatus.SUBMITTED, only)
    with _settled_once(batch):
        for each in waiting[:most]:
            listings.return_(each, by, reason, tell=False)
    done = queries.counts([batch])[batch.id].returned
    left = max(len(waiting) - most, 0)
    return Progress(done, done + left, finished=not left)


def follow_listing(listing: Listing) -> None:
    """A listing was decided on by itself: see whether the batch that it waits with is done."""
    if _settling.get() or listing.status not in _DECIDED:
        return
    batch = queries.of_listing(listing)
    if batch is not None:
        settle(batch)


@contextmanager
def _settled_once(batch: ListingBatch) -> Iterator[None]:
    """Look at the batch after many decisions instead of after each."""
    token = _settling.set(True)
    try:
        yield
    finally:
        _settling.reset(token)
    settle(batch)


def settle(batch: ListingBatch) -> None:
    """Once no listing waits any more the batch is returned (any came back) or finished."""
    found = queries.counts([batch])[batch.id]
    if batch.status is not BatchStatus.SUBMITTED or found.waiting:
        return
    published, returned = found.published, found.returned
    batch.move("return" if returned else "finish")
    if returned:
        batch.returned_at = clock.now()
    else:
        batch.finished_at = clock.now()
    what = "return" if returned else "finish"
    event = changed(batch, what, SYSTEM, published=published, returned=returned)
    notify(
        batch.organization,
        "batch:returned" if returned else "batch:finished",
        event=event,
        link=f"/my/batches/{batch.public_id}",
        roles=(Role.OWNER, Role.MANAGER),
        name=batch.name,
        published=published,
        returned=returned,
    )


def _require_reviewer(batch: ListingBatch, by: User) -> None:
    if not accounts.may_decide_on(by, batch.organization):
        raise NotAllowed(
            "own_organization",
            N_("Only an administrator who is no member of the organization decides on it."),
        )
    if batch.status is not BatchStatus.SUBMITTED:
        raise Refused(
            "batch_not_in_review", N_("This batch is not in review; nothing waits for a decision.")
        )

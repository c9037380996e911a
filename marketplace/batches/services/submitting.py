"""One submission for all; opening again, giving up, and going on with those that were blocked."""

from typing import Any

from marketplace import clock
from marketplace.accounts.services import notify_administrators
from marketplace.batches import queries
from marketplace.batches.models import LIFECYCLE, BatchEntry, ListingBatch
from marketplace.batches.services.drafting import draft
from marketplace.batches.services.reviewing import settle
from marketplace.batches.services.steps import SLICE, Progress, changed
from marketplace.declarations.problems import Problem
from marketplace.errors import N_, Refused
from marketplace.listings import checks
from marketplace.listings import services as listings


def submittable(batch: ListingBatch) -> list[tuple[BatchEntry, list[Problem]]]:
    """Every prepared listing that is still the organization's, with what keeps it back today."""
    day = clock.today()
    return [
        (entry, checks.problems(entry.listing, day))
        for entry in queries.entries(batch)
        if entry.listing and entry.listing.is_editable and not entry.left_out
    ]


def submit_some(
    batch: ListingBatch, by: Any, *, designate_inbox: bool = True, most: int = SLICE
) -> Progress:
    """Put up to `most` listings before the staff; what a bar or anything else holds back stays.

    All checks run again here, for a bar may have appeared since the listings were prepared. Call
    it again until it has finished; then the batch is submitted and the staff is told once.
    """
    LIFECYCLE.after(batch.status, "submit")
    batch.organization.require_not_suspended()
    batch.designates_inbox = designate_inbox
    found = submittable(batch)
    todo = [entry for entry, problems in found if not problems]
    sent = queries.counts([batch])[batch.id].waiting
    if not todo and not sent:
        raise Refused(
            "nothing_to_submit",
            N_("No listing of this batch can be submitted today. See what holds each back."),
        )
    for entry in todo[:most]:
        assert entry.listing is not None  # noqa: S101 - `submittable` yields only such
        listings.submit(entry.listing, by, designate_inbox=designate_inbox, tell=False)
    done, refused = sent + min(len(todo), most), len(found) - len(todo)
    finished = len(todo) <= most
    if finished:
        _submitted(batch, by, done, refused)
    return Progress(done, sent + len(todo), refused, finished)


def reopen(batch: ListingBatch, by: Any) -> None:
    """Go back to table and terms; listings that were prepared are renewed from them afterwards."""
    batch.move("reopen")
    changed(batch, "reopen", by)


def drop(batch: ListingBatch, by: Any) -> None:
    """Give the batch up. Listings that came of it stay with the organization, one by one."""
    batch.move("drop")
    batch.dropped_at = clock.now()
    changed(batch, "drop", by)


def carry_over(batch: ListingBatch, by: Any) -> ListingBatch:
    """A new batch, on the same terms, of the patents that did not come along with this one."""
    left = [entry for entry in batch.entries if entry.listing_id is None and not entry.left_out]
    figures = {
        entry.patent.number: {
            **entry.differences,
            "title": entry.title,
            "summary": entry.summary,
            "uses": entry.uses,
        }
        for entry in left
    }
    fresh = draft(
        batch.organization,
        [entry.patent for entry in left],
        by,
        name=batch.name,
        differences=figures,
    )
    fresh.route, fresh.fee_mode = batch.route, batch.fee_mode
    fresh.fee_source = batch.fee_source
    fresh.set_preset(batch.preset)
    return fresh


def _submitted(batch: ListingBatch, by: Any, count: int, held_back: int) -> None:
    batch.move("submit")
    batch.submitted_at = clock.now()
    batch.submitted_by_id = getattr(getattr(by, "user", by), "id", None)
    event = changed(batch, "submit", by, listings=count, held_back=held_back)
    notify_administrators(
        "batch:to_review",
        event=event,
        link=f"/admin/batches/{batch.public_id}",
        name=batch.name,
        count=count,
        organization=batch.organization.name,
    )
    settle(batch)

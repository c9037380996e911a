"""From the table to listings, and on `open` to declarations: a slice at a time."""

from typing import Any

from marketplace import clock
from marketplace.batches import queries
from marketplace.batches.assessing import Assessment, Standing
from marketplace.batches.models import LIFECYCLE, ListingBatch
from marketplace.batches.services.steps import SLICE, Progress, changed
from marketplace.errors import N_, Refused
from marketplace.fees.guidance import guide
from marketplace.fees.inputs import GuidanceInputs
from marketplace.fees.ranges import Guidance
from marketplace.listings import services as listings
from marketplace.patents.models import Patent
from marketplace.terms.routes import ROUTES

EXPECTED_LICENSEES = 5
USUAL_YEARS = 3


def prepare_some(batch: ListingBatch, by: Any, *, most: int = SLICE) -> Progress:
    """Make or renew the listings of up to `most` patents that nothing blocks; the rest go on.

    Call it again until it has finished: the work can be left and found again at any point. With
    the last slice the batch moves on. Refused where every patent is blocked.
    """
    LIFECYCLE.after(batch.status, "prepare")
    batch.organization.require_not_suspended()
    found = queries.assessments(batch)
    todo = [each for each in found if each.standing is Standing.READY]
    made = sum(each.standing is Standing.MADE for each in found)
    if not todo and not made:
        raise Refused(
            "nothing_ready",
            N_("Every patent of this batch is blocked. See what would unblock each."),
        )
    for each in todo[:most]:
        _make(batch, each, by)
    done, blocked = made + min(len(todo), most), sum(map(_is_blocked, found))
    finished = len(todo) <= most
    if finished:
        batch.move("prepare")
        batch.prepared_at = clock.now()
        changed(batch, "prepare", by, made=done, blocked=blocked)
    return Progress(done, made + len(todo), blocked, finished)


def _is_blocked(each: Assessment) -> bool:
    return each.standing is Standing.BLOCKED


def _make(batch: ListingBatch, each: Assessment, by: Any) -> None:
    entry, terms = each.entry, each.terms
    assert terms is not None  # noqa: S101 - nothing without terms is ready
    if entry.listing is None:
        entry.listing = listings.draft(batch.organization, [entry.patent], by)
    declared = ROUTES[terms.route].needs_declaration
    guidance = _guidance(entry.patent) if declared else None
    listings.set_terms(entry.listing, terms, by, guidance=guidance)
    listings.describe(entry.listing, by, stage="", **entry.texts)
    entry.made_sha256 = each.wanted_sha256


def _guidance(patent: Patent) -> Guidance:
    """What the statement of a declaration names as the basis of its fee: published figures."""
    inputs = GuidanceInputs(
        on=clock.today(),
        expected_licensees=EXPECTED_LICENSEES,
        years=USUAL_YEARS,
        kind=patent.kind,
        ipc=tuple(patent.ipc),
        industries=tuple(patent.industries),
    )
    return guide(inputs)

"""What every page of a batch needs: the batch, who may see it, where one stands, slices of work."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final

from flask import flash, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.accounts.acting import acting_organization, present_user
from marketplace.accounts.models import Organization
from marketplace.batches import policies, queries
from marketplace.batches.models import BatchStatus, ListingBatch
from marketplace.batches.services.steps import Progress
from marketplace.database import transaction
from marketplace.errors import Missing, NotAllowed
from marketplace.terms.findings import Finding

SECONDS: Final = 4
"""How long one request works before it shows how far it has come."""

S = BatchStatus


@dataclass(frozen=True)
class Step:
    key: str
    endpoint: str
    label: Any


STEPS: Final = (
    Step("route", ".route", _l("Way")),
    Step("terms", ".terms", _l("Terms")),
    Step("table", ".table", _l("Differences")),
    Step("check", ".check", _l("Check")),
    Step("submit", ".show", _l("Sign and submit")),
)


def viewed(public_id: str) -> ListingBatch:
    """The batch for its members, staff and auditors; others get 403, a wrong id 404."""
    batch = queries.by_public_id(public_id)
    if batch is None:
        raise Missing()
    if not policies.may_view(present_user(), batch):
        raise NotAllowed()
    return batch


def managed(public_id: str) -> ListingBatch:
    """The batch for owners and managers."""
    batch = viewed(public_id)
    if not policies.may_manage(present_user(), batch):
        raise NotAllowed()
    return batch


def edited(public_id: str) -> ListingBatch:
    """The batch for owners and managers while preset and table can be changed."""
    batch = managed(public_id)
    batch.require_editable()
    return batch


def acting() -> Organization:
    organization = acting_organization()
    if organization is None:
        raise NotAllowed()
    return organization


def batch_page(template: str, batch: ListingBatch, key: str, **values: Any) -> str:
    """Render a page of the batch with the line of steps above it."""
    number = next(place for place, step in enumerate(STEPS, start=1) if step.key == key)
    return render_template(
        f"batches/{template}",
        batch=batch,
        step_labels=[step.label for step in STEPS],
        step_number=number,
        crumbs=[
            {"url": url_for("batches.index"), "label": _("Many at once")},
            {"url": url_for("batches.show", public_id=batch.public_id), "label": batch.name},
            {"label": STEPS[number - 1].label},
        ],
        finding_text=finding_text,
        **values,
    )


def finding_text(finding: Finding) -> str:
    """What a finding about terms says, in the reader's language."""
    text = _(finding.message)
    return text % finding.params if finding.params else text


def in_slices(step: Callable[[], Progress]) -> Progress:
    """Do slices, each in a transaction of its own, until all is done or the time is up."""
    until = monotonic() + SECONDS
    while True:
        with transaction():
            progress = step()
        if progress.finished or monotonic() > until:
            return progress


def say(progress: Progress, done: str) -> None:
    """Tell the outcome of finished work, with what was held back."""
    if not progress.finished:
        return
    flash(done, "done")
    if progress.refused:
        flash(_("%(count)s were held back; see why.", count=progress.refused), "due")


def problem_url(batch: ListingBatch, step: str, number: str) -> str | None:
    """The page on which a problem of this kind is mended."""
    match step:
        case "patents" | "bars":
            return url_for("patents.show", number=number)
        case "terms":
            return url_for("batches.terms", public_id=batch.public_id)
        case "text" | "table":
            return url_for("batches.table", q=number, public_id=batch.public_id)
        case "account":
            return url_for("accounts.payee_accounts")
        case "organization":
            return url_for("accounts.organization")
    return None

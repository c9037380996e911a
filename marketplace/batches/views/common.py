"""What every page of a batch needs: the batch, who may see it, where one stands, slices of work."""

from collections.abc import Callable
from time import monotonic
from typing import Any, Final

from flask import flash, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from marketplace import clock
from marketplace.accounts.acting import acting_organization, present_user
from marketplace.accounts.models import Organization
from marketplace.batches import policies, queries
from marketplace.batches.models import ListingBatch
from marketplace.batches.services.steps import Progress
from marketplace.database import transaction
from marketplace.errors import Missing, NotAllowed
from marketplace.listings.editor_steps import EditorStep, frame
from marketplace.terms.enums import FeeMode
from marketplace.web import label

SECONDS: Final = 4
"""How long one request works before it shows how far it has come."""

STEPS: Final = (
    EditorStep("route", ".route", _l("Way")),
    EditorStep("terms", ".terms", _l("Terms")),
    EditorStep("table", ".table", _l("Differences")),
    EditorStep("check", ".check", _l("Check")),
    EditorStep("submit", ".show", _l("Sign and submit")),
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
    return render_template(
        f"batches/{template}",
        batch=batch,
        **frame(
            STEPS,
            key,
            {"url": url_for("batches.index"), "label": _("Many at once")},
            {"url": url_for("batches.show", public_id=batch.public_id), "label": batch.name},
        ),
        **values,
    )


def default_name(count: int, mode: FeeMode | None = None) -> str:
    """What a batch is called until somebody names it: preset, how many, and the day."""
    patents = ngettext("%(num)s patent", "%(num)s patents", count)
    parts = [str(label(mode))] if mode else []
    return " · ".join([*parts, patents, clock.today().isoformat()])


def is_default_name(batch: ListingBatch) -> bool:
    """Whether the batch still bears the name that the site gave it on the day of its making."""
    made = clock.shanghai_day(batch.drafted_at).isoformat()
    return batch.name == made or batch.name.endswith(f" · {made}")


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

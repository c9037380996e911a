"""Beginning a batch, its preset, and the table of what differs."""

from collections.abc import Mapping, Sequence
from typing import Any

from marketplace import clock
from marketplace.accounts.models import Organization
from marketplace.batches.building import KEYS
from marketplace.batches.models import MOST, BatchEntry, FeeSource, ListingBatch
from marketplace.batches.services.steps import changed
from marketplace.declarations import checks
from marketplace.declarations.problems import Problem, require_none
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.inputs import limited, require_text
from marketplace.listings.checks import limit_of
from marketplace.patents.models import Patent
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.record import Terms, digest
from marketplace.terms.routes import ROUTES

NAME_LIMIT = 200
TEXTS = ("title", "summary", "uses")


def draft(
    organization: Organization,
    patents: Sequence[Patent],
    by: Any,
    *,
    name: str = "",
    differences: Mapping[str, Mapping[str, Any]] | None = None,
) -> ListingBatch:
    """Begin a batch over patents of the organization's own inventory.

    `differences` by patent number: what a sheet says of each (figures and texts, see `mend`).
    """
    organization.require_not_suspended()
    chosen = list(dict.fromkeys(patents))
    if not chosen:
        require_none([Problem("no_patents", N_("Choose at least one patent."), "patents")])
    _require_own(organization, chosen)
    batch = ListingBatch(
        organization=organization,
        name=name.strip()[:NAME_LIMIT] or clock.today().isoformat(),
        drafted_by_id=getattr(getattr(by, "user", by), "id", None),
    )
    for patent in chosen:
        entry = BatchEntry(patent=patent, differences={})
        _write(entry, (differences or {}).get(patent.number, {}))
        batch.entries.append(entry)
    db.session.add(batch)
    changed(batch, "draft", by, name=batch.name, patents=[patent.number for patent in chosen])
    return batch


def rename(batch: ListingBatch, name: str, by: Any) -> None:
    """Give the batch the name under which its organization finds it again."""
    batch.require_editable()
    batch.name = require_text(name, "name", limit=NAME_LIMIT)
    changed(batch, "rename", by, name=batch.name)


def choose_route(batch: ListingBatch, route: Route, fee_mode: FeeMode, by: Any) -> None:
    """Choose how the licenses come about and how they are paid; another preset starts anew."""
    batch.require_editable()
    if fee_mode not in ROUTES[route].fee_modes:
        raise Refused(
            "mode_on_route",
            N_("%(mode)s is not possible on the route %(route)s. Choose one of the others."),
            status=422,
            field="choice",
            mode=fee_mode,
            route=route,
        )
    if (batch.route, batch.fee_mode) == (route, fee_mode):
        return
    batch.route, batch.fee_mode = route, fee_mode
    batch.set_preset(None)
    changed(batch, "choose_route", by, route=route.value, fee_mode=fee_mode.value)


def set_preset(
    batch: ListingBatch, terms: Terms, by: Any, *, fee_source: FeeSource = FeeSource.PRESET
) -> None:
    """Lay down the terms that hold for all, and where each patent's amount comes from."""
    batch.require_editable()
    require_none(checks.terms_problems(terms))
    batch.set_preset(terms)
    batch.route, batch.fee_mode, batch.fee_source = terms.route, terms.fee_mode, fee_source
    changed(
        batch,
        "set_preset",
        by,
        terms_sha256=digest(terms),
        route=terms.route.value,
        fee_mode=terms.fee_mode.value,
        fee_source=fee_source.value,
    )


def mend(batch: ListingBatch, changes: Mapping[str, Mapping[str, Any]], by: Any) -> int:
    """Write figures and texts of single patents into the table, by patent number.

    Keys are those of `building.KEYS`, the texts, and `left_out`; a value None goes back to the
    preset or the record. Returns how many rows changed; nothing changed, nothing is written.
    """
    batch.require_editable()
    by_number = {entry.patent.number: entry for entry in batch.entries}
    strange = sorted(set(changes) - set(by_number))
    if strange:
        raise Refused(
            "not_in_batch",
            N_("%(number)s is not among the patents of this batch. Nothing was changed."),
            status=422,
            number=strange[0],
        )
    touched = [number for number, values in changes.items() if _write(by_number[number], values)]
    if touched:
        changed(batch, "mend", by, patents=sorted(touched))
    return len(touched)


def _write(entry: BatchEntry, values: Mapping[str, Any]) -> bool:
    """Whether the entry is another one afterwards."""
    before = (entry.differences, entry.title, entry.summary, entry.uses, entry.left_out)
    figures = {**entry.differences, **{key: values[key] for key in KEYS & values.keys()}}
    entry.differences = {key: value for key, value in figures.items() if value is not None}
    for name in TEXTS:
        if name in values:
            field = f"{name}:{entry.patent.number}"
            text = limited(values[name] or "", field, limit=limit_of(name))
            setattr(entry, name, text or None)
    if "left_out" in values:
        entry.left_out = bool(values["left_out"])
    return before != (entry.differences, entry.title, entry.summary, entry.uses, entry.left_out)


def _require_own(organization: Organization, patents: Sequence[Patent]) -> None:
    if len(patents) > MOST:
        raise Refused(
            "too_many_patents",
            N_("A batch holds at most %(most)s patents; make several."),
            status=422,
            most=MOST,
        )
    for patent in patents:
        if patent.claimant_id != organization.id:
            raise NotAllowed(
                "not_yours",
                N_("%(number)s does not stand in your organization's inventory."),
                number=patent.number,
            )

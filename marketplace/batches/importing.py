"""Importing a sheet of listings: plan against what stands already, apply in one transaction.

A second run of the same sheet changes nothing: a row whose listing has these very terms and texts
is unchanged, one that is still a draft is renewed, one that was submitted or published is refused.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace import clock
from marketplace.accounts.models import Organization
from marketplace.batches import building, sheet
from marketplace.batches.assessing import wanted_sha256
from marketplace.batches.building import KEYS
from marketplace.batches.models import MOST, BatchEntry, ListingBatch, texts_of
from marketplace.batches.services import draft
from marketplace.batches.services.drafting import TEXTS
from marketplace.batches.services.steps import changed
from marketplace.batches.sheet import SheetRow
from marketplace.declarations import checks as declarations
from marketplace.errors import N_
from marketplace.extensions import db
from marketplace.listings import checks
from marketplace.listings import services as listings
from marketplace.listings.models import Listing, ListingItem, ListingStatus
from marketplace.patents.models import Patent
from marketplace.patents.rows import Finding
from marketplace.terms.enums import Severity
from marketplace.terms.record import Terms, digest

CHUNK = 300
Progress = Callable[[int, int], None]
_MENDABLE = frozenset({"bar_not_stated", "bar_stale"})
"""What keeps nobody from drafting: it is stated before the submission."""


@dataclass(frozen=True)
class Wanted:
    """One row that can be taken: the patent with the terms and texts its listing shall have."""

    patent: Patent
    terms: Terms
    texts: dict[str, str]
    values: dict[str, Any]
    listing: Listing | None = None


@dataclass
class Plan:
    """What importing a sheet would do."""

    read: int = 0
    creates: list[Wanted] = field(default_factory=list)
    updates: list[Wanted] = field(default_factory=list)
    unchanged: int = 0
    refused: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    batches: list[ListingBatch] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        return {
            "read": self.read,
            "created": len(self.creates),
            "updated": len(self.updates),
            "unchanged": self.unchanged,
        }


def plan_import(data: bytes, organization: Organization, defaults: Mapping[str, Any]) -> Plan:
    """What the sheet would change for the organization. Raises `sheets.Unreadable`."""
    found = sheet.read(data, defaults)
    plan = Plan(
        found.read,
        unchanged=found.unchanged,
        refused=found.refused,
        warnings=found.warnings,
    )
    for start in range(0, len(found.rows), CHUNK):
        rows = found.rows[start : start + CHUNK]
        numbers = [row.number for row in rows]
        patents, own = _patents(numbers), _listings(organization, numbers)
        for row in rows:
            _decide(plan, row, patents.get(row.number), own.get(row.number), organization)
    plan.refused.sort(key=lambda each: each.row)
    plan.warnings.sort(key=lambda each: each.row)
    return plan


def import_sheet(
    data: bytes,
    organization: Organization,
    by: Any,
    defaults: Mapping[str, Any],
    *,
    name: str = "",
    progress: Progress = lambda done, total: None,
) -> Plan:
    """Plan and apply in the present transaction. New listings stand in batches, ready for one
    signature and one submission. Nothing to change: nothing is written."""
    plan = plan_import(data, organization, defaults)
    total = len(plan.creates) + len(plan.updates)
    for done, each in enumerate(plan.updates, start=1):
        _renew(each, by)
        progress(done, total)
    for start in range(0, len(plan.creates), MOST):
        chosen = plan.creates[start : start + MOST]
        plan.batches.append(_create(chosen, organization, by, name))
        progress(len(plan.updates) + start + len(chosen), total)
    return plan


def _decide(
    plan: Plan,
    row: SheetRow,
    patent: Patent | None,
    listing: Listing | None,
    organization: Organization,
) -> None:
    if patent is None or patent.claimant_id != organization.id:
        plan.refused.append(row.finding("number", "not_yours", _NOT_YOURS, {"number": row.number}))
        return
    terms, findings = building.judged(None, row.values, patent)
    blocking = [each for each in findings if each.severity is Severity.BLOCK]
    plan.warnings += [
        row.finding(each.path, each.code, each.message, each.params)
        for each in findings
        if each.severity is Severity.WARN
    ]
    if terms is None or blocking:
        plan.refused += [
            row.finding(each.path, each.code, each.message, each.params) for each in blocking[:1]
        ]
        return
    wanted = Wanted(patent, terms, _texts(row, patent), row.values, listing)
    lasting = [
        problem
        for problem in (
            *declarations.patent_problems(patent, organization, clock.today()),
            *declarations.life_problems(terms, patent),
        )
        if problem.code not in _MENDABLE
    ]
    if lasting and not (listing and not listing.is_editable):
        plan.refused.append(
            row.finding("number", lasting[0].code, lasting[0].message, lasting[0].params)
        )
        return
    _compare(plan, row, wanted)


def _compare(plan: Plan, row: SheetRow, wanted: Wanted) -> None:
    listing = wanted.listing
    if listing is None:
        plan.creates.append(wanted)
        return
    present = checks.terms_for(listing.items[0])
    same = present is not None and digest(present) == digest(wanted.terms)
    if same and all(getattr(listing, name) == text for name, text in wanted.texts.items()):
        plan.unchanged += 1
    elif listing.is_editable:
        plan.updates.append(wanted)
    else:
        plan.refused.append(
            row.finding("number", "listing_fixed", _FIXED, {"number": wanted.patent.number})
        )


def _texts(row: SheetRow, patent: Patent) -> dict[str, str]:
    return texts_of(patent, *(row.values.get(name) for name in TEXTS))


def _create(
    chosen: Sequence[Wanted], organization: Organization, by: Any, name: str
) -> ListingBatch:
    """A batch whose listings stand already; `by` may be the operator, who submits nothing."""
    values = {each.patent.number: each.values for each in chosen}
    batch = draft(organization, [each.patent for each in chosen], by, name=name, differences=values)
    for entry, each in zip(batch.entries, chosen, strict=True):
        entry.listing = listings.draft(organization, [each.patent], by)
        _lay_down(entry.listing, each, by)
        entry.made_sha256 = wanted_sha256(each.terms, entry)
    batch.move("prepare")
    batch.prepared_at = clock.now()
    changed(batch, "prepare", by, made=len(chosen), blocked=0)
    return batch


def _renew(each: Wanted, by: Any) -> None:
    assert each.listing is not None  # noqa: S101 - only listings that stand are renewed
    _lay_down(each.listing, each, by)
    entry = db.session.scalar(select(BatchEntry).where(BatchEntry.listing_id == each.listing.id))
    if entry is not None:
        entry.differences = {key: each.values[key] for key in KEYS & each.values.keys()}
        entry.title, entry.summary, entry.uses = (each.values.get(name) for name in TEXTS)
        entry.made_sha256 = wanted_sha256(each.terms, entry)


def _lay_down(listing: Listing, each: Wanted, by: Any) -> None:
    listings.set_terms(listing, each.terms, by)
    listings.describe(listing, by, stage="", **each.texts)


def _patents(numbers: Sequence[str]) -> dict[str, Patent]:
    found = db.session.scalars(
        select(Patent).where(Patent.number.in_(numbers)).options(selectinload(Patent.statements))
    )
    return {patent.number: patent for patent in found}


def _listings(organization: Organization, numbers: Sequence[str]) -> dict[str, Listing]:
    """The organization's newest listing of each single patent that was not taken off."""
    found = db.session.scalars(
        select(Listing)
        .join(ListingItem)
        .join(Patent, Patent.id == ListingItem.patent_id)
        .where(
            Listing.organization_id == organization.id,
            Listing.status != ListingStatus.UNPUBLISHED,
            Patent.number.in_(numbers),
        )
        .options(
            selectinload(Listing.items).joinedload(ListingItem.patent),
            selectinload(Listing.items).joinedload(ListingItem.declaration),
        )
        .order_by(Listing.id)
    ).unique()
    return {each.patents[0].number: each for each in found if len(each.items) == 1}


_NOT_YOURS = N_(
    "%(number)s does not stand in this organization's inventory. Import the list of patents first."
)
_FIXED = N_(
    "%(number)s has a listing with other terms that was submitted or published. Take that one off, "
    "or leave the row out."
)

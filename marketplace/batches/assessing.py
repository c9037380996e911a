"""How every patent of a batch stands: its terms, what differs, what blocks it and what would help.

Computed anew on each look from the preset, the table and the patents' present records, so that
a bar which appears between two looks is seen.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from marketplace.batches import building
from marketplace.batches.models import BatchEntry, FeeSource, ListingBatch
from marketplace.clock import add_months
from marketplace.declarations import checks as declarations
from marketplace.declarations.models import Declaration, DeclarationStatus
from marketplace.declarations.problems import Problem
from marketplace.errors import N_
from marketplace.listings import checks
from marketplace.patents.models import Patent
from marketplace.terms.enums import FeeMode, Severity
from marketplace.terms.findings import Finding
from marketplace.terms.record import Terms, digest
from marketplace.terms.routes import ROUTES
from marketplace.types import canonical_json


class Standing(StrEnum):
    """Where one patent of the batch stands."""

    READY = "ready"
    BLOCKED = "blocked"
    LEFT_OUT = "left_out"
    MADE = "made"
    SENT = "sent"


@dataclass(frozen=True)
class Assessment:
    """One entry on a day.

    `terms` are None where no terms can be made of the figures. `differs` names what is not as in
    the preset (fee_mode, amount, rate, period, acts, life, text). `wanted_sha256` is what its
    listing would be made from.
    """

    entry: BatchEntry
    terms: Terms | None
    problems: tuple[Problem, ...]
    warnings: tuple[Finding, ...]
    differs: tuple[str, ...]
    ends_on: date | None
    wanted_sha256: str | None

    @property
    def patent(self) -> Patent:
        return self.entry.patent

    @property
    def standing(self) -> Standing:
        listing = self.entry.listing
        if listing is not None and not listing.is_editable:
            return Standing.SENT
        if self.entry.left_out:
            return Standing.LEFT_OUT
        if self.problems:
            return Standing.BLOCKED
        is_made = self.entry.made_sha256 == self.wanted_sha256 and listing is not None
        return Standing.MADE if is_made else Standing.READY

    @property
    def amount_fen(self) -> int | None:
        return building.amount_of(self.terms) if self.terms else None

    @property
    def rate_ppm(self) -> int | None:
        return building.rate_of(self.terms) if self.terms else None

    @property
    def months(self) -> int | None:
        period = self.terms.period if self.terms else None
        return period.months if period else None


def assess(
    batch: ListingBatch,
    entries: Sequence[BatchEntry],
    declared: dict[int, Declaration],
    day: date,
) -> list[Assessment]:
    """Every entry as it stands on `day`; `declared` are the open declarations by patent id."""
    preset = batch.preset
    return [_assess(batch, preset, entry, declared.get(entry.patent_id), day) for entry in entries]


def figures_of(batch: ListingBatch, entry: BatchEntry) -> dict[str, Any]:
    """What was typed or read for the patent, else what its inventory states, as the batch asks."""
    figures = dict(entry.differences)
    asked = entry.patent.asking_fee
    if batch.fee_source is FeeSource.PRESET or "amount_fen" in figures or "fee_mode" in figures:
        return figures
    if asked == 0:
        return figures | {"fee_mode": FeeMode.FREE.value}
    return figures | {"amount_fen": asked} if asked is not None else figures


def common_problems(batch: ListingBatch, found: Sequence[Assessment]) -> list[Problem]:
    """What stands in the way of all alike: no terms yet, no account to pay to, an unverified
    organization. Said once, not three hundred times."""
    organization = batch.organization
    problems = []
    if batch.preset is None and not any(each.terms for each in found):
        problems.append(Problem("no_terms", N_("Enter the terms of the license."), "terms"))
    priced = any(each.terms and checks.is_priced(each.terms) for each in found)
    if priced and organization.payee_account is None:
        problems.append(Problem("payee_account_missing", checks.NO_ACCOUNT, "account"))
    if not organization.is_verified:
        problems.append(
            Problem(
                "organization_not_verified",
                N_("%(organization)s has not been verified yet. Verify it first."),
                "organization",
                {"organization": organization.name},
            )
        )
    return problems


def _assess(
    batch: ListingBatch,
    preset: Terms | None,
    entry: BatchEntry,
    declaration: Declaration | None,
    day: date,
) -> Assessment:
    patent = entry.patent
    terms: Terms | None = None
    findings: tuple[Finding, ...] = ()
    if preset is not None or entry.differences:
        terms, findings = building.judged(preset, figures_of(batch, entry), patent)
    if terms and _keeps(terms, declaration):
        assert declaration is not None  # noqa: S101 - `_keeps` says so
        terms, findings = declaration.record, ()
    blocking = [each for each in findings if each.severity is Severity.BLOCK]
    return Assessment(
        entry,
        terms,
        tuple(_problems(batch, entry, terms, blocking, day)),
        tuple(each for each in findings if each.severity is Severity.WARN),
        tuple(_differs(preset, terms, entry)) if terms else (),
        _ends(terms, patent, day) if terms else None,
        wanted_sha256(terms, entry) if terms else None,
    )


def _problems(
    batch: ListingBatch,
    entry: BatchEntry,
    terms: Terms | None,
    blocking: Sequence[Finding],
    day: date,
) -> Iterator[Problem]:
    patent = entry.patent
    yield from declarations.patent_problems(patent, batch.organization, day)
    yield from (Problem.from_finding(each) for each in blocking)
    if terms:
        yield from declarations.life_problems(terms, patent)
    if terms and _fee_unknown(batch, entry):
        yield Problem(
            "fee_missing",
            N_("Your inventory states no fee for %(number)s. Type one in the table."),
            "table",
            {"number": patent.number},
        )
    yield from checks.text_problems(entry.texts)


def _fee_unknown(batch: ListingBatch, entry: BatchEntry) -> bool:
    wanted = batch.fee_source is FeeSource.INVENTORY
    return wanted and not ({"amount_fen", "fee_mode"} & figures_of(batch, entry).keys())


def _keeps(terms: Terms, declaration: Declaration | None) -> bool:
    """Whether the patent's declaration has left preparation, so that its own terms stay."""
    if declaration is None or not ROUTES[terms.route].needs_declaration:
        return False
    return declaration.status is not DeclarationStatus.PREPARING


def _differs(preset: Terms | None, terms: Terms, entry: BatchEntry) -> Iterator[str]:
    if preset is not None:
        if (terms.route, terms.fee_mode) != (preset.route, preset.fee_mode):
            yield "way"
        if building.amount_of(terms) != building.amount_of(preset):
            yield "amount"
        if building.rate_of(terms) != building.rate_of(preset):
            yield "rate"
        if terms.period != preset.period:
            yield "period"
        if terms.scope.acts != preset.scope.acts:
            yield "acts"
    if any(text is not None for text in (entry.title, entry.summary, entry.uses)):
        yield "text"


def _ends(terms: Terms, patent: Patent, day: date) -> date | None:
    """The patent's last day, where a license taken today would be cut by it (LAW 1.15)."""
    months = terms.period.months if terms.period else None
    if months and add_months(day, months) > patent.expires_on:
        return patent.expires_on
    return None


def wanted_sha256(terms: Terms, entry: BatchEntry) -> str:
    """What a listing of this entry is made from: terms and texts."""
    data = {"terms": digest(terms), **entry.texts}
    return hashlib.sha256(canonical_json(data)).hexdigest()

"""What the annuity cut of 15 % for open licenses would bring for one patent, in fen, or why
nothing (LAW 2.11-2.17).

Only a recorded open license brings the cut, for annuities not yet due at the recordal and falling
into the license period; a patent with the general reduction of 85 % (joint applicants 70 %) keeps
that one, which is better, in the first ten years from grant: the better of the two, not both
(财税〔2024〕23号, 审查指南 第五部分第十一章 8). After a withdrawal the cut ends with the next
patent year.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from marketplace.clock import add_years
from marketplace.patents.enums import PatentKind
from marketplace.types import round_half_up

CUT_PERCENT: Final = 15
GENERAL_YEARS: Final = 10
_DATA: Final = Path(__file__).parent / "data" / "annuities.csv"


class Outcome(StrEnum):
    """Why one annuity is cut, or why not."""

    CUT = "cut"
    GENERAL_IS_BETTER = "general_is_better"
    DUE_BEFORE_RECORDAL = "due_before_recordal"
    AFTER_WITHDRAWAL = "after_withdrawal"


class Reason(StrEnum):
    """Why the cut brings nothing at all, or cannot be told."""

    NO_FILING_DAY = "no_filing_day"
    NO_ANNUITY_IN_PERIOD = "no_annuity_in_period"
    ALL_DUE_BEFORE = "all_due_before"
    GENERAL_IS_BETTER = "general_is_better"


class Annuity(NamedTuple):
    """The annuity of one patent year (counted from filing), due on the filing day's anniversary."""

    year: int
    due_on: date
    full_fen: int
    cut_fen: int
    outcome: Outcome


@dataclass(frozen=True)
class AnnuityCut:
    """What the cut brings over a license period; ``reason`` says why it is nothing.

    ``saved_fen`` is the sum of ``cut_fen`` over ``annuities``, which are those whose due day lies
    in the period. ``general_last_year`` is the last patent year in which the general reduction may
    hold (None where the day of grant is not known); ``general_percent`` is what was reckoned with,
    None for none.
    """

    annuities: tuple[Annuity, ...]
    saved_fen: int
    reason: Reason | None
    general_percent: int | None
    general_last_year: int | None

    @property
    def next_due(self) -> Annuity | None:
        """The first annuity that the cut lowers."""
        return next((each for each in self.annuities if each.cut_fen), None)


def annuity_fen(kind: PatentKind, year: int) -> int | None:
    """The full annuity of a patent year in fen; None beyond the table."""
    spans = (span for span in _table().get(kind, ()) if span[0] <= year <= span[1])
    return next((fen for _, _, fen in spans), None)


def annuity_cut(
    kind: PatentKind,
    filing_on: date | None,
    granted_on: date | None,
    effective_on: date,
    ends_on: date,
    *,
    recorded_on: date | None = None,
    general_percent: int | None = None,
    withdrawn_on: date | None = None,
) -> AnnuityCut:
    """Reckon the cut for a license from ``effective_on`` through ``ends_on`` (Shanghai days).

    ``recorded_on`` is the day of recordal, the day of effect while none is known;
    ``general_percent`` the general reduction that the patentee has (85 or 70), which counts in the
    ten years from grant; ``withdrawn_on`` the day on which a withdrawal was announced.
    """
    if filing_on is None:
        return AnnuityCut((), 0, Reason.NO_FILING_DAY, general_percent, None)
    last_year = patent_year(filing_on, granted_on) + GENERAL_YEARS - 1 if granted_on else None
    ended_with = patent_year(filing_on, withdrawn_on) if withdrawn_on else None
    rules = _Rules(recorded_on or effective_on, general_percent or 0, last_year, ended_with)
    annuities = tuple(_annuities(kind, filing_on, effective_on, ends_on, rules))
    saved = sum(annuity.cut_fen for annuity in annuities)
    reason = None if saved else _reason(annuities)
    return AnnuityCut(annuities, saved, reason, general_percent, last_year)


def patent_year(filing_on: date, day: date) -> int:
    """The number of the patent year, counted from filing, in which a day lies."""
    years = day.year - filing_on.year
    return years + (add_years(filing_on, years) <= day)


@dataclass(frozen=True)
class _Rules:
    """What decides over one annuity."""

    recorded_on: date
    general_percent: int
    general_last_year: int | None
    withdrawn_in: int | None

    def outcome(self, year: int, due_on: date) -> Outcome:
        if due_on <= self.recorded_on:
            return Outcome.DUE_BEFORE_RECORDAL
        if self.withdrawn_in and year > self.withdrawn_in:
            return Outcome.AFTER_WITHDRAWAL
        within = self.general_last_year is None or year <= self.general_last_year
        if self.general_percent >= CUT_PERCENT and within:
            return Outcome.GENERAL_IS_BETTER
        return Outcome.CUT


def _annuities(
    kind: PatentKind, filing_on: date, first: date, last: date, rules: _Rules
) -> Iterator[Annuity]:
    """The annuities whose due day lies in the period; the day of effect itself counts."""
    for place in range(max(1, first.year - filing_on.year), last.year - filing_on.year + 1):
        due_on, full = add_years(filing_on, place), annuity_fen(kind, place + 1)
        if full is not None and first <= due_on <= last:
            outcome = rules.outcome(place + 1, due_on)
            cut = round_half_up(full * CUT_PERCENT, 100) if outcome is Outcome.CUT else 0
            yield Annuity(place + 1, due_on, full, cut, outcome)


def _reason(annuities: tuple[Annuity, ...]) -> Reason:
    outcomes = {annuity.outcome for annuity in annuities}
    if not outcomes:
        return Reason.NO_ANNUITY_IN_PERIOD
    if Outcome.GENERAL_IS_BETTER in outcomes:
        return Reason.GENERAL_IS_BETTER
    return Reason.ALL_DUE_BEFORE


@cache
def _table() -> dict[PatentKind, tuple[tuple[int, int, int], ...]]:
    """By kind, the first and last patent year of each step and its annuity in fen."""
    spans: dict[PatentKind, list[tuple[int, int, int]]] = {}
    with _DATA.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            span = (int(row["year_from"]), int(row["year_to"]), int(row["yuan"]) * 100)
            spans.setdefault(PatentKind(row["kind"]), []).append(span)
    return {kind: tuple(steps) for kind, steps in spans.items()}

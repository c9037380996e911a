"""The nine bars to an open license (细则 86, 审查指南 5-11-3.1; LAW 1.10), evaluated for a day.

Four follow from what is recorded about the patent (status, term, evaluation report) and cannot
be stated; the others are statements of the patentee or of a source. A statement older than the
maximum age counts as not stated. Nobody is ever told that a patent qualifies: a clear bar reads
截至…未发现.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from marketplace.config import current_settings
from marketplace.errors import N_
from marketplace.patents.enums import (
    Bar,
    BarState,
    LegalStatus,
    PatentKind,
    ReportConclusion,
    StatusSource,
)
from marketplace.patents.law import BARS
from marketplace.patents.models import Patent, PatentBar

DERIVED = frozenset(bar for bar, law in BARS.items() if law.derived)
"""Bars that follow from the record; the others are stated."""

AGELESS = frozenset(bar for bar, law in BARS.items() if law.ageless)
"""A report once made stays made and says the same, so these never grow stale."""


@dataclass(frozen=True)
class Fact:
    """A state with the day as of which it holds, its source, and why, where that needs saying."""

    state: BarState
    on: date | None = None
    source: StatusSource | None = None
    reason: str | None = None


_UNKNOWN = Fact(BarState.NOT_STATED)


@dataclass(frozen=True)
class BarResult:
    """One bar of one patent as it stands on a day.

    ``stale`` tells that the statement is older than the maximum age; ``reason`` is a gettext
    message for a state that was derived.
    """

    bar: Bar
    state: BarState
    source: StatusSource | None
    on: date | None
    stale: bool
    reason: str | None = None

    @property
    def article(self) -> str:
        return BARS[self.bar].article

    @property
    def title(self) -> str:
        return BARS[self.bar].title

    @property
    def evidence(self) -> str:
        return BARS[self.bar].evidence

    @property
    def unblock(self) -> str:
        """What to do: state it first; what was found has its own remedy."""
        if self.state is not BarState.BARRED and self.bar not in DERIVED:
            return N_("State whether this circumstance exists, with day and source.")
        return BARS[self.bar].unblock

    @property
    def counts_as(self) -> BarState:
        """The state that rules go by: a stale clearance is none."""
        if self.stale and self.state is BarState.CLEAR:
            return BarState.NOT_STATED
        return self.state

    @property
    def blocks(self) -> bool:
        return self.counts_as is not BarState.CLEAR

    @property
    def message(self) -> str:
        """How the state reads (a gettext message with ``day``), never that the patent qualifies."""
        if self.state is BarState.BARRED:
            return N_("Found as of %(day)s") if self.on else N_("Found")
        if self.state is BarState.NOT_STATED:
            return N_("Not stated")
        if self.stale:
            return N_("Stated as of %(day)s, too long ago: state it again")
        return N_("None found as of %(day)s") if self.on else N_("Does not apply to this kind")


def evaluate(patent: Patent, on: date, *, max_age_days: int | None = None) -> list[BarResult]:
    """The nine bars in the order of the law, as they stand on ``on`` (Shanghai day).

    ``max_age_days`` defaults to the setting ``bar_max_age_days``.
    """
    limit = current_settings().bar_max_age_days if max_age_days is None else max_age_days
    stated = {statement.bar: statement for statement in patent.statements}
    return [_result(bar, _fact(bar, patent, stated.get(bar), on), on, limit) for bar in Bar]


def blocking(patent: Patent, on: date, *, max_age_days: int | None = None) -> list[BarResult]:
    """The bars that stand in the way on a day: barred, not stated or stale."""
    return [each for each in evaluate(patent, on, max_age_days=max_age_days) if each.blocks]


def right_ended(patent: Patent, on: date) -> BarResult | None:
    """The bar for which alone a notice is refused: terminated (or expired) or wholly invalid."""
    ended = (Bar.TERMINATED, Bar.WHOLLY_INVALID)
    found = (_result(bar, _DERIVE[bar](patent, on), on, 0) for bar in ended)
    return next((each for each in found if each.state is BarState.BARRED), None)


def _result(bar: Bar, fact: Fact, on: date, max_age_days: int) -> BarResult:
    stale = bar not in AGELESS and fact.on is not None and (on - fact.on).days > max_age_days
    return BarResult(bar, fact.state, fact.source, fact.on, stale, fact.reason)


def _fact(bar: Bar, patent: Patent, statement: PatentBar | None, on: date) -> Fact:
    if bar in _DERIVE:
        return _DERIVE[bar](patent, on)
    if bar is Bar.PROCEEDINGS_STAYED and patent.legal_status is LegalStatus.STAYED:
        return _status_fact(patent, BarState.BARRED)
    if bar is Bar.OTHER and not patent.is_granted(on):
        return Fact(BarState.BARRED, reason=N_("The patent is not granted yet."))
    if statement is None:
        return _UNKNOWN
    return Fact(statement.state, statement.on, statement.source)


def _status_fact(patent: Patent, state: BarState) -> Fact:
    return Fact(state, patent.legal_status_on, patent.legal_status_source)


def _terminated(patent: Patent, on: date) -> Fact:
    if patent.is_expired(on):
        return Fact(
            BarState.BARRED, patent.expires_on, reason=N_("The term of the patent is over.")
        )
    if patent.legal_status is LegalStatus.TERMINATED:
        return _status_fact(patent, BarState.BARRED)
    status_on = patent.legal_status_on
    if on > patent.expires_on and (status_on is None or status_on <= patent.expires_on):
        return Fact(
            BarState.NOT_STATED,
            patent.expires_on,
            reason=N_("The certain part of the term is over: look the status up at the office."),
        )
    return _alive(patent)


def _wholly_invalid(patent: Patent, on: date) -> Fact:
    if patent.legal_status is LegalStatus.WHOLLY_INVALID:
        return _status_fact(patent, BarState.BARRED)
    return _alive(patent)


def _alive(patent: Patent) -> Fact:
    """Clear only by a status that was looked up on a known day; a list's word names no day."""
    if patent.legal_status is LegalStatus.NOT_STATED or patent.legal_status_on is None:
        return _UNKNOWN
    return _status_fact(patent, BarState.CLEAR)


def _report(barred: ReportConclusion) -> Callable[[Patent, date], Fact]:
    def derive(patent: Patent, on: date) -> Fact:
        if patent.kind is PatentKind.INVENTION:
            return Fact(BarState.CLEAR)
        conclusion = patent.evaluation_report_conclusion
        if conclusion is None:
            return _UNKNOWN
        state = BarState.BARRED if conclusion is barred else BarState.CLEAR
        day = patent.evaluation_report_on or patent.evaluation_report_stated_on
        return Fact(state, day, StatusSource.PATENTEE)

    return derive


_DERIVE: dict[Bar, Callable[[Patent, date], Fact]] = {
    Bar.TERMINATED: _terminated,
    Bar.WHOLLY_INVALID: _wholly_invalid,
    Bar.NO_EVALUATION_REPORT: _report(ReportConclusion.NONE),
    Bar.NEGATIVE_REPORT: _report(ReportConclusion.NEGATIVE),
}

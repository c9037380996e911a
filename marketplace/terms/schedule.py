"""schedule(): every amount that a license makes owed, from its terms, its days and its facts.

Pure, total and deterministic: the same record, day and events give the same lines in the same
order, on any machine. Everything that bills, prints, files, reports or previews calls it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from marketplace.terms.due import Due
from marketplace.terms.enums import Standing
from marketplace.terms.events import (
    Event,
    Held,
    Invalidated,
    Questioned,
    Released,
    Transferred,
    Upheld,
    Waived,
)
from marketplace.terms.fixed import fixed_lines
from marketplace.terms.late import late_lines
from marketplace.terms.projection import (
    Projection,
    Volume,
    assumed_facts,
    over_time,
    share_ppm,
)
from marketplace.terms.record import Terms
from marketplace.terms.royalties import royalty_lines
from marketplace.terms.timeline import Timeline, license_period, timeline

__all__ = [
    "Due",
    "Projection",
    "Volume",
    "license_period",
    "payable_before_effect_fen",
    "project",
    "schedule",
    "share_ppm",
]


def schedule(
    terms: Terms,
    effective_on: date,
    events: Sequence[Event] = (),
    expires_limit: date | None = None,
) -> tuple[Due, ...]:
    """The obligation lines, by due day; lines that still wait for their trigger come last.

    ``effective_on`` is the Shanghai day of effect, ``expires_limit`` the last day of the
    patent's life (the day written at signing counts as well). Lines that can no longer accrue,
    because the license ended first, are left out; those that had accrued stay.
    """
    days = timeline(terms, effective_on, events, expires_limit)
    fixed = fixed_lines(terms, days, events, share_ppm(terms))
    lines = fixed + _royalties(terms, days, events, fixed)
    standing = [_with_facts(line, events) for line in lines]
    standing += [_with_facts(line, events) for line in late_lines(terms, standing, events)]
    return tuple(sorted(standing, key=lambda line: line.due_on or date.max))


def project(
    terms: Terms,
    effective_on: date,
    volume: Volume,
    months: int | None = None,
    expires_limit: date | None = None,
) -> Projection:
    """Cost by month for ``months`` from effect; by default until the last payment falls due.

    The lines are those of ``schedule()`` itself, fed with the facts that the volume assumes.
    """
    facts = assumed_facts(terms, effective_on, volume, expires_limit)
    lines = schedule(terms, effective_on, facts, expires_limit)
    return over_time(lines, effective_on, months)


def payable_before_effect_fen(terms: Terms, on: date) -> int:
    """What must be on the licensor's account before a license takes effect by payment, in fen.

    ``on`` is the day of the notice: amounts due with effect itself, and dated instalments whose
    day has come. Zero means that the method asks for nothing yet: arrival of the notice suffices.
    """
    lines = schedule(terms, on)
    return sum(line.amount_fen or 0 for line in lines if line.due_on and line.due_on <= on)


def _transfer_day(event: Event) -> date:
    """Transfers in the order of their days, after everything else: the last one is the payee."""
    return event.on if isinstance(event, Transferred) else date.min


def _royalties(
    terms: Terms, days: Timeline, events: Sequence[Event], fixed: Sequence[Due]
) -> list[Due]:
    if terms.royalty is None or not share_ppm(terms):
        return []
    most = terms.deferral.cap_fen if terms.deferral else None
    if most is not None:
        most = max(0, most - sum(line.amount_fen or 0 for line in fixed))
    return royalty_lines(terms.royalty, days, events, share_ppm(terms), most)


def _with_facts(line: Due, events: Sequence[Event]) -> Due:
    """The line with what happened to it, in the order told: waived for good, on hold after
    invalidation or by a decision, released again, a new payee; on hold as long as it is asked whether
    the license took effect."""
    questioned = False
    for event in sorted(events, key=_transfer_day):
        match event:
            case Waived(key=line.key):
                return replace(line, standing=Standing.WAIVED)
            case Held(key=line.key):
                line = replace(line, standing=Standing.ON_HOLD)
            case Released(key=line.key):
                line = replace(line, standing=Standing.OWED)
            case Invalidated():
                line = replace(line, standing=Standing.ON_HOLD)
            case Questioned() | Upheld():
                questioned = isinstance(event, Questioned)
            case Transferred(on=on, payee=payee) if line.accrued_on and line.accrued_on > on:
                line = replace(line, payee=payee)
    return replace(line, standing=Standing.ON_HOLD) if questioned else line

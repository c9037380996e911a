"""The chain: the stations of a deal from the first act to the last filing.

A room that knows a deal makes the list of stations; ``components/chain.html`` draws it, in full at
the head of a page and as a row of marks in a list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class StationState(StrEnum):
    """How far a station is; every state has a shape and a word of its own."""

    DONE = "done"
    DUE = "due"
    OVERDUE = "overdue"
    NOT_NEEDED = "not_needed"
    WAITING = "waiting"


@dataclass(frozen=True)
class Station:
    """One station.

    ``day`` is the Shanghai day on which it was done or falls due; ``note`` says what stands beside
    it (the reason, where it is not needed); ``url`` opens its record; ``beside`` marks a station
    that runs at the same time as the one before it.
    """

    key: str
    label: str
    state: StationState
    day: date | None = None
    note: str = ""
    url: str | None = None
    beside: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "state", StationState(self.state))


def next_station(stations: Iterable[Station]) -> Station | None:
    """The station to look at: the first overdue one, else the first due one, else none."""
    listed = list(stations)
    for wanted in (StationState.OVERDUE, StationState.DUE):
        for station in listed:
            if station.state is wanted:
                return station
    return None


def is_complete(stations: Iterable[Station]) -> bool:
    """Whether every station that is needed is done."""
    closed = {StationState.DONE, StationState.NOT_NEEDED}
    return all(station.state in closed for station in stations)


def counts(stations: Iterable[Station]) -> dict[str, int]:
    """How many stations are in each state, keyed by the state's value; every state is present."""
    counted = Counter(station.state for station in stations)
    return {state.value: counted[state] for state in StationState}


def reached(chains: Iterable[Sequence[Station]]) -> dict[str, int]:
    """For the funnel: how many chains have each station done, keyed by ``Station.key``.

    Stations keep the order in which they first appear; a chain without a station does not count.
    """
    totals: dict[str, int] = {}
    for stations in chains:
        for station in stations:
            done = station.state is StationState.DONE
            totals[station.key] = totals.get(station.key, 0) + int(done)
    return totals

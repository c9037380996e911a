"""The duties of a deal and why authorities refuse, as tables for people: read from the one table of
each (``registration.duties``, ``registration.grounds``, the routes table), nothing retyped."""

from typing import Any, NamedTuple

from marketplace.registration.duties import DUTIES, DutyRule, Force, by_route
from marketplace.registration.grounds import GROUNDS
from marketplace.registration.tables import TABLES
from marketplace.terms.enums import Route
from marketplace.terms.routes import Duty, FilingDuty


class DutyRow(NamedTuple):
    """One duty with its routes and the papers that the filer adds, in the reader's language."""

    rule: DutyRule
    routes: list[tuple[Route, FilingDuty]]
    papers: list[str]


def tables(language: str) -> dict[str, Any]:
    """Duties in the order of a deal; grounds that refuse a package first, then those minded."""
    place = 0 if language.startswith("zh") else 1
    return {
        "duties": [
            DutyRow(rule, list(by_route(rule.duty)), _papers(rule.duty, place))
            for rule in DUTIES.values()
        ],
        "grounds": sorted(GROUNDS.values(), key=lambda each: not each.blocks),
        "law": Force.LAW,
        "reminder": Force.REMINDER,
    }


def _papers(duty: Duty, place: int) -> list[str]:
    """The papers of every form of the duty, each once."""
    found = (
        paper[place]
        for (kind, _), table in TABLES.items()
        if kind is duty
        for paper in table.papers
    )
    return list(dict.fromkeys(found))

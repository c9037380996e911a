"""The redline: what differs between two terms records, clause by clause and word by word.

Compared are the printed clauses, so that whatever stands in the record shows; both versions stand
side by side, and what is gone and what is new is marked by itself, never by colour alone.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from marketplace.terms.clause import Clause
from marketplace.terms.clauses import clauses
from marketplace.terms.record import Terms, as_data

PRICE: Final = (
    "entry_fee",
    "lump_sum",
    "instalments",
    "royalty",
    "free_window",
    "deferral",
    "trial",
    "transfer",
)
"""The parts of the record that make the price."""


class Change(StrEnum):
    """What happened to a clause, or to a run of words in it."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Run:
    """Words that stayed, came or went."""

    change: Change
    text: str


@dataclass(frozen=True)
class Difference:
    """One clause that differs: as it was and as it is now (None where there was or is none)."""

    key: str
    heading: str
    old: str | None
    new: str | None

    @property
    def change(self) -> Change:
        if self.old is None:
            return Change.ADDED
        return Change.REMOVED if self.new is None else Change.CHANGED

    @property
    def old_runs(self) -> list[Run]:
        """The old text, with what is gone marked."""
        return [run for run in self._runs() if run.change is not Change.ADDED]

    @property
    def new_runs(self) -> list[Run]:
        """The new text, with what came marked."""
        return [run for run in self._runs() if run.change is not Change.REMOVED]

    def _runs(self) -> list[Run]:
        return words_apart(self.old or "", self.new or "")


@dataclass(frozen=True)
class FieldChange:
    """One field of the record by its path, with both values as they stand in it."""

    path: str
    old: str | None
    new: str | None


def differences(old: Terms, new: Terms, language: str = "zh_CN") -> tuple[Difference, ...]:
    """The clauses that differ, in the order of the newer text; those that are gone come last."""
    before, after = _by_key(clauses(old, language)), _by_key(clauses(new, language))
    found = []
    for key, clause in after.items():
        was = before.get(key)
        if was is None or was.text != clause.text:
            found.append(Difference(key, clause.heading, was.text if was else None, clause.text))
    gone = [clause for key, clause in before.items() if key not in after]
    return (*found, *(Difference(each.key, each.heading, each.text, None) for each in gone))


def field_changes(old: Terms, new: Terms) -> tuple[FieldChange, ...]:
    """The fields of the record that differ, by path; what signing decides is left out."""
    before, after = (dict(_leaves(as_data(terms), "")) for terms in (old, new))
    paths = sorted({*before, *after})
    return tuple(
        FieldChange(path, before.get(path), after.get(path))
        for path in paths
        if before.get(path) != after.get(path) and not path.startswith("signing.")
    )


def price_differs(old: Terms, new: Terms) -> bool:
    """Whether anything that is paid, or when it is paid, differs."""
    return any(getattr(old, name) != getattr(new, name) for name in PRICE)


def words_apart(old: str, new: str) -> list[Run]:
    """Both texts as runs. A figure or a Latin word is one piece, a Chinese character another."""
    first, second = _pieces(old), _pieces(new)
    runs = []
    for tag, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append(Run(Change.SAME, "".join(first[a:b])))
            continue
        runs.append(Run(Change.REMOVED, "".join(first[a:b])))
        runs.append(Run(Change.ADDED, "".join(second[c:d])))
    return [run for run in runs if run.text]


def _pieces(text: str) -> list[str]:
    return re.findall(r"[\d.,%]+|[A-Za-z]+|\s+|.", text, re.DOTALL)


def _by_key(found: tuple[Clause, ...]) -> dict[str, Clause]:
    return {clause.key: clause for clause in found}


def _leaves(value: object, path: str) -> list[tuple[str, str]]:
    if isinstance(value, dict):
        pairs = [(str(key), each) for key, each in value.items()]
    elif isinstance(value, list):
        pairs = [(str(place), each) for place, each in enumerate(value, start=1)]
    else:
        return [(path, str(value))]
    return [leaf for key, each in pairs for leaf in _leaves(each, f"{path}.{key}".lstrip("."))]

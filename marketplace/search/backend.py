"""The one interface behind which an index stands, and what passes through it.

Two kinds of documents are kept apart, so that their statistics do not mix: ``patents`` (keyed by
number) and ``listings`` (keyed by public id). An index holds keys, tokens and figures, never the
truth: pages read what they show from the database.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from marketplace.errors import N_, Refused

TEXT_FIELDS = ("title", "body", "names")
"""Title; product text; patentee and other names."""

FREE_FOR_EVER = date.max.toordinal()


class Kind(StrEnum):
    PATENTS = "patents"
    LISTINGS = "listings"


class Sort(StrEnum):
    RELEVANCE = "relevance"
    NEWEST = "newest"
    FEE = "fee"
    LIFE = "life"


@dataclass(frozen=True)
class Document:
    """What is indexed of one record.

    ``facets``: values by facet name, with every prefix that a filter may name. Days are ordinals
    (``date.toordinal``), ``fee`` is the cost of the first year in fen; None where there is none.
    ``published`` is an instant in seconds of the epoch; ``free_until`` the last day on which a
    license taken that day is free for the time being.
    """

    key: str
    title: str = ""
    body: str = ""
    names: str = ""
    numbers: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    published: int | None = None
    fee: int | None = None
    expires: int | None = None
    free_until: int | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts in the order of TEXT_FIELDS."""
        return self.title, self.body, self.names


@dataclass(frozen=True)
class Query:
    """What is asked: ``text`` (words, a long text, a number in any writing, a patentee, an IPC
    symbol), ``filters`` (values by facet; of one facet any, of all facets each), order and page.
    ``today`` decides what is free now and how much life is left."""

    kind: Kind
    today: date
    text: str = ""
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sort: Sort | None = None
    limit: int = 20
    cursor: str = ""


@dataclass(frozen=True)
class Hit:
    key: str
    score: float


@dataclass(frozen=True)
class Results:
    """``facets``: counts by facet and value over what all *other* facets' filters leave.
    ``marks``: words to mark in what is shown. ``next``: the cursor of the next page, or None."""

    hits: Sequence[Hit] = ()
    total: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    marks: Sequence[str] = ()
    next: str | None = None


@dataclass(frozen=True)
class IndexStatus:
    """``problem``: None, or ``missing`` or ``outdated`` (made by another tokeniser: rebuild)."""

    documents: Mapping[Kind, int]
    tokeniser: str | None
    problem: str | None


class IndexBusy(RuntimeError):
    """Another process holds the index for writing and did not let go in time."""


class CursorInvalid(Refused):
    """The cursor belongs to another search, or was changed."""

    def __init__(self) -> None:
        super().__init__(
            "cursor_invalid",
            N_("This page of results belongs to another search. Start again from the first page."),
            status=400,
            field="cursor",
        )


class SearchBackend(Protocol):
    """What the site needs of an index. Writes are idempotent and visible when they return."""

    def upsert(self, kind: Kind, documents: Iterable[Document]) -> int:
        """Add or replace documents by key, in one commit; returns how many."""

    def delete(self, kind: Kind, keys: Iterable[str]) -> int:
        """Remove documents by key, in one commit; unknown keys are no error."""

    def search(self, query: Query) -> Results:
        """Answer a query; any text is safe. CursorInvalid for a cursor of another search."""

    def rebuild(self, documents: Mapping[Kind, Iterable[Document]]) -> Mapping[Kind, int]:
        """Build anew beside the present index and swap at once; readers never see half of it.

        The iterables are read while the writer lock is held, so that no write falls between.
        """

    def problem(self) -> str | None:
        """Why the index must be rebuilt before it is written to, or None."""

    def status(self) -> IndexStatus:
        """What the index holds and whether it can be used."""

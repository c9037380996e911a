"""One generation of an index as it is searched: postings from Whoosh, figures in memory.

Documents are numbered through all segments. Sets of documents are Python integers used as bit
sets, so that the counts of all facets are a few hundred ANDs and not a loop over documents.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from whoosh.reading import IndexReader, TermNotFound

from marketplace.search.backend import TEXT_FIELDS

Row = dict[str, Any]
Posting = tuple[int, bytes]

MOST_CACHED_POSTINGS = 400_000
PREFIX_TOKENS = 200


class Snapshot:
    """``rows[d]`` is the stored dict of document d, None where it was deleted."""

    def __init__(
        self, reader: IndexReader, segment_rows: Callable[[IndexReader], list[Row]]
    ) -> None:
        self._leaves = [pair for pair in reader.leaf_readers() if pair[0].segment()]
        self.segments = [leaf.segment().segment_id() for leaf, _ in self._leaves]
        self.rows: list[Row | None] = []
        for leaf, _ in self._leaves:
            rows = segment_rows(leaf)
            gone = leaf.is_deleted
            self.rows.extend(None if gone(number) else row for number, row in enumerate(rows))
        self._postings: dict[str, list[Posting]] = {}
        self._cached = 0

    @cached_property
    def all(self) -> int:
        """The set of all documents."""
        return bit_set((d for d, row in enumerate(self.rows) if row), len(self.rows))

    @cached_property
    def count(self) -> int:
        return self.all.bit_count()

    @cached_property
    def average_lengths(self) -> tuple[float, ...]:
        """Average length in tokens of each text field, over the documents that have it."""
        averages = []
        for place in range(len(TEXT_FIELDS)):
            lengths = [row["lengths"][place] for row in self.rows if row and row["lengths"][place]]
            averages.append(sum(lengths) / len(lengths) if lengths else 1.0)
        return tuple(averages)

    @cached_property
    def facets(self) -> Mapping[str, Mapping[str, int]]:
        """The set of documents of each value of each facet."""
        members: dict[str, dict[str, list[int]]] = {}
        for number, row in enumerate(self.rows):
            for name, values in row["facets"].items() if row else ():
                for value in values:
                    members.setdefault(name, {}).setdefault(value, []).append(number)
        size = len(self.rows)
        return {
            name: {value: bit_set(documents, size) for value, documents in values.items()}
            for name, values in members.items()
        }

    def days(self, name: str) -> Mapping[int, int]:
        """The set of documents of each value of ``expires`` or ``free_until``."""
        return self._days[name]

    @cached_property
    def _days(self) -> Mapping[str, Mapping[int, int]]:
        found: dict[str, dict[int, list[int]]] = {"expires": {}, "free_until": {}}
        for number, row in enumerate(self.rows):
            for name, days in found.items():
                if row and row[name] is not None:
                    days.setdefault(row[name], []).append(number)
        size = len(self.rows)
        return {
            name: {day: bit_set(documents, size) for day, documents in days.items()}
            for name, days in found.items()
        }

    def postings(self, token: str) -> list[Posting]:
        """Document and field counts of a token, over all segments."""
        known = self._postings.get(token)
        if known is None:
            known = self._read("text", token)
            if self._cached > MOST_CACHED_POSTINGS:
                self._postings.clear()
                self._cached = 0
            self._postings[token] = known
            self._cached += len(known)
        return known

    def having(self, token: str) -> int:
        """The set of documents with this token in any text field."""
        return bit_set((number for number, _ in self.postings(token)), len(self.rows))

    def having_prefix(self, prefix: str) -> int:
        """The set of documents with any token that begins so."""
        found = 0
        for token in self._expand("text", prefix, PREFIX_TOKENS):
            found |= self.having(token)
        return found

    def numbered(self, prefix: str) -> int:
        """The set of documents with a number that begins so."""
        found = 0
        for number in self._expand("numbers", prefix, 10_000):
            members = (document for document, _ in self._read("numbers", number))
            found |= bit_set(members, len(self.rows))
        return found

    def _expand(self, field: str, prefix: str, most: int) -> list[str]:
        terms: set[bytes] = set()
        for leaf, _ in self._leaves:
            for term in leaf.expand_prefix(field, prefix):
                terms.add(term)
                if len(terms) >= most:
                    break
        return sorted(term.decode() for term in terms)

    def _read(self, field: str, term: str) -> list[Posting]:
        found: list[Posting] = []
        for leaf, offset in self._leaves:
            try:
                matcher = leaf.postings(field, term)
            except TermNotFound:
                continue
            with_counts = field == "text"
            while matcher.is_active():
                found.append((matcher.id() + offset, matcher.value() if with_counts else b""))
                matcher.next()
        return found


def bit_set(documents: Iterable[int], size: int) -> int:
    """The documents as one integer; ``size`` is the number of all documents."""
    octets = bytearray(size // 8 + 1)
    for number in documents:
        octets[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(octets, "little")


def members(documents: int) -> Sequence[int]:
    """The documents of a set, in order."""
    found = []
    octets = documents.to_bytes((documents.bit_length() + 7) // 8, "little")
    for place, octet in enumerate(octets):
        while octet:
            low = octet & -octet
            found.append(place * 8 + low.bit_length() - 1)
            octet ^= low
    return found

"""The embedded index: Whoosh in a local folder, for some ten thousand documents.

``index/CURRENT`` names the folder in use; a rebuild fills another and swaps the name. Readers
hold no lock. A reader that opens while a writer merges now and then meets a file that is gone
(a known race of Whoosh), so opening is tried again.
"""

import json
import os
import shutil
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from whoosh import index
from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError
from whoosh.reading import IndexReader, SegmentReader
from whoosh.util.filelock import try_for

from marketplace.ids import new_public_id
from marketplace.search import facets, ordering, scoring, tokens
from marketplace.search.backend import (
    Document,
    IndexBusy,
    IndexStatus,
    Kind,
    Query,
    Results,
)
from marketplace.search.postings import WritingCodec, count_tokens, schema
from marketplace.search.snapshot import Row, Snapshot, members

TRIES: Final = 4
PAUSE_SECONDS: Final = 0.01
WRITER_MEMORY_MB: Final = 256
MOST_SEGMENTS: Final = 8


class WhooshBackend:
    """One instance per process and folder; searching is thread-safe."""

    def __init__(self, folder: Path, *, lock_seconds: float = 60.0) -> None:
        self._folder = folder
        self._lock_seconds = lock_seconds
        self._guard = threading.Lock()
        self._snapshots: dict[Kind, tuple[tuple[str, int], Snapshot]] = {}
        self._segment_rows: dict[str, list[Row]] = {}

    # Writing ---------------------------------------------------------------------------------

    def upsert(self, kind: Kind, documents: Iterable[Document]) -> int:
        newest = {document.key: document for document in documents}
        if not newest:
            return 0
        with self._writing() as place:
            return _write(place, kind, newest.values(), replacing=newest)

    def delete(self, kind: Kind, keys: Iterable[str]) -> int:
        gone = set(keys)
        if not gone:
            return 0
        with self._writing() as place:
            return _write(place, kind, (), replacing=gone)

    def rebuild(self, documents: Mapping[Kind, Iterable[Document]]) -> Mapping[Kind, int]:
        with self._locked():
            old = self._current()
            place = self._create()
            counts = {kind: _write(place, kind, each) for kind, each in documents.items()}
            self._switch_to(place)
            for folder in self._folder.iterdir():
                if folder.is_dir() and folder not in (place, old):
                    shutil.rmtree(folder, ignore_errors=True)
        return counts

    # Reading ---------------------------------------------------------------------------------

    def search(self, query: Query) -> Results:
        snapshot = self._snapshot(query.kind)
        if snapshot is None:
            return Results()
        matched = scoring.match(snapshot, query.text)
        left, counts = facets.filtered(snapshot, matched.documents, query)
        hits, following = ordering.page(snapshot, members(left), matched.scores, query)
        return Results(hits, left.bit_count(), counts, matched.marks, following)

    def problem(self) -> str | None:
        place = self._current()
        if place is None or not place.is_dir():
            return "missing"
        return None if _tokeniser_of(place) == tokens.VERSION else "outdated"

    def status(self) -> IndexStatus:
        problem, place = self.problem(), self._current()
        if place is None or problem == "missing":
            return IndexStatus(dict.fromkeys(Kind, 0), None, "missing")
        snapshots = {kind: self._snapshot(kind) for kind in Kind}
        counts = {kind: each.count if each else 0 for kind, each in snapshots.items()}
        return IndexStatus(counts, _tokeniser_of(place), problem)

    def _snapshot(self, kind: Kind) -> Snapshot | None:
        """The newest generation; opened again where a writer has removed a file meanwhile."""
        for attempt in range(TRIES):
            place = self._current()
            if place is None:
                return None
            try:
                return self._open(place, kind)
            except (OSError, EmptyIndexError):
                if attempt == TRIES - 1:
                    raise
                time.sleep(PAUSE_SECONDS)
        return None

    def _open(self, place: Path, kind: Kind) -> Snapshot:
        opened = index.open_dir(str(place), indexname=kind.value)
        state = (place.name, opened.latest_generation())
        known = self._snapshots.get(kind)
        if known and known[0] == state:
            return known[1]
        with self._guard:
            snapshot = Snapshot(opened.reader(), self._rows_of)
            self._snapshots[kind] = (state, snapshot)
            self._forget_old_segments()
        return snapshot

    def _rows_of(self, leaf: IndexReader) -> list[Row]:
        """The stored dicts of a segment, which never change; its deletions are read apart."""
        name = leaf.segment().segment_id()
        rows = self._segment_rows.get(name)
        if rows is None:
            rows = [leaf.stored_fields(number)["data"] for number in range(leaf.doc_count_all())]
            self._segment_rows[name] = rows
        return rows

    def _forget_old_segments(self) -> None:
        used = {name for _, snapshot in self._snapshots.values() for name in snapshot.segments}
        for name in set(self._segment_rows) - used:
            del self._segment_rows[name]

    # Folders and the writer lock ---------------------------------------------------------------

    @contextmanager
    def _writing(self) -> Iterator[Path]:
        with self._locked():
            place = self._current()
            if place is None:
                place = self._create()
                self._switch_to(place)
            yield place

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self._folder.mkdir(parents=True, exist_ok=True)
        lock = FileStorage(str(self._folder)).lock("WRITER")
        if not try_for(lock.acquire, timeout=self._lock_seconds, delay=0.05):
            raise IndexBusy(f"the index in {self._folder.name} is being written elsewhere")
        try:
            yield
        finally:
            lock.release()

    def _current(self) -> Path | None:
        try:
            return self._folder / (self._folder / "CURRENT").read_text()
        except FileNotFoundError:
            return None

    def _create(self) -> Path:
        place = self._folder / f"generation-{new_public_id()}"
        place.mkdir()
        (place / "about.json").write_text(json.dumps({"tokeniser": tokens.VERSION}))
        for kind in Kind:
            index.create_in(str(place), schema(), indexname=kind.value)
        return place

    def _switch_to(self, place: Path) -> None:
        draft = self._folder / "CURRENT.new"
        draft.write_text(place.name)
        os.replace(draft, self._folder / "CURRENT")


def stored(document: Document, lengths: list[int]) -> Row:
    """What the index remembers of a document beside its tokens."""
    return {
        "key": document.key,
        "lengths": lengths,
        "facets": {name: values for name, values in document.facets.items() if values},
        "published": document.published,
        "fee": document.fee,
        "expires": document.expires,
        "free_until": document.free_until,
    }


def _write(
    place: Path, kind: Kind, documents: Iterable[Document], replacing: Iterable[str] = ()
) -> int:
    """Remove the documents of ``replacing`` and add the others, in one commit; returns how many
    were written (or removed, where none was)."""
    opened = index.open_dir(str(place), indexname=kind.value)
    writer: Any = opened.writer(timeout=1.0, limitmb=WRITER_MEMORY_MB, codec=WritingCodec())
    writer.mergetype = _merge_seldom
    with writer:
        removed = _remove(opened, writer, replacing)
        written = 0
        for document in documents:
            counts, lengths = count_tokens(document.texts)
            writer.add_document(
                key=document.key,
                text=counts,
                numbers=_number_terms(document.numbers),
                data=stored(document, lengths),
            )
            written += 1
    return written or removed


def _merge_seldom(writer: Any, segments: list[Any]) -> list[Any]:
    """Let small segments stand until there are many, so that a batch costs what it holds; then
    merge all that are small beside the rest, or of which much was deleted."""
    if len(segments) < MOST_SEGMENTS:
        return segments
    kept = []
    ordered = sorted(segments, key=lambda each: each.doc_count(), reverse=True)
    rest = sum(each.doc_count() for each in ordered)
    for segment in ordered:
        rest -= segment.doc_count()
        if segment.doc_count() > rest and segment.deleted_count() * 3 < segment.doc_count_all():
            kept.append(segment)
            continue
        with SegmentReader(writer.storage, writer.schema, segment) as reader:
            writer.add_reader(reader)
    return kept


def _remove(opened: Any, writer: Any, keys: Iterable[str]) -> int:
    removed = 0
    with opened.reader() as reader:
        for key in keys:
            if ("key", key) not in reader:
                continue
            found = reader.postings("key", key)
            while found.is_active():
                writer.delete_document(found.id())
                removed += 1
                found.next()
    return removed


def _number_terms(numbers: Iterable[str]) -> list[str]:
    """Numbers without dot, in lower case, closed by $, so that a prefix and the whole differ."""
    return [number.replace(".", "").lower() + "$" for number in numbers]


def _tokeniser_of(place: Path) -> str | None:
    try:
        found = json.loads((place / "about.json").read_text())
    except (OSError, ValueError):
        return None
    return str(found.get("tokeniser")) if isinstance(found, dict) else None

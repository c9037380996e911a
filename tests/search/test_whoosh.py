"""What is peculiar to Whoosh: its reader race, its lock, its merges, the names in its files."""

import threading
from datetime import date

import pytest
from whoosh import index
from whoosh.util.filelock import FileLock

from marketplace.search import postings, whoosh_backend
from marketplace.search.backend import Document, IndexBusy, Kind, Query
from marketplace.search.whoosh_backend import PAUSE_SECONDS, TRIES, WhooshBackend

P = Kind.PATENTS


def count(backend):
    return backend.search(Query(P, date(2026, 11, 21))).total


@pytest.fixture
def backend(tmp_path):
    backend = WhooshBackend(tmp_path / "index")
    backend.upsert(P, [Document("a", "电池")])
    return backend


def fail_opening(monkeypatch, times):
    original, calls = index.open_dir, []

    def open_dir(*args, **kwargs):
        calls.append(args)
        if len(calls) <= times:
            raise FileNotFoundError("a segment that a merge has removed")
        return original(*args, **kwargs)

    monkeypatch.setattr(whoosh_backend.index, "open_dir", open_dir)
    return calls


def test_opening_is_tried_again_where_a_file_is_gone(backend, monkeypatch):
    calls = fail_opening(monkeypatch, TRIES - 1)
    assert count(backend) == 1
    assert len(calls) == TRIES
    assert PAUSE_SECONDS == 0.01


def test_a_file_that_stays_gone_is_an_error(backend, monkeypatch):
    fail_opening(monkeypatch, TRIES)
    with pytest.raises(FileNotFoundError):
        count(backend)


def test_readers_meet_no_error_while_a_writer_commits_and_merges(backend):
    stop, faults = threading.Event(), []

    def read():
        reader = WhooshBackend(backend._folder)
        while not stop.is_set():
            try:
                assert count(reader) >= 1
            except Exception as fault:
                faults.append(fault)

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(40):
        backend.upsert(P, [Document(f"k{number}", "电池"), Document("a", f"电池{number}")])
    backend.rebuild({P: [Document("a", "电池")], Kind.LISTINGS: []})
    stop.set()
    for thread in threads:
        thread.join()
    assert faults == []
    assert count(backend) == 1


def test_segments_do_not_pile_up(backend):
    for number in range(40):
        backend.upsert(P, [Document(f"k{number}", "电池")])
    assert count(backend) == 41
    assert len(backend._snapshot(P).segments) <= whoosh_backend.MOST_SEGMENTS


def test_postings_survive_merges_with_their_counts(backend):
    for number in range(20):
        backend.upsert(P, [Document(f"k{number}", "电池电池", body="电池")])
    counts = dict(backend._snapshot(P).postings("电池"))
    assert sorted(counts.values())[-1] == bytes([2, 1, 0])
    assert len(counts) == 21


def test_a_second_writer_waits_and_gives_up_in_the_end(backend):
    lock = FileLock(str(backend._folder / "WRITER"))
    assert lock.acquire()
    impatient = WhooshBackend(backend._folder, lock_seconds=0.1)
    with pytest.raises(IndexBusy):
        impatient.upsert(P, [Document("b", "电池")])
    lock.release()
    assert impatient.upsert(P, [Document("b", "电池")]) == 1


def test_another_process_sees_what_was_written(backend):
    other = WhooshBackend(backend._folder)
    assert count(other) == 1
    backend.upsert(P, [Document("b", "电池")])
    assert count(other) == 2


def test_rebuilding_removes_old_folders_but_the_last(backend):
    for _ in range(3):
        backend.rebuild({P: [Document("a", "电池")], Kind.LISTINGS: []})
    assert sum(path.is_dir() for path in backend._folder.iterdir()) == 2


def test_the_names_that_stand_in_index_files_have_not_changed():
    names = {
        (each.__module__, each.__name__)
        for each in (postings.FieldCounts, postings.FieldedText, postings.Keywords)
    }
    module = "marketplace.search.postings"
    assert names == {(module, "FieldCounts"), (module, "FieldedText"), (module, "Keywords")}

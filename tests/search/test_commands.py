"""``flask search``: exit code 0 sound, 1 to be rebuilt, 2 could not run."""

import pytest
from whoosh.util.filelock import FileLock

from tests.patents.factories import make_patent


@pytest.fixture
def run(app):
    return lambda *words: app.test_cli_runner().invoke(args=["search", *words])


def test_an_index_that_is_missing_is_to_be_rebuilt(run):
    make_patent()
    assert run("status").exit_code == 1
    assert run("rebuild").exit_code == 0
    assert run("status").exit_code == 0


def test_nothing_to_index_needs_no_index(run):
    assert run("status").exit_code == 0


def test_the_status_names_position_lag_documents_and_tokeniser(run):
    make_patent()
    run("rebuild")
    shown = run("status").output
    for line in (
        "position: 0 of 0",
        "lag: 0 events",
        "patents: 1 documents of 1",
        "tokeniser: pairs",
    ):
        assert line in shown


def test_a_difference_that_nothing_waiting_explains_is_a_fault(run):
    make_patent()
    run("rebuild")
    make_patent()
    result = run("status")
    assert result.exit_code == 1
    assert "different from the database" in result.output


def test_an_index_of_another_tokeniser_is_a_fault(run, monkeypatch):
    make_patent()
    run("rebuild")
    monkeypatch.setattr("marketplace.search.tokens.VERSION", "pairs/9")
    assert run("status").exit_code == 1


def test_an_index_that_is_being_written_elsewhere_could_not_be_rebuilt(run, index, monkeypatch):
    make_patent()
    run("rebuild")
    monkeypatch.setattr(index, "_lock_seconds", 0.1)
    lock = FileLock(str(index._folder / "WRITER"))
    assert lock.acquire()
    result = run("rebuild")
    lock.release()
    assert result.exit_code == 2
    assert "written elsewhere" in result.output

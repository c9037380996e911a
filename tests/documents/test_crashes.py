"""R-09: the worker is killed (SIGKILL, a real process) after each step of sealing, on both databases;
whoever comes next ends in exactly one sealed file."""

import shutil
import signal
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace import clock, files
from marketplace.audit.services import history
from marketplace.config import current_settings
from marketplace.database import transaction
from marketplace.documents.models import DocumentSeal, DocumentStatus
from marketplace.documents.sealing_jobs import seal_pending
from marketplace.documents.verification import VerdictKind, verify
from marketplace.extensions import db
from tests import warm
from tests.documents import dying
from tests.documents.authority import timestamp_authority
from tests.documents.factories import make_document

pytestmark = pytest.mark.databases("sqlite", "postgresql")

WITHOUT_TIMESTAMP = [step for step in dying.STEPS if step not in {"token kept", "stamped"}]


@pytest.fixture(scope="module")
def mothers():
    """A mother of workers for each database, once it is asked for."""
    context = warm.context()
    known = {}

    def mother(settings):
        if settings.database_url not in known:
            known[settings.database_url] = dying.Mother(context, settings)
        return known[settings.database_url]

    yield mother
    for each in known.values():
        each.close()


@pytest.fixture
def folder(app):
    """The file store, empty."""
    folder = current_settings().data_dir / "files"
    shutil.rmtree(folder, ignore_errors=True)
    files._stores.clear()
    return folder


def kill_after(mothers, step):
    """Let a worker seal and be killed after ``step``; then look at the database afresh."""
    db.session.rollback()
    settings = current_settings()
    assert mothers(settings).bear(settings, step) == -signal.SIGKILL
    db.session.expire_all()


def kept(folder):
    return {path.name for path in folder.rglob("*") if path.is_file()}


def assert_one_sealed_file(document, folder):
    assert document.status == DocumentStatus.SEALED
    assert db.session.scalar(select(func.count()).select_from(DocumentSeal)) == 1
    assert kept(folder) == {document.pdf_sha256, document.sealed_sha256}
    assert verify(files.get(document.sealed_sha256)).verdict == VerdictKind.GENUINE
    assert [event.tag for event in history(document)].count("document:seal") == 1


@pytest.mark.parametrize("step", WITHOUT_TIMESTAMP)
def test_a_worker_killed_after_any_step_leaves_one_sealed_file(app, mothers, folder, step):
    document = make_document()
    kill_after(mothers, step)
    if step == "committed":
        assert document.is_sealed
    else:
        assert document.status == DocumentStatus.PENDING, "never sealed without its row"
    assert seal_pending() == (0 if step == "committed" else 1)
    assert_one_sealed_file(document, folder)


@pytest.mark.parametrize("step", ["token kept", "stamped", "seal stored", "others told"])
def test_a_worker_killed_with_a_timestamp_in_hand_asks_for_no_second(
    app, mothers, folder, monkeypatch, step
):
    with timestamp_authority() as authority:
        settings = replace(current_settings(), tsa_url=authority.url)
        monkeypatch.setitem(app.extensions, "settings", settings)
        document = make_document()
        kill_after(mothers, step)
        assert seal_pending() == 1
        assert len(authority.asked) == 1
    assert document.level == "PAdES B-T"
    assert_one_sealed_file(document, folder)


def test_without_the_kept_instant_the_second_attempt_makes_a_second_file(app, mothers, folder):
    """Negative control: what converges is the instant that was written down first."""
    document = make_document()
    kill_after(mothers, "seal stored")
    with transaction():
        document.job.sealing_at = clock.now().replace(microsecond=0) - timedelta(hours=1)
    assert seal_pending() == 1
    assert kept(folder) > {document.pdf_sha256, document.sealed_sha256}

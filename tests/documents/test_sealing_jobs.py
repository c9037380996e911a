"""From a requested document to one sealed file, whatever breaks in between."""

import hashlib
import shutil
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from marketplace import clock, files
from marketplace.agreements import printing
from marketplace.audit.services import history
from marketplace.config import current_settings
from marketplace.database import transaction
from marketplace.documents import keys, queries, sealing, sealing_jobs
from marketplace.documents.models import (
    LIFECYCLE,
    STUCK_AFTER_ATTEMPTS,
    Document,
    DocumentKind,
    DocumentSeal,
    DocumentStatus,
)
from marketplace.documents.sealing_jobs import seal_pending
from marketplace.documents.services import preview, request_document, text_sha256
from marketplace.documents.signals import document_sealed
from marketplace.documents.verification import VerdictKind, verify
from marketplace.errors import Refused, TransitionNotAllowed
from marketplace.extensions import db
from tests import deals
from tests.accounts.factories import make_organization
from tests.documents.factories import (
    agreement_data,
    make_document,
    make_sealed,
    rendered_data,
    text_of,
)

NOON = clock.start_of_day(clock.today()) + timedelta(hours=12)


def seals():
    return db.session.scalar(select(func.count()).select_from(DocumentSeal))


def test_a_request_is_pending_until_the_work_is_done(app):
    document = make_document()
    assert document.status == DocumentStatus.PENDING
    assert document.sealed_sha256 is None
    assert seal_pending() == 1
    assert document.status == DocumentStatus.SEALED
    assert verify(files.get(document.sealed_sha256)).verdict == VerdictKind.GENUINE
    assert [event.tag for event in history(document)] == ["document:request", "document:seal"]
    assert seal_pending() == 0


def test_the_record_names_time_id_hash_and_level(app):
    words = text_of(sealing._picture("7k3m9p2x4q8r5t6v", NOON, b"%PDF", "zh", "http://h/verify/7"))
    local = NOON.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d%H:%M:%S")
    digest = hashlib.sha256(b"%PDF").hexdigest()
    for word in (local, "7k3m9p2x4q8r5t6v", digest, "http://h/verify/7", "PAdESB-B，自建根证书"):
        assert word in words
    assert "非电子认证服务机构证书" in words
    assert "不是电子印章，也不是当事人的签名" in words


def test_the_record_stands_as_a_wide_rectangle_at_the_foot_of_the_last_page(app):
    document, pdf = make_sealed()
    (mark,) = PdfReader(BytesIO(pdf)).pages[-1]["/Annots"]
    left, bottom, right, top = (int(number) for number in mark.get_object()["/Rect"])
    assert right - left > 4 * (top - bottom)
    assert bottom < 100
    content = mark.get_object()["/AP"]["/N"].get_object()
    assert "/Record" in content["/Resources"]["/XObject"]
    assert hashlib.sha256(files.get(document.pdf_sha256)).hexdigest() == document.pdf_sha256


def test_the_picture_of_the_record_draws_straight_lines_only(app):
    picture = PdfReader(BytesIO(sealing._picture("x", NOON, b"", "zh", "http://localhost/")))
    operators = {operator for _, operator in picture.pages[0].get_contents().operations}
    assert operators & {b"re", b"l"}
    assert not operators & {b"c", b"v", b"y"}, "a curve is how a round stamp is drawn"


def test_the_same_pdf_instant_and_key_give_the_same_sealed_bytes(app):
    pdf = sealing_jobs.render("agreement", rendered_data())
    first, again, later = (
        sealing.seal(pdf, document_id="7k3m9p2x4q8r5t6v", at=at)
        for at in (NOON, NOON, NOON + timedelta(seconds=1))
    )
    assert first == again
    assert first != later


@pytest.mark.databases("sqlite", "postgresql")
@pytest.mark.parametrize(
    "step", ["render", "put", "seal", "check_sealed", "second put", "record", "send"]
)
def test_a_crash_after_each_step_converges_to_one_sealed_file(app, monkeypatch, step):
    document = make_document()
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        _crash_after(patch, step)
        seal_pending()
    db.session.rollback()
    assert document.status == DocumentStatus.PENDING
    kept = set(_files())
    assert seal_pending() == 1
    assert seals() == 1
    assert kept <= {document.sealed_sha256, document.pdf_sha256} == set(_files())
    assert verify(files.get(document.sealed_sha256)).verdict == VerdictKind.GENUINE


def test_without_the_fixed_instant_a_crash_would_leave_a_second_file(app, monkeypatch):
    document = make_document()
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        _crash_after(patch, "second put")
        seal_pending()
    db.session.rollback()
    with transaction():
        document.job.sealing_at = NOON
    assert seal_pending() == 1
    assert set(_files()) > {document.sealed_sha256, document.pdf_sha256}


def _crash_after(patch, step):
    """Let ``step`` happen and the process die right after it."""
    shutil.rmtree(current_settings().data_dir / "files", ignore_errors=True)
    sealing_jobs.files._stores.clear()
    calls = []
    owner, name, die_at = {
        "render": (sealing_jobs, "render", 1),
        "put": (files, "put", 1),
        "second put": (files, "put", 2),
        "seal": (sealing, "seal", 1),
        "check_sealed": (sealing_jobs, "check_sealed", 1),
        "record": (sealing_jobs, "record", 1),
        "send": (document_sealed, "send", 1),
    }[step]
    real = getattr(owner, name)

    def dying(*args, **values):
        result = real(*args, **values)
        calls.append(result)
        if len(calls) == die_at:
            raise KeyboardInterrupt
        return result

    patch.setattr(owner, name, dying)


def _files():
    folder = current_settings().data_dir / "files"
    return [path.name for path in folder.rglob("*") if path.is_file()]


def test_two_workers_leave_one_row(app, monkeypatch):
    document = make_document()
    produce = sealing_jobs._produce

    def other_first(document_id):
        monkeypatch.setattr(sealing_jobs, "_produce", produce)
        assert sealing_jobs._attempt(document_id)
        return produce(document_id)

    monkeypatch.setattr(sealing_jobs, "_produce", other_first)
    seal_pending()
    assert seals() == 1
    assert document.is_sealed


def test_a_stuck_document_is_shown_and_still_retried(app, monkeypatch):
    """R-10."""
    document, other = make_document(), make_document()
    broken = document.public_id
    real = sealing.seal

    def failing(pdf, *, document_id, **values):
        if document_id == broken:
            raise OSError("disk full")
        return real(pdf, document_id=document_id, **values)

    monkeypatch.setattr(sealing, "seal", failing)
    moment = clock.now()
    for _ in range(STUCK_AFTER_ATTEMPTS + 3):
        with clock.at(moment):
            seal_pending()
        moment += timedelta(hours=2)
    assert other.is_sealed
    assert document.status == DocumentStatus.FAILED
    assert db.session.scalars(queries.stuck()).all() == [document]
    assert "disk full" in document.job.last_error
    assert [event.tag for event in history(document)].count("document:seal_failed") == 1
    monkeypatch.setattr(sealing, "seal", real)
    with clock.at(moment):
        assert seal_pending() == 1
    assert document.status == DocumentStatus.SEALED
    assert db.session.scalars(queries.stuck()).all() == []


def test_a_document_is_never_too_old_to_be_sealed(app, monkeypatch):
    """R-10 with its control: a sweep that looks back six hours only would leave it for ever."""
    document = make_document()
    real = sealing_jobs.due_for_sealing

    def young_only(limit):
        reach = clock.now() - timedelta(hours=6)
        return [each for each in real(limit) if db.session.get(Document, each).requested_at > reach]

    with clock.at(clock.now() + timedelta(days=400)):
        with monkeypatch.context() as patch:
            patch.setattr(sealing_jobs, "due_for_sealing", young_only)
            assert seal_pending() == 0
        assert seal_pending() == 1
    assert document.is_sealed


def test_an_unsound_seal_is_not_released(app, monkeypatch):
    document = make_document()
    real = sealing.seal
    monkeypatch.setattr(sealing, "seal", lambda pdf, **values: real(pdf, **values) + b"%")
    assert seal_pending() == 0
    assert not document.is_sealed
    assert "UnsoundSeal" in document.job.last_error


@pytest.mark.parametrize("status", list(DocumentStatus))
@pytest.mark.parametrize("action", ["seal", "fail"])
def test_the_whole_life_cycle(status, action):
    allowed = {("pending", "seal"), ("failed", "seal"), ("pending", "fail")}
    if (status.value, action) in allowed:
        LIFECYCLE.after(status, action)
    else:
        with pytest.raises(TransitionNotAllowed):
            LIFECYCLE.after(status, action)


@pytest.mark.databases("sqlite", "postgresql")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE documents SET title = 'x'",
        "DELETE FROM documents",
        "UPDATE document_seals SET sealed_sha256 = 'x'",
        "DELETE FROM document_seals",
    ],
)
def test_the_database_refuses_to_change_what_was_signed(app, statement):
    make_sealed()
    with pytest.raises(DatabaseError, match="append-only"), transaction() as session:
        session.execute(text(statement))


def test_a_new_version_replaces_the_old_one_once(app):
    subject = make_organization()
    old = make_document(subject)
    assert queries.current(subject, DocumentKind.AGREEMENT) == old
    new = make_document(subject, supersedes=old)
    assert queries.current(subject, DocumentKind.AGREEMENT) == new
    assert queries.documents_of(subject) == [old, new]
    with pytest.raises(Refused) as refusal:
        make_document(subject, supersedes=old)
    assert refusal.value.code == "document_replaced"
    with pytest.raises(ValueError, match="same"):
        make_document(make_organization(), supersedes=new)


def test_who_asks_cannot_set_id_address_or_operator(app):
    forged = agreement_data(document_id="0" * 16, operator="别家", verification_url="http://evil/")
    document = make_document(data=forged)
    assert document.data["document_id"] == document.public_id != "0" * 16
    assert document.data["operator"] == current_settings().operator_name
    assert document.data["verification_url"].startswith(current_settings().base_url)


def test_a_rolled_back_request_leaves_nothing(app):
    subject = make_organization()
    with pytest.raises(ZeroDivisionError), transaction():
        request_document(
            DocumentKind.STATEMENT,
            subject,
            {"title": "说明", "paragraphs": []},
            template="statement",
            text_version="1",
            by=sealing_jobs.SYSTEM,
        )
        raise ZeroDivisionError
    assert db.session.scalars(select(Document)).all() == []
    assert seal_pending() == 0


def test_the_hash_of_the_text_covers_its_words_and_not_its_frame():
    same = text_sha256(rendered_data(document_id="x", verification_url="y"))
    assert text_sha256(rendered_data()) == same
    assert text_sha256(rendered_data(title="合同")) != same


def test_a_preview_stores_nothing(app):
    pdf = preview("agreement", agreement_data())
    assert "预览稿" in text_of(pdf)
    assert db.session.scalars(select(Document)).all() == []
    assert verify(pdf).reasons[0].code == "preview"


def test_the_key_is_made_once_and_readable_by_its_owner_only(app):
    keys.document_key()
    folder = current_settings().data_dir / "keys"
    assert (folder / "document-signer.pem").stat().st_mode & 0o777 == 0o600
    before = keys.root_certificate_pem()
    keys._kept.cache_clear()
    assert keys.root_certificate_pem() == before


def test_the_times_of_the_signatures_are_those_of_the_acts_and_not_of_the_sealing(app):
    """R-08: sealed three hours after the click, the paper still names the click."""
    agreement = deals.noticed(deals.published())
    (signature,) = agreement.signatures
    (event,) = [each for each in history(agreement) if each.tag == "agreement:sign"]
    assert abs(event.at - signature.signed_at) <= timedelta(seconds=1)
    with clock.at(clock.now() + timedelta(hours=3)):
        seal_pending()
        later = clock.now().astimezone(clock.SHANGHAI)
    document = queries.current(agreement, DocumentKind.AGREEMENT)
    words = text_of(files.get(document.sealed_sha256))
    signed = signature.signed_at.astimezone(clock.SHANGHAI)
    assert signed.strftime("%Y-%m-%d%H:%M") in words
    assert words.count(later.strftime("%Y-%m-%d%H:%M")) <= 1, "once: the time of the record itself"


def test_control_a_paper_that_names_another_time_is_seen(app, monkeypatch):
    """Negative control of R-08: were the time of printing put for that of the act."""
    real = printing.instant
    monkeypatch.setattr(printing, "instant", lambda at: real(at + timedelta(hours=3)))
    agreement = deals.noticed(deals.published())
    seal_pending()
    words = text_of(files.get(queries.current(agreement, DocumentKind.AGREEMENT).sealed_sha256))
    signed = agreement.signatures[0].signed_at.astimezone(clock.SHANGHAI)
    assert signed.strftime("%Y-%m-%d%H:%M") not in words

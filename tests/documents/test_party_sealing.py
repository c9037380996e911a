"""A connected service's seals of the parties on a real contract, before the platform's record."""

import io
import zipfile
from dataclasses import replace

import pytest

from marketplace import files
from marketplace.agreements.papers import sealed
from marketplace.audit import checkpoints, sequencer
from marketplace.audit.services import history
from marketplace.config import SettingsError, current_settings
from marketplace.documents import party_sealing, sealing_jobs
from marketplace.documents.inspection import inspect
from marketplace.documents.keys import trusted_roots_pem
from marketplace.documents.models import PARTIES, DocumentStatus
from marketplace.documents.sealing import FIELD_NAME
from marketplace.documents.sealing_jobs import seal_pending
from marketplace.documents.verification import VerdictKind, verify
from marketplace.evidence.agreements import package
from marketplace.evidence.verifier import package as verifier
from marketplace.evidence.verifier import pdf
from marketplace.evidence.verifier.certificates import from_pem
from marketplace.extensions import db
from tests import deals
from tests.deeds.factories import amendment, lump, running, sign_both
from tests.documents.test_views import verify_page

NAMED = "tests.documents.seal_service:Service"


@pytest.fixture
def service(app, monkeypatch):
    """An installation where a service is connected."""
    party_sealing._loaded.cache_clear()
    connect(app, monkeypatch, NAMED)
    yield party_sealing.provider()
    party_sealing._loaded.cache_clear()


def connect(app, monkeypatch, named):
    settings = replace(current_settings(), party_seals=named)
    monkeypatch.setitem(app.extensions, "settings", settings)


def fields(document):
    found = inspect(files.get(document.sealed_sha256), trusted_roots_pem())["signatures"]
    return {each["field"]: each for each in found}


def test_both_parties_seals_stand_before_the_record_and_everybody_finds_it_sound(app, service):
    agreement = deals.noticed(deals.published())
    parties = [agreement.licensor.public_id, agreement.licensee.public_id]
    assert seal_pending() == 1
    document = sealed(agreement)
    found = fields(document)
    assert list(found) == ["Party1", "Party2", FIELD_NAME]
    assert [each["signer"] for each in found.values()][:2] == parties
    assert all(each["intact"] for each in found.values())
    assert [each["ours"] for each in found.values()] == [False, False, True]
    assert [party for _, party in service.asked] == parties
    whole = files.get(document.sealed_sha256)
    assert verify(whole).verdict == VerdictKind.GENUINE
    tags = [event.tag for event in history(document)]
    assert tags == ["document:request", *["document:party_seal"] * 2, "document:seal"]
    root = from_pem(trusted_roots_pem().decode())[0]
    assert pdf.faults(whole, root) == []
    place = whole.index(b"/Contents <") + 200  # of the first party's seal
    bent = whole[:place] + (b"0" if whole[place : place + 1] != b"0" else b"1") + whole[place + 1 :]
    assert pdf.faults(bent, root) != [], "the platform's record covers the parties' seals"
    sequencer.sequence()
    checkpoints.make_checkpoint()
    report = verifier.verify(package(agreement), None, None)
    assert report.faults == []
    assert any("2 seals of parties before it" in line for line in report.looked_at)
    page = verify_page(app.test_client(), whole)
    assert "的电子印章" in page.text
    assert service.name in page.text
    existence = app.test_client().get(f"/verify/{document.public_id}").text
    assert service.name not in existence
    assert agreement.licensee.public_id not in existence


def test_a_further_paper_bears_the_seals_too(app, service):
    deed = amendment(running(), lump(2_000_000))
    sign_both(deed)
    seal_pending()
    assert len(history(deed)) > 3
    (document,) = [each for each in _documents() if each.subject_id == deed.public_id]
    assert list(fields(document)) == ["Party1", "Party2", FIELD_NAME]


def test_the_record_does_not_wait_for_a_party_that_gives_none(app, service):
    agreement = deals.noticed(deals.published())
    service.refuses.add(agreement.licensee.public_id)
    assert seal_pending() == 1
    document = sealed(agreement)
    assert document.status == DocumentStatus.SEALED
    assert list(fields(document)) == ["Party1", FIELD_NAME]
    given, missing = document.party_seals
    assert given.signer == agreement.licensor.public_id
    assert (missing.pdf_sha256, missing.party) == (None, agreement.licensee.public_id)
    assert "withdrawn its authorization" in missing.reason
    assert "document:party_seal_missing" in [event.tag for event in history(document)]


@pytest.mark.databases("sqlite", "postgresql")
@pytest.mark.parametrize("step", ["seal", "check_sealed", "record"])
def test_after_a_crash_no_party_is_asked_again(app, service, monkeypatch, step):
    agreement = deals.noticed(deals.published())
    owner = sealing_jobs.sealing if step == "seal" else sealing_jobs
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(owner, step, _crash)
        seal_pending()
    db.session.rollback()
    assert sealed(agreement).status == DocumentStatus.PENDING
    assert seal_pending() == 1
    assert len(service.asked) == 2
    assert len(sealed(agreement).party_seals) == 2
    assert verify(files.get(sealed(agreement).sealed_sha256)).verdict == VerdictKind.GENUINE


def test_without_the_kept_answer_the_parties_would_be_asked_twice(app, service, monkeypatch):
    """Negative control of the test above."""
    deals.noticed(deals.published())
    monkeypatch.setattr(party_sealing, "_keep", lambda _document, row: row)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(sealing_jobs, "check_sealed", _crash)
        seal_pending()
    db.session.rollback()
    seal_pending()
    assert len(service.asked) == 4


def test_a_party_that_the_service_does_not_serve_is_not_asked(app, service, monkeypatch):
    listing, house = deals.published(), deals.licensee()
    service.knows_nothing_of.add(house.public_id)
    agreement = deals.noticed(listing, house)
    seal_pending()
    assert [party for _, party in service.asked] == [agreement.licensor.public_id]
    assert list(fields(sealed(agreement))) == ["Party1", FIELD_NAME]


def test_without_a_service_nothing_is_asked_and_nothing_is_said(app):
    agreement = deals.noticed(deals.published())
    seal_pending()
    document = sealed(agreement)
    assert PARTIES not in document.data
    assert document.party_seals == []
    assert list(fields(document)) == [FIELD_NAME]


@pytest.mark.parametrize("named", ["nowhere.at_all:Service", "tests.documents:Nothing", "x"])
def test_a_setting_that_names_nothing_is_said(app, monkeypatch, named):
    connect(app, monkeypatch, named)
    with pytest.raises(SettingsError, match="MARKETPLACE_PARTY_SEALS"):
        party_sealing.provider()


def _crash(*_args, **_values):
    raise KeyboardInterrupt


def _documents():
    from marketplace.documents.models import Document

    return db.session.scalars(db.select(Document)).all()


def test_the_seals_survive_into_the_package_as_they_were_made(app, service):
    agreement = deals.noticed(deals.published())
    seal_pending()
    sequencer.sequence()
    checkpoints.make_checkpoint()
    with zipfile.ZipFile(io.BytesIO(package(agreement))) as archive:
        (name,) = [each for each in archive.namelist() if each.startswith("documents/")]
        assert pdf.party_seals(archive.read(name)) == 2

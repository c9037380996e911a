"""R-07: a trusted timestamp where one is to be had; where not, the file leaves without and gets it
later; and nothing else than a sound token over our signature is ever embedded."""

import shutil
import subprocess
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from marketplace import clock, files
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.documents import (
    inspection,
    keys,
    queries,
    sealing,
    timestamp_jobs,
    timestamps,
)
from marketplace.documents.models import STUCK_AFTER_ATTEMPTS
from marketplace.documents.sealing_jobs import seal_pending
from marketplace.documents.timestamp_jobs import timestamp_pending
from marketplace.documents.timestamps import NoTimestamp
from marketplace.documents.verification import VerdictKind, verify
from marketplace.evidence.verifier import certificates, pdf
from tests.documents.authority import NAME, timestamp_authority
from tests.documents.factories import make_document, make_sealed, text_of

LATER = timedelta(hours=2)


@pytest.fixture(scope="module")
def running():
    with timestamp_authority() as authority:
        yield authority


@pytest.fixture
def authority(app, running, monkeypatch, tmp_path):
    """The application with a timestamp authority and its root configured."""
    running.fault, running.slow_seconds, running.stamper.moment = "", 0, None
    running.asked.clear()
    configure(app, monkeypatch, tsa_url=running.url, tsa_root=running.keep_root(tmp_path))
    app.extensions.pop(timestamp_jobs._PAUSED_UNTIL, None)
    yield running
    app.extensions.pop(timestamp_jobs._PAUSED_UNTIL, None)


def configure(app, monkeypatch, **values):
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], **values))


def well_again(app, authority):
    """The authority works again, and the pause after its failure is over."""
    authority.fault, authority.slow_seconds = "", 0
    app.extensions.pop(timestamp_jobs._PAUSED_UNTIL, None)


def signature_of(data):
    (found,) = inspection.inspect(data, keys.trusted_roots_pem())["signatures"]
    return found


def test_with_an_authority_the_record_is_b_t_from_the_start(app, authority):
    document, data = make_sealed()
    assert document.level == document.seal.level == "PAdES B-T"
    assert document.held_sha256s == (document.seal.sealed_sha256,)
    assert document.timestamp.authority == NAME
    assert document.timestamp.is_trusted
    assert abs(document.timestamp.timestamped_at - clock.now()) < timedelta(minutes=1)
    found = signature_of(data)
    assert found["sound"]
    assert found["whole"]
    assert found["timestamp"] == document.timestamp.timestamped_at.isoformat()
    assert verify(data).verdict == VerdictKind.GENUINE
    assert len(authority.asked) == 1
    assert not document.awaits_timestamp
    assert timestamp_pending() == 0


def test_without_an_authority_nothing_is_asked_or_awaited(app):
    document, data = make_sealed()
    assert document.level == "PAdES B-B"
    assert not document.awaits_timestamp
    assert "B-T" not in text_of(data)


def test_the_visible_record_says_what_the_timestamp_is(app, authority):
    words = text_of(
        sealing._picture("x", clock.now(), b"", "zh", "http://localhost/", timestamped=True)
    )
    assert "PAdESB-T，含第三方时间戳（时间戳补入之前为B-B）" in words
    assert "非电子认证服务机构证书" in words


FAULTS = [
    "wrong imprint",
    "wrong nonce",
    "no nonce",
    "clock two hours ahead",
    "clock two hours behind",
    "refused",
    "garbage",
    "503",
]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_wrong_answer_is_never_embedded_and_the_timestamp_comes_later(app, authority, fault):
    authority.fault = fault
    document, first = make_sealed()
    assert document.level == document.seal.level == "PAdES B-B"
    assert signature_of(first)["timestamp"] == ""
    assert document.timestamp_job.token is None
    assert document.awaits_timestamp
    assert document.timestamp_job.last_error
    assert verify(first).verdict == VerdictKind.GENUINE
    well_again(app, authority)
    assert timestamp_pending() == 0, "not before its time"
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert timestamp_pending() == 1
    assert_upgraded(document, first)


def assert_upgraded(document, first):
    second = files.get(document.sealed_sha256)
    assert second != first
    assert document.level == "PAdES B-T"
    assert document.seal.level == "PAdES B-B", "what was sealed first stays told"
    assert signature_of(second)["timestamp"]
    later, earlier = verify(second), verify(first)
    assert (later.verdict, later.document) == (VerdictKind.GENUINE, document)
    assert [item.code for item in later.reasons] == ["byte_identical"]
    assert (earlier.verdict, earlier.document) == (VerdictKind.GENUINE, document)
    assert [item.code for item in earlier.reasons] == ["byte_identical", "timestamp_later"]
    assert [event.tag for event in history(document)][-1] == "document:timestamp"


@pytest.mark.parametrize("fault", ["wrong imprint", "clock two hours ahead"])
def test_without_the_judgment_the_wrong_token_would_be_embedded(app, authority, monkeypatch, fault):
    """Negative control: the fault is real; it is our judgment that keeps it out."""
    authority.fault = fault

    def credulous(signature):
        stamper = timestamps.HTTPTimeStamper(authority.url)
        answer = timestamps.asyncio.run(
            stamper.async_timestamp(timestamps._imprint(signature, "sha256"), "sha256")
        )
        return timestamps.Timestamp(answer.dump(), clock.now(), NAME, "0" * 64, True)

    monkeypatch.setattr(timestamps, "obtain", credulous)
    monkeypatch.setattr(timestamps, "judge", lambda token, _: replace(credulous(b""), token=token))
    if fault == "wrong imprint":
        document = make_document()
        assert seal_pending() == 0, "the last look at the file before it leaves"
        assert "UnsoundSeal" in document.job.last_error
    else:
        assert make_sealed()[0].level == "PAdES B-T"


def test_an_authority_that_is_down_or_slow_does_not_hold_up_sealing(app, authority, monkeypatch):
    authority.slow_seconds = 8
    first, second = make_document(), make_document()
    begun = time.monotonic()
    assert seal_pending() == 2
    assert time.monotonic() - begun < 5 + 4, "one wait of five seconds, none for the second"
    assert len(authority.asked) == 1
    assert (first.level, second.level) == ("PAdES B-B", "PAdES B-B")
    configure(app, monkeypatch, tsa_url="http://127.0.0.1:9/")
    app.extensions.pop(timestamp_jobs._PAUSED_UNTIL)
    third, _ = make_sealed()
    assert third.level == "PAdES B-B"
    configure(app, monkeypatch, tsa_url=authority.url)
    well_again(app, authority)
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert timestamp_pending() == 3
    assert {each.level for each in (first, second, third)} == {"PAdES B-T"}


def test_a_timestamp_that_fails_for_long_is_listed_and_never_given_up(app, authority):
    authority.fault = "refused"
    document, first = make_sealed()
    moment = clock.now()
    for _ in range(STUCK_AFTER_ATTEMPTS + 15):
        moment += LATER
        app.extensions.pop(timestamp_jobs._PAUSED_UNTIL, None)
        with clock.at(moment):
            assert timestamp_pending() == 0
    assert queries.db.session.scalars(queries.without_timestamp()).all() == [document]
    well_again(app, authority)
    authority.stamper.moment = moment + LATER
    with clock.at(moment + LATER):
        assert timestamp_pending() == 1
    assert queries.db.session.scalars(queries.without_timestamp()).all() == []
    assert_upgraded(document, first)


def test_an_authority_under_another_root_or_for_another_purpose_is_refused(
    app, authority, monkeypatch, tmp_path
):
    with timestamp_authority() as stranger:
        configure(app, monkeypatch, tsa_url=stranger.url)
        with pytest.raises(NoTimestamp, match="root that is set"):
            timestamps.obtain(b"signature")
        configure(app, monkeypatch, tsa_root="")
        assert not timestamps.obtain(b"signature").is_trusted
    with timestamp_authority(usage=ExtendedKeyUsageOID.EMAIL_PROTECTION) as mailer:
        configure(app, monkeypatch, tsa_url=mailer.url)
        with pytest.raises(NoTimestamp, match="not made for timestamps"):
            timestamps.obtain(b"signature")


def test_no_signed_byte_changes_by_the_timestamp(app, authority):
    authority.fault = "refused"
    document, first = make_sealed()
    well_again(app, authority)
    with clock.at(clock.now() + timedelta(minutes=2)):
        timestamp_pending()
    second = files.get(document.sealed_sha256)
    start, end = timestamps._place(first)
    assert len(first) == len(second)
    assert (first[:start], first[end:]) == (second[:start], second[end:])
    assert timestamps.signature_value(first) == timestamps.signature_value(second)


def test_a_crash_after_the_token_asks_for_no_second_one(app, authority, monkeypatch):
    document = make_document()
    real = files.put
    kept = []

    def dying(data):
        kept.append(real(data))
        if len(kept) == 2:
            raise KeyboardInterrupt
        return kept[-1]

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(files, "put", dying)
        seal_pending()
    queries.db.session.rollback()
    assert seal_pending() == 1
    assert kept == [document.pdf_sha256, document.sealed_sha256]
    assert len(authority.asked) == 1


def test_the_independent_verifier_and_poppler_accept_the_timestamped_file(app, authority, tmp_path):
    _, data = make_sealed()
    root = certificates.read(keys.document_key().root.public_bytes(Encoding.DER))
    assert pdf.faults(data, root) == []
    assert pdf.faults(data[:-1] + b"x", root) != []
    if not shutil.which("pdfsig"):
        pytest.skip("pdfsig (poppler-utils) is not on this machine")
    path = tmp_path / "sealed.pdf"
    path.write_bytes(data)
    told = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in told
    assert "Total document signed" in told


@pytest.mark.databases("sqlite", "postgresql")
@pytest.mark.parametrize(
    "statement",
    ["UPDATE document_timestamps SET authority = 'x'", "DELETE FROM document_timestamps"],
)
def test_the_database_refuses_to_change_a_timestamp(app, authority, statement):
    make_sealed()
    with pytest.raises(DatabaseError, match="append-only"), transaction() as session:
        session.execute(text(statement))

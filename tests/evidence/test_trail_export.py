"""``audit export`` and the independent verifier on everything that R-22 does to a trail (R-25)."""

import io
import json
import shutil
import subprocess
import sys
import zipfile
from dataclasses import asdict

import pytest
from sqlalchemy import delete, insert, select, text, update

from marketplace import clock
from marketplace.audit import checkpoints, sequencer, verification
from marketplace.audit.actors import SYSTEM
from marketplace.audit.models import AuditEvent, Checkpoint, LogLeaf, LogState, UnsequencedEvent
from marketplace.audit.services import record
from marketplace.database import transaction
from marketplace.documents.keys import root_certificate_pem
from marketplace.evidence.trail import export
from marketplace.evidence.verifier import package as verifier
from marketplace.evidence.verifier.certificates import from_pem
from marketplace.extensions import db
from tests.audit.test_trail import TAMPERINGS, Thing, sealed_log, without_triggers, write

BOTH = pytest.mark.databases("sqlite", "postgresql")


def exported(tmp_path, **limits):
    db.session.remove()
    target = tmp_path / "trail.zip"
    export(target, **limits)
    return target.read_bytes()


def judged(data):
    return verifier.verify(data, from_pem(root_certificate_pem().decode())[0], None)


@BOTH
def test_an_untouched_trail_is_sound_for_a_stranger(app, tmp_path):
    sealed_log(300)
    report = judged(exported(tmp_path))
    assert report.faults == []
    assert report.looked_at == ["300 events, 1 checkpoints, log of 300"]


@BOTH
@pytest.mark.parametrize("kind", TAMPERINGS)
def test_the_stranger_finds_what_we_find(app, tmp_path, kind):
    sealed_log()
    without_triggers(*TAMPERINGS[kind][0]())
    db.session.remove()
    assert not verification.verify().sound
    assert judged(exported(tmp_path)).faults != []


def forge_insert():
    event = db.session.scalars(select(AuditEvent)).first()
    columns = {c.key: getattr(event, c.key) for c in AuditEvent.__table__.columns if c.key != "id"}
    without_triggers(
        insert(AuditEvent).values(columns | {"public_id": "forged", "sha256": "0" * 64})
    )


def forge_whole():
    without_triggers(
        delete(LogLeaf),
        text("DELETE FROM log_nodes"),
        delete(UnsequencedEvent),
        delete(AuditEvent),
        delete(Checkpoint),
        delete(LogState),
    )
    write(5, other=1)
    checkpoints.make_checkpoint()


def forge_signature():
    without_triggers(update(Checkpoint).values(signature="AAAA" * 21 + "AA=="))


@BOTH
@pytest.mark.parametrize("forge", [forge_insert, forge_whole, forge_signature])
def test_the_stranger_finds_insertions_replaced_logs_and_false_signatures(app, tmp_path, forge):
    sealed_log()
    forge()
    assert judged(exported(tmp_path)).faults != []


def test_without_anybodys_copy_a_replaced_log_is_sound(app, tmp_path):
    """Negative control: the kept checkpoints are what finds it."""
    sealed_log()
    shutil.rmtree(checkpoints.folder())
    forge_whole()
    assert judged(exported(tmp_path)).faults == []


def test_a_waiting_event_is_no_fault_and_an_unlisted_one_is(app, tmp_path):
    sealed_log()
    with transaction():
        record("thing:late", Thing(), SYSTEM)
    assert judged(exported(tmp_path)).faults == []
    without_triggers(delete(UnsequencedEvent))
    assert any("without a number" in fault for fault in judged(exported(tmp_path)).faults)


def test_a_period_and_a_record_can_be_exported_alone(app, tmp_path):
    with clock.at(clock.start_of_day(clock.date(2026, 12, 1))):
        write(3)
    with clock.at(clock.start_of_day(clock.date(2026, 12, 2))), transaction():
        record("thing:make", Thing("two"), SYSTEM)
    with clock.at(clock.start_of_day(clock.date(2026, 12, 3))), transaction():
        record("thing:make", Thing("three"), SYSTEM, related=[Thing("two")])
    sequencer.sequence()
    checkpoints.make_checkpoint()
    for limits, count in (
        ({"first": clock.date(2026, 12, 2)}, 2),
        ({"last": clock.date(2026, 12, 1)}, 3),
        ({"first": clock.date(2026, 12, 2), "last": clock.date(2026, 12, 2)}, 1),
        ({"subject": "two"}, 2),
    ):
        data = exported(tmp_path, **limits)
        assert judged(data).faults == []
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert len(archive.read("events.jsonl").splitlines()) == count


def rewritten(data, change):
    """The package with other files, as if its maker had wanted it so."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as other:
        for name, content in change({n: archive.read(n) for n in archive.namelist()}).items():
            other.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("name", ["events.jsonl", "checkpoints.jsonl", "leaves.bin", "README.txt"])
def test_a_changed_or_missing_or_added_file_is_found(app, tmp_path, name):
    sealed_log()
    data = exported(tmp_path)

    def bend(files):
        content = bytearray(files[name])
        content[len(content) // 2] ^= 1
        return {**files, name: bytes(content)}

    assert any(name in fault for fault in _faults(rewritten(data, bend)))
    assert any(name in fault or "KeyError" in fault for fault in _faults(rewritten(data, lambda f: {n: c for n, c in f.items() if n != name})))  # fmt: skip
    assert "extra.txt: not in the manifest" in _faults(
        rewritten(data, lambda files: {**files, "extra.txt": b"x"})
    )


def _faults(data):
    try:
        return judged(data).faults
    except Exception as error:
        return [f"{type(error).__name__} {error}"]


def test_a_manifest_made_anew_without_our_key_is_found(app, tmp_path):
    sealed_log()

    def remade(files):
        manifest = json.loads(files["manifest.json"])
        manifest["made_by"] = "somebody"
        return {**files, "manifest.json": json.dumps(manifest).encode()}

    faults = judged(rewritten(exported(tmp_path), remade)).faults
    assert any(fault.startswith("manifest:") for fault in faults)


def test_the_verifier_runs_alone_from_the_package(app, tmp_path):
    """Isolated mode: no site packages, no environment, nothing of ours on the path."""
    sealed_log()
    target = tmp_path / "trail.zip"
    target.write_bytes(exported(tmp_path))
    with zipfile.ZipFile(target) as archive:
        archive.extractall(tmp_path)
    run = [sys.executable, "-S", "-E", "-m", "verifier", str(target)]
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "sound"), done
    bent = bytearray(target.read_bytes())
    other = tmp_path / "bent.zip"
    other.write_bytes(rewritten(bytes(bent), lambda files: {**files, "leaves.bin": bytes(160)}))
    done = subprocess.run([*run[:-1], str(other)], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1
    assert "fault: leaves.bin: changed" in done.stdout
    done = subprocess.run([*run[:-1], "absent.zip"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 2


def test_the_command_exports_and_says_how_many(app, tmp_path):
    sealed_log()
    target = tmp_path / "out.zip"
    result = app.test_cli_runner().invoke(args=["audit", "export", str(target), "--subject", "thing1"])  # fmt: skip
    assert result.exit_code == 0
    assert "5 events" in result.output
    assert judged(target.read_bytes()).faults == []
    assert app.test_cli_runner().invoke(args=["audit", "export", str(target), "--from", "x"]).exit_code == 2  # fmt: skip


def test_keys_that_the_reader_brings_are_the_measure(app, tmp_path):
    sealed_log()
    data = exported(tmp_path)
    assert verifier.verify(data, None, None).faults == []
    assert verifier.verify(data, None, bytes(32)).faults != []
    assert asdict(checkpoints.newest())["size"] == 5

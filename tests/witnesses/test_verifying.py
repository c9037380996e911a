"""What a witness's copy finds that nothing here can (R-22), and what its receipts tell strangers."""

import json
import shutil

import pytest
from sqlalchemy import delete

from marketplace.agreements.models import Agreement
from marketplace.audit import checkpoints, sequencer
from marketplace.audit.models import AuditEvent, Checkpoint, LogLeaf, LogNode, LogState
from marketplace.documents.sealing_jobs import seal_pending
from marketplace.evidence.agreements import package
from marketplace.evidence.trail import export
from marketplace.evidence.verifier import package as verifier
from marketplace.extensions import db
from marketplace.witnesses import sending
from marketplace.witnesses.models import WitnessKind
from tests import deals
from tests.audit.test_trail import replace_whole_log, sealed_log, without_triggers
from tests.evidence.test_agreement_package import contents, repacked
from tests.witnesses.conftest import added, grow
from tests.witnesses.keeper import Keeper

BOTH = pytest.mark.databases("sqlite", "postgresql")


def feed(client, path):
    """A witness that fetches the public feed keeps this file."""
    path.write_bytes(client.get("/feeds/checkpoints.jsonl").data)
    return path


def verified(app, *witnesses):
    db.session.remove()
    options = [part for path in witnesses for part in ("--witness", str(path))]
    return app.test_cli_runner().invoke(args=["audit", "verify", *options])


def replaced():
    """Database and checkpoint files exchanged together for a sound, different trail."""
    replace_whole_log()
    shutil.rmtree(checkpoints.folder())
    checkpoints.make_checkpoint()


def cut():
    """Everything after the third entry taken away, the checkpoints and their files too."""
    without_triggers(
        delete(LogLeaf).where(LogLeaf.position >= 3),
        delete(LogNode),
        delete(AuditEvent).where(AuditEvent.id >= 4),
        delete(Checkpoint),
        delete(LogState),
    )
    shutil.rmtree(checkpoints.folder())


@BOTH
@pytest.mark.parametrize(("attack", "word"), [(replaced, "replaced"), (cut, "cut to 3")])
def test_a_witness_finds_it_even_when_database_and_files_go_together(
    app, client, tmp_path, attack, word
):
    sealed_log()
    copy = feed(client, tmp_path / "copy.jsonl")
    attack()
    result = verified(app, copy)
    assert result.exit_code == 1
    assert word in result.output
    assert "copy.jsonl, line 1" in result.output


@BOTH
@pytest.mark.parametrize("attack", [replaced, cut])
def test_control_without_the_witness_it_passes(app, client, attack):
    sealed_log()
    attack()
    assert verified(app).exit_code == 0


def test_a_new_log_key_is_found_by_the_copy_too(app, client, tmp_path):
    sealed_log()
    copy = feed(client, tmp_path / "copy.jsonl")
    (app.extensions["settings"].data_dir / "keys" / "log.pem").unlink()
    replaced()
    assert "another key" in verified(app, copy).output


def test_an_untouched_log_is_sound_beside_its_copies(app, client, tmp_path):
    sealed_log()
    copies = [feed(client, tmp_path / name) for name in ("a.jsonl", "b.txt")]
    result = verified(app, *copies)
    assert (result.exit_code, "sound" in result.output) == (0, True)


@pytest.mark.parametrize("text", ["", "no line\n", '{"size": 1}\n', "{"])
def test_a_copy_that_is_none_is_said(app, tmp_path, text):
    path = tmp_path / "copy.jsonl"
    path.write_text(text)
    assert verified(app, path).exit_code == 2


# Receipts in packages


def confirmed(keeper):
    agreement = deals.noticed(deals.published())
    seal_pending()
    sequencer.sequence()
    checkpoints.make_checkpoint()
    sending.send_due()
    grow()
    return package(db.session.get_one(Agreement, agreement.id))


def test_the_verifier_says_which_witness_saw_which_checkpoint(hook, keeper):
    data = confirmed(keeper)
    key = bytes.fromhex(keeper.public_key)
    report = verifier.verify(data, None, None, [key])
    assert report.faults == []
    (told,) = report.witnessed
    assert "高校甲" in told
    assert keeper.public_key in told


def test_a_witness_that_is_not_there_is_missed(hook, keeper):
    data = confirmed(keeper)
    faults = verifier.verify(data, None, None, [bytes.fromhex(Keeper().public_key)]).faults
    assert any("whose key you brought" in fault for fault in faults)


def bent(receipt):
    first = receipt["checkpoint"]
    return {
        "another key": receipt | {"witness": receipt["witness"] | {"key": Keeper().public_key}},
        "another root": receipt | {"checkpoint": first | {"root": "0" * 64}},
        "no path": receipt | {"proof": []},
        "another signature": receipt | {"signature": first["signature"]},
    }


@pytest.mark.parametrize("kind", ["another key", "another root", "no path", "another signature"])
def test_a_bent_receipt_is_named(hook, keeper, kind):
    parts = contents(confirmed(keeper))
    receipt = bent(json.loads(parts["witnesses.jsonl"]))[kind]
    parts["witnesses.jsonl"] = json.dumps(receipt).encode() + b"\n"
    report = verifier.verify(repacked(parts), None, None)
    assert any(fault.startswith("witness 高校甲") for fault in report.faults)
    assert report.witnessed == []


def test_the_exported_trail_brings_the_receipts(hook, keeper, tmp_path):
    grow()
    sending.send_due()
    grow()
    export(tmp_path / "trail.zip")
    key = bytes.fromhex(keeper.public_key)
    report = verifier.verify((tmp_path / "trail.zip").read_bytes(), None, None, [key])
    assert report.faults == []
    assert len(report.witnessed) == 1


def test_the_file_of_a_witness_is_a_copy_to_verify_by(app, lenient, staff_user):
    witness = added("监督方乙", WitnessKind.FILE, staff_user)
    grow()
    sending.send_due()
    path = lenient.witness_dir / f"{witness.public_id}.jsonl"
    assert verified(app, path).exit_code == 0

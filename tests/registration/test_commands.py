"""``flask registration package``: 0 written, 1 refused with what is missing, 2 could not run."""

import zipfile

from marketplace.documents.models import DocumentSeal
from marketplace.extensions import db
from marketplace.registration.models import FilingStatus
from marketplace.terms.routes import Duty
from tests.registration import scenes


def run(app, *arguments):
    return app.test_cli_runner().invoke(args=["registration", "package", *arguments])


def test_a_package_is_prepared_sealed_and_written(app, tmp_path):
    agreement = scenes.free()
    result = run(app, agreement.public_id, "--out", str(tmp_path / "new"))
    assert result.exit_code == 0, result.output
    (path,) = (tmp_path / "new").iterdir()
    assert result.stdout.strip() == str(path)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert "copy-sheet.pdf" in archive.namelist()


def test_a_second_run_writes_the_same_bytes(app, tmp_path):
    agreement = scenes.free()
    for name in ("a", "b"):
        assert run(app, agreement.public_id, "--out", str(tmp_path / name)).exit_code == 0
    first, second = [next((tmp_path / name).iterdir()).read_bytes() for name in ("a", "b")]
    assert first == second


def test_what_is_missing_is_named(app, tmp_path):
    agreement = scenes.free()
    result = run(
        app, agreement.public_id, "--kind", "product_filing", "--out", str(tmp_path / "out")
    )
    assert result.exit_code == 1
    assert "产品名称" in result.stderr
    assert list((tmp_path / "out").iterdir()) == []
    assert scenes.filing(agreement, Duty.PRODUCT_FILING).status is FilingStatus.DUE


def test_a_filing_that_is_not_needed_is_refused(app, tmp_path):
    agreement = scenes.free()
    result = run(
        app, agreement.public_id, "--kind", "contract_registration", "--out", str(tmp_path)
    )
    assert result.exit_code == 1
    assert "transition_not_allowed" in result.stderr


def test_an_unknown_agreement_or_folder_could_not_run(app, tmp_path):
    assert run(app, "nothing", "--out", str(tmp_path)).exit_code == 2
    (tmp_path / "file").write_text("")
    agreement = scenes.free()
    assert run(app, agreement.public_id, "--out", str(tmp_path / "file" / "x")).exit_code == 2


def test_a_kind_that_did_not_arise_is_refused(app, tmp_path):
    agreement = scenes.free()
    result = run(app, agreement.public_id, "--kind", "export_registration", "--out", str(tmp_path))
    assert result.exit_code == 1


def test_nothing_is_written_while_sealing_fails(app, tmp_path, monkeypatch):
    agreement = scenes.free()
    monkeypatch.setattr("marketplace.registration.commands.seal_pending", lambda: 0)
    result = run(app, agreement.public_id, "--out", str(tmp_path))
    assert result.exit_code == 1
    assert "agreement_not_sealed" in result.stderr
    assert db.session.scalars(db.select(DocumentSeal)).all() == []

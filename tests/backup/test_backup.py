"""R-59: what is restored is equal, sound, and goes on; a used target, a damaged backup and an old
one are found."""

import shutil
from dataclasses import replace

import pytest
from sqlalchemy import text

from marketplace import clock, files
from marketplace.app import create_app
from marketplace.audit.checkpoints import make_checkpoint
from marketplace.backup import databases, services
from marketplace.backup.manifest import Manifest
from marketplace.config import Settings
from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.feedback import queries
from marketplace.feedback import services as feedback
from marketplace.feedback.delivering import deliver_due
from marketplace.payments import services as payments
from marketplace.terms.enums import FeeMode
from tests import deals
from tests.accounts.factories import make_administrator, owner_of
from tests.feedback.conftest import added
from tests.feedback.partner import Partner, listening
from tests.feedback.scenes import follow
from tests.witnesses.conftest import grow


@pytest.fixture
def partner(app, monkeypatch, tmp_path):
    settings = app.extensions["settings"]
    monkeypatch.setitem(
        app.extensions, "settings", replace(settings, witness_private_addresses=True)
    )
    found = Partner(tmp_path / "partner.sqlite")
    with listening(found) as address:
        found.address = address
        yield found
    found.receiver.close()


@pytest.fixture
def site(app, partner):
    """Money received, a file, a receiver that has everything, a signed log."""
    connector = added(make_administrator(), partner.address)
    partner.receiver.secret = connector.secret
    agreement = deals.noticed(deals.published(FeeMode.LUMP_SUM, amount_fen=deals.LUMP_FEN))
    payment = deals.pay(agreement, deals.LUMP_FEN, clock.today(), "收款1")
    with transaction():
        payments.confirm(payment, owner_of(agreement.licensor))
    files.put("银行回单".encode())
    follow()
    deliver_due(seconds=30)
    make_checkpoint()
    db.session.remove()
    return app


@pytest.fixture
def other(request, database, tmp_path):
    """A fresh installation that nothing was done in: its database has no tables yet."""
    url = f"sqlite:///{tmp_path / 'other' / 'marketplace.sqlite'}"
    if database == "postgresql":
        url = request.getfixturevalue("empty_postgresql_database")
    (tmp_path / "other" / "keys").mkdir(parents=True)
    (tmp_path / "other" / "keys" / "secret_key").write_text("made at start")
    made = create_app(
        Settings(
            database_url=url,
            data_dir=tmp_path / "other",
            secret_key="other",
            testing=True,
            argon2_time_cost=1,
            witness_private_addresses=True,
        )
    )
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def create(folder, *options):
    result = site_runner().invoke(args=["backup", "create", str(folder), *options])
    assert result.exit_code == 0, result.output
    return result.output


def site_runner():
    from flask import current_app

    return current_app.test_cli_runner()


def restore(app, folder, *options):
    return app.test_cli_runner().invoke(args=["backup", "restore", str(folder), *options])


@pytest.mark.databases("sqlite", "postgresql")
def test_a_restored_site_is_equal_and_its_outbox_tells_the_same(site, other, partner, tmp_path):
    before, held = databases.present(), partner.state()
    said = create(tmp_path / "backup")
    assert "NOT encrypted" in said
    assert before.balances_sha256 in said
    with other.app_context():
        done = restore(other, tmp_path / "backup")
        assert done.exit_code == 0, done.output
        assert done.output.splitlines()[-1] == "equal and sound"
        now = databases.present()
        assert now == before
        assert now.rows["ledger_postings"] > 0
        checked = other.test_cli_runner().invoke(args=["audit", "verify"])
        assert checked.exit_code == 0, checked.output
        assert other.test_cli_runner().invoke(args=["ledger", "check"]).exit_code == 0
        partner.restart(tmp_path / "fresh.sqlite")
        with transaction():  # and the sequences go on where they were
            feedback.replay(queries.everybody()[0], queries.everybody()[0].added_by)
        assert deliver_due(seconds=30) == sum(version for version, _ in held.values())
        assert partner.state() == held
        grow(2)
        again = restore(other, tmp_path / "backup")
        assert again.exit_code == 2
        assert "not empty" in again.output


def test_a_used_or_damaged_place_is_refused_before_anything_is_written(site, other, tmp_path):
    create(tmp_path / "backup")
    twice = site_runner().invoke(args=["backup", "create", str(tmp_path / "backup")])
    assert twice.exit_code == 2
    with other.app_context():
        nothing = restore(other, tmp_path)
        assert nothing.exit_code == 2
        (tmp_path / "other" / "files").mkdir()
        (tmp_path / "other" / "files" / "x").write_text("x")
        assert restore(other, tmp_path / "backup").exit_code == 2
        shutil.rmtree(tmp_path / "other" / "files")
        damaged = next(
            each for each in (tmp_path / "backup" / "files").rglob("*") if each.is_file()
        )
        kept = damaged.read_bytes()
        damaged.write_bytes(kept[:-1] + b"!")
        found = restore(other, tmp_path / "backup")
        assert found.exit_code == 2
        assert damaged.name in found.output
        assert (tmp_path / "other" / "keys" / "secret_key").read_text() == "made at start"
        assert not (tmp_path / "other" / "files").exists()
        damaged.write_bytes(kept)
        assert restore(other, tmp_path / "backup").exit_code == 0


@pytest.mark.tampers
def test_control_a_changed_figure_or_file_is_found(site, other, tmp_path):
    """Equality is measured: a posting that differs and a file that is gone are faults."""
    create(tmp_path / "backup")
    manifest = Manifest.read(tmp_path / "backup")
    with other.app_context():
        assert restore(other, tmp_path / "backup").exit_code == 0
        assert services.prove(manifest).faults == []
        with db.engine.begin() as connection:
            for name in ("no_update", "no_delete"):
                connection.execute(text(f"DROP TRIGGER ledger_postings_{name}"))
            connection.execute(text("UPDATE ledger_postings SET amount = amount + 1 WHERE id = 1"))
            connection.execute(text("DELETE FROM inbox_messages"))
        next(each for each in (tmp_path / "other" / "files").rglob("*") if each.is_file()).unlink()
        faults = " ".join(services.prove(manifest).faults)
        for word in ("balances_sha256", "ledger: ", "table inbox_messages", "missing or altered"):
            assert word in faults


def test_keys_open_with_their_passphrase_only(site, other, tmp_path):
    right, wrong = tmp_path / "right", tmp_path / "wrong"
    right.write_text("长口令 correct horse\n")
    wrong.write_text("another\n")
    said = create(tmp_path / "backup", "--passphrase-file", str(right))
    assert "NOT encrypted" not in said
    key = (site.extensions["settings"].data_dir / "keys" / "log.pem").read_bytes()
    assert all(
        b"PRIVATE KEY" not in each.read_bytes()
        for each in (tmp_path / "backup").rglob("*")
        if each.is_file()
    )
    with other.app_context():
        assert restore(other, tmp_path / "backup").exit_code == 2
        assert restore(other, tmp_path / "backup", "--passphrase-file", str(wrong)).exit_code == 2
        done = restore(other, tmp_path / "backup", "--passphrase-file", str(right))
        assert done.exit_code == 0, done.output
        assert (tmp_path / "other" / "keys" / "log.pem").read_bytes() == key


def test_a_backup_older_than_what_witnesses_hold_is_reported(site, other, tmp_path):
    create(tmp_path / "backup")
    signed = grow(4)
    copies = tmp_path / "witness.jsonl"
    copies.write_text(site.test_client().get("/feeds/checkpoints.jsonl").text)
    assert str(signed.size) in copies.read_text()
    db.session.remove()
    with other.app_context():
        assert restore(other, tmp_path / "backup").exit_code == 0
        alone = other.test_cli_runner().invoke(args=["audit", "verify"])
        assert alone.exit_code == 0, alone.output
        seen = other.test_cli_runner().invoke(args=["audit", "verify", "--witness", str(copies)])
        assert seen.exit_code == 1
        assert "the log was cut" in seen.output


def test_another_migration_is_refused(site, other, tmp_path):
    create(tmp_path / "backup")
    manifest = Manifest.read(tmp_path / "backup")
    replace(manifest, revision="0001").write(tmp_path / "backup")
    with other.app_context():
        found = restore(other, tmp_path / "backup")
        assert found.exit_code == 2
        assert "0001" in found.output
        with pytest.raises(Refused):
            databases.require_fitting("0001")
        databases.require_fitting(None)

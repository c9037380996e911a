"""``flask demo``: folders, settings of the children, refusals."""

import json
import socket

import pytest

from marketplace.demo import commands, record, serving


@pytest.fixture
def calls(monkeypatch):
    """What would be run, without running it."""
    made = []
    monkeypatch.setattr(serving, "run", lambda command, settings: made.append(command) or 0)
    monkeypatch.setattr(serving, "serve", lambda port, settings, ready: made.append(port) or 0)
    monkeypatch.setattr(serving, "is_taken", lambda port: False)
    return made


def _finished(folder):
    folder.mkdir(parents=True, exist_ok=True)
    record.database_of(folder).touch()
    record.write(folder, {"url": "", "database": "", "accounts": [{"email": "a"}], "samples": {}})


def test_a_second_start_goes_on_with_the_folder(app, calls, tmp_path):
    _finished(tmp_path)
    result = app.test_cli_runner().invoke(
        commands.demo, ["--port", "5099", "--data", str(tmp_path)]
    )
    assert result.exit_code == 0, result.output
    told = json.loads((tmp_path / "demo.json").read_text())
    assert told["url"] == "http://127.0.0.1:5099"
    assert told["accounts"] == [{"email": "a"}]
    assert calls[-1] == 5099


def test_building_again_keeps_a_finished_demonstration(app, monkeypatch, tmp_path):
    _finished(tmp_path)
    monkeypatch.setattr(commands, "upgrade", lambda: None)
    monkeypatch.setattr(commands, "make", lambda folder: pytest.fail("built anew"))
    result = app.test_cli_runner().invoke(commands.demo_build, [str(tmp_path)])
    assert result.exit_code == 0, result.output


def test_a_port_in_use_is_refused(app, tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        arguments = ["--port", str(port), "--data", str(tmp_path)]
        result = app.test_cli_runner().invoke(commands.demo, arguments)
    assert result.exit_code == 2
    assert "is in use" in result.output


def test_a_folder_with_other_data_is_left_alone(app, calls, tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    result = app.test_cli_runner().invoke(commands.demo, ["--data", str(tmp_path)])
    assert result.exit_code == 2
    assert "other data" in result.output
    assert (tmp_path / "thesis.txt").read_text() == "mine"
    assert calls == []


def test_a_failed_build_ends_the_command(app, calls, monkeypatch, tmp_path):
    monkeypatch.setattr(serving, "run", lambda command, settings: 1)
    result = app.test_cli_runner().invoke(commands.demo, ["--data", str(tmp_path / "d")])
    assert result.exit_code == 2


def test_what_a_broken_build_left_is_taken_away(tmp_path):
    record.begin(tmp_path)
    (tmp_path / "files" / "ab").mkdir(parents=True)
    (tmp_path / "files" / "ab" / "cd").write_text("half")
    record.begin(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [".demo-begun"]


def test_children_are_set_to_the_folder_and_nothing_else(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere")
    monkeypatch.setenv("MARKETPLACE_SMTP_URL", "smtp://elsewhere")
    monkeypatch.setenv("MARKETPLACE_STRIPE_ENABLED", "1")
    settings = serving.environment(tmp_path, 5001)
    assert settings["DATABASE_URL"] == f"sqlite:///{tmp_path}/marketplace.sqlite"
    assert settings["DATA_DIR"] == str(tmp_path)
    assert settings["MARKETPLACE_DEMO"] == "1"
    assert settings["MARKETPLACE_BASE_URL"] == "http://127.0.0.1:5001"
    assert settings["MARKETPLACE_STRIPE_ENABLED"] == "1"
    assert "MARKETPLACE_SMTP_URL" not in settings


def test_the_record_is_for_its_owner_only(tmp_path):
    record.write(tmp_path, {"accounts": []})
    assert (tmp_path / "demo.json").stat().st_mode & 0o077 == 0


def test_the_record_is_told_with_its_accounts(capsys):
    account = {"email": "a@b.example", "password": "secret-enough", "role": "owner"}
    commands._tell({"url": "http://127.0.0.1:5000", "accounts": [account]})
    told = capsys.readouterr().err
    assert "http://127.0.0.1:5000" in told
    assert "a@b.example" in told


def test_serving_ends_with_a_child_that_broke_off(monkeypatch):
    monkeypatch.setattr(serving, "flask", lambda *arguments: ["true"])
    monkeypatch.setattr(serving, "_web", lambda port: ["sleep", "30"])
    monkeypatch.setattr(serving.signal, "signal", lambda *arguments: None)
    assert serving.serve(1, {"PATH": "/usr/bin:/bin"}, lambda: None) == 1

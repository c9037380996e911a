"""R-80, R-81 for receivers with an SFTP server, which is a program of its own here."""

import hashlib
import json
from datetime import timedelta

import asyncssh
import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.feedback import keys, services
from marketplace.feedback.models import ConnectorHealth, ConnectorKind
from marketplace.feedback.models import DeliveryStatus as D
from marketplace.feedback.reconciling import compare
from marketplace.feedback.sftp import SftpChannel
from tests.feedback import bulk
from tests.feedback.conftest import added
from tests.feedback.scenes import send, states, told
from tests.feedback.sftp_server import PASSWORD, serving

COUNT = 4


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("sftp")) as found:
        yield found


@pytest.fixture
def server(running, lenient):
    running.be("well")
    return running


@pytest.fixture
def place(server, request):
    """An empty folder of the receiver, and its address."""
    name = hashlib.sha256(request.node.name.encode()).hexdigest()[:12]
    return server.files / name, server.address(name)


def receiver(server, place, staff_user, **values):
    """One that awaits a few messages."""
    given = {"host_key": server.host_key} | values
    connector = added(staff_user, place[1], kind=ConnectorKind.SFTP, **given)
    if connector.has_key:
        server.admit(keys.public_line(connector.secret))
    bulk.write(connector, COUNT, versions=2)
    return connector


def later(**values):
    return clock.at(clock.now() + timedelta(**values))


def health():
    db.session.expire_all()
    return db.session.scalars(select(ConnectorHealth)).one()


def whole_files(folder):
    """Message ids by file, each file read as the message that it must be."""
    found = {}
    for path in sorted(folder.glob("*.json")):
        found[path.name] = json.loads(path.read_bytes())["id"]
        assert path.name.endswith(f"-{found[path.name]}.json")
    return list(found.values())


def test_by_our_key_in_order_acknowledged_and_compared(server, place, staff_user):
    folder, _ = place
    connector = receiver(server, place, staff_user)
    assert send() == COUNT
    assert sorted(whole_files(folder)) == sorted(each.message_id for each in told())
    assert set(states(connector).values()) == {D.HANDED_OVER}
    (folder / "acknowledged").mkdir()
    files = {path.stem.split("-")[1]: path.read_bytes() for path in folder.glob("*.json")}
    digests = {name: hashlib.sha256(text).hexdigest() for name, text in files.items()}
    wrong = min(digests)
    for name, digest in digests.items():
        said = {"id": name, "sha256": "0" * 64 if name == wrong else digest}
        (folder / "acknowledged" / f"{name}.json").write_text(json.dumps(said))
    before = server.sign_ins
    send()
    assert server.sign_ins == before  # it is not signed in to again at once
    with later(minutes=2):
        send()
    found = states(connector)
    assert found.pop(wrong) is D.HANDED_OVER
    assert set(found.values()) == {D.ACKNOWLEDGED}
    with pytest.raises(Refused):
        compare(connector)
    held = [json.loads(text) for text in files.values()]
    newest = [each for each in held if each["version"] == 2]
    lines = [{**m["subject"], "version": 2, "sha256": digests[m["id"]]} for m in newest]
    (folder / "holding.jsonl").write_text("".join(json.dumps(each) + "\n" for each in lines))
    assert compare(connector).lines == []


def test_by_password_to_a_server_that_never_replaces_a_file(server, place, staff_user):
    server.be("old")
    connector = receiver(server, place, staff_user, password=PASSWORD)
    assert send() == COUNT
    delivered = whole_files(place[0])
    with transaction():
        services.replay(connector, staff_user)
    assert send() == COUNT
    assert whole_files(place[0]) == delivered
    assert not list(place[0].glob("*.part"))


def test_a_server_with_another_key_gets_nothing(server, place, staff_user):
    other = keys.public_line(keys.new_ssh_secret())
    connector = receiver(server, place, staff_user, host_key=other, password=PASSWORD)
    before = server.sign_ins
    assert send() == 0
    assert "HostKeyNotVerifiable" in health().last_error
    assert health().failures == 1
    assert (server.sign_ins, whole_files(place[0])) == (before, [])
    assert set(states(connector).values()) == {D.WAITING}


def test_control_without_the_pin_another_server_gets_password_and_messages(
    server, place, staff_user, monkeypatch
):
    connect = asyncssh.connect
    monkeypatch.setattr(
        asyncssh, "connect", lambda *a, **v: connect(*a, **v | {"known_hosts": None})
    )
    other = keys.public_line(keys.new_ssh_secret())
    receiver(server, place, staff_user, host_key=other, password=PASSWORD)
    before = server.sign_ins
    assert send() == COUNT
    assert server.sign_ins == before + 1


def test_cut_off_in_the_middle_nothing_stands_half_and_it_goes_again_under_its_id(
    server, place, staff_user
):
    connector = receiver(server, place, staff_user)
    server.be("cuts")
    assert send() == 0
    assert (len(list(place[0].iterdir())), whole_files(place[0])) == (1, [])
    assert health().failures == 1
    assert set(states(connector).values()) == {D.WAITING}
    server.be("well")
    with later(minutes=2):
        assert send() == COUNT
    assert sorted(whole_files(place[0])) == sorted(each.message_id for each in told())
    assert len(list(place[0].iterdir())) == COUNT
    assert health().failures == 0


def test_control_written_under_its_name_at_once_half_a_message_stands_there(
    server, place, staff_user, monkeypatch
):
    async def at_once(channel, name, body):
        async with channel._files.open(f"{channel._place.path}/{name}", "wb") as file:
            await file.write(body)

    monkeypatch.setattr(SftpChannel, "_put", at_once)
    receiver(server, place, staff_user)
    server.be("cuts")
    send()
    with pytest.raises(ValueError, match=r"Unterminated|Expecting|delimiter"):
        whole_files(place[0])


def test_a_key_that_its_keeper_has_not_added_is_shown_and_tried_again(server, place, staff_user):
    connector = receiver(server, place, staff_user)
    server.admit("")
    assert send() == 0
    assert "PermissionDenied" in health().last_error
    server.admit(keys.public_line(connector.secret))
    with later(minutes=2):
        assert send() == COUNT


@pytest.mark.parametrize(
    "text", ["", "ssh-ed25519", "ssh-ed25519 AAAA", "-----BEGIN OPENSSH PRIVATE KEY-----"]
)
def test_what_is_no_public_key_is_refused(text):
    with pytest.raises(Refused):
        keys.pinned(text)


def test_a_line_of_ssh_keyscan_is_taken():
    line = keys.public_line(keys.new_ssh_secret())
    bare = " ".join(line.split()[:2])
    assert keys.pinned(line) == keys.pinned(f"sftp.example.cn {line}") == bare

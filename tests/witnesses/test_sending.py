"""Checkpoints reach witnesses, again after failures, and without making the log grow."""

import base64
import hashlib
import hmac
import json
import smtplib
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DatabaseError

from marketplace import clock
from marketplace.audit import sequencer
from marketplace.audit.checkpoints import make_checkpoint, read_copies
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.evidence.verifier import tree
from marketplace.extensions import db
from marketplace.witnesses import addresses, queries, sending, services
from marketplace.witnesses.models import WitnessKind, WitnessReceipt
from tests.witnesses.conftest import added, grow
from tests.witnesses.keeper import Keeper

BOTH = pytest.mark.databases("sqlite", "postgresql")


def receipts():
    return db.session.scalar(select(func.count(WitnessReceipt.id)))


def later(minutes):
    return clock.at(clock.now() + timedelta(minutes=minutes))


@BOTH
def test_a_webhook_gets_what_it_lacks_signed_after_standard_webhooks(hook, keeper):
    first, second = grow(), grow(2)
    assert sending.send_due() == 1
    headers, body = keeper.got[0]
    told = json.loads(body)["data"]
    assert [each["size"] for each in told["checkpoints"]] == [first.size, second.size]
    key = base64.b64decode(hook.secret.removeprefix("whsec_"))
    head = {name.lower(): value for name, value in headers.items()}
    signed = f"{head['webhook-id']}.{head['webhook-timestamp']}.".encode() + body
    wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert head["webhook-signature"] == f"v1,{wanted}"
    assert sending.send_due() == 0
    assert len(keeper.got) == 1


def test_the_next_parcel_proves_that_the_log_goes_on(hook, keeper):
    first = grow()
    sending.send_due()
    second = grow(4)
    sending.send_due()
    told = json.loads(keeper.got[1][1])["data"]["consistency"]
    path = [bytes.fromhex(each) for each in told["proof"]]
    roots = tree.roots_by_path(first.size, second.size, path, bytes.fromhex(first.root))
    assert roots == (bytes.fromhex(first.root), bytes.fromhex(second.root))


@BOTH
def test_sending_writes_no_event(hook, keeper):
    """Else every checkpoint would be the reason for the next one."""
    grow()
    before = db.session.scalar(select(func.count(AuditEvent.id)))
    sending.send_due()
    assert receipts() == 1
    assert db.session.scalar(select(func.count(AuditEvent.id))) == before
    assert sequencer.sequence() == 0
    assert make_checkpoint() is None


@BOTH
def test_a_receipt_is_kept_and_cannot_be_changed(hook, keeper):
    signed = grow()
    sending.send_due()
    (receipt,) = queries.receipts_of(hook)
    assert receipt.checkpoint.size == signed.size
    for statement in ("UPDATE witness_receipts SET signature = ''", "DELETE FROM witness_receipts"):
        with pytest.raises(DatabaseError, match="append-only"), transaction() as session:
            session.execute(text(statement))


def test_a_signature_of_another_key_is_no_receipt(hook, keeper):
    keeper.key = Keeper().key
    grow()
    assert sending.send_due() == 1
    assert receipts() == 0
    assert "signature" in queries.standings()[0].last_error


def test_control_with_its_own_key_it_is(hook, keeper):
    grow()
    sending.send_due()
    assert receipts() == 1


def test_a_witness_that_fails_is_tried_again_with_growing_pauses(hook, keeper):
    grow()
    keeper.status = 503
    pauses = (1, 5, 30, 120)
    for pause in pauses:
        assert sending.send_due() == 0
        assert sending.send_due() == 0, "not before its time"
        (standing,) = queries.standings()
        assert standing.lag > 0
        assert "503" in standing.last_error
        wait = hook.progress.next_attempt_at - clock.now()
        assert timedelta(minutes=pause - 1) < wait <= timedelta(minutes=pause)
        with transaction():
            hook.progress.next_attempt_at = clock.now()
    keeper.status = 200
    assert sending.send_due() == 1
    (standing,) = queries.standings()
    assert (standing.lag, standing.last_error, hook.progress.failures) == (0, None, 0)


def test_a_redirect_is_not_followed(hook, keeper):
    grow()
    keeper.status = 302
    assert sending.send_due() == 0
    assert "302" in queries.standings()[0].last_error


def test_a_file_witness_keeps_lines_as_in_the_feed(lenient, staff_user):
    witness = added("监督方乙", WitnessKind.FILE, staff_user)
    signed = [grow(), grow()]
    sending.send_due()
    signed.append(grow())
    sending.send_due()
    path = lenient.witness_dir / f"{witness.public_id}.jsonl"
    assert [each for _, each in read_copies(path)] == signed


def test_a_file_witness_needs_a_folder(app, staff_user):
    with pytest.raises(Refused, match="MARKETPLACE_WITNESS_DIR"), transaction():
        services.add("监督方乙", WitnessKind.FILE, staff_user)


def test_mail_goes_once_a_day_with_the_newest_checkpoint(lenient, staff_user, monkeypatch):
    sent = []
    monkeypatch.setattr(sending, "send_now", lambda *arguments: sent.append(arguments))
    added("所丙", WitnessKind.MAIL, staff_user, "log@example.com")
    grow()
    newest = grow()
    assert sending.send_due() == 1
    grow()
    assert sending.send_due() == 0
    with later(24 * 60):
        assert sending.send_due() == 1
    assert [each[0] for each in sent] == ["log@example.com"] * 2
    line = next(each for each in sent[0][2].splitlines() if each.startswith("{"))
    assert json.loads(line)["size"] == newest.size


def test_without_a_mail_server_it_is_said_and_tried_again(lenient, staff_user):
    added("所丙", WitnessKind.MAIL, staff_user, "log@example.com")
    grow()
    assert sending.send_due() == 0
    assert "no mail server" in queries.standings()[0].last_error


def test_a_refusing_mail_server_is_tried_again(lenient, staff_user, monkeypatch):
    def refuse(*_arguments):
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr(sending, "send_now", refuse)
    witness = added("所丙", WitnessKind.MAIL, staff_user, "log@example.com")
    grow()
    assert sending.send_due() == 0
    assert witness.progress.next_attempt_at > clock.now()


def test_an_ended_witness_gets_nothing_and_its_receipts_stay(hook, keeper, staff_user):
    grow()
    sending.send_due()
    with transaction():
        services.end(hook, staff_user)
    grow()
    assert sending.send_due() == 0
    assert receipts() == 1
    with pytest.raises(Refused), transaction():
        services.end(hook, staff_user)


def test_its_key_stands_in_the_log_and_its_secret_does_not(hook):
    (event,) = history(hook)
    assert event.data["key"] == hook.public_key
    assert hook.secret.encode() not in event.canonical
    with pytest.raises(DatabaseError, match="fixed"), transaction() as session:
        session.execute(update(type(hook)).values(public_key="0" * 64))


PRIVATE = [
    "http://example.com/hook",
    "https://127.0.0.1/hook",
    "https://localhost/hook",
    "https://10.1.2.3/hook",
    "https://192.168.0.9/hook",
    "https://169.254.169.254/latest/meta-data",
    "https://100.64.0.1/hook",
    "https://[::1]/hook",
    "https://[::ffff:127.0.0.1]/hook",
    "https://[fd00::1]/hook",
    "https://[64:ff9b::7f00:1]/hook",
    "https://0.0.0.0/hook",
    "https://2130706433/hook",
    "https://user:secret@93.184.216.34/hook",
    "https://93.184.216.34:x/hook",
    "ftp://93.184.216.34/hook",
    "not an address",
]


@pytest.mark.parametrize("url", PRIVATE)
def test_addresses_inside_are_refused(app, staff_user, url):
    """R-92."""
    with pytest.raises(Refused), transaction():
        services.add("内", WitnessKind.WEBHOOK, staff_user, address=url)


def test_a_public_address_is_taken(app):
    parts, host = addresses.require_public("https://93.184.216.34/hook")
    assert (parts.hostname, host) == ("93.184.216.34", "93.184.216.34")


def test_a_name_that_leads_inside_later_is_not_posted_to(hook, keeper, app, monkeypatch):
    """The address is looked at again before each sending, and that very address is connected to."""
    strict = type(app.extensions["settings"])(
        **{**vars(app.extensions["settings"]), "witness_private_addresses": False}
    )
    grow()
    monkeypatch.setitem(app.extensions, "settings", strict)
    assert sending.send_due() == 0
    assert keeper.got == []


def test_control_with_private_addresses_allowed_it_is_posted_to(hook, keeper):
    grow()
    assert sending.send_due() == 1
    assert keeper.got


def test_no_key_but_ed25519(app, lenient, staff_user):
    with pytest.raises(Refused, match="Ed25519"), transaction():
        services.add("所丁", WitnessKind.FILE, staff_user, public_key="zz")

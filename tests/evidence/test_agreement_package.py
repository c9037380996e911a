"""The package of one agreement: whole for a stranger, and every exchange of a part is found."""

import io
import json
import zipfile

import pytest

from marketplace import clock, files
from marketplace.agreements.models import SignatureKind
from marketplace.audit import checkpoints, sequencer
from marketplace.documents.sealing_jobs import seal_pending
from marketplace.errors import Refused
from marketplace.evidence.agreements import package
from marketplace.evidence.verifier import package as verifier
from tests import deals
from tests.accounts.factories import make_administrator, make_user, owner_of


def sealed_deal():
    agreement = deals.noticed(deals.published())
    seal_pending()
    sequencer.sequence()
    checkpoints.make_checkpoint()
    return agreement


def contents(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_stranger_finds_the_package_sound(app):
    agreement = sealed_deal()
    data = package(agreement)
    report = verifier.verify(data, None, None)
    assert report.faults == []
    parts = contents(data)
    about = json.loads(parts["evidence.json"])
    (paper,) = about["documents"]
    assert (paper["kind"], paper["is_current"], paper["level"]) == ("agreement", True, "PAdES B-B")
    assert parts[paper["file"]] == files.get(paper["sha256"])
    facts = json.loads(parts["facts.json"])
    assert [each["kind"] for each in facts["signatures"]] == [SignatureKind.NOTICE]
    assert facts["signatures"][0]["authority"]
    assert facts["deliveries"][0]["kind"] == "inbox"
    assert all(mail["to"].startswith("***@") for mail in facts["mails"])
    tags = [json.loads(line)["event"]["tag"] for line in parts["events.jsonl"].splitlines()]
    assert {"agreement:sign", "agreement:deliver", "document:seal"} <= set(tags)


def test_it_reaches_to_the_newest_checkpoint_and_says_when_each_event_stood(app):
    agreement = sealed_deal()
    with clock.at(clock.start_of_day(clock.add_months(clock.today(), 1))):
        deals.noticed(deals.published())
        sequencer.sequence()
        checkpoints.make_checkpoint()
    data = package(agreement)
    assert verifier.verify(data, None, None).faults == []
    growth = [json.loads(line) for line in contents(data)["growth.jsonl"].splitlines()]
    newest = json.loads(contents(data)["checkpoints.jsonl"])
    (earlier,) = growth
    assert earlier["checkpoint"]["size"] < newest["size"]
    assert earlier["proof"]


def test_before_a_checkpoint_covers_it_there_is_no_package(app):
    agreement = deals.noticed(deals.published())
    with pytest.raises(Refused, match="checkpoint"):
        package(agreement)
    seal_pending()
    with pytest.raises(Refused, match="checkpoint"):
        package(agreement)
    sequencer.sequence()
    checkpoints.make_checkpoint()
    assert package(agreement)


def exchanges(one, other):
    """Parts of another sound package, or bent ones, each with the fault that must be named."""
    paper = next(name for name in one if name.startswith("documents/"))
    foreign = next(name for name in other if name.startswith("documents/"))
    bent = bytearray(one[paper])
    bent[len(bent) // 3] ^= 1
    event, *rest = one["events.jsonl"].splitlines(keepends=True)
    edited = json.loads(event)
    edited["event"]["data"]["number"] = "9"
    moved = json.loads(event)
    moved["position"] += 1
    return {
        "another sealed paper": ({paper: other[foreign]}, "no event in the log names this file"),
        "one bent byte": ({paper: bytes(bent)}, "documents/"),
        "appended": ({paper: one[paper] + b"\n%%EOF\n"}, "changed after signing"),
        "other terms": ({"records/terms.json": other["records/terms.json"] + b" "}, "terms.json"),
        "an edited event": ({"events.jsonl": _line(edited) + b"".join(rest)}, "edited"),
        "a moved event": ({"events.jsonl": _line(moved) + b"".join(rest)}, "not in the log"),
        "a dropped event": ({"events.jsonl": b"".join(rest)}, "the package speaks of"),
        "no checkpoint": ({"checkpoints.jsonl": b""}, "no sound checkpoint"),
    }


def _line(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode() + b"\n"


@pytest.fixture
def two_packages(app):
    return contents(package(sealed_deal())), contents(package(sealed_deal()))


@pytest.mark.parametrize(
    "kind",
    [
        "another sealed paper",
        "one bent byte",
        "appended",
        "other terms",
        "an edited event",
        "a moved event",
        "a dropped event",
        "no checkpoint",
    ],
)
def test_every_exchange_is_named_even_with_a_manifest_of_its_own(two_packages, kind):
    """The manifest is left out of the judgment here: each part must stand by itself."""
    one, other = two_packages
    change, words = exchanges(one, other)[kind]
    faults = verifier.verify(repacked(one | change), None, None).faults
    own = [fault for fault in faults if not fault.endswith(": changed")]
    assert any(words in fault for fault in own), faults


def test_who_may_have_it(app):
    agreement = sealed_deal()
    address = f"/agreements/{agreement.public_id}/evidence"
    for user, status in (
        (None, 303),
        (make_user(), 404),
        (owner_of(deals.licensee()), 404),
        (make_user(is_auditor=True), 403),
        (owner_of(agreement.licensee), 200),
        (owner_of(agreement.licensor), 200),
        (make_administrator(), 200),
    ):
        response = app.test_client(user=user).get(address)
        assert response.status_code == status, user
    assert response.mimetype == "application/zip"


def test_the_verifier_can_be_had_without_a_package(app):
    response = app.test_client().get("/verify/verifier.zip")
    assert "verifier/__main__.py" in contents(response.data)

"""The package of one agreement: whole for a stranger, and every exchange of a part is found."""

import hashlib
import io
import json
import zipfile

import pytest

from marketplace import clock, files
from marketplace.accounts import services as accounts
from marketplace.accounts.models import Role
from marketplace.agreements import queries, services
from marketplace.agreements.models import SignatureKind
from marketplace.audit import checkpoints, sequencer
from marketplace.database import transaction
from marketplace.documents.sealing_jobs import seal_pending
from marketplace.errors import Refused
from marketplace.evidence.agreements import package
from marketplace.evidence.verifier import package as verifier
from marketplace.worker.services import drain
from tests import deals
from tests.accounts.factories import make_administrator, make_user, owner_of
from tests.deeds.factories import amendment, lump, running, sign_both, termination


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


def amended_deal():
    """A contract with an amendment in force and a termination that waits for the other side."""
    agreement = running()
    deed = amendment(agreement, lump(2_000_000))
    sign_both(deed)
    seal_pending()
    sequencer.sequence()
    checkpoints.make_checkpoint()
    return agreement, deed


def test_further_papers_are_in_the_package_and_covered_by_the_verifier(app):
    agreement, deed = amended_deal()
    parts = contents(package(agreement))
    assert verifier.verify(repacked(parts), None, None).faults == []
    about, told = (json.loads(parts[name]) for name in ("evidence.json", "facts.json"))
    assert len(about["documents"]) == 2
    assert {"records/terms.json", "records/1-terms.json", "records/1-text.json"} <= set(
        about["records"]
    )
    assert hashlib.sha256(parts["records/1-terms.json"]).hexdigest() == deed.terms_sha256
    (paper,) = told["further_papers"]
    assert (paper["kind"], paper["status"]) == ("amendment", "in_force")
    assert {each["side"] for each in paper["signatures"]} == {"licensor", "licensee"}
    tags = [json.loads(line)["event"]["tag"] for line in parts["events.jsonl"].splitlines()]
    assert {"deed:propose", "deed:sign", "deed:take_effect"} <= set(tags)
    sealed = next(each["file"] for each in about["documents"] if each["id"] != _first_id(about))
    for name in ("records/1-terms.json", "records/1-text.json", sealed):
        bent = parts[name][:-9] + bytes([parts[name][-9] ^ 1]) + parts[name][-8:]
        faults = verifier.verify(repacked(parts | {name: bent}), None, None).faults
        assert any(name in fault and not fault.endswith(": changed") for fault in faults), name


def _first_id(about):
    return about["documents"][0]["id"]


def test_a_paper_that_no_checkpoint_covers_yet_stays_out_and_breaks_nothing(app):
    agreement, _ = amended_deal()
    termination(agreement)
    parts = contents(package(agreement))
    assert verifier.verify(repacked(parts), None, None).faults == []
    assert len(json.loads(parts["facts.json"])["further_papers"]) == 1


def test_identity_authority_and_mails_are_told_with_their_events(app):
    agreement = deals.drafted(deals.published(), deals.licensee())
    administrator = make_administrator()
    membership = next(each for each in agreement.licensee.memberships if each.has(Role.SIGNATORY))
    with transaction():
        accounts.state_authority(membership, accepted=True)
        accounts.suspend_organization(agreement.licensor, "x", administrator)
        accounts.resume_organization(agreement.licensor, administrator)
    with transaction():
        services.sign_notice(agreement, deals.act_of(agreement, membership.user))
    public_id = agreement.public_id
    for _ in range(2):
        seal_pending()
        drain()
    parts = contents(package(queries.by_public_id(public_id)))
    assert verifier.verify(repacked(parts), None, None).faults == []
    told = json.loads(parts["facts.json"])
    assert "organization:state_authority" in {each["what"] for each in told["identity"]}
    (statement,) = [name for name in parts if name.startswith("records/authority-")]
    assert parts[statement].decode() == told["signatures"][0]["authority"]
    assert told["mails"]
    assert all(each["delivered_at"] for each in told["mails"])


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

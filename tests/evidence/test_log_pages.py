"""The public log: a witness that fetches the feed can check every step by itself."""

import json

import pytest

from marketplace.audit import checkpoints, sequencer
from marketplace.audit.actors import SYSTEM
from marketplace.audit.models import LogLeaf
from marketplace.audit.services import Fact, record_all
from marketplace.database import transaction
from marketplace.evidence.verifier import trail, tree
from marketplace.extensions import db
from tests.accounts.browser import visit
from tests.audit.test_trail import Thing


def grow(count):
    with transaction():
        record_all((Fact("thing:make", Thing(), (), {"n": n}) for n in range(count)), SYSTEM)
    sequencer.sequence()
    return checkpoints.make_checkpoint()


def lines(client, path):
    return [json.loads(line) for line in client.get(path).get_data(as_text=True).splitlines()]


def test_a_witness_follows_the_log_by_the_feed_alone(client):
    for count in (3, 300, 7):
        grow(count)
    newest = client.get("/log/checkpoint.json").get_json()
    fed = lines(client, "/feeds/checkpoints.jsonl")
    assert [each["size"] for each in fed] == [3, 303, 310]
    assert lines(client, "/feeds/checkpoints.jsonl?after=303")[0]["size"] == 310
    log = trail.Log(bytes.fromhex(newest["key"]))
    assert list(trail.check_checkpoints(log, fed)) == []
    for earlier in fed[:-1]:
        address = f"/log/consistency.json?first={earlier['size']}&second=310"
        proof = client.get(address).get_json()["proof"]
        steps = [{"checkpoint": earlier, "proof": proof}]
        assert list(trail.check_growth(log, steps)) == []
        forged = [{"checkpoint": earlier | {"root": "0" * 64}, "proof": proof}]
        assert list(trail.check_growth(log, forged)) != []


def test_an_entry_is_proven_by_its_hash(client):
    grow(20)
    newest = client.get("/log/checkpoint.json").get_json()
    leaf = db.session.query(LogLeaf.leaf_hash).filter_by(position=13).scalar()
    found = client.get(f"/log/inclusion.json?leaf={leaf}&size=20").get_json()
    path = [bytes.fromhex(each) for each in found["proof"]]
    assert (
        tree.root_by_path(bytes.fromhex(leaf), found["position"], 20, path).hex() == newest["root"]
    )


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/log/consistency.json?first=0&second=3", 400),
        ("/log/consistency.json?first=3&second=2", 400),
        ("/log/consistency.json?first=1&second=99", 400),
        ("/log/consistency.json?first=x&second=3", 400),
        ("/log/inclusion.json?leaf=00&size=3", 404),
        ("/log/inclusion.json?leaf=00", 400),
    ],
)
def test_what_cannot_be_proven_is_refused_with_words(client, path, status):
    grow(3)
    assert client.get(path, headers={"Accept": "application/json"}).status_code == status


def test_an_empty_log_has_a_page_and_no_checkpoint(client):
    assert client.get("/log/checkpoint.json").status_code == 404
    visit(client, "/log")


def test_the_page_shows_the_newest_checkpoints(client):
    signed = grow(5)
    assert signed.root[:16] in client.get("/log").get_data(as_text=True)
    visit(client, "/log")

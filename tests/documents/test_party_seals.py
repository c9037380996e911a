"""A licensed service's signature of a party in a field of its own, under the platform's record."""

import hashlib
import re
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from marketplace import clock
from marketplace.documents import inspection, sealing
from marketplace.documents.keys import trusted_roots_pem
from marketplace.documents.party_seals import PartySealRefused, add_party_seal, embed, prepare
from marketplace.documents.rendering import render
from marketplace.documents.sealing import FIELD_NAME
from tests.documents.factories import rendered_data
from tests.documents.seal_service import Service

RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
NOON = clock.start_of_day(clock.today()) + timedelta(hours=12)


@pytest.fixture
def text(app):
    return render("agreement", rendered_data())


def sealed(pdf):
    return sealing.seal(pdf, document_id="7k3m9p2x4q8r5t6v", at=NOON)


def signatures(pdf):
    found = inspection.inspect(pdf, trusted_roots_pem())
    assert found["state"] == "readable"
    return {each["field"]: each for each in found["signatures"]}


def test_both_parties_sign_before_the_platform_records_it(text):
    service = Service()
    for order, party in enumerate(("licensor-id", "licensee-id"), start=1):
        text = add_party_seal(text, service, party=party, order=order)
    found = signatures(sealed(text))
    assert list(found) == ["Party1", "Party2", FIELD_NAME]
    assert [each["signer"] for each in found.values()][:2] == ["licensor-id", "licensee-id"]
    assert all(each["intact"] for each in found.values())
    assert [each["ours"] for each in found.values()] == [False, False, True]
    assert found[FIELD_NAME]["whole"]
    inspection.check_sealed(sealed(text), trusted_roots_pem())


def test_the_service_is_given_the_digest_of_the_document_and_the_party(text):
    service = Service()
    prepared = prepare(text, order=1)
    given = prepared.pdf[: prepared.start] + prepared.pdf[prepared.end :]
    assert prepared.digest == hashlib.sha256(given).digest()
    embed(prepared, service.sign(prepared.digest, party="licensor-id"))
    assert service.asked == [(prepared.digest, "licensor-id")]
    assert len(PdfReader(BytesIO(prepared.pdf)).pages) == len(PdfReader(BytesIO(text)).pages)


@pytest.mark.parametrize(
    "answer",
    [
        lambda service, _: service.sign(hashlib.sha256(b"another").digest(), party="x"),
        lambda service, digest: service.sign(digest, party="x")[:-8] + bytes(8),
        lambda *_: b"no signature",
        lambda *_: bytes(200_000),
    ],
    ids=["over another document", "broken", "nothing", "too long"],
)
def test_an_answer_that_does_not_hold_is_refused(text, answer):
    prepared = prepare(text, order=1)
    with pytest.raises(PartySealRefused):
        embed(prepared, answer(Service(), prepared.digest))


@pytest.mark.parametrize("change", ["removed", "replaced", "reordered"])
def test_a_partys_signature_removed_replaced_or_reordered_is_found_and_named(text, change):
    """R-03: each signature covers those before it, and the platform's record covers them all."""
    service = Service()
    first = add_party_seal(text, service, party="licensor-id", order=1)
    whole = sealed(add_party_seal(first, service, party="licensee-id", order=2))
    start, end = hole(whole, 0)
    other_start, other_end = hole(whole, 1)
    mine, theirs = whole[start:end], whole[other_start:other_end]
    if change == "removed":
        damaged = whole[:start] + b"0" * (end - start) + whole[end:]
    elif change == "replaced":
        stranger = add_party_seal(text, Service(), party="licensor-id", order=1)
        damaged = whole[:start] + stranger[slice(*hole(stranger, 0))] + whole[end:]
    else:
        damaged = whole[:start] + theirs + whole[end:other_start] + mine + whole[other_end:]
    assert len(damaged) == len(whole)
    found = {
        each["field"]: each
        for each in inspection.inspect(damaged, trusted_roots_pem())["signatures"]
    }
    assert set(found) == {"Party1", "Party2", FIELD_NAME}
    assert found["Party1"]["broken"] is (change == "removed")
    assert [each for each in found if found[each]["intact"]] == []
    signers = [found[each]["signer"] for each in ("Party1", "Party2")]
    assert (signers == ["licensor-id", "licensee-id"]) is (change == "replaced")
    assert all(each["intact"] for each in signatures(whole).values()), "control: untouched"


def hole(pdf, number):
    """Where the digits of a signature stand."""
    places = [match.groups() for match in RANGE.finditer(pdf)]
    begin, length, second, _ = map(int, places[number])
    return begin + length + 1, second - 1

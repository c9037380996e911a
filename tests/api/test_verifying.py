"""``POST /api/v1/verify``: the verdicts of PRODUCT §7 for anybody's file."""

from io import BytesIO

import pytest

from marketplace.documents import verification
from tests.accounts.factories import make_organization
from tests.api.conftest import problem
from tests.documents.factories import make_document, make_sealed


@pytest.fixture
def verdict(anonymous):
    """The verdict on some bytes."""

    def ask(data, **values):
        form = {"file": (BytesIO(data), "合同.pdf"), **values}
        answer = anonymous.post("/api/v1/verify", data=form)
        assert answer.status_code == 200
        return answer.get_json()

    return ask


def test_a_sealed_file_is_genuine(verdict):
    document, pdf = make_sealed()
    found = verdict(pdf)
    assert found["verdict"] == "genuine"
    assert found["document"] == document.public_id
    assert found["reasons"][0]["code"] == "byte_identical"
    assert found["reasons"][0]["message"].startswith("The file is byte for byte")


def test_one_changed_byte_is_altered(verdict):
    _, pdf = make_sealed()
    place = len(pdf) // 2
    assert verdict(pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :])["verdict"] == "altered"


def test_the_agreement_that_is_named_counts(verdict):
    organization = make_organization()
    document, pdf = make_sealed(organization)
    assert verdict(pdf, agreement=document.belongs_to)["verdict"] == "genuine"
    assert verdict(pdf, agreement="0" * 16)["verdict"] == "other_agreement"


def test_an_older_version_is_named(verdict):
    organization = make_organization()
    old, pdf = make_sealed(organization)
    make_document(organization, supersedes=old)
    assert verdict(pdf)["verdict"] == "other_version"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", "合同".encode()])
def test_what_is_no_pdf_is_unreadable(verdict, data):
    assert verdict(data)["verdict"] == "unreadable"


def test_a_file_over_the_limit_is_a_problem(anonymous, monkeypatch):
    monkeypatch.setattr("marketplace.api.views.LIMIT_BYTES", 1000)
    form = {"file": (BytesIO(b"x" * 1001), "a.pdf")}
    problem(anonymous.post("/api/v1/verify", data=form), 413, "request_entity_too_large")
    form = {"file": (BytesIO(b"x" * 200_000), "a.pdf")}
    problem(anonymous.post("/api/v1/verify", data=form), 413, "request_entity_too_large")
    assert verification.LIMIT_BYTES == 20 * 1024 * 1024


def test_other_content_is_refused(anonymous):
    problem(anonymous.post("/api/v1/verify", json={"file": "x"}), 415, "unsupported_media_type")


def test_a_missing_file_is_named(anonymous):
    form = {"agreement": "x"}
    answer = anonymous.post("/api/v1/verify", data=form, content_type="multipart/form-data")
    problem(answer, 400, "file_required", "file")


def test_a_misspelt_part_is_named(anonymous):
    form = {"file": (BytesIO(b"x"), "a.pdf"), "agreemnt": "x"}
    problem(anonymous.post("/api/v1/verify", data=form), 400, "unknown_field", "agreemnt")

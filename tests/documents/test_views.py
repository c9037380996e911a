"""The verification pages: for everybody, in both languages, without saying too much."""

from io import BytesIO

import pytest
from werkzeug.datastructures import FileStorage

from marketplace.documents.downloads import send_document
from marketplace.errors import Refused
from tests.accounts.browser import visit
from tests.accounts.factories import make_organization
from tests.documents.factories import LONG_NAME, make_document, make_sealed


def verify_page(client, pdf, **values):
    page = visit(client, "/verify?lang=en")
    upload = FileStorage(BytesIO(pdf), filename="contract.pdf")
    return page.send("/verify", file=upload, **values)


def test_a_genuine_file_shows_what_it_is(client):
    document, pdf = make_sealed(number="KF-2026-000001")
    with client.session_transaction() as session:
        session["language"] = "en"
    page = verify_page(client, pdf)
    assert page.status == 200
    assert page.soup.h1.get_text(strip=True) == "Genuine"
    for word in ("KF-2026-000001", document.public_id, "PAdES B-B", LONG_NAME):
        assert word in page.text


def test_an_altered_file_says_where_and_shows_no_party(client):
    _, pdf = make_sealed()
    with client.session_transaction() as session:
        session["language"] = "en"
    page = verify_page(client, pdf + b"x")
    assert page.soup.h1.get_text(strip=True) == "Altered"
    assert f"from position {len(pdf)} on" in page.text
    assert LONG_NAME not in page.text


def test_another_agreement_is_named_as_such(client):
    _, pdf = make_sealed()
    with client.session_transaction() as session:
        session["language"] = "en"
    page = verify_page(client, pdf, agreement=make_organization().public_id)
    assert page.soup.h1.get_text(strip=True) == "Genuine, but of another agreement"


def test_a_form_without_a_file_is_explained(client):
    page = visit(client, "/verify?lang=en").send("/verify", lang="en")
    assert page.status == 422


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_qr_address_tells_existence_only(client, language):
    subject = make_organization()
    old = make_document(subject, number="KF-2026-000007")
    page = visit(client, f"/verify/{old.public_id}?lang={language}")
    assert page.status == 200
    for secret in (LONG_NAME, "示范大学", "12,000.00", "KF-2026-000007"):
        assert secret not in page.text
    make_document(subject, supersedes=old)
    replaced = visit(client, f"/verify/{old.public_id}?lang={language}")
    assert replaced.text != page.text


def test_an_unknown_id_or_a_number_is_not_found(client):
    document = make_document(number="KF-2026-000001")
    assert client.get("/verify/0000000000000000").status_code == 404
    assert client.get(f"/verify/{document.number}").status_code == 404


def test_the_id_is_looked_up_as_people_type_it_from_paper(client):
    document = make_document(number="KF-2026-000001")
    typed = document.public_id.upper().replace("0", "O").replace("1", "l")
    typed = f" {typed[:4]}-{typed[4:8]} {typed[8:]} "
    answer = client.get("/verify/number", query_string={"document": typed})
    assert (answer.status_code, answer.location) == (302, f"/verify/{document.public_id}")
    for unknown, status in (("KF-2026-000001", 404), ("0" * 16, 404), ("", 422)):
        page = visit(client, f"/verify/number?document={unknown}&lang=en")
        assert page.status == status
        assert page.soup.select_one("[name=document]")["value"] == unknown.lower().replace("-", "")
        assert page.soup.select_one("[name=document][aria-invalid=true]")


def test_the_root_certificate_is_handed_out_and_no_key(client):
    answer = client.get("/verify/root.pem")
    assert b"BEGIN CERTIFICATE" in answer.data
    assert b"PRIVATE" not in answer.data
    assert "attachment" in answer.headers["Content-Disposition"]


def test_a_sealed_file_is_sent_as_a_download_only(app):
    document, pdf = make_sealed(number="粤理工-2026-000001")
    with app.test_request_context():
        answer = send_document(document)
        answer.direct_passthrough = False
        assert answer.get_data() == pdf
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_file_not_sealed_yet_is_not_sent(app):
    with app.test_request_context(), pytest.raises(Refused):
        send_document(make_document())

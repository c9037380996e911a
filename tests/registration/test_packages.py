"""The package: what is inside, that it is whole and signed, that its figures are the terms'."""

import hashlib
import io
import json
import zipfile

import docx
import openpyxl
import pytest
from asn1crypto import cms
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from marketplace import clock, files
from marketplace.accounts.models import Organization
from marketplace.database import transaction
from marketplace.documents.keys import root_certificate_pem
from marketplace.documents.sealing_jobs import seal_pending
from marketplace.documents.verification import VerdictKind, verify
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.obligations.services import rows_of
from marketplace.payments import services as payments
from marketplace.payments.models import Payment
from marketplace.registration import services
from marketplace.registration.models import FilingStatus
from marketplace.registration.package import build
from marketplace.terms.enums import FeeMode
from marketplace.terms.record import digest
from tests import deals
from tests.accounts.factories import owner_of
from tests.registration import scenes


def opened(filing):
    data = files.get(filing.package_sha256)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def record_of(filing):
    return json.loads(opened(filing)["filing.json"])


def value(record, key):
    fields = [field for group in record["groups"] for field in group["fields"]]
    return next(field["value"] for field in fields if field["key"] == key)


def test_a_free_open_license_packs_everything_that_the_office_wants(app):
    filing = scenes.prepared(scenes.filing(scenes.free()))
    assert filing.status is FilingStatus.PREPARED
    assert set(opened(filing)) == {
        "copy-sheet.pdf",
        "copy-sheet.docx",
        "copy-sheet.xlsx",
        "application-form.xlsx",
        "filing.json",
        "filing.schema.json",
        "agreement.pdf",
        "payment-statement.pdf",
        "manifest.json",
        "manifest.json.p7s",
    }


def test_the_manifest_names_the_digest_of_every_other_file(app):
    contents = opened(scenes.prepared(scenes.filing(scenes.free())))
    manifest = json.loads(contents["manifest.json"])
    others = {k: v for k, v in contents.items() if not k.startswith("manifest.json")}
    assert manifest["files"] == {k: hashlib.sha256(v).hexdigest() for k, v in others.items()}


def signature_holds(manifest, signature):
    """What `openssl cms -verify -binary -inform DER -CAfile root` does, step by step."""
    signed = cms.ContentInfo.load(signature)["content"]
    assert signed["encap_content_info"]["content"].native is None
    certificates = {
        each.chosen.serial_number: x509.load_der_x509_certificate(each.chosen.dump())
        for each in signed["certificates"]
    }
    (signer,) = signed["signer_infos"]
    certificate = certificates[signer["sid"].chosen["serial_number"].native]
    root = x509.load_pem_x509_certificate(root_certificate_pem())
    certificate.verify_directly_issued_by(root)
    certificate.public_key().verify(
        signer["signature"].native, manifest, padding.PKCS1v15(), hashes.SHA256()
    )
    return True


def test_the_manifest_is_signed_by_the_platforms_document_key(app):
    contents = opened(scenes.prepared(scenes.filing(scenes.free())))
    manifest, signature = contents["manifest.json"], contents["manifest.json.p7s"]
    assert signature_holds(manifest, signature)
    with pytest.raises(InvalidSignature):
        signature_holds(manifest.replace(b'"kind"', b'"kinD"'), signature)


def test_the_sealed_papers_inside_verify_as_genuine(app):
    agreement = scenes.free()
    contents = opened(scenes.prepared(scenes.filing(agreement)))
    for name in ("copy-sheet.pdf", "agreement.pdf", "payment-statement.pdf"):
        verdict = verify(contents[name], agreement.public_id)
        assert verdict.verdict is VerdictKind.GENUINE, name


def test_the_same_package_has_the_same_bytes(app):
    filing = scenes.prepared(scenes.filing(scenes.paid()))
    again = build(filing.package)
    assert hashlib.sha256(again).hexdigest() == filing.package_sha256


def test_a_paid_license_carries_the_slip_of_the_bank(app):
    contents = opened(scenes.prepared(scenes.filing(scenes.paid())))
    assert contents["voucher-1.pdf"] == scenes.SLIP
    assert "payment-statement.pdf" not in contents


def test_a_payment_without_a_slip_is_missing_until_the_licensor_confirms_it(app):
    agreement = scenes.paid(slip=None)
    filing = scenes.filing(agreement)
    with pytest.raises(services.Incomplete) as refusal, transaction():
        services.prepare(filing, owner_of(filing.filer))
    assert [field.key for field in refusal.value.fields] == ["payment_proof"]
    (payment,) = db.session.scalars(db.select(Payment))
    with transaction():
        payments.confirm(payment, owner_of(agreement.licensor))
    record = record_of(scenes.prepared(filing))
    assert value(record, "payment_proof").startswith("收款情况说明")


def test_where_nothing_is_due_yet_a_statement_stands_in_marked_as_unconfirmed(app):
    filing = scenes.prepared(scenes.filing(scenes.free()))
    statement = filing.package.statement
    assert statement.title == "无偿许可说明"
    assert "未经国家知识产权局确认" in statement.data["notes"][0]
    assert any("未经国家知识产权局确认" in n["zh"] for n in filing.package.data["notices"])


def test_pay_later_is_stated_as_not_due_yet(app):
    agreement = scenes.ordinary(FeeMode.LUMP_SUM, due_days=30)
    filing = scenes.prepared(scenes.filing(agreement))
    assert filing.package.statement.title == "未届付款期说明"
    due_on = rows_of(agreement)[0].due_on
    assert any(str(due_on) in text for text in filing.package.statement.data["paragraphs"])


def test_the_figures_are_those_of_the_signed_terms(app):
    agreement = scenes.paid()
    record = record_of(scenes.prepared(scenes.filing(agreement)))
    assert value(record, "amount") == {"amount": deals.LUMP_FEN, "currency": "CNY"}
    assert record["terms"] == {"sha256": digest(agreement.record), "record": agreement.terms}
    lines = [
        (line["amount"]["amount"], line["due_on"])
        for line in record["record"]["fee"]["obligations"]
    ]
    assert lines == [(row.amount_fen, row.due_on.isoformat()) for row in rows_of(agreement)]
    assert value(record, "effective_on") == agreement.effective_on.isoformat()
    assert value(record, "last_day") == agreement.last_day.isoformat()


def test_a_free_license_is_written_as_free(app):
    record = record_of(scenes.prepared(scenes.filing(scenes.free())))
    assert value(record, "payment_way") == "无偿"


def test_money_is_never_a_float(app):
    text = opened(scenes.prepared(scenes.filing(scenes.paid())))["filing.json"]

    def refuse(number):
        raise AssertionError(number)

    json.loads(text, parse_float=refuse)


def test_the_sheets_hold_the_fields_in_the_offices_order(app):
    filing = scenes.prepared(scenes.filing(scenes.paid()))
    contents = opened(filing)
    record = json.loads(contents["filing.json"])
    fields = [field for group in record["groups"] for field in group["fields"]]
    expected = [(field["label"]["zh"], field["text"]) for field in fields]
    book = openpyxl.load_workbook(io.BytesIO(contents["copy-sheet.xlsx"]))
    rows = list(book.active.iter_rows(min_row=2, values_only=True))
    assert [(row[1], row[2] or "") for row in rows if row[0]] == expected
    document = docx.Document(io.BytesIO(contents["copy-sheet.docx"]))
    cells = [row.cells for table in document.tables for row in table.rows]
    assert [(row[0].text, row[1].text) for row in cells] == expected


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_nothing_typed_becomes_a_formula(app, text):
    agreement = scenes.free()
    filing = scenes.filing(agreement)
    with transaction():
        services.answer(filing, {"handler_name": text}, owner_of(filing.filer))
    data = opened(scenes.prepared(filing))["copy-sheet.xlsx"]
    cells = [c for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows() for c in row]
    (cell,) = [cell for cell in cells if cell.value == text]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert cell.number_format == "@"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_the_editable_sheet_is_a4_and_its_remarks_end_once(app):
    packed = opened(scenes.prepared(scenes.filing(scenes.free())))
    sheet = docx.Document(io.BytesIO(packed["copy-sheet.docx"]))
    page = sheet.sections[0]
    assert (page.page_width.mm, page.page_height.mm) == (
        pytest.approx(210, abs=0.1),
        pytest.approx(297, abs=0.1),
    )
    texts = [cell.text for table in sheet.tables for row in table.rows for cell in row.cells]
    assert any("；" in text for text in texts)
    assert not [text for text in texts if "。；" in text]


def test_no_filing_leaves_before_the_agreement_is_sealed(app):
    agreement = scenes.free()
    filing = scenes.filing(agreement, sealed=False)
    with pytest.raises(Refused) as refusal, transaction():
        services.prepare(filing, owner_of(filing.filer))
    assert refusal.value.code == "agreement_not_sealed"
    assert filing.status is FilingStatus.DUE


def test_no_package_leaves_before_its_papers_are_sealed(app):
    filing = scenes.filing(scenes.free())
    with transaction():
        services.prepare(filing, owner_of(filing.filer))
    assert services.make_packages() == 0
    with pytest.raises(Refused) as refusal:
        build(filing.package)
    assert refusal.value.code == "package_not_sealed"
    with pytest.raises(Refused) as refusal, transaction():
        services.mark_awaiting_seal(filing, owner_of(filing.filer))
    assert refusal.value.code == "package_not_sealed"
    seal_pending()
    assert services.make_packages() == 1
    assert services.make_packages() == 0


def test_preparing_again_makes_a_new_package_and_keeps_the_old_record(app):
    filing = scenes.prepared(scenes.filing(scenes.free()))
    first = filing.package_sha256
    with transaction():
        services.answer(filing, {"handler_name": "赵经办"}, owner_of(filing.filer))
    scenes.prepared(filing)
    assert filing.package_sha256 != first
    assert len(filing.packages) == 2
    assert filing.package.sheet.supersedes == filing.packages[0].sheet


def test_a_later_change_of_the_party_does_not_change_a_prepared_package(app):
    filing = scenes.prepared(scenes.filing(scenes.free()))
    before = build(filing.package)
    party = db.session.get(Organization, filing.filer_id)
    party.address = "别处"
    db.session.commit()
    assert build(filing.package) == before


def test_the_day_of_the_package_is_the_clocks(app):
    with clock.at(clock.start_of_day(clock.today())):
        filing = scenes.prepared(scenes.filing(scenes.free()))
        assert filing.package.data["prepared_at"].startswith(clock.now().date().isoformat())

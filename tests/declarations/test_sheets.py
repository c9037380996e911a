"""Copy sheets: the figures of every form of a paper are the record's, and nothing typed computes."""

import io
import json
import random
import re
import subprocess

import docx
import openpyxl
import pytest

from marketplace import clock
from marketplace.database import transaction
from marketplace.declarations import services
from marketplace.declarations.sheets import making, tables
from marketplace.documents.sheets import office, word
from marketplace.documents.sheets.fields import fill
from marketplace.extensions import db
from marketplace.terms.enums import FeeMode
from marketplace.terms.office_words import standard
from marketplace.terms.presets import preset
from marketplace.terms.record import digest
from tests.accounts.browser import visit
from tests.accounts.factories import client_of, make_organization
from tests.declarations.factories import (
    LUMP_SUM,
    DeclarationStatus,
    evidence,
    make_declaration,
    make_patent,
    make_patentee,
    owner_of,
)

pytestmark = pytest.mark.usefixtures("app")


def words(data):
    """The text of a DOCX, table cells included."""
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def printed(data, tmp_path):
    path = tmp_path / "sheet.pdf"
    path.write_bytes(data)
    text = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, text=True
    )
    return re.sub(r"\s", "", text.stdout)


def random_terms(rng):
    amount = rng.randrange(1, 2_000_000_000)
    rate = rng.randrange(1, 200_000)
    months = rng.randrange(12, 60)
    return rng.choice(
        [
            preset(FeeMode.FREE, months=months),
            preset(FeeMode.LUMP_SUM, amount_fen=amount, months=months),
            preset(FeeMode.ROYALTY, rate_ppm=rate, months=months),
            preset(FeeMode.ENTRY_ROYALTY, entry_fen=amount, rate_ppm=rate, months=months),
        ]
    )


def field(payload, key):
    fields = [each for group in payload["groups"] for each in group["fields"]]
    return next(each["text"] for each in fields if each["key"] == key)


@pytest.mark.parametrize("seed", range(8))
def test_pdf_docx_and_data_say_what_the_record_says(seed, tmp_path):
    terms = random_terms(random.Random(seed))
    declaration = make_declaration(terms=terms)
    for kind in making.kinds_of(declaration):
        payload = making.sheet(declaration, kind)
        if kind != making.WITHDRAWAL:
            assert field(payload, "standard") == standard(terms)
        data = json.loads(json.dumps(payload))
        assert data["terms"]["sha256"] == digest(terms)
        text, paper = words(word.docx(payload)), making.pdf([payload], payload["title"]["zh"])
        assert standard(terms) in text
        figures = re.findall(r"[\d,.]+元|[\d.]+%", standard(terms))
        shown = printed(paper, tmp_path)
        for figure in figures:
            assert figure in shown


def test_the_fields_stand_in_the_offices_order():
    keys = [field.key for field in tables.DECLARATION.fields]
    wanted = ["patent_number", "patentees", "payment_way", "standard", "period", "contact"]
    assert [key for key in keys if key in wanted] == wanted
    assert keys.index("contact") < keys.index("commitment") < keys.index("other")


def test_the_same_record_gives_the_same_bytes():
    payload = making.sheet(make_declaration(), making.DECLARATION)
    assert word.docx(payload) == word.docx(payload)
    assert office.xlsx(payload) == office.xlsx(payload)


def test_nothing_typed_is_a_formula_or_markup():
    """R-96: what begins like a formula stays text, and angle brackets stay characters."""
    evil = '=HYPERLINK("http://x","y") <w:p>&'
    declaration = make_declaration(contact=evil)
    payload = making.sheet(declaration, making.DECLARATION)
    sheet = openpyxl.load_workbook(io.BytesIO(office.xlsx(payload))).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == evil]
    assert [cell.data_type for cell in cells] == ["s"]
    assert evil in words(word.docx(payload))


def test_an_overview_holds_no_formula():
    data = office.overview(
        ("a",), [("=1+1",), ("@x\x0b",)], title="t", moment=clock.now().replace(tzinfo=None)
    )
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert [(cell.value, cell.data_type) for (cell,) in sheet.iter_rows(min_row=2)] == [
        ("=1+1", "s"),
        ("@x", "s"),
    ]


def test_a_withdrawal_sheet_names_reason_proof_and_stances():
    organization = make_patentee()
    patent = make_patent(organization, patentees=[organization.name, "乙大学"])
    declaration = make_declaration(patent=patent)
    declaration.status = DeclarationStatus.ANNOUNCED
    db.session.commit()
    with transaction():
        services.prepare_withdrawal(
            declaration, owner_of(organization), "拟转让", evidence(), "转让合同.pdf"
        )
    payload = making.sheet(declaration, making.WITHDRAWAL)
    assert field(payload, "reason") == "拟转让"
    assert "转让合同.pdf" in field(payload, "reason_proof")
    assert field(payload, "co_owner_stances") == "尚未表示同意"
    assert making.CONSENT in making.kinds_of(declaration)


def test_no_form_code_is_invented():
    for table in making.TABLES.values():
        filled = fill(table, {})
        assert not re.search(r"\d{5,}", table.title[0] + "".join(g.zh for g, _ in filled))


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx", "json"])
def test_sheets_are_downloads_of_the_patentees_people(app, form):
    declaration = make_declaration(terms=LUMP_SUM)
    path = f"/declarations/{declaration.public_id}/sheets/declaration.{form}"
    answer = client_of(app, owner_of(declaration.organization)).get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    stranger = client_of(app, owner_of(make_organization()))
    assert visit(stranger, path).status == 403
    other = path.replace("declaration.", "withdrawal.")
    assert client_of(app, owner_of(declaration.organization)).get(other).status_code == 404

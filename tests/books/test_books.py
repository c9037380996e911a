"""Statements of account and reports of payments: figures, files, who may read them."""

import io
from datetime import date, timedelta

import pytest
from flask_babel import force_locale
from openpyxl import load_workbook
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import OrganizationKind, Role
from marketplace.books import exports, reading, reports
from marketplace.books.models import PaymentReport
from marketplace.database import transaction
from marketplace.documents.models import DocumentKind
from marketplace.documents.queries import current
from marketplace.documents.sealing_jobs import seal_pending
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.ledger.chart import AccountKind
from marketplace.payments import services as payments
from marketplace.payments.queries import payments_of
from marketplace.terms.enums import FeeMode
from marketplace.web_parts import tables
from tests import deals
from tests.accounts.browser import visit
from tests.accounts.factories import client_of, make_member, make_organization, make_user, owner_of

FEN = deals.LUMP_FEN


@pytest.fixture
def agreement(app):
    """A paid license; the title of its patent would be a formula in a spreadsheet."""
    listing = deals.published(FeeMode.LUMP_SUM, amount_fen=FEN)
    made = deals.noticed(listing)
    made.subjects[0].patent.title = "=HYPERLINK(1)"
    db.session.commit()
    deals.pay(made, FEN, clock.today(), "BANK-1")
    return made


def books(organization, first=None, last=None, *, masked=False):
    usual = reading.usual_span()
    return reading.read(organization, first or usual[0], last or usual[1], masked=masked)


def sheet_of(found):
    with force_locale("zh_CN"):
        return load_workbook(io.BytesIO(exports.as_workbook(found))).active


def test_both_sides_read_the_same_money(agreement):
    ours, theirs = books(agreement.licensor), books(agreement.licensee)
    assert ours.statement.total(AccountKind.RECEIVED) == FEN
    assert theirs.statement.total(AccountKind.PAID) == -FEN
    assert {each.partner for each in ours.accounts} == {agreement.licensee.name}
    rows = reading.rows(ours)
    assert next(row[4] for row in rows if row[0] is AccountKind.RECEIVED) == "opening"
    for account in ours.accounts:
        assert account.of.opening + sum(each.amount for each in account.lines) == account.of.closing


def test_a_span_is_bounded(agreement):
    today = clock.today()
    for first, last in ((today, today - timedelta(days=1)), (date(2020, 1, 1), today)):
        with pytest.raises(Refused):
            books(agreement.licensor, first, last)


def test_the_workbook_says_the_same_and_runs_no_formula(agreement):
    found = books(agreement.licensor)
    sheet = sheet_of(found)
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(str(cell.value).startswith("'=HYPERLINK") for cell in cells)
    assert sheet.max_row == 1 + len(reading.rows(found))
    assert 30000 in [cell.value for cell in cells]


def test_an_unguarded_cell_would_be_a_formula(agreement, monkeypatch):
    """Negative control (R-96)."""
    monkeypatch.setattr(tables, "guarded", str)
    sheet = sheet_of(books(agreement.licensor))
    assert any(str(c.value).startswith("=") for row in sheet.iter_rows() for c in row)


def test_pages_are_for_the_organizations_own_finance_members(app, agreement):
    own = agreement.licensor
    path = f"/organizations/{own.public_id}/books"
    page = visit(client_of(app, owner_of(own)), path)
    assert "30,000.00" in page.text
    assert agreement.licensee.name in page.text
    assert page.soup.select_one(f"a[href='/agreements/{agreement.public_id}']")
    for stranger in (
        owner_of(agreement.licensee),
        owner_of(make_organization()),
        make_member(own, None, Role.VIEWER).user,
    ):
        for address in (path, f"{path}.xlsx", f"{path}.pdf"):
            assert client_of(app, stranger).get(address).status_code == 404
    agreement.licensee.kind = OrganizationKind.NATURAL_PERSON
    agreement.licensee.code = None
    agreement.licensee.name = "欧阳某"
    db.session.commit()
    auditor = client_of(app, make_user(is_auditor=True))
    masked = visit(auditor, path)
    assert "欧阳某" not in masked.text
    assert "欧**" in masked.text
    book = load_workbook(io.BytesIO(auditor.get(f"{path}.xlsx").data)).active
    assert "欧阳某" not in str([[cell.value for cell in row] for row in book.iter_rows()])
    assert auditor.post(f"{path}/paper").status_code in {400, 403}
    assert visit(client_of(app, owner_of(own)), f"{path}?first=2026-13-01&last=x").status == 422


def test_the_statement_is_sealed(app, agreement):
    owner = client_of(app, owner_of(agreement.licensor))
    path = f"/organizations/{agreement.licensor.public_id}/books"
    page = visit(owner, path)
    assert page.send(f"{path}/paper").status == 303
    seal_pending()
    answer = owner.get(f"{path}.pdf")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF")
    data = current(agreement.licensor, DocumentKind.STATEMENT).data
    assert "30,000.00" in str(data)
    assert "期末余额" in str(data)


def test_a_report_shows_what_was_paid_and_what_was_taken_back(agreement):
    first, last = reading.usual_span()
    owner = owner_of(agreement.licensee)
    with transaction():
        report = reports.request_report(agreement.licensee, first, last, owner, agreement)
    assert (report.total_fen, report.number) == (FEN, f"FK-{clock.today().year}-000001")
    payment = payments_of(agreement)[0]
    with transaction():
        payments.reverse_payment(payment, "退票", owner_of(agreement.licensor))
    with transaction():
        later = reports.request_report(agreement.licensee, first, last, owner, agreement)
    assert later.total_fen == 0
    assert [each["amount_fen"] for each in later.lines] == [FEN, -FEN]
    assert later.number.endswith("000002")
    assert report.total_fen == FEN
    other = owner_of(agreement.licensor)
    with transaction():
        theirs = reports.request_report(agreement.licensor, first, last, other, agreement)
    assert theirs.number.endswith("000001")
    assert theirs.total_fen == 0


def test_where_nothing_was_paid_the_report_says_why(app):
    free = deals.noticed(deals.published(FeeMode.FREE))
    first, last = reading.usual_span()
    owner = owner_of(free.licensee)
    with transaction():
        report = reports.request_report(free.licensee, first, last, owner, free)
    text = str(reports.document_of(report).data)
    assert "无偿许可" in text
    assert "以受理机关的意见为准" in text
    with pytest.raises(Refused) as refusal, transaction():
        reports.request_report(free.licensee, first, last, owner)
    assert refusal.value.code == "nothing_paid"


def test_reports_in_the_browser(app, agreement):
    owner = client_of(app, owner_of(agreement.licensee))
    page = visit(owner, f"/my/payment-reports?agreement={agreement.public_id}")
    assert page.send().status == 303
    seal_pending()
    report = db.session.scalars(select(PaymentReport)).one()
    assert report.agreement_id == agreement.id
    address = f"/payment-reports/{report.public_id}.pdf"
    assert visit(owner, "/my/payment-reports").soup.select_one(f"a[href='{address}']")
    assert owner.get(address).data.startswith(b"%PDF")
    assert client_of(app, owner_of(agreement.licensor)).get(address).status_code == 404
    assert visit(owner, "/desk").soup.select_one("a[href='/my/books']")

"""Filings in the browser: allowed, forbidden, refused, explained; both languages."""

import io
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from marketplace import clock
from marketplace.accounts.models import OrganizationKind
from marketplace.database import transaction
from marketplace.declarations.models import DeclarationStatus as D
from marketplace.documents.sealing_jobs import seal_pending
from marketplace.extensions import db
from marketplace.registration import queries, services
from marketplace.registration.models import FilingStatus as S
from marketplace.terms.routes import Duty
from tests.accounts.browser import visit
from tests.accounts.factories import (
    client_of,
    make_administrator,
    make_member,
    make_organization,
    make_user,
    owner_of,
)
from tests.declarations.factories import make_declaration
from tests.registration import scenes

LANGUAGES = pytest.mark.parametrize("lang", ["zh_CN", "en"])


def browser(app, filing, lang="zh_CN"):
    user = owner_of(filing.filer)
    user.locale = lang
    db.session.commit()
    return client_of(app, user)


def address(filing, slug=""):
    return f"/filings/{filing.public_id}" + (f"/{slug}" if slug else "")


@LANGUAGES
def test_the_pages_of_filings_open(app, lang):
    agreement = scenes.free()
    filing = scenes.filing(agreement)
    client = browser(app, filing, lang)
    for path in ("/filings", f"/agreements/{agreement.public_id}/filings", address(filing)):
        page = visit(client, path)
        assert page.status == 200, path
        assert agreement.title in page.text
    for other in queries.of_agreement(agreement):
        assert visit(client, address(other)).status == 200


@LANGUAGES
def test_the_table_shows_value_source_and_what_is_missing(app, lang):
    filing = scenes.filing(scenes.paid(slip=None))
    filing.filer.address = None
    client = browser(app, filing, lang)
    page = visit(client, address(filing))
    names = {
        "zh_CN": ("许可人地址", "支付凭证或者说明"),
        "en": ("Licensor: address", "Proof of payment"),
    }
    notice = page.soup.select_one(".notice").get_text(" ")
    for name in names[lang]:
        assert name in notice
    assert agreement_number(filing) in page.text


def agreement_number(filing):
    return filing.agreement.patents[0].certificate_number


def test_the_way_to_the_receipt_in_the_browser(app):
    filing = scenes.filing(scenes.free(), answered=False)
    client = browser(app, filing)
    page = visit(client, address(filing))
    page = page.send(address(filing, "answers"), handler_name="王经办").follow()
    page = page.send(address(filing, "package")).follow()
    assert filing.status is S.PREPARED
    assert "/package.zip" not in str(page.soup)
    seal_pending()
    services.make_packages()
    page = visit(client, address(filing))
    assert page.soup.select_one(f'a[href="{address(filing)}/package.zip"]')
    page = page.send(address(filing, "seal")).follow()
    today = clock.today().isoformat()
    page = page.send(address(filing, "submission"), **{"submission-day": today}).follow()
    paper = (BytesIO(scenes.RECEIPT), "receipt.pdf")
    values = {"receipt-number": "X9", "receipt-day": today, "receipt-receipt": paper}
    page = page.send(address(filing, "receipt"), **values).follow()
    assert (filing.status, filing.number) == (S.DONE, "X9")
    link = f"{address(filing)}/receipts/{filing.receipt_sha256}"
    assert page.soup.select_one(f'a[href="{link}"]')
    answer = client.get(link)
    assert answer.data == scenes.RECEIPT
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_the_package_is_an_attachment_and_refused_before_it_is_ready(app):
    filing = scenes.filing(scenes.free())
    client = browser(app, filing)
    assert client.get(address(filing, "package.zip")).status_code == 409
    scenes.prepared(filing)
    answer = client.get(address(filing, "package.zip"))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "private, no-store"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert "manifest.json.p7s" in archive.namelist()


def test_the_copy_sheet_is_a_preview_until_it_is_prepared(app):
    filing = scenes.filing(scenes.free())
    client = browser(app, filing)
    text = _text(client.get(address(filing, "sheet.pdf")).data)
    assert "预览稿" in text
    scenes.prepared(filing)
    text = _text(client.get(address(filing, "sheet.pdf")).data)
    assert "预览稿" not in text
    assert agreement_number(filing).replace(" ", "") in text


def _text(pdf):
    pages = PdfReader(BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def test_an_incomplete_package_is_refused_by_name(app):
    filing = scenes.filing(scenes.paid(slip=None))
    page = visit(browser(app, filing), address(filing)).send(address(filing, "package"))
    assert page.status == 409
    assert "支付凭证或者说明" in page.text
    assert filing.status is S.DUE


def test_a_wrong_entry_is_explained_at_its_field(app):
    filing = scenes.submitted(scenes.filing(scenes.free()))
    page = visit(browser(app, filing), address(filing))
    tomorrow = (clock.today() + timedelta(1)).isoformat()
    values = {
        "receipt-number": "X9",
        "receipt-day": tomorrow,
        "receipt-receipt": (BytesIO(scenes.RECEIPT), "receipt.pdf"),
    }
    answer = page.send(address(filing, "receipt"), **values)
    assert answer.status == 422
    assert tomorrow in answer.error_at("receipt-day")
    values["receipt-receipt"] = (BytesIO(b"MZ"), "receipt.exe")
    assert page.send(address(filing, "receipt"), **values).error_at("receipt-receipt")
    assert filing.status is S.SUBMITTED


def test_a_step_out_of_turn_is_409(app):
    filing = scenes.filing(scenes.free())
    client = browser(app, filing)
    token = visit(client, address(filing)).form(address(filing, "package"))
    data = {"csrf_token": token.select_one("[name=csrf_token]")["value"]}
    assert client.post(address(filing, "need"), data=data).status_code == 409


def test_the_other_party_reads_and_does_not_act(app):
    agreement = scenes.free()
    filing = scenes.filing(agreement, Duty.PRODUCT_FILING)
    other = client_of(app, owner_of(agreement.licensor))
    page = visit(other, address(filing))
    assert page.status == 200
    assert not page.soup.select(f'form[action="{address(filing)}/package"]')
    assert other.post(address(filing, "package")).status_code in {400, 403}
    assert _posted(app, owner_of(agreement.licensor), filing) == 403


def test_a_viewer_of_the_filer_does_not_act(app):
    filing = scenes.filing(scenes.free())
    assert _posted(app, make_member(filing.filer).user, filing) == 403
    assert filing.status is S.DUE


def _posted(app, user, filing):
    app.config["WTF_CSRF_ENABLED"] = False
    try:
        return client_of(app, user).post(address(filing, "package")).status_code
    finally:
        app.config["WTF_CSRF_ENABLED"] = True


def test_strangers_find_nothing(app):
    agreement = scenes.free()
    filing = scenes.prepared(scenes.filing(agreement))
    stranger = client_of(app, owner_of(make_organization()))
    paths = ("", "sheet.pdf", "package.zip", f"receipts/{'0' * 64}")
    for path in paths:
        assert stranger.get(address(filing, path)).status_code == 404
    assert stranger.get(f"/agreements/{agreement.public_id}/filings").status_code == 404
    assert app.test_client().get(address(filing)).status_code in {302, 303, 401}


def test_the_desk_lists_by_due_day_with_what_is_overdue_first(app):
    first = scenes.filing(scenes.free())
    client = browser(app, first)
    with clock.at(first.due_on + timedelta(1)):
        page = visit(client, "/filings")
        rows = [row.get_text(" ") for row in page.soup.select("main tbody tr")]
        assert first.due_on.isoformat() in rows[0]
        assert "逾期" in rows[0] or "Overdue" in rows[0]
    assert visit(client, "/filings?closed=1").status == 200
    only = visit(client, f"/filings?kind={Duty.FEEDBACK.value}")
    assert len(only.soup.select("main tbody tr")) == 1


def test_staff_see_every_filing_and_people_without_an_organization_none(app):
    filing = scenes.filing(scenes.free())
    page = visit(client_of(app, make_administrator()), "/filings")
    assert filing.title in page.text
    assert client_of(app, make_user()).get("/filings").status_code == 403


def test_handing_over_to_an_agency_in_the_browser(app):
    filing = scenes.filing(scenes.free())
    agency = make_organization(kind=OrganizationKind.SERVICE)
    page = visit(browser(app, filing), address(filing))
    wrong = page.send(address(filing, "filer"), **{"filer-organization": "91000"})
    assert (wrong.status, bool(wrong.error_at("filer-organization"))) == (422, True)
    answer = page.send(address(filing, "filer"), **{"filer-organization": agency.code})
    assert answer.status == 303
    assert filing.filer == agency


def test_a_declaration_has_its_sheet_from_the_first_day(app):
    declaration = make_declaration(D.PREPARING)
    path = f"/declarations/{declaration.public_id}/sheet.pdf"
    client = client_of(app, owner_of(declaration.organization))
    assert "预览稿" in _text(client.get(path).data)
    assert visit(client, f"/declarations/{declaration.public_id}").soup.select(f'a[href="{path}"]')
    assert client_of(app, owner_of(make_organization())).get(path).status_code == 403
    assert queries.one(declaration, Duty.DECLARATION) is None


def test_a_filing_of_a_declaration_points_to_its_page(app):
    declaration = make_declaration(D.READY)
    filing = queries.one(declaration, Duty.DECLARATION)
    with transaction():
        services.answer(filing, scenes.ANSWERS, owner_of(filing.filer))
    scenes.prepared(filing)
    page = visit(browser(app, filing), address(filing))
    assert page.soup.select(f'a[href="/declarations/{declaration.public_id}"]')
    assert not page.soup.select(f'form[action="{address(filing)}/submission"]')

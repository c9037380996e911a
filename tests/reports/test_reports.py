"""Departments' reports: counted, sealed, versioned, as XLSX, PDF and JSON; cases with both consents."""

import io
import json

import openpyxl
import pytest
from pypdf import PdfReader

from marketplace import clock
from marketplace.accounts.models import OrganizationKind
from marketplace.agreements.models import Side
from marketplace.database import transaction
from marketplace.documents.sealing_jobs import seal_pending
from marketplace.documents.verification import VerdictKind, verify
from marketplace.errors import NotAllowed, Refused
from marketplace.extensions import db
from marketplace.patents.enums import Implementation
from marketplace.reports import figures, queries, services
from marketplace.reports.models import Measure, Report, Subordination
from marketplace.terms.enums import FeeMode, Route
from tests import deals
from tests.accounts.browser import visit
from tests.accounts.factories import client_of, make_administrator, make_organization, owner_of
from tests.declarations.factories import make_patent, make_patentee
from tests.registration import scenes

M, G = Measure, Subordination


def university():
    return make_patentee(kind=OrganizationKind.UNIVERSITY, **scenes.PARTY)


def scene():
    """A provincial university with a free open license, a firm with a paid ordinary one."""
    school, staff = university(), make_administrator()
    deals.noticed(deals.published(patents=[make_patent(school)]), scenes.licensee())
    used = make_patent(school)
    used.implementation = Implementation.IMPLEMENTED
    db.session.commit()
    firm = make_patentee(**scenes.PARTY)
    listing = deals.published(
        FeeMode.LUMP_SUM,
        Route.ORDINARY,
        patents=[make_patent(firm)],
        amount_fen=3_000_000,
        due_days=30,
    )
    deals.accepted(listing, scenes.licensee())
    with transaction():
        services.enter_standing(school, G.PROVINCIAL, staff)
        services.set_target(clock.today().year, M.LICENSES, 5, staff)
        services.set_target(clock.today().year, M.LICENSES, 4, staff)
        services.set_target(clock.today().year, M.LICENSE_AMOUNT, 9_000_000, staff)
    return staff


def test_a_report_counts_from_the_records_and_is_sealed_in_versions(app):
    staff = scene()
    first, last = clock.today().replace(month=1, day=1), clock.today()
    found = figures.figures(first, last)
    assert found[G.PROVINCIAL][M.PATENTS] == 2
    assert found[G.PROVINCIAL][M.IMPLEMENTED] == 1
    assert found[G.PROVINCIAL][M.OPEN_LICENSES] == found[G.PROVINCIAL][M.FREE_LICENSES] == 1
    assert found[G.OTHER][M.LICENSE_AMOUNT] == 3_000_000
    assert found[G.OTHER][M.OPEN_LICENSES] == found[G.MINISTERIAL][M.LICENSES] == 0
    assert figures.totals(found)[M.LICENSES] == 2
    before = figures.figures(first.replace(year=first.year - 1), first.replace(year=first.year - 1))
    assert figures.totals(before)[M.LICENSES] == 0

    client = client_of(app, staff)
    page = visit(client, "/reports")
    days = {"first_on": first.isoformat(), "last_on": last.isoformat()}
    page = page.send("/reports", **days).follow()
    report = db.session.scalars(db.select(Report)).one()
    assert "50.0 %" in page.text  # two licenses of four; one statement of a target replaced another
    assert "33.3 %" in page.text
    seal_pending()
    path = f"/reports/{report.public_id}"
    pdf = client.get(f"{path}.pdf").data
    assert verify(pdf, None).verdict is VerdictKind.GENUINE
    text = "".join("".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf)).pages).split())
    assert "30,000.00" in text
    assert "省属" in text
    data = json.loads(client.get(f"{path}.json").data)
    assert (data["schema"], data["version"], data["totals"]["licenses"]) == ("report/1", 1, 2)
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{path}.xlsx").data)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type == "s" for cell in cells if cell.value)
    rows = {row[0].value: [cell.value for cell in row[1:]] for row in sheet.iter_rows(min_row=2)}
    assert rows["生效许可合同（项）"] == ["0", "1", "0", "1", "2", "4", "50.0 %"]

    page = visit(client, "/reports").send("/reports", **days).follow()
    assert [each.ordinal for each in queries.reports()] == [2, 1]
    visit(client, f"{path}?lang=en")
    report.ordinal = 9
    with pytest.raises(Exception, match="append-only"):
        db.session.commit()
    db.session.rollback()
    wrong = visit(client, "/reports").send("/reports", first_on="2026-02-01", last_on="2026-01-01")
    assert wrong.error_at("last_on")


def test_only_staff_make_reports(app):
    owner = owner_of(make_organization())
    client = client_of(app, owner)
    assert client.get("/reports").status_code == 403
    with pytest.raises(NotAllowed), transaction():
        services.make_report(clock.today(), clock.today(), owner)


@pytest.mark.parametrize(
    ("actual", "target", "shown"),
    [(1, 3, "33.3 %"), (2, 3, "66.7 %"), (1, 2000, "0.1 %"), (5, 0, ""), (12, 10, "120.0 %")],
)
def test_a_share_is_rounded_half_up(actual, target, shown):
    assert figures.share_of(actual, target) == shown


def test_a_case_is_shown_only_while_both_agree_to_this_text(app):
    agreement = deals.noticed(deals.published(), make_organization(**scenes.PARTY))
    licensor, licensee = owner_of(agreement.licensor), owner_of(agreement.licensee)
    public = app.test_client()
    page = visit(client_of(app, licensor), f"/agreements/{agreement.public_id}/case")
    page = page.send(title="一块液冷板的许可", text="从检索到生效五分钟。").follow()
    case = queries.case_of(agreement)
    path = f"/cases/{case.public_id}"

    def said(user, side, given, sha256=None):
        with transaction():
            services.consent(case, side, given, user, sha256 or case.text_sha256)

    assert public.get(path).status_code == 404
    page.send(f"{path}/consent/licensor").follow()
    assert public.get(path).status_code == 404  # one consent does not show it
    read = case.text_sha256
    said(licensee, Side.LICENSEE, given=True)
    assert "五分钟" in visit(public, path).text
    assert "一块液冷板的许可" in visit(public, "/cases").text
    with transaction():
        services.write_case(agreement, case.title, "改写后的文字。", licensor)
    assert public.get(path).status_code == 404  # a changed text needs both again
    with pytest.raises(Refused) as refusal:
        said(licensee, Side.LICENSEE, given=True, sha256=read)
    assert refusal.value.code == "case_changed"
    said(licensor, Side.LICENSOR, given=True)
    said(licensee, Side.LICENSEE, given=True)
    assert public.get(path).status_code == 200
    said(licensee, Side.LICENSEE, given=False)
    assert public.get(path).status_code == 404
    with pytest.raises(NotAllowed):
        said(licensor, Side.LICENSEE, given=True)
    stranger = client_of(app, owner_of(make_organization()))
    assert stranger.get(f"/agreements/{agreement.public_id}/case").status_code in {403, 404}

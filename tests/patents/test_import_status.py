from collections import Counter

from sqlalchemy import select

from marketplace.audit.actors import SYSTEM
from marketplace.clock import today
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.patents import bars, importing
from marketplace.patents.enums import (
    Bar,
    BarState,
    LegalStatus,
    StatusSource,
)
from marketplace.patents.models import Patent
from tests.patents.factories import HEADINGS, a_csv, a_number, make_patent

FEE_HEADINGS = (*HEADINGS, "费用标准（万元）", "发明人", "国民经济行业分类", "法律状态")
SHEET = "lists/open_license_inventory_2026-03-batch-{}.xlsx"


def run(data, organization, by=SYSTEM):
    with transaction():
        return importing.import_list(data, organization, by, file_name="list.csv")


def all_patents():
    return db.session.scalars(select(Patent).order_by(Patent.number)).all()


def codes(findings):
    return Counter(each.code for each in findings)


def test_imported_patents_begin_with_nothing_stated(university):
    data = a_csv((a_number(2), "", "一种电池", "", "", "", "有效"), headings=FEE_HEADINGS)
    run(data, university)
    patent = all_patents()[0]
    assert patent.legal_status is LegalStatus.VALID
    assert patent.legal_status_source is StatusSource.IMPORTED_LIST
    states = {each.bar: each.state for each in bars.evaluate(patent, today())}
    assert states == dict.fromkeys(Bar, BarState.NOT_STATED)


def test_a_listed_end_of_the_right_bars_at_once(university):
    run(a_csv((a_number(), "", "一种电池", "", "", "", "终止"), headings=FEE_HEADINGS), university)
    assert bars.right_ended(all_patents()[0], today()).bar is Bar.TERMINATED


def test_a_list_does_not_overwrite_a_status_that_was_looked_up(university):
    patent = make_patent(
        university,
        legal_status=LegalStatus.VALID,
        legal_status_source=StatusSource.REGISTER_COPY,
        legal_status_on=today(),
    )
    row = (patent.number, "", patent.title, "", "", "", "终止")
    report = run(a_csv(row, headings=FEE_HEADINGS), university)
    assert codes(report.warnings) == {"status_differs": 1}
    assert patent.legal_status is LegalStatus.VALID


def test_a_filing_day_settles_the_term(university):
    number = a_number()
    run(a_csv((number, "", "一种电池")), university)
    assert all_patents()[0].expiry_established is False
    headings = ("申请号", "专利名称", "申请日")
    run(a_csv((number, "一种电池", "2021-03-15"), headings=headings), university)
    patent = all_patents()[0]
    assert (patent.expires_on.isoformat(), patent.expiry_established) == ("2041-03-14", True)


def test_a_filing_day_after_the_number_is_not_believed(university):
    headings = ("申请号", "专利名称", "申请日")
    report = run(a_csv((a_number(), "一种电池", "2022-03-15"), headings=headings), university)
    assert codes(report.warnings) == {"filing_day_conflict": 1}
    assert all_patents()[0].filing_on is None

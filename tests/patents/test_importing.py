from collections import Counter

import pytest
from sqlalchemy import select

from marketplace.audit.actors import SYSTEM
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import history
from marketplace.clock import today
from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.patents import bars, importing
from marketplace.patents.enums import (
    Bar,
    BarState,
    Claim,
    ImportStatus,
    LegalStatus,
    StatusSource,
)
from marketplace.patents.models import Patent, PatentClaim, PatentImport
from marketplace.patents.signals import patents_changed
from tests.accounts.factories import owner_of
from tests.patents.factories import HEADINGS, a_csv, a_number, make_patent, make_university

FEE_HEADINGS = (*HEADINGS, "费用标准（万元）", "发明人", "国民经济行业分类", "法律状态")
SHEET = "lists/open_license_inventory_2026-03-batch-{}.xlsx"


def run(data, organization, by=SYSTEM):
    with transaction():
        return importing.import_list(data, organization, by, file_name="list.csv")


def all_patents():
    return db.session.scalars(select(Patent).order_by(Patent.number)).all()


def codes(findings):
    return Counter(each.code for each in findings)


@pytest.mark.parametrize(
    ("batch", "created", "warnings"),
    [
        ("01", 333, {"fee_suspicious": 1}),
        ("03", 173, {}),
        ("05", 173, {}),
        ("10", 189, {}),
    ],
)
def test_the_inventory_sheets_import_whole(shared_data, university, batch, created, warnings):
    data = (shared_data / SHEET.format(batch)).read_bytes()
    report = run(data, university)
    assert dict(report.counts) == {
        "read": created,
        "created": created,
        "updated": 0,
        "unchanged": 0,
    }
    assert report.refused == []
    assert codes(report.warnings) == warnings
    for patent in all_patents():
        assert patent.claimant is university
        assert patent.claim is Claim.CLAIMED
        assert patent.patentees == []
        assert patent.patentee_names == [university.name]


def test_the_second_batch_of_the_same_patents_makes_no_duplicate(shared_data, university):
    run((shared_data / SHEET.format("03")).read_bytes(), university)
    report = run((shared_data / SHEET.format("05")).read_bytes(), university)
    assert dict(report.counts) == {"read": 173, "created": 0, "updated": 0, "unchanged": 173}
    assert len(all_patents()) == 173


def test_the_march_list_joins_the_sheets(shared_data, university):
    run((shared_data / SHEET.format("01")).read_bytes(), university)
    march = (shared_data / "lists/open_license_gdut_2026_march.csv.gz").read_bytes()
    report = run(march, university)
    assert report.counts["created"] == 2556 - 333
    assert report.refused == []
    assert len(all_patents()) == 2556


@pytest.mark.databases("sqlite", "postgresql")
def test_the_same_file_twice_changes_nothing_and_leaves_no_event(university, tags):
    data = a_csv((a_number(), "发明专利", "一种电池"), (a_number(), "", "一种电机"))
    assert run(data, university).counts["created"] == 2
    before = tags()
    report = run(data, university)
    assert dict(report.counts) == {"read": 2, "created": 0, "updated": 0, "unchanged": 2}
    assert tags() == before
    assert db.session.query(PatentImport).count() == 1


def test_an_import_leaves_one_event_of_its_own_and_one_for_each_patent(university, tags):
    user = owner_of(university)
    numbers = [a_number(), a_number()]
    run(a_csv(*((number, "", "一种电池") for number in numbers)), university, by=user)
    assert Counter(tags()) == {"patent_import:apply": 1, "patent:create": 2}
    entry = db.session.scalars(select(PatentImport)).one()
    events = history(entry)
    assert len(events) == 3
    own = next(event for event in events if event.tag == "patent_import:apply")
    assert own.data["created"] == 2
    assert own.data["file_sha256"] == entry.file_sha256
    assert own.actor_id == user.public_id
    assert entry.status is ImportStatus.APPLIED


def test_a_failed_import_leaves_nothing(university, tags, patent_count):
    def fail(sender):
        raise RuntimeError("a follower in the transaction failed")

    with patents_changed.connected_to(fail), pytest.raises(RuntimeError):
        run(a_csv((a_number(), "", "一种电池")), university)
    assert patent_count() == 0
    assert tags() == []
    assert db.session.query(PatentImport).count() == 0


def test_a_plan_writes_nothing(university, tags, patent_count):
    plan = importing.plan_import(a_csv((a_number(), "", "一种电池")), university)
    assert plan.counts["created"] == 1
    db.session.commit()
    assert patent_count() == 0
    assert tags() == []


def test_the_signal_names_what_changed(university):
    seen = []
    kept = make_patent(university)
    data = a_csv((a_number(), "", "一种电机"), (kept.number, "", "一种蓄电池"))
    with patents_changed.connected_to(seen.append):
        run(data, university)
    assert [sorted(patent.title for patent in sender) for sender in seen] == [
        ["一种电机", "一种蓄电池"]
    ]


def test_an_empty_cell_never_clears_a_value(university):
    number = a_number()
    full = (number, "发明专利", "一种电池", "5", "张三", "锂离子电池制造", "有效")
    run(a_csv(full, headings=FEE_HEADINGS), university)
    report = run(
        a_csv((number, "", "一种电池", "", "--", "", ""), headings=FEE_HEADINGS), university
    )
    assert report.counts["unchanged"] == 1
    patent = all_patents()[0]
    assert patent.asking_fee == 5_000_000
    assert patent.inventors == ["张三"]
    assert patent.industries == ["C3841"]


def test_only_what_differs_is_changed_and_named(university):
    patent = make_patent(university, inventors=["张三"])
    headings = ("申请号", "专利名称", "发明人")
    data = a_csv((patent.number, patent.title, "张三;李四"), headings=headings)
    report = run(data, university)
    assert report.counts["updated"] == 1
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.tag == "patent:update")).one()
    assert event.data == {"changed": ["inventors"]}


def test_a_list_without_titles_updates_what_is_known(university):
    patent = make_patent(university)
    data = a_csv((patent.number, "2"), (a_number(), "3"), headings=("申请号", "费用标准（万元）"))
    report = run(data, university)
    assert report.counts["updated"] == 1
    assert codes(report.refused) == {"title_empty": 1}


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (("2.02E+12", "发明专利", "一种电池"), "number_damaged", "申请号"),
        (("202310123456.7", "发明专利", "一种电池"), "number_check_digit", "申请号"),
        (("CN110364031B", "发明专利", "一种电池"), "number_publication", "申请号"),
        (("", "发明专利", "一种电池"), "number_empty", "申请号"),
        (("201921898050.0", "软件著作权", "一种电池"), "kind_unknown", "专利类别"),
        (("201921898050.0", "发明申请", "一种电池"), "kind_not_granted", "专利类别"),
        (("201921898050.0", "实用新型", ""), "title_empty", "专利名称"),
        (("201921898050.0", "实用新型", "长" * 501), "title_too_long", "专利名称"),
    ],
)
def test_a_row_is_refused_for_number_kind_or_title(university, row, code, column):
    report = run(a_csv((a_number(), "", "一种电机"), row), university)
    assert report.counts["created"] == 1
    (refusal,) = report.refused
    assert (refusal.row, refusal.column, refusal.code) == (3, column, code)
    assert refusal.text


def test_every_row_is_counted_once(university):
    number = a_number()
    data = a_csv(
        (number, "", "一种电池"),
        (number, "", "一种电池"),
        ("2.02E+12", "", "x"),
        (a_number(), "", ""),
        ("合计", "", ""),
    )
    report = run(data, university)
    counts = report.counts
    assert counts["read"] == 4
    assert counts["created"] + counts["updated"] + counts["unchanged"] + len(report.refused) == 4


def test_other_cells_only_warn(university):
    headings = (*FEE_HEADINGS, "技术成熟度", "本专利所属技术领域（IPC）", "申请日")
    row = (
        a_number(2),
        "发明专利",
        "一种电池",
        "具体面议",
        "张三",
        "月球采矿",
        "审中",
        "?",
        "电池",
        "2030-13-01",
    )
    report = run(a_csv(row, headings=headings), university)
    assert report.counts["created"] == 1
    assert codes(report.warnings) == {
        "kind_conflict": 1,
        "fee_negotiable": 1,
        "industry_unknown": 1,
        "status_unreadable": 1,
        "maturity_unreadable": 1,
        "ipc_unreadable": 1,
        "day_unreadable": 1,
    }
    patent = all_patents()[0]
    assert patent.kind == "utility_model"
    assert patent.asking_fee is None


def test_rows_about_the_same_patent_are_joined(university):
    number = a_number()
    data = a_csv(
        (number, "", "一种电池", "", "张三", "", ""),
        (f"ZL{number}", "", "另一名称", "3", "李四", "", ""),
        headings=FEE_HEADINGS,
    )
    report = run(data, university)
    assert dict(report.counts) == {"read": 2, "created": 1, "updated": 0, "unchanged": 1}
    assert codes(report.warnings) == {"duplicate_in_file": 1}
    patent = all_patents()[0]
    assert (patent.title, patent.inventors, patent.asking_fee) == ("一种电池", ["张三"], 3_000_000)
    assert run(data, university).counts["unchanged"] == 2


def test_the_department_is_not_the_patentee(university):
    headings = ("申请号", "专利名称", "所属院校")
    run(a_csv((a_number(), "一种电池", "某大学材料学院"), headings=headings), university)
    patent = all_patents()[0]
    assert patent.department == "某大学材料学院"
    assert patent.patentee_names == [university.name]


def test_the_patentee_of_the_register_is_kept(university):
    headings = ("申请号", "专利名称", "专利权人")
    run(a_csv((a_number(), "一种电池", "某大学；某公司"), headings=headings), university)
    assert all_patents()[0].patentee_names == ["某大学", "某公司"]


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


@pytest.mark.databases("sqlite", "postgresql")
def test_a_patent_that_another_holds_with_proof_is_refused(university, tags):
    held = make_patent(make_university(), claim=Claim.PROVEN, inventors=["张三"])
    report = run(a_csv((held.number, "", "别的名称")), university)
    assert codes(report.refused) == {"number_held": 1}
    assert tags() == []
    assert held.title == "一种电池"
    assert held.claims == []


def test_a_patent_that_another_only_claims_keeps_its_data_and_gets_a_second_claim(university):
    first = make_university()
    data = a_csv((a_number(), "", "一种电池"))
    run(data, first)
    report = run(data.replace("一种电池".encode(), "别的名称".encode()), university)
    assert codes(report.warnings) == {"number_claimed_elsewhere": 1}
    assert report.refused == []
    patent = all_patents()[0]
    assert patent.title == "一种电池"
    assert patent.claimant is first
    claimants = set(db.session.scalars(select(PatentClaim.organization_id)))
    assert claimants == {first.id, university.id}
    assert run(data, university).counts["unchanged"] == 1
    assert db.session.query(PatentClaim).count() == 2


def test_an_upload_waits_for_its_confirmation(university, patent_count, tags):
    user = owner_of(university)
    with transaction():
        entry = importing.upload(a_csv((a_number(), "", "一种电池")), university, user, "表.csv")
    assert patent_count() == 0
    assert entry.report["created"] == 1
    with transaction():
        importing.apply_upload(entry, user)
    assert patent_count() == 1
    assert Counter(tags()) == {
        "patent_import:upload": 1,
        "patent_import:apply": 1,
        "patent:create": 1,
    }
    with pytest.raises(Refused) as refusal, transaction():
        importing.apply_upload(entry, user)
    assert refusal.value.code == "import_applied"


def test_an_upload_that_changes_nothing_is_not_applied(university):
    data = a_csv((a_number(), "", "一种电池"))
    run(data, university)
    with transaction():
        entry = importing.upload(data, university, owner_of(university), "again.csv")
    with pytest.raises(Refused) as refusal, transaction():
        importing.apply_upload(entry, owner_of(university))
    assert refusal.value.code == "import_empty"


def test_progress_is_told(university):
    seen = []
    data = a_csv((a_number(), "", "一种电池"))
    with transaction():
        importing.import_list(data, university, SYSTEM, progress=lambda *at: seen.append(at))
    assert seen[-1] == (1, 1)

from collections import Counter

import pytest
from sqlalchemy import select

from marketplace.audit.actors import SYSTEM
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.patents import importing
from marketplace.patents.enums import (
    Claim,
    ImportStatus,
)
from marketplace.patents.models import Patent, PatentImport
from marketplace.patents.signals import patents_changed
from tests.accounts.factories import owner_of
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

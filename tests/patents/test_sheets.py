import gzip
import io
import zipfile

import pytest

from marketplace.patents.columns import Column, heading_unit, recognize
from marketplace.patents.sheets import Unreadable, read
from tests.patents.factories import HEADINGS, a_csv, a_number, a_workbook

NUMBER = "201921898050.0"
ROW = (NUMBER, "实用新型", "一种换热器")


def only(data):
    rows = read(data)
    assert len(rows) == 1
    return rows[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_encoding_and_delimiter_are_found(encoding, delimiter):
    row = only(a_csv(ROW, encoding=encoding, delimiter=delimiter))
    assert row.text(Column.NUMBER) == NUMBER
    assert row.text(Column.TITLE) == "一种换热器"


def test_a_compressed_list_is_read():
    assert only(gzip.compress(a_csv(ROW))).text(Column.NUMBER) == NUMBER


def test_columns_are_found_by_name_in_any_order():
    data = a_csv(("一种换热器", "x", NUMBER), headings=("专利名称", "维持年限", "申请号"))
    row = only(data)
    assert (row.text(Column.NUMBER), row.text(Column.TITLE)) == (NUMBER, "一种换热器")


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("申请号", Column.NUMBER),
        ("专利号", Column.NUMBER),
        ("申请号（专利号）", Column.NUMBER),
        ("* 申 请 号", Column.NUMBER),
        ("Application Number", Column.NUMBER),
        ("app_no", Column.NUMBER),
        ("专利名称（必填）", Column.TITLE),
        ("[标]当前申请(专利权)人", Column.PATENTEES),
        ("费用标准（万元）", Column.ASKING_FEE),
        ("费用标准(万元)", Column.ASKING_FEE),
        ("转化意愿（一级）", Column.WILLINGNESS),
        ("本专利所属技术领域（IPC）", Column.IPC),
        ("本专利对应产品、技术优势、性能指标", Column.ADVANTAGE),
        ("是否属于财政资助科研项目形成专利", Column.FUNDED),
        ("公开(公告)号", Column.PUBLICATION_NUMBER),
    ],
)
def test_headings_are_known_in_their_variants(heading, column):
    assert set(recognize([heading]).places) == {column}


@pytest.mark.parametrize(
    "heading", ["序号", "联系人", "备注", "维持年限", "金额（万元）/评价结果/产品名称", ""]
)
def test_other_headings_are_left_alone(heading):
    assert recognize([heading]).places == {}


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("费用标准（万元）", "万元"),
        ("fee_wan_yuan", "万元"),
        ("许可使用费（元）", "元"),
        ("报价", None),
    ],
)
def test_the_heading_names_the_unit(heading, unit):
    assert heading_unit(heading) == unit


def test_a_title_above_and_merged_headings_are_passed_over():
    rows = [
        ["存量专利盘点表"],
        ["填报单位：某大学", None, None],
        ["申请号", "专利名称", "转化意愿", None],
        [None, None, "一级", "二级"],
        [NUMBER, "一种换热器", "拟许可", "拟普通许可"],
    ]
    row = only(a_workbook(("Sheet1", rows)))
    assert row.number == 5
    assert row.texts(Column.WILLINGNESS) == ["拟许可", "拟普通许可"]


def test_a_row_without_number_below_the_headings_is_no_second_heading():
    rows = read(a_csv(("", "发明专利", "一种电池"), ROW))
    assert [row.number for row in rows] == [2, 3]


def test_repeated_headings_and_empty_rows_are_no_records():
    rows = [
        HEADINGS,
        ROW,
        (None, None, None),
        HEADINGS,
        (a_number(), "发明", "一种电池"),
        ("", "", ""),
    ]
    assert [row.number for row in read(a_workbook(("Sheet1", rows)))] == [2, 5]


def test_trailing_empty_sheets_are_harmless():
    data = a_workbook(("Sheet1", [HEADINGS, ROW]), ("Sheet2", []), ("Sheet3", []))
    assert only(data).place(Column.TITLE) == "专利名称"


def test_the_list_may_stand_on_a_later_sheet():
    data = a_workbook(("说明", [["请先阅读"]]), ("清单", [HEADINGS, ROW]))
    assert only(data).text(Column.NUMBER) == NUMBER


def test_of_two_lists_the_report_names_the_sheet():
    second = (a_number(), "发明", "一种电池")
    data = a_workbook(("甲", [HEADINGS, ROW]), ("乙", [HEADINGS, second]))
    assert [row.place(Column.TITLE) for row in read(data)] == ["甲!专利名称", "乙!专利名称"]


def test_dimensions_that_lie_are_not_believed():
    data = a_workbook(("Sheet1", [HEADINGS, ROW]))
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as changed:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                assert b'ref="A1:C2"' in content
                content = content.replace(b'ref="A1:C2"', b'ref="A1:A1"')
            changed.writestr(entry.filename, content)
    assert only(target.getvalue()).text(Column.TITLE) == "一种换热器"


def test_numbers_kept_as_figures_are_read():
    rows = [HEADINGS, (2019218980500, "实用新型", "甲"), (201921897980.4, "实用新型", "乙")]
    texts = [row.text(Column.NUMBER) for row in read(a_workbook(("Sheet1", rows)))]
    assert texts == ["2019218980500", "201921897980.4"]


@pytest.mark.parametrize(
    ("cells", "is_note"),
    [
        (("合计", "", ""), True),
        (("", "", "一种电池"), False),
        ((NUMBER, "", ""), False),
        (("2.02E+12", "", ""), False),
        (("", "共 3 件", ""), True),
    ],
)
def test_a_lone_remark_is_told_from_a_patent(cells, is_note):
    assert read(a_csv(ROW, cells))[-1].is_note is is_note


OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"  \n ", "file_empty"),
        (b",,\n,,\n", "file_empty"),
        (a_workbook(("Sheet1", [])), "file_empty"),
        (a_workbook(("Sheet1", [("甲", "乙"), (1, 2)])), "no_heading"),
        (a_csv(("CN110364031B", "一种电池"), headings=("公开号", "标题")), "no_number_column"),
        ("这里没有表格".encode(), "no_heading"),
        (b"PK\x03\x04 broken", "file_damaged"),
        (b"\x1f\x8b broken", "file_damaged"),
        (OLD_EXCEL, "file_format"),
        (b"\xff\xfe\x00\xd8\x00", "file_encoding"),
    ],
)
def test_what_cannot_be_read_says_why(data, code):
    with pytest.raises(Unreadable) as refusal:
        read(data)
    assert refusal.value.code == code
    assert str(refusal.value)


def test_a_file_that_unpacks_without_end_is_stopped(monkeypatch):
    for module in ("sheets", "decoding"):
        monkeypatch.setattr(f"marketplace.patents.{module}.EXPANDED_LIMIT", 1000)
    with pytest.raises(Unreadable, match="Split the list"):
        read(gzip.compress(b"0" * 2000))
    with pytest.raises(Unreadable, match="Split the list"):
        read(a_workbook(("Sheet1", [HEADINGS, ROW])))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("formats/google_patents_export.csv", "no_number_column"),
        ("formats/patsnap_export_2000rows_33cols.xlsx", "no_number_column"),
        ("formats/epo_ops_biblio_example.xml", "no_heading"),
        ("formats/cnipa_standard_xml_CN101945314B.xml", "no_heading"),
    ],
)
def test_exports_without_application_numbers_are_named(shared_data, name, code):
    with pytest.raises(Unreadable) as refusal:
        read((shared_data / name).read_bytes())
    assert refusal.value.code == code

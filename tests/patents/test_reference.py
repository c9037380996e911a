import csv
import gzip

import pytest

from marketplace.patents import reference
from marketplace.patents.classification import read_ipc, read_locarno


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("H01M10/0525", ["H01M10/0525"]),
        ("H01M 10/0525(2010.01)；H01M4/36", ["H01M10/0525", "H01M4/36"]),
        ("G06F30/20,G06F30/20，C02F103/08", ["G06F30/20", "C02F103/08"]),
        ("B25J9/16 B25J11/00 | G01N", ["B25J9/16", "B25J11/00", "G01N"]),
        ("Ｈ０１Ｍ１０／０５２５、ｈ０１ｍ４／３６", ["H01M10/0525", "H01M4/36"]),
        ("G06F 40/30;;G06K9/62;", ["G06F40/30", "G06K9/62"]),
    ],
)
def test_lists_of_ipc_symbols(text, symbols):
    assert read_ipc(text) == (symbols, [])


def test_what_is_no_symbol_is_named():
    assert read_ipc("H01M10/0525;电池;Z99Z1/00") == (["H01M10/0525"], ["电池", "Z99Z1/00"])


@pytest.mark.parametrize(
    ("text", "classes"),
    [("07-01", ["07-01"]), ("LOC(12)Cl.07-01", ["07-01"]), ("7-1；14-03", ["07-01", "14-03"])],
)
def test_lists_of_locarno_classes(text, classes):
    assert read_locarno(text) == (classes, [])


def test_titles_come_in_both_languages():
    assert reference.ipc_title("H01M10/0525", "zh_CN").startswith("用于直接转变化学能为电能")
    assert "chemical energy into electrical energy" in reference.ipc_title("H01M10/0525", "en")
    assert [code for code, _ in reference.ipc_path("H01M10/0525", "en")] == ["H", "H01", "H01M"]
    assert reference.ipc_title("Z", "en") is None


def test_every_title_stands_in_both_languages():
    titles = reference._ipc()
    assert len(titles) == 796
    assert all(zh and en for zh, en in titles.values())


def test_the_longest_prefix_decides_the_technology_field():
    assert reference.technology_field("G06Q10/04") == 7
    assert reference.technology_field("H04N7/18") == 2
    assert reference.technology_field("C13B10/00") == 18
    assert reference.technology_field("C13B5/00") == 29
    assert reference.technology_field_name(8, "zh_CN") == "半导体"
    assert reference.technology_field("Z99Z") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("锂离子电池制造", "C3841"),
        ("C3841", "C3841"),
        ("c3841", "C3841"),
        ("3841", "C3841"),
        ("C3841 锂离子电池制造", "C3841"),
        ("锂离子电池制造（C3841）", "C3841"),
        ("烘炉、风机、包装等设备制造", "C346"),
        ("烘炉,风机,包装等设备制造", "C346"),
        ("其他通用设备制造业", "C349"),
        ("其他通用设备制造", "C349"),
        ("其他采矿业", "B1200"),
        ("C", "C"),
        ("Z9", None),
        ("月球采矿", None),
        ("", None),
    ],
)
def test_an_industry_is_known_by_name_or_code(text, code):
    assert reference.industry_code(text) == code


def test_names_that_hold_separators_are_put_together_again():
    codes, unknown = reference.read_industries("烘炉,风机,包装等设备制造；软件开发，月球采矿")
    assert codes == ["C346", "I651"]
    assert unknown == ["月球采矿"]


def test_industries_are_split_at_the_chinese_comma_too():
    assert reference.read_industries("锂离子电池制造、镍氢电池制造") == (["C3841", "C3842"], [])


def test_all_industries_of_the_march_list_are_found(shared_data):
    path = shared_data / "lists/open_license_gdut_2026_march.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8-sig") as file:
        readings = [reference.read_industries(row["industries"]) for row in csv.DictReader(file)]
    assert sum(len(codes) for codes, _ in readings) == 14_580
    assert [unknown for _, unknown in readings if unknown] == []


def test_industries_form_a_tree():
    assert ("C", "制造业") in reference.industry_children()
    assert ("C38", "电气机械和器材制造业") in reference.industry_children("C")
    assert all(code.startswith("C38") for code, _ in reference.industry_children("C38"))
    assert reference.industry_division("C3841") == "C38"
    assert reference.industry_name("C3841") == "锂离子电池制造"


@pytest.mark.parametrize(
    ("code", "name", "full"),
    [
        ("440106", "天河区", "广东省广州市天河区"),
        ("440100", "广州市", "广东省广州市"),
        ("440000", "广东省", "广东省"),
        ("110108", "海淀区", "北京市海淀区"),
        ("999999", None, None),
    ],
)
def test_regions(code, name, full):
    assert reference.region_name(code) == name
    assert reference.region_name(code, full=True) == full


def test_provinces_and_their_cities():
    assert len(reference.provinces()) == 31
    assert ("4401", "广州市") in reference.cities("44")


def test_strategic_industries_hold_only_confirmed_groups():
    assert len(reference.sei_groups()) == 40
    assert reference.sei_groups()["1.5"] == "人工智能"

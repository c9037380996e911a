"""The benchmark measures what it says: each patent once, one sheet left out, failing said."""

import json
from argparse import Namespace

import pytest

from marketplace.fees.comparables import AskedFee, Traits
from tests.benchmarks import guidance
from tests.patents.factories import a_number, a_workbook

HEADINGS = ("申请号", "专利名称", "发明人", "费用标准（万元）", "意向价格", "技术成熟度")
NUMBERS = [a_number(serial=3_000_000 + n) for n in range(60)]


def sheet(path, rows):
    path.write_bytes(a_workbook(("Sheet1", [HEADINGS, *rows]), ("Sheet2", [])))


def row(place, fee, team="张三", wish="0-10万"):
    return (f"CN{NUMBERS[place]}", f"一种装置{place}", team, fee, wish, "样品、实验阶段")


def figures(folder):
    line = guidance.run(Namespace(list=folder)).splitlines()[-1]
    data = json.loads(line)
    return data, {part["name"]: part for part in data["parts"]}


@pytest.fixture
def two_teams(tmp_path):
    """One team asks 2 and the other 20, in three sheets; the fourth repeats the first."""
    for number in range(3):
        places = range(number * 12, number * 12 + 12)
        rows = [row(p, 2 if p % 2 else 20, "张三" if p % 2 else "李四") for p in places]
        sheet(tmp_path / f"batch-{number}.xlsx", rows)
        if number == 0:
            sheet(tmp_path / "batch-9.xlsx", rows)
    (tmp_path / "deeper").mkdir()
    sheet(tmp_path / "deeper" / "other.xlsx", [row(50, 7)])
    return tmp_path


def test_each_patent_counts_once_and_in_its_first_sheet(two_teams, capsys):
    data, parts = figures(two_teams)
    assert data["size"] == 36
    said = capsys.readouterr().out
    assert "batch-9.xlsx" not in said
    assert "other.xlsx" not in said
    assert [part["holds"] for part in parts.values()] == [True, True, True]
    assert parts["error"]["ratio"] < 0.5


def test_the_sheet_itself_is_left_out(two_teams):
    by_sheet = {
        "a": [AskedFee("1", "t", 700, "u", False, Traits())],
        "b": [AskedFee(f"2{n}", "t", 100, "u", False, Traits()) for n in range(12)],
    }
    [trial] = guidance.trials("a", by_sheet)
    assert (trial.found.central, trial.middle_of_all) == (100, 100)
    assert not trial.is_inside
    assert list(guidance.trials("b", by_sheet)) == []


def test_price_intentions_change_nothing(two_teams, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    for number in range(3):
        places = range(number * 12, number * 12 + 12)
        rows = [row(p, 2 if p % 2 else 20, "张三" if p % 2 else "李四", "90-100万") for p in places]
        sheet(other / f"batch-{number}.xlsx", rows)
    assert figures(two_teams)[1] == figures(other)[1]


def test_where_nothing_can_be_told_apart_it_says_that_it_fails(tmp_path):
    for number in range(2):
        places = range(number * 12, number * 12 + 12)
        sheet(tmp_path / f"{number}.xlsx", [row(p, 5) for p in places])
    parts = figures(tmp_path)[1]
    assert (parts["error"]["holds"], parts["coverage"]["holds"]) == (False, True)
    assert parts["width"]["holds"] is False


def test_too_few_fees_hold_nothing(tmp_path):
    sheet(tmp_path / "only.xlsx", [row(1, 5)])
    data, parts = figures(tmp_path)
    assert data["size"] == 0
    assert not any(part["holds"] for part in parts.values())


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="gone"):
        guidance.run(Namespace(list=tmp_path / "gone"))

"""A report on paper and as a sheet: in Chinese, for departments."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from marketplace.documents.sheets.office import overview
from marketplace.reports.figures import share_of
from marketplace.reports.labels import OFFICIAL, OFFICIAL_GROUPS
from marketplace.reports.models import Measure, Subordination
from marketplace.types import Money

SCHEMA: Final = "report/1"
TEXT_VERSION: Final = "report/1"
_TITLE: Final = "专利转化运用统计通报"
_NOTICE: Final = (
    "数据由本站记录自动统计，仅含在本站达成或者登记的交易；存量指标为制表时数，其余为期间数。"
    "合同金额为合同约定的固定部分，到账金额按银行起息日统计，二者不可相加。"
)


def printed(data: dict[str, Any], record_sha256: str) -> dict[str, Any]:
    """What ``report.typ`` prints."""
    columns = [{"label": "指标", "width": 34}]
    heads = [*OFFICIAL_GROUPS.values(), "合计"]
    columns += [{"label": head, "width": 16, "align": "right"} for head in heads]
    tables = [{"title": "一、按隶属关系", "columns": columns, "rows": list(_rows(data))}]
    targets = list(_targets(data))
    if targets:
        heads = ["年度目标", "本期实际", "完成"]
        columns = [{"label": "指标", "width": 34}]
        columns += [{"label": head, "width": 20, "align": "right"} for head in heads]
        title = f"二、{data['target_year']}年度目标完成情况"
        tables.append({"title": title, "columns": columns, "rows": targets})
    return {
        "title": _TITLE,
        "subtitle": f"{data['first_on']} 至 {data['last_on']}，第 {data['version']} 版",
        "facts": [
            {"label": "统计期间", "value": f"{data['first_on']} 至 {data['last_on']}"},
            {"label": "版本", "value": f"第 {data['version']} 版"},
            {"label": "数据 SHA-256", "value": record_sha256},
        ],
        "tables": tables,
        "notices": [_NOTICE],
    }


def xlsx(data: dict[str, Any]) -> bytes:
    """The same as a workbook; every cell text (R-96)."""
    head = ("指标", *OFFICIAL_GROUPS.values(), "合计", "年度目标", "完成")
    done = {row[0]: (row[1], row[3]) for row in _targets(data)}
    rows = [(*row, *done.get(row[0], ("", ""))) for row in _rows(data)]
    moment = datetime.fromisoformat(data["made_at"]).replace(tzinfo=None)
    return overview(head, rows, title="统计通报", moment=moment)


def figure(measure: Measure, value: int) -> str:
    """A count with grouped thousands, or yuan with two decimals."""
    return Money(value).yuan() if measure.is_money else f"{value:,}"


def _rows(data: dict[str, Any]) -> Iterator[list[str]]:
    for measure in Measure:
        groups = [data["groups"][group.value][measure.value] for group in Subordination]
        values = [*groups, data["totals"][measure.value]]
        yield [OFFICIAL[measure], *(figure(measure, value) for value in values)]


def _targets(data: dict[str, Any]) -> Iterator[list[str]]:
    for measure in Measure:
        target = data["targets"].get(measure.value)
        if target is not None:
            actual = data["totals"][measure.value]
            done = share_of(actual, target) or "—"
            yield [OFFICIAL[measure], figure(measure, target), figure(measure, actual), done]

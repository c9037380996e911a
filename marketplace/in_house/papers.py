"""The sheet of an in-house notice and its closing record: papers of the house, so Chinese."""

from datetime import date
from typing import Any, Final

from marketplace.documents.models import Document, DocumentKind
from marketplace.documents.queries import current
from marketplace.documents.services import request_document
from marketplace.in_house.models import (
    InHouseNotice,
    NoticeStatus,
    ObjectionResult,
    Pricing,
)

VERSION: Final = "in_house_notice/1"
TEMPLATE: Final = "record"

PRICINGS: Final = {
    Pricing.OWN: "本单位自主定价",
    Pricing.NEGOTIATED: "协议定价",
    Pricing.MARKET: "挂牌交易、拍卖定价",
}
RESULTS: Final = {
    ObjectionResult.UPHELD: "异议成立",
    ObjectionResult.NOT_UPHELD: "异议不成立",
    ObjectionResult.WITHDRAWN: "异议人撤回",
}
_COLUMNS: Final = [
    {"label": "序号", "width": 7},
    {"label": "成果名称", "width": 45},
    {"label": "拟交易价格", "width": 48},
    {"label": "定价方式", "width": 20},
]


def request_sheet(notice: InHouseNotice, by: Any) -> Document:
    """Ask for the sheet as it stands now; after the end it is the closing record in its place."""
    return request_document(
        DocumentKind.STATEMENT,
        notice,
        sheet(notice),
        template=TEMPLATE,
        text_version=VERSION,
        by=by,
        supersedes=current(notice, DocumentKind.STATEMENT),
    )


def sheet(notice: InHouseNotice) -> dict[str, Any]:
    """What the sheet says: subjects, period, related parties, objections, and how it ended."""
    return {
        "title": "公示结项记录" if not notice.is_running else "公示",
        "paragraphs": [_opening(notice)],
        "facts": [{"label": label, "value": value} for label, value in facts(notice)],
        "sections": [_subjects(notice), *_objections(notice), *_evidence(notice)],
        "signature": notice.organization.name,
        "signed_on": day(notice.passed_on or notice.stopped_on or notice.opened_on),
        "notes": [],
    }


def facts(notice: InHouseNotice) -> list[tuple[str, str]]:
    """Label and value, in the order of the sheet."""
    rows = [
        ("公示标题", notice.title),
        ("公示单位", notice.organization.name),
        ("公示期", f"{day(notice.opened_on)}起{notice.days}日，至{day(notice.ends_on)}止"),
        ("公示位置", notice.place),
        ("依据", notice.rules or "《中华人民共和国促进科技成果转化法》第十八条"),
        ("关联关系", notice.related_party or "未发现关联关系"),
    ]
    if notice.status is NoticeStatus.PASSED:
        rows.append(("公示结果", f"{day(notice.passed_on)}公示期满，异议均已处理，公示通过"))
    elif notice.status is NoticeStatus.STOPPED:
        rows.append(("公示结果", f"{day(notice.stopped_on)}停止公示，所列事项均已移出"))
    return rows


def day(value: date | None) -> str:
    """`2026年11月21日`."""
    return f"{value.year}年{value.month}月{value.day}日" if value else "—"


def _opening(notice: InHouseNotice) -> str:
    return (
        f"根据《中华人民共和国促进科技成果转化法》第十八条以及本单位有关规定，现将{notice.organization.name}"
        f"拟转化科技成果的名称和拟交易价格予以公示。对公示内容有异议的，请于{day(notice.ends_on)}前"
        "以书面形式实名提出，并附相关依据。"
    )


def _subjects(notice: InHouseNotice) -> dict[str, Any]:
    rows = [
        [
            str(place),
            row.name + (f"\n（已移出：{row.taken_out_reason}）" if row.taken_out_on else ""),
            row.price,
            PRICINGS[row.pricing],
        ]
        for place, row in enumerate(notice.subjects, start=1)
    ]
    return {"title": f"公示事项（共{len(rows)}项）", "columns": _COLUMNS, "rows": rows}


def _objections(notice: InHouseNotice) -> list[dict[str, Any]]:
    if notice.is_running:
        return []
    if not notice.objections:
        return [{"title": "异议及处理", "paragraphs": ["公示期内未收到异议。"]}]
    columns = [
        {"label": "提出日", "width": 22},
        {"label": "异议人", "width": 18},
        {"label": "异议内容", "width": 40},
        {"label": "处理情况和结果", "width": 40},
    ]
    rows = [
        [
            day(each.raised_on),
            each.raised_by,
            each.text,
            f"{RESULTS[each.ruling.result]}（{day(each.ruling.ruled_on)}）：{each.ruling.handling}"
            if each.ruling
            else "未处理",
        ]
        for each in notice.objections
    ]
    return [{"title": "异议及处理", "columns": columns, "rows": rows}]


def _evidence(notice: InHouseNotice) -> list[dict[str, Any]]:
    if notice.is_running or not notice.evidence:
        return []
    return [
        {
            "title": "公示留存",
            "columns": [{"label": "截取日", "width": 20}, {"label": "文件 SHA-256", "width": 80}],
            "rows": [[day(each.taken_on), each.sha256] for each in notice.evidence],
        }
    ]

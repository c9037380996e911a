"""The patents of the demonstration: brought as lists, with status and bars stated as of a day."""

import csv
import dataclasses
import io
from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import select

from marketplace import clock
from marketplace.demo import catalogue
from marketplace.demo.catalogue import DemoPatent
from marketplace.demo.timeline import Story
from marketplace.demo.world import Cast, World
from marketplace.extensions import db
from marketplace.patents import services
from marketplace.patents.bars import DERIVED
from marketplace.patents.enums import Bar, BarState, LegalStatus, PatentKind, StatusSource
from marketplace.patents.importing import import_list
from marketplace.patents.models import Patent
from marketplace.patents.numbers import check_digit

_KINDS = {
    PatentKind.INVENTION: "发明",
    PatentKind.UTILITY_MODEL: "实用新型",
    PatentKind.DESIGN: "外观设计",
}
_MATURITIES = {
    "sample": "样品",
    "pilot": "试生产",
    "small_batch": "小批量生产",
    "mass_production": "批量生产",
}
_FRESH_DAYS = 25
_CLEAR = {bar: BarState.CLEAR for bar in Bar if bar not in DERIVED}
_DAYS_AFTER_LIFE = 20
AGED_TITLE = "一种床架防响连接件"
"""The one patent whose life ended lately; its number follows from the day of the build."""


def bring(world: World) -> Story:
    """Every patentee imports its list."""
    for key, cast in world.casts.items():
        own = [
            aged(each, world.today) if each.title == AGED_TITLE else each
            for each in catalogue.patents()
            if each.family.owner == key
        ]
        if own:
            name = f"{cast.party.name}存量专利清单.csv"
            import_list(list_of(cast, own), cast.organization, cast.membership, file_name=name)
    for patent in db.session.scalars(select(Patent)):
        world.by_title[patent.title] = patent
    yield 0


def list_of(cast: Cast, patents: Iterable[DemoPatent]) -> bytes:
    """The CSV sheet that a patentee would bring."""
    out = io.StringIO()
    rows = [_row(cast, patent) for patent in patents]
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def freshen(world: World, cast: Cast, patents: Iterable[Patent]) -> None:
    """Look status and bars up again where the last statement grows old."""
    today = clock.today()
    for patent in patents:
        if not patent.is_ended and _is_old(patent, today):
            services.set_legal_status(
                patent, LegalStatus.VALID, StatusSource.OFFICE_QUERY, today, cast.membership
            )
            services.state_bars(patent, _CLEAR, StatusSource.PATENTEE, cast.membership, on=today)


def aged(patent: DemoPatent, today: date) -> DemoPatent:
    """The same utility model, filed so long ago that its ten years ended a short while ago."""
    filing_on = clock.add_years(today, -10) - timedelta(days=_DAYS_AFTER_LIFE)
    body = f"{filing_on.year}2{patent.number[5:12]}"
    return dataclasses.replace(
        patent,
        number=f"{body}.{check_digit(body)}",
        kind=PatentKind.UTILITY_MODEL,
        filing_on=filing_on,
        granted_on=clock.add_months(filing_on, 9),
    )


def _is_old(patent: Patent, today: date) -> bool:
    looked_up_on = patent.legal_status_on
    return looked_up_on is None or (today - looked_up_on).days > _FRESH_DAYS


def _row(cast: Cast, patent: DemoPatent) -> dict[str, str]:
    family = patent.family
    reported = patent.kind is not PatentKind.INVENTION
    return {
        "申请号": patent.number,
        "专利名称": patent.title,
        "英文名称": patent.title_en,
        "专利类型": _KINDS[patent.kind],
        "申请日": patent.filing_on.isoformat(),
        "授权公告日": patent.granted_on.isoformat(),
        "专利权人": cast.party.name,
        "发明人": "、".join(patent.inventors),
        "IPC": ";".join(patent.ipc),
        "洛迦诺分类": ";".join(patent.locarno),
        "国民经济行业分类": ";".join(family.industries),
        "摘要": family.does + patent.detail,
        "技术优势": patent.detail,
        "产业化前景": family.uses,
        "技术成熟度": _MATURITIES[family.maturity],
        "转化意愿": "开放许可;许可",
        "专利权评价报告编号": f"PJ{patent.number[:4]}{patent.number[6:12]}" if reported else "",
        "专利权评价报告日期": (patent.granted_on + timedelta(days=75)).isoformat()
        if reported
        else "",
        "专利权评价报告结论": "未发现不符合授予专利权条件" if reported else "",
    }

"""Which column of a list means what: found by name, never by position.

Names are compared without width, case, spaces and punctuation; what stands in brackets may be
missing. The names are those of the national stock-patent inventory sheet and of the usual
exports, Chinese and English.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Column(StrEnum):
    NUMBER = "number"
    PUBLICATION_NUMBER = "publication_number"
    TITLE = "title"
    TITLE_EN = "title_en"
    KIND = "kind"
    LEGAL_STATUS = "legal_status"
    LEGAL_STATUS_ON = "legal_status_on"
    FILING_ON = "filing_on"
    GRANTED_ON = "granted_on"
    PUBLICATION_ON = "publication_on"
    INVENTORS = "inventors"
    DEPARTMENT = "department"
    PATENTEES = "patentees"
    FUNDED = "funded"
    FUNDING_PROJECT = "funding_project"
    IMPLEMENTATION = "implementation"
    WILLINGNESS = "willingness"
    ASKING_FEE = "asking_fee"
    PRICE_INTENTION = "price_intention"
    INTENDED_REGIONS = "intended_regions"
    INTENDED_COMPANIES = "intended_companies"
    MATURITY = "maturity"
    GRADE = "grade"
    INDUSTRIES = "industries"
    SEI = "sei"
    IPC = "ipc"
    LOCARNO = "locarno"
    ADVANTAGE = "advantage"
    OUTLOOK = "outlook"
    ABSTRACT = "abstract"
    REPORT_NUMBER = "evaluation_report_number"
    REPORT_ON = "evaluation_report_on"
    REPORT_CONCLUSION = "evaluation_report_conclusion"


_NAMES: dict[Column, str] = {
    Column.NUMBER: (
        "申请号 专利申请号 申请号专利号 专利号申请号 专利申请号专利号 专利号 专利号码 申请号码 专利编号 "
        "app_no application_number application_no appl_no patent_number patent_no number"
    ),
    Column.PUBLICATION_NUMBER: (
        "公开号 公告号 公开公告号 授权公告号 公布号 公开公告号码 publication_number pub_no id"
    ),
    Column.TITLE: (
        "专利名称 发明名称 发明创造名称 名称 标题 专利标题 中文标题 标题中文 标题简体中文 "
        "标题译简体中文 专利题目 title title_zh patent_title invention_title"
    ),
    Column.TITLE_EN: "英文名称 英文标题 标题英文 标题译english title_en english_title",
    Column.KIND: "专利类别 专利类型 专利种类 类别 类型 kind patent_type patent_kind type",
    Column.LEGAL_STATUS: (
        "法律状态 当前法律状态 专利法律状态 法律状态事件 专利状态 专利权状态 简单法律状态 "
        "legal_status status"
    ),
    Column.LEGAL_STATUS_ON: (
        "法律状态查询日期 法律状态查询日 状态查询日期 查询日期 查询日 legal_status_on status_date"
    ),
    Column.FILING_ON: "申请日 申请日期 申请时间 filing_date application_date app_date filing_on",
    Column.GRANTED_ON: "授权日 授权日期 授权公告日 授权公告日期 grant_date granted_on",
    Column.PUBLICATION_ON: "公开日 公开日期 公布日 公开公告日 publication_date pub_date",
    Column.INVENTORS: (
        "发明人 发明设计人 设计人 发明人设计人 发明人姓名 全部发明人 第一发明人 "
        "inventors inventor inventor/author"
    ),
    Column.DEPARTMENT: (
        "所属院校 所属院系 所属学院 所属部门 院系 学院 部门 二级单位 所属院校院系 所属单位 "
        "college department"
    ),
    Column.PATENTEES: (
        "专利权人 权利人 当前权利人 当前专利权人 申请人 专利申请人 申请专利权人 申请人专利权人 "
        "当前申请专利权人 当前申请人 patentee patentees assignee applicant applicants owner"
    ),
    Column.FUNDED: (
        "是否属于财政资助科研项目形成专利 是否财政资助科研项目形成专利 是否财政资助 财政资助 "
        "是否属于财政资助科研项目形成的专利 是否为财政资助科研项目形成专利 publicly_funded funded"
    ),
    Column.FUNDING_PROJECT: "财政资助项目 财政资助项目名称 资助项目 资助项目名称 funding_project",
    Column.IMPLEMENTATION: (
        "一级实施状态 实施状态 实施状态一级 实施情况 专利实施状态 implementation "
        "implementation_status"
    ),
    Column.WILLINGNESS: (
        "转化意愿 转化意愿一级 转化意愿二级 一级转化意愿 二级转化意愿 转化方式 许可方式 "
        "intent intent2 willingness"
    ),
    Column.ASKING_FEE: (
        "费用标准 费用标准万元 费用标准元 许可使用费 许可使用费万元 许可使用费元 许可费用 "
        "许可费用万元 许可费用元 许可费 许可费万元 许可费元 报价 报价万元 报价元 "
        "fee_wan_yuan fee_wan fee_yuan fee asking_fee asking_fee_yuan asking_fee_wan_yuan"
    ),
    Column.PRICE_INTENTION: "意向价格 意向价格万元 价格区间 意向价格区间 price_intention",
    Column.INTENDED_REGIONS: "意向合作城市 意向城市 意向合作地区 意向地区 cities intended_regions",
    Column.INTENDED_COMPANIES: (
        "意向合作企业 意向企业 意向合作单位 target_companies intended_companies"
    ),
    Column.MATURITY: "技术成熟度 成熟度 maturity",
    Column.GRADE: "专利价值分级自评 专利价值分级 价值分级 价值分级自评 专利分级 value_grade grade",
    Column.INDUSTRIES: (
        "国民经济行业分类 国民经济行业 行业分类 所属行业 应用行业 行业 国民经济行业分类代码 "
        "industries industry"
    ),
    Column.SEI: "战新分类 战略性新兴产业分类 战略性新兴产业 战略新兴产业分类 sei",
    Column.IPC: (
        "本专利所属技术领域ipc 本专利所属技术领域 所属技术领域ipc ipc ipc分类号 ipc分类 ipc主分类号 "
        "国际专利分类号 国际专利分类 国际分类号 主分类号 分类号 classes ipc_main ipc_classifications "
        "ipcr_classifications"
    ),
    Column.LOCARNO: "洛迦诺分类号 洛迦诺分类 外观设计分类号 外观设计分类 locarno loc",
    Column.ADVANTAGE: (
        "本专利对应产品技术优势性能指标 对应产品技术优势性能指标 技术优势 产品及技术优势 "
        "产品技术优势 技术优势性能指标 product_advantage advantage"
    ),
    Column.OUTLOOK: "产业化前景描述 产业化前景 市场前景 应用前景 market_outlook outlook",
    Column.ABSTRACT: "摘要 专利摘要 中文摘要 摘要中文 摘要译简体中文 abstract abstract_zh",
    Column.REPORT_NUMBER: "专利权评价报告编号 评价报告编号 evaluation_report_number",
    Column.REPORT_ON: "专利权评价报告日期 评价报告日期 评价报告作出日 evaluation_report_on",
    Column.REPORT_CONCLUSION: (
        "专利权评价报告 专利权评价报告结论 评价报告 评价报告结论 evaluation_report_conclusion"
    ),
}

_LETTERS = re.compile(r"[^0-9a-z\u4e00-\u9fff]")
_ROUND = re.compile(r"\([^)]*\)")
_SQUARE = re.compile(r"\[[^\]]*\]|【[^】]*】")


@dataclass(frozen=True)
class Layout:
    """Where each known column stands in a table, with the heading as written.

    ``places`` gives zero-based positions; a column may stand several times (转化意愿 in two
    levels), then in reading order.
    """

    headings: tuple[str, ...]
    places: dict[Column, tuple[int, ...]]

    def heading(self, column: Column) -> str:
        """The heading as the file writes it, to point a person at the column."""
        places = self.places.get(column)
        return self.headings[places[0]] if places else str(column)

    @property
    def is_table(self) -> bool:
        """Whether these headings begin a list of patents: a number and one thing more."""
        numbered = Column.NUMBER in self.places or Column.PUBLICATION_NUMBER in self.places
        return numbered and len(self.places) >= 2


def recognize(headings: Sequence[str]) -> Layout:
    """Match the headings of one row with the known columns."""
    places: dict[Column, list[tuple[int, int]]] = {}
    for position, heading in enumerate(headings):
        match = _column_of(heading)
        if match:
            column, rank = match
            places.setdefault(column, []).append((rank, position))
    return Layout(
        tuple(headings),
        {column: tuple(at for _, at in sorted(found)) for column, found in places.items()},
    )


def heading_unit(heading: str) -> str | None:
    """The money unit that a heading names: ``万元``, ``元``, or None."""
    plain = unicodedata.normalize("NFKC", heading).lower()
    if "万" in plain or "wan" in plain:
        return "万元"
    if "元" in plain or "yuan" in plain:
        return "元"
    return None


def _column_of(heading: str) -> tuple[Column, int] | None:
    plain = unicodedata.normalize("NFKC", heading).lower()
    for variant in (plain, _SQUARE.sub("", plain), _ROUND.sub("", _SQUARE.sub("", plain))):
        match = _KNOWN.get(_LETTERS.sub("", variant))
        if match:
            return match
    return None


_KNOWN = {
    _LETTERS.sub("", name): (column, rank)
    for column, names in _NAMES.items()
    for rank, name in enumerate(names.split())
}

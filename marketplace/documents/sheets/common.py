"""Words that several sheets share."""

from typing import Any, Final

OFFICE: Final = ("国家知识产权局专利业务办理系统", "Patent office, online filing system")

IDENTITY_LATER: Final = (
    "证件号码不在本平台收集，由经办人直接填入系统。",
    "Numbers of identity papers are not collected here; the handler types them in.",
)

AGENCY_PAPERS: Final = (
    ("委托专利代理机构的，提交专利代理委托书", "Power of attorney, where an agency files"),
)

_SOURCES: Final[dict[str, str]] = {
    "answers": "填报人填写",
    "patents": "专利信息",
    "licensor": "许可人登记信息",
    "licensee": "被许可人登记信息",
    "filer": "填报人登记信息",
    "requester": "请求人登记信息",
    "agreement": "签署文本及生效记录",
    "terms": "条款记录",
    "fee": "条款记录及应付款项",
    "payment": "付款记录",
    "declaration": "开放许可声明",
    "filing": "本项手续及原备案记录",
    "year": "本站记录统计",
    "product": "专利产品信息",
    "agency": "代理委托记录",
    "co_owners": "共有专利权人声明记录",
}


def source_text(source: str) -> str:
    """Where a value comes from, in words."""
    return _SOURCES.get(source.split(".")[0].removesuffix("[]"), "")


def remarks(field: dict[str, Any], language: str) -> str:
    """The remarks on a field: how sure it is, what to mind, where it stands in law."""
    parts = (field["mark"][language], field["note"][language], field["article"])
    between, stop = ("；", "。") if language == "zh" else ("; ", ".")
    return between.join(part.removesuffix(stop) for part in parts if part)

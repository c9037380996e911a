"""Promotional wording, which a declaration must not hold (细则 85(3), LAW 1.6): flagged, never
changed."""

from typing import Final

PROMOTIONAL: Final = (
    "最佳",
    "最好",
    "最优惠",
    "最低价",
    "第一",
    "唯一",
    "顶级",
    "极品",
    "国家级",
    "世界级",
    "全球领先",
    "国际领先",
    "国内领先",
    "填补空白",
    "独一无二",
    "史无前例",
    "限时",
    "优惠价",
    "抢购",
    "best ever",
    "world-leading",
    "unbeatable",
)


def promotional(text: str) -> list[str]:
    """The promotional words that stand in a text, in the order of the list."""
    plain = text.casefold()
    return [word for word in PROMOTIONAL if word in plain]

"""The words by which sheets name routes and fee modes, in Chinese and English."""

from typing import Final

from marketplace.errors import N_
from marketplace.patents.cells import Reading, is_nothing, plain_text, unread
from marketplace.terms.enums import FeeMode, Route

ROUTE_WORDS: Final[dict[Route, str]] = {
    Route.OPEN: "开放许可 专利开放许可 拟开放许可 open",
    Route.ORDINARY: "普通许可 许可 拟许可 ordinary",
    Route.OPEN_SOURCE: "专利开源 开源 open_source",
    Route.TRANSFER: "转让 专利权转让 专利转让 作价入股 拟转让 transfer assignment",
}
MODE_WORDS: Final[dict[FeeMode, str]] = {
    FeeMode.FREE: "无偿 免费 无偿许可 free",
    FeeMode.LUMP_SUM: "一次总付 一次性支付 一次性付清 lump_sum",
    FeeMode.INSTALMENTS: "分期支付 按年支付 每年支付 一次总算分期支付 年付 instalments yearly",
    FeeMode.ROYALTY: "提成支付 提成 收益提成 royalty",
    FeeMode.ENTRY_ROYALTY: "入门费附加提成 入门费加提成 入门费+提成 entry_royalty",
    FeeMode.LIMITED_FREE: "限期免费 limited_free",
    FeeMode.PAY_LATER: "先使用后付费 先用后付 延期支付 pay_later",
    FeeMode.TRIAL_THEN_CONVERT: "先用后转 先试用后转化 trial_then_convert",
    FeeMode.PRICE: "转让价 报价 price",
    FeeMode.NEGOTIABLE: "面议 具体面议 协商 negotiable",
}

_ROUTES: Final = {word: route for route, words in ROUTE_WORDS.items() for word in words.split()}
_MODES: Final = {word: mode for mode, words in MODE_WORDS.items() for word in words.split()}


def read_route(text: str, heading: str = "") -> Reading:
    """A route by one of its names."""
    if is_nothing(text):
        return Reading()
    route = _ROUTES.get(_plain(text))
    if route is None:
        return unread(
            "route_unknown",
            N_("“%(value)s” is no way of licensing. Write 开放许可 (open) or 普通许可 (ordinary)."),
            text,
        )
    return Reading(route.value)


def read_mode(text: str, heading: str = "") -> Reading:
    """A fee mode by one of its names."""
    if is_nothing(text):
        return Reading()
    mode = _MODES.get(_plain(text))
    if mode is None:
        return unread(
            "fee_mode_unknown",
            N_(
                "“%(value)s” is no way of paying. Write for example 一次总付 (lump_sum), 提成支付 "
                "(royalty) or 先使用后付费 (pay_later)."
            ),
            text,
        )
    return Reading(mode.value)


def _plain(text: str) -> str:
    return plain_text(text).replace(" ", "").replace("、", "").replace("-", "_")

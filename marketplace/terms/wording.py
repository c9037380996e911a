"""Figures and enumerations in the words of contracts, in Chinese and in English.

Integer arithmetic only; the Chinese follows the rules for amounts in full characters on bills
(票据法 8, 正确填写票据和结算凭证的基本规定): 壹万贰仟元整.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from marketplace.terms.enums import Act, RoyaltyBase
from marketplace.types import Money

_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_PLACES: Final = ("", "拾", "佰", "仟")
_GROUPS: Final = ("", "万", "亿", "万亿")

ACTS_ZH: Final = {
    Act.MAKE: "制造",
    Act.USE: "使用",
    Act.OFFER: "许诺销售",
    Act.SELL: "销售",
    Act.IMPORT: "进口",
}
ACTS_EN: Final = {
    Act.MAKE: "make",
    Act.USE: "use",
    Act.OFFER: "offer for sale",
    Act.SELL: "sell",
    Act.IMPORT: "import",
}
BASES_ZH: Final = {
    RoyaltyBase.NET_SALES: "净销售额",
    RoyaltyBase.PROFIT: "利润额",
    RoyaltyBase.OUTPUT: "产量",
}
BASES_EN: Final = {
    RoyaltyBase.NET_SALES: "net sales",
    RoyaltyBase.PROFIT: "profit",
    RoyaltyBase.OUTPUT: "output",
}


def yuan(fen: int) -> str:
    """``¥12,000`` or ``¥12,000.50``: needless fen are left out."""
    return "¥" + Money(fen).yuan().removesuffix(".00")


def amount_zh(fen: int) -> str:
    """An amount as contracts write it: figures and full characters."""
    return f"人民币{Money(fen).yuan()}元（大写：人民币{capital(fen)}）"


def capital(fen: int) -> str:
    """Full characters: 1200000 fen → 壹万贰仟元整; 50 fen → 伍角整; 0 → 零元整."""
    whole, rest = divmod(fen, 100)
    jiao, cents = divmod(rest, 10)
    text = _integer(whole) + "元" if whole else ""
    if not rest:
        return (text or "零元") + "整"
    if jiao:
        text += _DIGITS[jiao] + "角"
    elif whole:
        text += "零"
    return text + (_DIGITS[cents] + "分" if cents else "整")


def _integer(number: int) -> str:
    """A positive integer below 10^16 in full characters."""
    text, gap = "", False
    for place in range(len(_GROUPS) - 1, -1, -1):
        group = number // 10_000**place % 10_000
        if not group:
            gap = bool(text)
            continue
        if text and (gap or group < 1000):
            text += "零"
        text += _group(group) + _group_name(place, number)
        gap = False
    return text


def _group_name(place: int, number: int) -> str:
    """万亿 is said once: 壹万亿 alone, but 壹万贰仟亿 is 壹万 before 亿."""
    if place == 3 and number // 10_000**2 % 10_000:
        return "万"
    return _GROUPS[place]


def _group(number: int) -> str:
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + _PLACES[place]
        gap = not digit
    return text


def percent(ppm: int) -> str:
    """``2%``, ``2.5%``, ``0.05%``: parts per million as a percentage without needless zeros."""
    whole, rest = divmod(ppm, 10_000)
    return f"{whole}.{rest:04d}".rstrip("0").rstrip(".") + "%"


def day_zh(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def day_en(day: date) -> str:
    return day.isoformat()


def months_zh(months: int) -> str:
    """Whole years as years, else months."""
    return f"{months}个月" if months % 12 else f"{months // 12}年"


def months_en(months: int) -> str:
    if months % 12:
        return f"{months} month" + "s" * (months > 1)
    return f"{months // 12} year" + "s" * (months > 12)


def spaced_zh(months: int) -> str:
    """The same with a space before the unit, as pages set it: 3 年, 6 个月."""
    return f"{months} 个月" if months % 12 else f"{months // 12} 年"


def days_en(days: int) -> str:
    return f"{days} day" + "s" * (days != 1)


def acts_zh(acts: Sequence[Act]) -> str:
    return "、".join(ACTS_ZH[act] for act in acts)


def acts_en(acts: Sequence[Act]) -> str:
    words = [ACTS_EN[act] for act in acts]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def every_zh(months: int) -> str:
    """An interval: 每月, 每年, 每6个月, 每2年."""
    return {1: "每月", 12: "每年"}.get(months, f"每{months_zh(months)}")


def every_en(months: int) -> str:
    return {1: "every month", 12: "every year"}.get(months, f"every {months_en(months)}")

"""Reading single cells of a list: a value for the record, or a warning that says what to do.

Every reader takes the cell's text and returns a ``Reading``: a value (None: nothing to take
over) and a problem (None: nothing to say). Readers never raise.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from marketplace import clock
from marketplace.errors import N_
from marketplace.patents import classification, reference
from marketplace.types import Money

FEE_CEILING = 2_000_000_000
"""20 million yuan in fen, the ceiling of a fixed fee (指南 5-11-3.3); above it a figure in a
list is almost always yuan written under 万元."""

NOTHING = frozenset(
    {"", "-", "--", "—", "——", "/", "\\", "n/a", "#n/a", "na", "null", "none", "nan"}
)
_NO_TEXT = frozenset({"无", "暂无", "不限", "不-限", "未填", "待定"})


@dataclass(frozen=True)
class Problem:
    """Why a cell was not taken over: a stable code and a gettext message with its parameters."""

    code: str
    message: str
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    value: Any = None
    problem: Problem | None = None


def unread(code: str, message: str, text: str) -> Reading:
    """A cell that says something we cannot take over."""
    return Reading(problem=Problem(code, message, {"value": text.strip()[:60]}))


def plain_text(text: str) -> str:
    """Half width, lower case, without outer spaces."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def is_nothing(text: str) -> bool:
    """Whether a cell only marks that nothing stands there."""
    return plain_text(text) in NOTHING


def read_text(text: str) -> Reading:
    return Reading(None if is_nothing(text) else text.strip())


def read_optional_text(text: str) -> Reading:
    """A text in which 无 and the like mean nothing."""
    return Reading(None if is_nothing(text) or plain_text(text) in _NO_TEXT else text.strip())


def read_names(text: str) -> Reading:
    """Names separated by commas, semicolons or 、, half or full width, each once."""
    return _names(text, r"[,，;；、|\n]")


def read_long_names(text: str) -> Reading:
    """Names that may hold 、 themselves, so that only commas and semicolons separate them."""
    return _names(text, r"[,，;；|\n]")


def _names(text: str, separators: str) -> Reading:
    if is_nothing(text) or plain_text(text) in _NO_TEXT:
        return Reading()
    names = [name.strip() for name in re.split(separators, text)]
    return Reading(list(dict.fromkeys(name for name in names if not is_nothing(name))) or None)


def read_fee(text: str, unit: str | None) -> Reading:
    """An asking fee in fen. ``unit`` is the heading's 万元 or 元; a unit in the cell prevails."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if is_nothing(text) or plain in _NO_TEXT:
        return Reading()
    if re.search(r"面议|协商|商议|议价|另议|negotia", plain.lower()):
        return unread(
            "fee_negotiable",
            N_("“%(value)s” is no amount. State a fee in the terms when you offer a license."),
            text,
        )
    if re.fullmatch(r"免费|无偿|free", plain.lower()):
        return Reading(0)
    if re.search(r"[0-9万元][-~至到—–][0-9]|以上|以下|以内", plain):
        return unread(
            "fee_range",
            N_("“%(value)s” is a range, not one fee. State one amount in the terms."),
            text,
        )
    return _read_amount(plain, unit, text)


def _read_amount(plain: str, unit: str | None, text: str) -> Reading:
    if plain.startswith("-"):
        return unread(
            "fee_negative",
            N_("“%(value)s” is below zero and no fee. Leave the cell empty or state the fee."),
            text,
        )
    own_unit = re.search(r"[万亿元]", plain)
    if unit is None and not own_unit:
        return unread(
            "fee_unit_missing",
            N_("“%(value)s” has no unit. Write 元 or 万元 in the heading or the cell."),
            text,
        )
    try:
        fen = Money.parse(plain if own_unit else f"{plain}{unit}").amount
    except ValueError:
        return unread(
            "fee_unreadable",
            N_("“%(value)s” is no amount that can be read. Write figures only, like 1.5."),
            text,
        )
    if fen > FEE_CEILING:
        return unread(
            "fee_suspicious",
            N_(
                "“%(value)s” is more than 20 million yuan, the ceiling for an open license; "
                "perhaps yuan were written under 万元. It was not taken over: correct the cell."
            ),
            text,
        )
    return Reading(fen)


def read_ipc(text: str) -> Reading:
    symbols, unread = classification.read_ipc(text) if not is_nothing(text) else ([], [])
    return _list_reading(symbols, unread, "ipc_unreadable", _IPC_HELP)


def read_locarno(text: str) -> Reading:
    classes, unread = classification.read_locarno(text) if not is_nothing(text) else ([], [])
    return _list_reading(classes, unread, "locarno_unreadable", _LOCARNO_HELP)


def read_industries(text: str) -> Reading:
    """GB/T 4754-2017 codes of the names or codes in a cell."""
    codes, unread = reference.read_industries(text) if not is_nothing(text) else ([], [])
    return _list_reading(codes, unread, "industry_unknown", _INDUSTRY_HELP)


_IPC_HELP = N_("“%(value)s” is no IPC symbol. Write it like H01M10/0525.")
_LOCARNO_HELP = N_("“%(value)s” is no Locarno class. Write it like 07-01.")
_INDUSTRY_HELP = N_(
    "“%(value)s” is no industry of GB/T 4754-2017. Write its name or code from the standard."
)


def read_day(text: str) -> Reading:
    """A day in ISO form, with slashes, dots, 年月日 or eight digits. 1970-01-01 means unknown."""
    if is_nothing(text):
        return Reading()
    plain = unicodedata.normalize("NFKC", text).strip()
    match = re.match(
        r"^([0-9]{4})(?:[-/.年]\s*)?([0-9]{1,2})(?:[-/.月]\s*)?([0-9]{1,2})日?(?:[T\s].*)?$", plain
    )
    try:
        day = date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        day = None
    if day == date(1970, 1, 1):
        return Reading()
    if day is None or day > clock.today():
        return unread(
            "day_unreadable", N_("“%(value)s” is no past day. Write it like 2021-03-15."), text
        )
    return Reading(day)


def _list_reading(values: list[str], unread: list[str], code: str, message: str) -> Reading:
    problem = Problem(code, message, {"value": "、".join(unread)[:80]}) if unread else None
    return Reading(values or None, problem)

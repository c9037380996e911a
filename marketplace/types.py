"""Column types and the money type."""

import json
import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Self

import rfc8785
from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

BigId = BigInteger().with_variant(Integer, "sqlite")


class UTCDateTime(TypeDecorator[datetime]):
    """An instant: refuses naive values, always comes back as aware UTC (SQLite drops zones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class CanonicalJSON(TypeDecorator[Any]):
    """A JSON value stored as its RFC 8785 text, so that equal values are equal bytes."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else canonical_json(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


def canonical_json(value: Any) -> bytes:
    """RFC 8785 bytes. Floats are refused: no figure of ours is one."""
    if _is_plain(value):
        with suppress(UnicodeEncodeError):
            return _encode(value).encode()
    _refuse_floats(value)
    return rfc8785.dumps(value)


_MOST = 2**53 - 1
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def _is_plain(value: Any) -> bool:
    """Whether the encoder of the standard library, which is much faster, writes the very same bytes:
    it orders keys by code points where RFC 8785 orders by UTF-16, and knows no limit of integers."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is int:
        return bool(-_MOST <= value <= _MOST)
    if kind is dict:
        return all(
            type(key) is str and key.isascii() and _is_plain(item) for key, item in value.items()
        )
    if kind is list or kind is tuple:
        return all(map(_is_plain, value))
    return isinstance(value, str)


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("a float has no place in a record")
    if isinstance(value, dict):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)


def round_half_up(numerator: int, denominator: int) -> int:
    """The quotient as an integer, halves away from zero; the denominator is positive."""
    if denominator <= 0:
        raise ValueError("denominator must be positive")
    magnitude = (2 * abs(numerator) + denominator) // (2 * denominator)
    return magnitude if numerator >= 0 else -magnitude


_AMOUNT = re.compile(r"^(-?)([0-9]+(?:\.[0-9]+)?)(万|亿)?元?$")
_UNITS = {None: 1, "万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True, order=True)
class Money:
    """An amount in minor units (fen) of one currency."""

    amount: int
    currency: str = "CNY"

    def __post_init__(self) -> None:
        if not isinstance(self.amount, int) or isinstance(self.amount, bool):
            raise TypeError("money is an integer number of fen")

    def __add__(self, other: Self) -> "Money":
        self._same_currency(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Self) -> "Money":
        self._same_currency(other)
        return Money(self.amount - other.amount, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def _same_currency(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")

    def yuan(self) -> str:
        """``12,000.00``: yuan with two decimals and grouped thousands."""
        sign = "-" if self.amount < 0 else ""
        whole, fen = divmod(abs(self.amount), 100)
        return f"{sign}{whole:,}.{fen:02d}"

    def decimal(self) -> Decimal:
        """Yuan with exactly two decimals, for files that hold numbers."""
        return Decimal(self.amount).scaleb(-2)

    def wan(self) -> str:
        """``1.2``: ten thousands of yuan without needless zeros."""
        sign = "-" if self.amount < 0 else ""
        whole, rest = divmod(abs(self.amount), 1_000_000)
        return f"{sign}{whole:,}.{rest:06d}".rstrip("0").rstrip(".")

    @classmethod
    def parse(cls, text: str, currency: str = "CNY") -> "Money":
        """Read ``12,000``, ``¥12,000.50``, ``１．２万元`` (yuan). ValueError if it is no amount."""
        plain = unicodedata.normalize("NFKC", text)
        plain = re.sub(r"[\s,¥￥_]", "", plain).removeprefix("CNY").removeprefix("RMB")
        match = _AMOUNT.match(plain)
        if not match:
            raise ValueError(f"not an amount: {text!r}")
        try:
            fen = Decimal(match[1] + match[2]) * _UNITS[match[3]] * 100
        except InvalidOperation as error:  # pragma: no cover - the pattern admits digits only
            raise ValueError(f"not an amount: {text!r}") from error
        if fen != fen.to_integral_value():
            raise ValueError(f"finer than one fen: {text!r}")
        return cls(int(fen), currency)

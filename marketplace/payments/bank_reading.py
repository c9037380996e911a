"""Reading a bank's statement of an account: CSV, XLSX or camt.053, as Chinese banks write them.

A row that cannot be taken is refused with what to do; nothing of the others is lost.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from marketplace import clock
from marketplace.errors import N_, Refused
from marketplace.types import Money, canonical_json

_DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[ T].*)?$")
_RULED_OFF = re.compile(r"\.\d{7,}$")
_SOUND_REFERENCE = 8
_BACK = re.compile(
    "冲正|冲销|冲账|抹账|红冲|退汇|退票|退回|退款|撤销|reversal|returned", re.IGNORECASE
)


@dataclass(frozen=True)
class Entry:
    """One booking: fen, positive came in; ``takes_back`` where the bank itself says so."""

    number: int
    value_day: date
    amount_fen: int
    payer: str = ""
    payer_account: str = ""
    reference: str = ""
    purpose: str = ""
    takes_back: bool = False

    @property
    def has_sound_reference(self) -> bool:
        """Whether the bank's number is one of its own kind, not a voucher number like 0001."""
        return len(re.sub(r"[^0-9A-Za-z]", "", self.reference)) >= _SOUND_REFERENCE

    @property
    def looks_taken_back(self) -> bool:
        """Whether money that came in may have been taken back by this row."""
        return self.amount_fen < 0 and (self.takes_back or bool(_BACK.search(self.purpose)))


class RowRefused(Refused):
    """One row that is not taken, and what to do about it."""

    def __init__(self, code: str, message: str, **params: str) -> None:
        super().__init__(code, message, status=422, **params)


@dataclass
class Reading:
    """What a file holds. ``refused`` pairs row numbers with why."""

    entries: list[Entry] = field(default_factory=list)
    refused: list[tuple[int, RowRefused]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return len(self.entries) + len(self.refused)


def identities(entries: list[Entry]) -> list[str]:
    """The same digest for a row in every file that holds it.

    Where the bank gives no number of its own, equal rows of one file are counted: the second of two
    equal transfers on a day is the second in every export of that day.
    """
    seen: Counter[bytes] = Counter()
    found = []
    for entry in entries:
        said = canonical_json(
            [
                entry.value_day.isoformat(),
                entry.amount_fen,
                plain(entry.payer),
                plain(entry.payer_account),
                plain(entry.reference),
                "" if entry.has_sound_reference else plain(entry.purpose),
            ]
        )
        place = 0 if entry.has_sound_reference else seen[said]
        seen[said] += 1
        found.append(hashlib.sha256(said + b"|%d" % place).hexdigest())
    return found


def plain(text: str) -> str:
    """Half width, lower case, no spaces: how names and numbers are compared."""
    return re.sub(r"[\s\-_]", "", unicodedata.normalize("NFKC", text)).lower()


def day_of(text: str) -> date:
    """The day in a cell (2026-11-27, 20261127, 2026年11月27日, with or without a time)."""
    match = _DAY.match(unicodedata.normalize("NFKC", text).strip())
    try:
        day = date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        day = None
    if day is None:
        raise RowRefused(
            "row_day",
            N_("“%(value)s” is no day. Write it as 2026-11-27 and read the file again."),
            value=text[:40],
        )
    if day > clock.today():
        raise RowRefused(
            "row_day_ahead",
            N_("%(value)s lies ahead. Only booked rows count; read the file when they are booked."),
            value=day.isoformat(),
        )
    return day


def fen_of(text: str) -> int:
    """The fen in a cell; a spreadsheet's tail of a sum (0.30000000000000004) is ruled off."""
    said = unicodedata.normalize("NFKC", text).strip()
    if said.startswith("(") and said.endswith(")"):
        said = f"-{said[1:-1]}"
    said = said.removeprefix("+")
    if _RULED_OFF.search(said):
        said = re.sub(r"(\.\d\d)(?:0{4,}|9{4,})\d*$", r"\1", said)
    try:
        return Money.parse(said).amount
    except ValueError as error:
        raise RowRefused(
            "row_amount",
            N_("“%(value)s” is no amount in yuan. Correct it and read the file again."),
            value=text[:40],
        ) from error


def require_yuan(currency: str) -> None:
    """Refuse a row in another currency: licenses here are paid in yuan."""
    if plain(currency) not in {"", "cny", "rmb", "156", "01", "人民币", "人民币元", "元"}:
        raise RowRefused(
            "row_currency",
            N_("The row is in %(value)s. Licenses here are paid in yuan (CNY); book it by hand."),
            value=currency[:20],
        )

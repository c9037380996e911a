"""What a receipt says: number and day proposed from its text; a person compares and confirms."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final

from marketplace.documents.reading import contents

_NUMBER: Final = re.compile(
    r"(?:备案号|备案编号|合同登记编号|登记编号|登记号|受理号|回执编号|回执号|备案证明号|编号)"
    r"\s*[:：]?\s*([A-Z0-9][A-Z0-9\-]{4,39})(?![A-Za-z0-9\-])"
)
_DAY: Final = re.compile(r"(20\d\d)\s*[年\-./]\s*(\d{1,2})\s*[月\-./]\s*(\d{1,2})\s*日?")
_NAMED: Final = re.compile(
    r"(?:备案日期|备案日|登记日期|登记日|受理日期|受理日|发文日|回执日期|日期)\s*[:：]?\s*"
    + _DAY.pattern
)


@dataclass(frozen=True)
class Reading:
    """What was found; None and '' where nothing was. ``has_text``: whether there was text at all."""

    number: str = ""
    day: date | None = None
    has_text: bool = False


def read_receipt(data: bytes) -> Reading:
    """Number and day as the paper names them. A scan has no text, so nothing is proposed."""
    text = unicodedata.normalize("NFKC", contents(data).text).strip()
    if not text:
        return Reading()
    number = _NUMBER.search(text)
    return Reading(number[1] if number else "", _day(text), has_text=True)


def _day(text: str) -> date | None:
    """The day that the paper names as its own, else the last one that it names."""
    named = _NAMED.search(text)
    found = [named.groups()] if named else _DAY.findall(text)[-1:]
    for year, month, day in found:
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None

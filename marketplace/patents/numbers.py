"""Chinese application numbers: reading every writing, checking the check digit (LAW 9.5).

Since October 2003 a number is year (4), kind (1), serial (7), a dot and a check digit; before
that year (2), kind (1), serial (5), a dot and a check digit. The number of a patent is its
application number; ``ZL`` and ``CN`` are prefixes and no part of it.
"""

import re
import unicodedata
from dataclasses import dataclass

from marketplace import clock
from marketplace.errors import N_, Refused
from marketplace.patents.enums import PatentKind

_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_KINDS = {
    "1": PatentKind.INVENTION,
    "2": PatentKind.UTILITY_MODEL,
    "3": PatentKind.DESIGN,
    "8": PatentKind.INVENTION,
    "9": PatentKind.UTILITY_MODEL,
}
_PCT = frozenset("89")
_OLD_FIRST_YEAR, _OLD_LAST_YEAR = 1985, 2003
_NEW_FIRST_YEAR = 2003

_LABEL = re.compile(r"^(?:专利申请号|申请号|专利号|号码|NO\.?)[:：]?", re.IGNORECASE)
_PREFIX = re.compile(r"^(?:ZL|CN)+[.:]?")
_NOISE = re.compile(r"[\s\u200b-\u200d\ufeff'\"`=_·・()\[\]‐-―-]")
_SPREADSHEET = re.compile(r"^[0-9](?:\.[0-9]+)?E\+?[0-9]{1,2}$")
_PUBLICATION = re.compile(r"^(?:CN)?(?:[0-9]{7}|[1-3][0-9]{8})[A-Z][0-9]?$")
_BARE_PUBLICATION = re.compile(r"^(?:[1-3][0-9]{8})$")
_NUMBER = re.compile(r"^(?P<body>[0-9]{12}|[0-9]{8})\.?(?P<check>[0-9X])$")
_UNCHECKED = re.compile(r"^(?:[0-9]{12}|[0-9]{8})$")
_FLOAT_TAIL = re.compile(r"^([0-9]{13}|[0-9]{9})\.0+$")
_LOST_DIGITS = 5
"""A wrong number that ends in this many zeros was rounded by a spreadsheet."""


class NumberError(Refused):
    """The text is no application number; ``code`` and message say why and what to do."""

    def __init__(self, code: str, message: str, **params: str) -> None:
        super().__init__(code, message, status=422, field="number", **params)


@dataclass(frozen=True, order=True)
class PatentNumber:
    """A checked number. ``text`` is the one stored writing: ``202110123456.7``."""

    text: str

    @property
    def body(self) -> str:
        return self.text[:-2]

    @property
    def is_old_form(self) -> bool:
        return len(self.body) == 8

    @property
    def kind_digit(self) -> str:
        return self.body[2 if self.is_old_form else 4]

    @property
    def kind(self) -> PatentKind:
        return _KINDS[self.kind_digit]

    @property
    def is_pct(self) -> bool:
        """Whether it entered the national phase from an international application."""
        return self.kind_digit in _PCT

    @property
    def filing_year(self) -> int:
        """The year in the number. A divisional application may carry an earlier filing day."""
        if not self.is_old_form:
            return int(self.body[:4])
        short = int(self.body[:2])
        return 1900 + short if short >= _OLD_FIRST_YEAR - 1900 else 2000 + short

    @property
    def certificate(self) -> str:
        return f"ZL {self.text}"


def parse(text: str) -> PatentNumber:
    """Read a number in any writing: ``ZL 2021 1 0123456.7``, ``CN202110123456７``, old form too.

    Raises NumberError with code ``number_empty``, ``number_damaged``, ``number_publication``,
    ``number_check_missing``, ``number_form``, ``number_kind``, ``number_year`` or
    ``number_check_digit``.
    """
    shown = text.strip()[:60]
    plain = normalise(text)
    _refuse_other_writings(plain, shown)
    match = _NUMBER.match(plain)
    if not match:
        raise NumberError(
            "number_form",
            N_(
                "“%(number)s” is no Chinese application number. Write year, kind, serial, dot and "
                "check digit, like 202110123456.7."
            ),
            number=shown,
        )
    body, check = match["body"], match["check"]
    _refuse_damaged(body, check, shown)
    number = PatentNumber(f"{body}.{check}")
    _refuse_unknown_kind(number, shown)
    _refuse_impossible_year(number, shown)
    if check_digit(body) != check:
        raise NumberError(
            "number_check_digit",
            N_(
                "The check digit of “%(number)s” is wrong, so a digit is mistyped. Compare it "
                "with the certificate."
            ),
            number=shown,
        )
    return number


def normalise(text: str) -> str:
    """Half-width upper case without labels, prefixes, spaces, quotes and dashes; unchecked."""
    plain = _NOISE.sub("", unicodedata.normalize("NFKC", text)).upper()
    plain = _LABEL.sub("", plain).replace("。", ".").replace(",", ".")
    if not _PUBLICATION.match(plain):
        plain = _PREFIX.sub("", plain)
    tail = _FLOAT_TAIL.match(plain)
    return tail[1] if tail else plain


def check_digit(body: str) -> str:
    """The check digit of a number's 8 or 12 digits: weighted sum modulo 11, ten written X."""
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=False))
    return "0123456789X"[total % 11]


def find(text: str) -> PatentNumber | None:
    """The number that a search text means, also without its check digit, or None."""
    plain = normalise(text)
    try:
        if _UNCHECKED.match(plain):
            return parse(f"{plain}.{check_digit(plain)}")
        return parse(plain)
    except NumberError:
        return None


def search_forms(number: str) -> list[str]:
    """Every customary writing of a stored number, for an index: with and without dot, prefix
    and check digit."""
    body, check = number.split(".")
    bare = [f"{body}.{check}", f"{body}{check}"]
    return [*bare, *(prefix + form for prefix in ("ZL", "CN") for form in bare), body]


def _refuse_other_writings(plain: str, shown: str) -> None:
    if not plain:
        raise NumberError("number_empty", N_("The application number is missing. Fill it in."))
    if _SPREADSHEET.match(plain):
        raise _damaged(shown)
    if _PUBLICATION.match(plain) or _BARE_PUBLICATION.match(plain):
        raise NumberError(
            "number_publication",
            N_(
                "“%(number)s” is a publication number. Give the application number, which stands "
                "on the certificate after ZL."
            ),
            number=shown,
        )
    if _UNCHECKED.match(plain):
        raise NumberError(
            "number_check_missing",
            N_(
                "“%(number)s” lacks the check digit after the dot. Copy the whole number from the "
                "certificate."
            ),
            number=shown,
        )


def _refuse_damaged(body: str, check: str, shown: str) -> None:
    digits = body + check
    lost = len(digits) - len(digits.rstrip("0"))
    if lost >= _LOST_DIGITS and (lost > len(body) - 5 or check_digit(body) != check):
        raise _damaged(shown)


def _damaged(shown: str) -> NumberError:
    return NumberError(
        "number_damaged",
        N_(
            "“%(number)s” was damaged by a spreadsheet, which turned the number into an "
            "abbreviated figure; the lost digits cannot be restored. Format the column as text "
            "and export it again from the source."
        ),
        number=shown,
    )


def _refuse_unknown_kind(number: PatentNumber, shown: str) -> None:
    if number.kind_digit not in _KINDS:
        raise NumberError(
            "number_kind",
            N_(
                "“%(number)s” has no kind of patent: the digit after the year must be 1, 2, 3, 8 "
                "or 9. Copy the number from the certificate."
            ),
            number=shown,
        )


def _refuse_impossible_year(number: PatentNumber, shown: str) -> None:
    year = number.filing_year
    last = _OLD_LAST_YEAR if number.is_old_form else clock.today().year
    first = _OLD_FIRST_YEAR if number.is_old_form else _NEW_FIRST_YEAR
    if not first <= year <= last:
        raise NumberError(
            "number_year",
            N_(
                "“%(number)s” names the year %(year)s, in which no application can have been "
                "filed under this form of number. Compare it with the certificate."
            ),
            number=shown,
            year=str(year),
        )

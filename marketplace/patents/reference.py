"""Look-ups in the reference data that the project carries (``data/SOURCES.md``)."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"
_PUNCTUATION = re.compile(r"[\s、,;()·.。:《》\"'“”-]")
_INDUSTRY_CODE = re.compile(r"^([A-T]?)([0-9]{2,4})$|^([A-T])$")
_CODE_WITH_NAME = re.compile(
    r"^(?P<before>[A-T]?[0-9]{2,4})\s*[-:]?\s*(?P<name>\D+)$"
    r"|^(?P<name2>\D+?)\s*\(?(?P<after>[A-T]?[0-9]{3,4})\)?$"
)


def ipc_title(symbol: str, language: str) -> str | None:
    """The title of a symbol's subclass, class or section; ``language`` is ``zh`` or ``en``."""
    for length in (4, 3, 1):
        titles = _ipc().get(symbol[:length])
        if titles:
            return titles[0 if language.startswith("zh") else 1]
    return None


def ipc_path(symbol: str, language: str) -> list[tuple[str, str]]:
    """Section, class and subclass of a symbol with their titles."""
    place = 0 if language.startswith("zh") else 1
    codes = (symbol[:length] for length in (1, 3, 4) if len(symbol) >= length)
    return [(code, _ipc()[code][place]) for code in codes if code in _ipc()]


def ipc_codes() -> list[str]:
    """Every section, class and subclass, in the order of the scheme."""
    return list(_ipc())


def technology_field(symbol: str) -> int | None:
    """The number (1-35) of the WIPO technology field of an IPC symbol; the longest prefix wins."""
    for length in range(len(symbol), 2, -1):
        number = _field_prefixes().get(symbol[:length])
        if number:
            return number
    return None


def technology_field_name(number: int, language: str) -> str:
    row = _fields()[number]
    return row["field_zh" if language.startswith("zh") else "field_en"]


def industry_name(code: str) -> str | None:
    """The GB/T 4754-2017 name of a code such as ``C38`` or ``C3841``."""
    return _industries().get(code)


def industry_division(code: str) -> str:
    """The division (大类, ``C38``) of a code; a section stands for itself."""
    return code[:3]


def industry_children(parent: str | None = None) -> list[tuple[str, str]]:
    """The codes and names directly below a code (or the sections), in order."""
    return [(code, _industries()[code]) for code in _below().get(parent or "", ())]


def industry_code(text: str) -> str | None:
    """The code that a text means: a code with or without section letter, a name, or both.

    Names are compared without punctuation and width, and with or without a final 业. A name
    that stands on several levels means the lowest, which holds exactly the same.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    direct = _as_code(plain.upper())
    if direct:
        return direct
    name = comparable(plain)
    for candidate in (name, name.removesuffix("业"), name + "业"):
        if candidate in _industry_names():
            return _industry_names()[candidate]
    both = _CODE_WITH_NAME.match(plain)
    if both:
        return industry_code(both["name"] or both["name2"]) or _as_code(
            (both["before"] or both["after"]).upper()
        )
    return None


def read_industries(text: str) -> tuple[list[str], list[str]]:
    """The codes of a cell that lists industries by name or code, and the names not found.

    Names may themselves hold 、 or a comma, so that neighbours are joined before they are given
    up: the longest run of pieces that is a name wins.
    """
    pieces = [piece for piece in re.split(r"[,，;；|\n]", text) if piece.strip()]
    codes, unknown = _read_pieces(pieces)
    still: list[str] = []
    for piece in unknown:
        inner, missing = _read_pieces([part for part in piece.split("、") if part.strip()])
        codes.extend(inner)
        still.extend(missing if inner else [piece])
    return list(dict.fromkeys(codes)), list(dict.fromkeys(still))


def region_name(code: str, *, full: bool = False) -> str | None:
    """The name of a GB/T 2260 code of 2, 4 or 6 digits; ``full`` puts the upper levels before."""
    code = code.removesuffix("00").removesuffix("00") if len(code) == 6 else code
    name = _regions().get(code)
    if name is None or not full:
        return name
    names = [
        _regions()[code[:size]] for size in range(2, len(code), 2) if code[:size] in _regions()
    ]
    return "".join(part for part in [*names, name] if part not in ("市辖区", "县"))


def provinces() -> list[tuple[str, str]]:
    """Codes of 2 digits and names, in the order of the standard."""
    return [(code, name) for code, name in _regions().items() if len(code) == 2]


def cities(province: str) -> list[tuple[str, str]]:
    """Codes of 4 digits and names of the cities of a province."""
    return [(c, n) for c, n in _regions().items() if len(c) == 4 and c.startswith(province)]


def sei_groups() -> dict[str, str]:
    """Strategic emerging industries: codes like ``1.5`` and names."""
    return {row["code"]: row["name"] for row in _rows("sei.csv")}


def comparable(text: str) -> str:
    """A name without width, case and punctuation, for comparing."""
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", text)).lower()


def _read_pieces(pieces: list[str]) -> tuple[list[str], list[str]]:
    codes: list[str] = []
    unknown: list[str] = []
    at = 0
    while at < len(pieces):
        for end in range(min(len(pieces), at + 4), at, -1):
            code = industry_code("、".join(pieces[at:end]))
            if code:
                codes.append(code)
                at = end
                break
        else:
            unknown.append(pieces[at].strip())
            at += 1
    return codes, unknown


def _as_code(plain: str) -> str | None:
    if not _INDUSTRY_CODE.match(plain):
        return None
    return plain if plain in _industries() else _bare_industry_codes().get(plain)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def _ipc() -> dict[str, tuple[str, str]]:
    return {row["code"]: (row["title_zh"], row["title_en"]) for row in _rows("ipc.csv")}


@cache
def _field_prefixes() -> dict[str, int]:
    return {row["prefix"]: int(row["number"]) for row in _rows("wipo35_prefixes.csv")}


@cache
def _fields() -> dict[int, dict[str, str]]:
    return {int(row["number"]): row for row in _rows("wipo35_fields.csv")}


@cache
def _industries() -> dict[str, str]:
    return {row["code"]: row["name"] for row in _rows("gb4754.csv")}


@cache
def _below() -> dict[str, list[str]]:
    """The codes directly below each code; the sections stand below the empty one."""
    found: dict[str, list[str]] = {}
    for code in _industries():
        parent = "" if len(code) == 1 else code[:1] if len(code) == 3 else code[:-1]
        found.setdefault(parent, []).append(code)
    return found


@cache
def _bare_industry_codes() -> dict[str, str]:
    return {code[1:]: code for code in _industries() if len(code) > 1}


@cache
def _industry_names() -> dict[str, str]:
    ordered: Iterable[tuple[str, str]] = sorted(
        _industries().items(), key=lambda item: len(item[0])
    )
    return {comparable(name): code for code, name in ordered}


@cache
def _regions() -> dict[str, str]:
    return {row["code"]: row["name"] for row in _rows("regions.csv")}

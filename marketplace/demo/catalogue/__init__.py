"""The demonstration catalogue: invented parties and patents, written for the project as data.

Every number has a serial of 9,9xx,xxx with a right check digit, so that it collides with no real
one. Days follow from the place in the catalogue and are the same in every build.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from marketplace import clock
from marketplace.patents.enums import PatentKind
from marketplace.patents.numbers import check_digit

_FOLDER = Path(__file__).parent
_FIRST_SERIAL = 9_900_101
_SERIAL_STEP = 37
_KIND_DIGITS = {
    "1": PatentKind.INVENTION,
    "2": PatentKind.UTILITY_MODEL,
    "3": PatentKind.DESIGN,
}
_FILING_YEARS = {"1": (2016, 6), "2": (2019, 3), "3": (2022, 1)}
"""First year and number of years by kind: each right is granted and has years left to run."""
_MONTHS_TO_GRANT = {"1": 19, "2": 8, "3": 6}
_SURNAMES = "赵钱孙周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜"
_GIVEN = [
    "文博",
    "子涵",
    "雅宁",
    "建国",
    "思敏",
    "浩然",
    "晓东",
    "佳音",
    "志强",
    "若溪",
    "明哲",
    "春梅",
    "立新",
    "嘉禾",
    "云帆",
    "书瑶",
]


@dataclass(frozen=True)
class DemoPatent:
    """One patent as its owner's inventory lists it; days are days of the office."""

    number: str
    kind: PatentKind
    title: str
    title_en: str
    detail: str
    filing_on: date
    granted_on: date
    inventors: tuple[str, ...]
    ipc: tuple[str, ...]
    locarno: tuple[str, ...]
    family: "Family"


@dataclass(frozen=True)
class Family:
    """Patents around one product: what it does, in the words of whoever would use it."""

    place: int
    industry_file: str
    owner: str
    industries: tuple[str, ...]
    listing: str
    does: str
    uses: str
    maturity: str
    ipc: tuple[str, ...]
    locarno: tuple[str, ...]
    rows: tuple[tuple[str, str, str, str], ...]

    @property
    def patents(self) -> tuple[DemoPatent, ...]:
        return _patents()[self.place]


@dataclass(frozen=True)
class Party:
    """An invented organization or person with its people (sign-in name, name, role)."""

    key: str
    name: str
    kind: str
    people: tuple[tuple[str, str, str], ...]
    region: str | None = None
    industry: str | None = None
    prefix: str = "91"
    state: bool = False
    address: str = ""
    representative: str = ""
    bank: str = ""
    verified: bool = True
    returned: str = ""
    reads_mail: bool = False


@cache
def parties() -> tuple[Party, ...]:
    """All invented parties, patentees first."""
    rows = tomllib.loads((_FOLDER / "organizations.toml").read_text(encoding="utf-8"))
    return tuple(_party(row) for row in rows["organization"])


@cache
def families() -> tuple[Family, ...]:
    """All families. Industries take turns, so that any stretch of the list is mixed."""
    files = sorted((_FOLDER / "industries").glob("*.toml"))
    columns = [[(path.stem, row) for row in _rows(path)] for path in files]
    depth = max(map(len, columns))
    mixed = [column[n] for n in range(depth) for column in columns if n < len(column)]
    return tuple(_family(place, name, row) for place, (name, row) in enumerate(mixed))


def patents() -> Iterator[DemoPatent]:
    """All patents, family by family."""
    for family in families():
        yield from family.patents


@cache
def _patents() -> tuple[tuple[DemoPatent, ...], ...]:
    made = []
    index = 0
    for family in families():
        row = []
        for kind, title, title_en, detail in family.rows:
            row.append(_patent(index, family, kind, title, title_en, detail))
            index += 1
        made.append(tuple(row))
    return tuple(made)


def _patent(
    index: int, family: Family, kind: str, title: str, title_en: str, detail: str
) -> DemoPatent:
    first, years = _FILING_YEARS[kind]
    filing_on = date(first + index % years, 1, 5) + timedelta(days=(index * 47) % 350)
    body = f"{filing_on.year}{kind}{_FIRST_SERIAL + index * _SERIAL_STEP}"
    granted_on = clock.add_months(filing_on, _MONTHS_TO_GRANT[kind] + index % 5)
    design = kind == "3"
    return DemoPatent(
        number=f"{body}.{check_digit(body)}",
        kind=_KIND_DIGITS[kind],
        title=title,
        title_en=title_en,
        detail=detail,
        filing_on=filing_on,
        granted_on=granted_on,
        inventors=tuple(_person(index * 3 + n) for n in range(1 + index % 3)),
        ipc=() if design else family.ipc,
        locarno=family.locarno if design else (),
        family=family,
    )


def _person(n: int) -> str:
    return _SURNAMES[n * 7 % len(_SURNAMES)] + _GIVEN[n * 5 % len(_GIVEN)]


def _rows(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["family"]
    return rows


def _family(place: int, industry_file: str, row: dict[str, Any]) -> Family:
    return Family(
        place=place,
        industry_file=industry_file,
        owner=row["owner"],
        industries=tuple(row["industries"]),
        listing=row["listing"],
        does=row["does"],
        uses=row["uses"],
        maturity=row["maturity"],
        ipc=tuple(row["ipc"]),
        locarno=tuple(row.get("locarno", ())),
        rows=tuple((a, b, c, d) for a, b, c, d in row["patents"]),
    )


def _party(row: dict[str, Any]) -> Party:
    people = tuple((login, name, role) for login, name, role in row.pop("people"))
    return Party(people=people, **row)

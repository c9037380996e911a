"""A table of receipts that somebody pastes or uploads, and which filing each row means."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from marketplace.errors import N_, Refused
from marketplace.patents.cells import read_day
from marketplace.patents.keyed import keyed_rows
from marketplace.patents.numbers import NumberError, parse
from marketplace.registration.bundle import contract_number
from marketplace.registration.models import Filing

_HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "filing": ("事项编号", "filing"),
    "agreement": ("合同编号", "合同号", "agreement", "contract"),
    "patent": ("专利号", "申请号", "patent"),
    "number": ("备案号", "登记号", "回执号", "编号", "number"),
    "day": ("备案日", "登记日", "回执日", "日期", "day", "date"),
}
_ORDER: Final = ("filing", "number", "day")
_KEYS: Final = ("filing", "agreement", "patent")


@dataclass(frozen=True)
class Row:
    """One row: the keys it names a filing by, number and day of the receipt; ``filing`` is the id of
    the filing it means and ``sha256`` the paper that proves it. ``problem`` says why it has none."""

    row: int
    shown: str
    number: str = ""
    day: date | None = None
    keys: tuple[str, ...] = ()
    filing: str = ""
    sha256: str = ""
    problem: Refused | None = None


@dataclass(frozen=True)
class Paper:
    """An uploaded paper of the authority, kept under its SHA-256."""

    name: str
    sha256: str


def read(data: bytes) -> list[Row]:
    """Rows of filing or contract, number and day; without headings in this order. Rows with neither
    number nor day wait for their receipt and are left out."""
    rows = keyed_rows(data, _HEADINGS, _ORDER, {"number", "day"})
    return [
        _row(number, cells) for number, cells in rows if cells.get("number") or cells.get("day")
    ]


def match(rows: Iterable[Row], waiting: Sequence[Filing], papers: Sequence[Paper]) -> list[Row]:
    """Find the filing and the paper of each row; ``waiting`` are the filings it can mean."""
    index = _index(waiting)
    return [_matched(row, index, papers) for row in rows]


def _row(number: int, cells: Mapping[str, str]) -> Row:
    keys = tuple(cells[key] for key in _KEYS if cells.get(key))
    shown = "、".join(keys)
    day = read_day(cells.get("day", ""))
    if day.value is None:
        problem = Refused(
            "row_unreadable", N_("Enter the day on the receipt like 2026-11-21; it is past.")
        )
        return Row(number, shown, cells.get("number", ""), keys=keys, problem=problem)
    return Row(number, shown, cells.get("number", ""), day.value, keys)


def _index(waiting: Sequence[Filing]) -> dict[str, list[Filing]]:
    index: dict[str, list[Filing]] = {}
    for filing in waiting:
        agreement = filing.agreement
        names = {filing.public_id, contract_number(filing)}
        if agreement is not None:
            names |= {agreement.public_id, *(patent.number for patent in agreement.patents)}
        for name in names - {""}:
            index.setdefault(_plain(name), []).append(filing)
    return index


def _matched(row: Row, index: Mapping[str, list[Filing]], papers: Sequence[Paper]) -> Row:
    if row.problem is not None:
        return row
    names = (name for key in row.keys for name in (_plain(key), _patent(key)))
    found = next((index[name] for name in names if name in index), [])
    if not found:
        return replace(row, problem=_unknown(row))
    if len(found) > 1:
        return replace(
            row,
            problem=Refused(
                "row_ambiguous",
                N_(
                    "%(shown)s means %(count)s filings. Name the filing, or choose a kind on the desk first."
                ),
                shown=row.shown,
                count=len(found),
            ),
        )
    filing = found[0]
    told = (row.number, filing.public_id, contract_number(filing))
    paper = _paper(papers, [_plain(name) for name in told if name])
    if paper is None:
        return replace(
            row,
            filing=filing.public_id,
            problem=Refused(
                "paper_unnamed",
                N_("No single paper bears %(number)s in its file name. Name it so, or attach one."),
                number=row.number or filing.public_id,
            ),
        )
    return replace(row, filing=filing.public_id, sha256=paper.sha256)


def _unknown(row: Row) -> Refused:
    return Refused(
        "filing_unknown",
        N_("No filing of yours that is with the authority answers to %(shown)s."),
        shown=row.shown or "—",
    )


def _paper(papers: Sequence[Paper], names: Sequence[str]) -> Paper | None:
    """The only paper, else the one whose file name bears one of the names."""
    if len(papers) == 1:
        return papers[0]
    found = [each for each in papers if any(name in _plain(each.name) for name in names)]
    return found[0] if len(found) == 1 else None


def _patent(text: str) -> str:
    """A patent number in its one form; empty if it is none."""
    try:
        return _plain(parse(text).text)
    except NumberError:
        return ""


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()

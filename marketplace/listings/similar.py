"""Other listings for the same product: by what they are about, not only by whose they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Executable, Row, Text, bindparam, or_, select, type_coerce

from marketplace.accounts.models import Organization
from marketplace.extensions import db
from marketplace.listings.models import Listing, ListingItem, ListingStatus
from marketplace.patents.models import Patent
from marketplace.terms.enums import FeeMode

MOST = 4
CANDIDATES = 300
"""Rows looked at, the newest first: enough to choose from, few enough for a page."""

_WEIGHTS = {"group": 5, "class": 3, "subclass": 2, "division": 1}
"""IPC group (H01M10), industry class (C384), IPC subclass (H01M), industry division (C38)."""
_LEAST = 2
"""A common division of industry alone does not make two things similar."""


@dataclass(frozen=True)
class Similar:
    """What a link to another listing says."""

    public_id: str
    title: str
    organization: str
    fee_mode: FeeMode | None


@dataclass
class _Candidate:
    similar: Similar
    organization_id: int
    marks: set[tuple[str, str]] = field(default_factory=set)


_ROWS = (
    select(
        Listing.id,
        Listing.public_id,
        Listing.title,
        Listing.fee_mode,
        Listing.organization_id,
        Organization.name,
        Patent.ipc,
        Patent.industries,
        Patent.title.label("patent"),
    )
    .join(Organization, Organization.id == Listing.organization_id)
    .join(ListingItem, ListingItem.listing_id == Listing.id)
    .join(Patent, Patent.id == ListingItem.patent_id)
    .where(Listing.status == ListingStatus.PUBLISHED)
    .order_by(Listing.published_at.desc(), Listing.id.desc())
    .limit(CANDIDATES)
)


def similar_to(listing: Listing, limit: int = MOST) -> Sequence[Similar]:
    """The live listings that share most with this one: classes weigh by how narrow they are, and
    every two characters that the titles share count a little; the newer first where equal."""
    own: set[tuple[str, str]] = set()
    for patent in listing.patents:
        own |= set(_marks(patent.ipc, patent.industries))
    divisions = [value for kind, value in sorted(own) if kind == "division"]
    subclasses = [value for kind, value in sorted(own) if kind == "subclass"]
    if not divisions and not subclasses:
        return []
    wanted = {f"division_{place}": _pattern(value) for place, value in enumerate(divisions)}
    wanted |= {f"subclass_{place}": _pattern(value) for place, value in enumerate(subclasses)}
    statement = _naming(len(divisions), len(subclasses))
    rows = db.session.execute(statement, {"listing": listing.id, **wanted})
    words = _pairs(listing.title, *(patent.title for patent in listing.patents))
    scored = [(_score(own, words, each), each.similar) for each in _candidates(rows)]
    best = sorted((pair for pair in scored if pair[0] >= _LEAST), key=lambda pair: -pair[0])
    return [similar for _, similar in best[:limit]]


def _candidates(rows: Any) -> list[_Candidate]:
    found: dict[int, _Candidate] = {}
    for row in rows:
        if row.id not in found:
            found[row.id] = _Candidate(_similar(row), row.organization_id)
        found[row.id].marks |= set(_marks(row.ipc, row.industries))
    return list(found.values())


def _similar(row: Row[Any]) -> Similar:
    return Similar(row.public_id, row.title, row.name, row.fee_mode)


def _score(own: set[tuple[str, str]], words: set[str], other: _Candidate) -> int:
    shared = sum(_WEIGHTS[kind] for kind, _ in own & other.marks)
    return shared + min(len(words & _pairs(other.similar.title)), 6)


def _marks(ipc: Sequence[str], industries: Sequence[str]) -> Iterator[tuple[str, str]]:
    for symbol in ipc:
        yield "subclass", symbol[:4]
        yield "group", symbol.partition("/")[0]
    for code in industries:
        yield "division", code[:3]
        if len(code) > 3:
            yield "class", code[:4]


def _pairs(*titles: str) -> set[str]:
    """Every two neighbouring characters; common words of titles of patents do not count."""
    pairs: set[str] = set()
    for title in titles:
        plain = title
        for common in ("一种", "方法", "装置", "系统", "及其", "的"):
            plain = plain.replace(common, " ")
        pairs |= {
            plain[at : at + 2] for at in range(len(plain) - 1) if plain[at : at + 2].isalpha()
        }
    return pairs


@lru_cache(maxsize=64)
def _naming(divisions: int, subclasses: int) -> Executable:
    """Rows of listings but ``:listing`` that name one of so many divisions or subclasses."""
    wanted = [
        *(_names(Patent.industries, f"division_{place}") for place in range(divisions)),
        *(_names(Patent.ipc, f"subclass_{place}") for place in range(subclasses)),
    ]
    return _ROWS.where(Listing.id != bindparam("listing"), or_(*wanted))


def _names(column: Any, parameter: str) -> ColumnElement[bool]:
    return type_coerce(column, Text).like(bindparam(parameter), escape="/")


def _pattern(start: str) -> str:
    """A list column is canonical JSON text, so a value begins after a quote."""
    plain = start.replace("/", "//").replace("%", "/%").replace("_", "/_")
    return f'%"{plain}%'

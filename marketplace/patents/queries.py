"""Reads of patents for pages, here and in rooms above."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, Text, func, or_, select, type_coerce

from marketplace.accounts.models import Organization
from marketplace.extensions import db
from marketplace.patents import numbers
from marketplace.patents.enums import Claim, LegalStatus, PatentKind, Willingness
from marketplace.patents.models import Patent, PatentClaim, PatentImport

PAGE_SIZE = 100


@dataclass(frozen=True)
class InventoryFilter:
    """What narrows an organization's own list; empty values do not."""

    q: str = ""
    kind: PatentKind | None = None
    status: LegalStatus | None = None
    willingness: Willingness | None = None
    claim: Claim | None = None


@dataclass(frozen=True)
class Page:
    """One page of an inventory, with how many there are in all."""

    patents: Sequence[Patent]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def by_number(text: str) -> Patent | None:
    """The patent that any writing of its number means, or None."""
    number = numbers.find(text)
    if number is None:
        return None
    return db.session.scalar(select(Patent).where(Patent.number == number.text))


def by_numbers(texts: Sequence[str]) -> list[Patent]:
    """The patents with these stored numbers, in the order of the numbers."""
    found = db.session.scalars(
        select(Patent).where(Patent.number.in_(texts)).order_by(Patent.number)
    )
    return list(found)


def inventory(organization: Organization, narrow: InventoryFilter, page: int = 1) -> Page:
    """The patents that an organization claims, newest number first."""
    statement = _inventory(organization, narrow)
    total = db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    last = max(1, -(-total // PAGE_SIZE))
    number = min(max(page, 1), last)
    patents = db.session.scalars(
        statement.order_by(Patent.number.desc()).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    ).all()
    return Page(patents, total, number)


def whole_inventory(organization: Organization, narrow: InventoryFilter) -> list[Patent]:
    """All patents of a narrowed inventory, for statements about many at once."""
    return list(db.session.scalars(_inventory(organization, narrow).order_by(Patent.number)))


def competing_claims(patent: Patent) -> list[PatentClaim]:
    """Claims by organizations other than the claimant, oldest first."""
    return [each for each in patent.claims if each.organization_id != patent.claimant_id]


def recent_imports(organization: Organization, limit: int = 20) -> Sequence[PatentImport]:
    return db.session.scalars(
        select(PatentImport)
        .where(PatentImport.organization_id == organization.id)
        .order_by(PatentImport.id.desc())
        .limit(limit)
    ).all()


def import_by_public_id(public_id: str) -> PatentImport | None:
    return db.session.scalar(select(PatentImport).where(PatentImport.public_id == public_id))


def _inventory(organization: Organization, narrow: InventoryFilter) -> Select[Patent]:
    statement = select(Patent).where(Patent.claimant_id == organization.id)
    if narrow.kind:
        statement = statement.where(Patent.kind == narrow.kind)
    if narrow.status:
        statement = statement.where(Patent.legal_status == narrow.status)
    if narrow.claim:
        statement = statement.where(Patent.claim == narrow.claim)
    if narrow.willingness:
        statement = statement.where(_names(narrow.willingness))
    if narrow.q:
        number = numbers.find(narrow.q)
        text = f"%{_escaped(narrow.q)}%"
        matches: list[ColumnElement[bool]] = [
            Patent.title.ilike(text, escape="\\"),
            Patent.department.ilike(text, escape="\\"),
        ]
        digits = numbers.normalise(narrow.q)
        if number or digits.replace(".", "").isdigit():
            start = number.text if number else digits
            matches.append(Patent.number.startswith(start, autoescape=True))
        statement = statement.where(or_(*matches))
    return statement


def _names(way: Willingness) -> ColumnElement[bool]:
    """The list column is stored as canonical JSON text, so a value stands in quotes."""
    return type_coerce(Patent.willingness, Text).contains(f'"{way.value}"', autoescape=True)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")

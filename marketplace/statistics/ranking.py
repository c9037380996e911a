"""The value ranking 知识产权价值排行榜: an open count of points over public facts only.

Method ``ranking/1``. A patent is ranked while it can be licensed here: by an announced
declaration in force or a published listing at stated terms. Points, 100 at most: the kind (an
invention is examined in substance, Patent Law 35, 40), the full years that are left of its life
(Patent Law 42), how it can be had, and how many IPC subclasses it stands in. Nothing private goes
in: no willingness, price, enquiry, evaluation or number of licensees. For reference only.
"""

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.accounts.models import OrganizationKind
from marketplace.declarations.models import IN_FORCE, Declaration
from marketplace.extensions import db
from marketplace.listings.models import Listing, ListingItem, ListingStatus
from marketplace.patents.enums import PatentKind
from marketplace.patents.models import Patent
from marketplace.terms.routes import ROUTES

METHOD = "ranking/1"
PATENTS = 20
INSTITUTIONS = 10
KIND_POINTS = {
    PatentKind.INVENTION: 40,
    PatentKind.UTILITY_MODEL: 20,
    PatentKind.DESIGN: 15,
}
POINTS_PER_YEAR, MOST_YEARS = 2, 15
ANNOUNCED_POINTS, OFFERED_POINTS = 20, 10
POINTS_PER_SUBCLASS, MOST_SUBCLASSES = 5, 2


@dataclass(frozen=True)
class Facts:
    """The public facts about one patent that the points are counted from."""

    number: str
    title: str
    kind: PatentKind
    patentees: tuple[str, ...]
    years_left: int
    announced: bool
    subclasses: int

    @property
    def parts(self) -> dict[str, int]:
        """Points by criterion."""
        return {
            "kind": KIND_POINTS[self.kind],
            "life": POINTS_PER_YEAR * min(self.years_left, MOST_YEARS),
            "access": ANNOUNCED_POINTS if self.announced else OFFERED_POINTS,
            "breadth": POINTS_PER_SUBCLASS * min(self.subclasses, MOST_SUBCLASSES),
        }

    @property
    def points(self) -> int:
        return sum(self.parts.values())


def ranked(facts: list[Facts]) -> list[tuple[int, Facts]]:
    """Most points first, equal points share a place; the number only decides who stands above."""
    ordered = sorted(facts, key=lambda each: (-each.points, each.number))
    better = Counter(each.points for each in facts)
    return [
        (1 + sum(count for points, count in better.items() if points > each.points), each)
        for each in ordered
    ]


def standing(today: date) -> dict[str, Any]:
    """The ranking as it is published: patents with their inputs, institutions with the number of
    their announced declarations in force."""
    declared = _declared(today)
    announced = {declaration.patent_id for declaration in declared}
    patents = {each.patent_id: each.patent for each in declared} | _listed()
    facts = [
        facts_of(patent, today, patent.id in announced)
        for patent in patents.values()
        if not patent.is_ended and patent.expires_on >= today
    ]
    return {
        "as_of": today.isoformat(),
        "ranked": len(facts),
        "patents": [
            asdict(each)
            | {"kind": each.kind.value, "parts": each.parts, "points": each.points, "place": place}
            for place, each in ranked(facts)[:PATENTS]
        ],
        "institutions": _institutions(declared),
    }


def facts_of(patent: Patent, today: date, announced: bool) -> Facts:
    """What is public about a patent, as of a Shanghai day; only the certain part of its life."""
    end = patent.expires_on
    years = end.year - today.year - ((end.month, end.day) < (today.month, today.day))
    return Facts(
        number=patent.number,
        title=patent.title,
        kind=patent.kind,
        patentees=tuple(patent.patentee_names),
        years_left=max(0, years),
        announced=announced,
        subclasses=len({symbol[:4] for symbol in patent.ipc}),
    )


def _institutions(declared: list[Declaration]) -> list[dict[str, Any]]:
    counts = Counter(
        each.organization.name
        for each in declared
        if each.organization.kind is not OrganizationKind.NATURAL_PERSON
    )
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:INSTITUTIONS]
    return [
        {"place": 1 + sum(count > own for count in counts.values()), "name": name, "announced": own}
        for name, own in ordered
    ]


def _declared(today: date) -> list[Declaration]:
    rows = db.session.scalars(
        select(Declaration)
        .where(Declaration.status.in_(IN_FORCE), Declaration.checked_at.is_not(None))
        .options(joinedload(Declaration.patent), joinedload(Declaration.organization))
    )
    return [each for each in rows if each.takes_notices_on(today)]


def _listed() -> dict[int, Patent]:
    routes = [route for route, rules in ROUTES.items() if rules.standing_offer]
    rows = db.session.scalars(
        select(ListingItem)
        .join(Listing)
        .where(
            Listing.status == ListingStatus.PUBLISHED,
            Listing.route.in_(routes),
            Listing.terms.is_not(None),
        )
        .options(joinedload(ListingItem.patent))
    )
    return {each.patent_id: each.patent for each in rows}

"""What makes two patents comparable, and how much each agreement weighs.

Two patents start with weight 1; each trait in which they agree multiplies it. A trait that is
unknown on either side agrees with nothing. The factors are our own, chosen once on published
lists of asked fees; they are shown on the page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from marketplace.patents.enums import Maturity, PatentKind
from marketplace.patents.models import Patent
from marketplace.patents.numbers import PatentNumber

CLOSE_YEARS = 1


class Trait(StrEnum):
    TEAM = "team"
    DEPARTMENT = "department"
    MATURITY = "maturity"
    KIND = "kind"
    GRADE = "grade"
    FIELD = "field"
    WAY = "way"
    INDUSTRY = "industry"
    AGE = "age"


FACTORS: dict[Trait, Fraction] = {
    Trait.TEAM: Fraction(50),
    Trait.DEPARTMENT: Fraction(3),
    Trait.MATURITY: Fraction(3),
    Trait.KIND: Fraction(3, 2),
    Trait.GRADE: Fraction(3, 2),
    Trait.FIELD: Fraction(3, 2),
    Trait.WAY: Fraction(6, 5),
    Trait.INDUSTRY: Fraction(6, 5),
    Trait.AGE: Fraction(6, 5),
}


@dataclass(frozen=True)
class Traits:
    """One patent as comparisons see it; whatever is unknown is None or empty.

    ``divisions`` are GB/T 4754 divisions, ``subclasses`` IPC subclasses (``H01M``); the filing
    year stands for age and remaining life. An organization's own inventory fills everything; of
    other organizations only what is public may be filled in (``public``).
    """

    kind: PatentKind | None = None
    filing_year: int | None = None
    subclasses: frozenset[str] = frozenset()
    divisions: frozenset[str] = frozenset()
    maturity: Maturity | None = None
    grade: int | None = None
    team: frozenset[str] = frozenset()
    department: str | None = None
    ways: frozenset[str] = frozenset()

    @classmethod
    def public(
        cls,
        number: str | None,
        kind: PatentKind | None,
        ipc: Iterable[str] = (),
        industries: Iterable[str] = (),
    ) -> "Traits":
        """What anybody may know: bibliographic data alone."""
        return cls(
            kind=kind,
            filing_year=PatentNumber(number).filing_year if number else None,
            subclasses=frozenset(symbol[:4] for symbol in ipc),
            divisions=frozenset(code[:3] for code in industries),
        )

    @classmethod
    def of(cls, patent: Patent) -> "Traits":
        """Everything, for the organization whose inventory the patent stands in."""
        known = cls.public(patent.number, patent.kind, patent.ipc, patent.industries)
        return cls(
            known.kind,
            known.filing_year,
            known.subclasses,
            known.divisions,
            patent.maturity,
            patent.grade,
            frozenset(patent.inventors),
            patent.department,
            frozenset(patent.willingness),
        )

    def agreeing(self, other: "Traits") -> list[Trait]:
        """The traits in which two patents agree, the weightiest first."""
        return [trait for trait in Trait if _AGREE[trait](self, other)]


@dataclass(frozen=True)
class AskedFee:
    """What is asked for one patent (fen, for the license as offered), and by whom.

    ``is_public`` says that the amount stands on the site for everybody; else it comes from the
    inventory of the organization that is looking, and may serve nobody else.
    """

    number: str
    title: str
    fen: int
    licensor: str
    is_public: bool
    traits: Traits


def weight(one: Traits, other: Traits) -> int:
    """How much one patent counts for another: the product of ``FACTORS`` times a constant.

    Written out, for it runs some ten thousand times for a page.
    """
    found = _TEAM[not one.team.isdisjoint(other.team)]
    found *= _DEPARTMENT[one.department is not None and one.department == other.department]
    found *= _MATURITY[one.maturity is not None and one.maturity == other.maturity]
    found *= _KIND[one.kind is not None and one.kind == other.kind]
    found *= _GRADE[one.grade is not None and one.grade == other.grade]
    found *= _FIELD[not one.subclasses.isdisjoint(other.subclasses)]
    found *= _WAY[not one.ways.isdisjoint(other.ways)]
    found *= _INDUSTRY[not one.divisions.isdisjoint(other.divisions)]
    return found * _AGE[_of_an_age(one, other)]


def _of_an_age(one: Traits, other: Traits) -> bool:
    if one.filing_year is None or other.filing_year is None:
        return False
    return abs(one.filing_year - other.filing_year) <= CLOSE_YEARS


_AGREE = {
    Trait.TEAM: lambda one, other: not one.team.isdisjoint(other.team),
    Trait.DEPARTMENT: lambda one, other: (
        one.department is not None and one.department == other.department
    ),
    Trait.MATURITY: lambda one, other: one.maturity is not None and one.maturity == other.maturity,
    Trait.KIND: lambda one, other: one.kind is not None and one.kind == other.kind,
    Trait.GRADE: lambda one, other: one.grade is not None and one.grade == other.grade,
    Trait.FIELD: lambda one, other: not one.subclasses.isdisjoint(other.subclasses),
    Trait.WAY: lambda one, other: not one.ways.isdisjoint(other.ways),
    Trait.INDUSTRY: lambda one, other: not one.divisions.isdisjoint(other.divisions),
    Trait.AGE: _of_an_age,
}


def _pair(trait: Trait) -> tuple[int, int]:
    factor = FACTORS[trait]
    return factor.denominator, factor.numerator


_TEAM, _DEPARTMENT, _MATURITY, _KIND, _GRADE, _FIELD, _WAY, _INDUSTRY, _AGE = map(_pair, Trait)

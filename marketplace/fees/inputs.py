"""What a patentee tells the guidance. Every number is visible and can be changed."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from marketplace.errors import N_, Refused
from marketplace.fees.comparables import Traits
from marketplace.fees.ranges import MILLION
from marketplace.patents.enums import PatentKind
from marketplace.patents.life import YEARS as LIFE_YEARS

LICENSEES = range(1, 1001)
YEARS = range(1, 21)

FACTOR_FORMULA = "k(n) = 2 ÷ (n + 1)"


def licensee_factor(licensees: int) -> Fraction:
    """k(n) = 2 ÷ (n + 1): what each of n expected licensees pays of a single licensee's fee.

    An open license goes to many (one-to-many), so each pays less the more of them there are,
    while all together pay more, at most twice the single fee: n × k(n) rises from 1 towards 2.
    The office's guideline sets such a coefficient in every method; its numbers are not public,
    so this function is our own and the coefficient can be entered instead.
    """
    return Fraction(2, licensees + 1)


@dataclass(frozen=True)
class OwnUse:
    """The patentee's own exploitation: yearly profit of the product in fen, shares in ppm."""

    annual_profit: int
    contribution_ppm: int
    profit_margin_ppm: int | None = None


@dataclass(frozen=True)
class EarlierLicense:
    """An earlier license of the same patent: what was paid in all (fen), for how long.

    ``type_factor_ppm`` leads from its type to an ordinary license: 1,000,000 if it was one,
    less if it was exclusive or sole.
    """

    total: int | None = None
    years: int = 1
    patents: int = 1
    rate_ppm: int | None = None
    type_factor_ppm: int = MILLION


@dataclass(frozen=True)
class Appraisal:
    """An appraisal 资产评估: the value of the license (fen) over whole years, and the yearly rate.

    ``rate_ppm`` turns the value today into equal payments at the end of each year.
    """

    value: int
    years: int
    rate_ppm: int


@dataclass(frozen=True)
class IndustryFigures:
    """Figures of the industry as somebody read them: what a recorded contract costs on average.

    ``fee`` in fen, ``years`` and ``patents`` per contract; ``rate_ppm`` of net sales.
    """

    fee: int | None = None
    years: Fraction = Fraction(1)
    patents: Fraction = Fraction(1)
    rate_ppm: int | None = None


@dataclass(frozen=True)
class RoyaltyFigures:
    """A royalty band as somebody read it, in parts per million of net sales."""

    low_ppm: int
    central_ppm: int
    high_ppm: int


@dataclass(frozen=True)
class GuidanceInputs:
    """One patent and the license that is to be priced.

    ``industries`` are GB/T 4754 codes, the main one first; ``years`` the license period, within
    the life of the kind (Patent Law 42);
    ``factor_ppm`` takes the place of k(n) where the patentee sets it. ``number`` is the patent's,
    so that it is not compared with itself.
    """

    on: date
    expected_licensees: int
    years: int
    kind: PatentKind | None = None
    ipc: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    factor_ppm: int | None = None
    own_use: OwnUse | None = None
    earlier: EarlierLicense | None = None
    appraisal: Appraisal | None = None
    industry_figures: IndustryFigures | None = None
    royalty_figures: RoyaltyFigures | None = None
    number: str | None = None
    traits: Traits | None = None
    """What comparisons may use; None: kind, IPC and industries alone."""

    def __post_init__(self) -> None:
        if self.expected_licensees not in LICENSEES:
            raise Refused(
                "expected_licensees",
                N_("Enter how many licensees you expect: 1 to 1,000."),
                status=422,
                field="expected_licensees",
            )
        longest = LIFE_YEARS[self.kind] if self.kind else YEARS[-1]
        if not 1 <= self.years <= longest:
            raise Refused(
                "license_years",
                N_("Enter the license period in whole years: 1 to %(longest)s."),
                status=422,
                field="years",
                longest=longest,
            )

    @property
    def compared(self) -> Traits:
        """The patent as the comparison with asked fees sees it."""
        return self.traits or Traits.public(None, self.kind, self.ipc, self.industries)

    @property
    def factor(self) -> Fraction:
        """The coefficient in use: the patentee's, else k(n)."""
        if self.factor_ppm is not None:
            return Fraction(self.factor_ppm, MILLION)
        return licensee_factor(self.expected_licensees)

"""Words for stages, tables and criteria, in the reader's language."""

from collections.abc import Mapping
from enum import Enum, StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace.fees.models import PriceStage
from marketplace.fees.sealing import Trait

TRAITS: dict[Trait, LazyString] = {
    Trait.YEAR: _l("By year"),
    Trait.SECTION: _l("By industry section"),
    Trait.DIVISION: _l("By industry division"),
    Trait.KIND: _l("By kind of patent"),
    Trait.FEE_MODE: _l("By fee mode"),
}
NOTES: dict[PriceStage, LazyString] = {
    PriceStage.DECLARED: _l(
        "What announced declarations and published listings ask for, on the day they became public."
    ),
    PriceStage.CONTRACTED: _l(
        "What concluded licenses cost by their signed terms. Free licenses count as contracts."
    ),
    PriceStage.RECEIVED: _l(
        "What had reached the licensors’ own accounts under the same contracts, one full quarter "
        "after conclusion or once each of a group had been paid."
    ),
}


class Criterion(StrEnum):
    """What the ranking gives points for."""

    KIND = "kind"
    LIFE = "life"
    ACCESS = "access"
    BREADTH = "breadth"


CRITERIA: dict[Criterion, LazyString] = {
    Criterion.KIND: _l("Kind"),
    Criterion.LIFE: _l("Remaining life"),
    Criterion.ACCESS: _l("How it is licensed"),
    Criterion.BREADTH: _l("Breadth of use"),
}

ALL: tuple[Mapping[Enum, LazyString], ...] = (TRAITS, CRITERIA)  # type: ignore[assignment]

"""All fixed amounts of a record together: at most, and in every case."""

from typing import TYPE_CHECKING, Final

from marketplace.terms.parts import Instalment

if TYPE_CHECKING:
    from marketplace.terms.record import Terms

LIFE_MONTHS: Final = 240


def fixed_total_fen(terms: "Terms", months: int | None = None) -> int:
    """Entry fee, lump sum and all instalments together; what the ceiling looks at.

    Instalments without a stated number count as often as they fit into the period. Where it depends
    on the day of effect, that is ``months``, or if these are not known either the longest life of a
    patent (240 months).
    """
    longest = _months(terms) or months or LIFE_MONTHS
    return _once(terms) + sum(item.amount_fen * times(item, longest) for item in terms.instalments)


def certain_total_fen(terms: "Terms") -> int:
    """The fixed amounts that fall due in every case: an instalment without a stated number once, where
    the period depends on the day of effect."""
    return _once(terms) + sum(
        item.amount_fen * times(item, _months(terms) or 0) for item in terms.instalments
    )


def times(instalment: Instalment, months: int) -> int:
    """How often an instalment can fall due at most in a period of so many months; at least once."""
    repeat = instalment.repeat
    if repeat is None:
        return 1
    if repeat.times is not None:
        return repeat.times
    return max(1, -(-(months - (instalment.due.months or 0)) // repeat.every_months))


def _once(terms: "Terms") -> int:
    return sum(part.amount_fen for part in (terms.entry_fee, terms.lump_sum) if part)


def _months(terms: "Terms") -> int | None:
    return terms.period.months if terms.period else None

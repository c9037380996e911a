"""The cells of the table as typed: figures for the record, or what is wrong at which cell."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from marketplace.batches.models import BatchEntry
from marketplace.batches.services.drafting import TEXTS
from marketplace.errors import N_
from marketplace.listings.fields import percent
from marketplace.types import Money

FIGURES: Final = ("amount", "rate", "months")
_KEY: Final = {"amount": "amount_fen", "rate": "rate_ppm", "months": "months"}
_WRONG: Final = {
    "amount": N_("Enter an amount in yuan, for example 12,000 or 1.2万 (not: negotiable)."),
    "rate": N_("Enter a percentage with at most four decimals, for example 3.5."),
    "months": N_("Enter a whole number."),
}


@dataclass
class Typed:
    """What was typed: `changes` by patent number for `services.mend`, `errors` by cell name."""

    changes: dict[str, dict[str, Any]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def read(form: Mapping[str, str], entries: Iterable[BatchEntry]) -> Typed:
    """Read the cells of these entries (`amount-<number>`, `title-<number>`, …); a cell that is
    not in the form stays as it is, an empty one goes back to preset or record."""
    typed = Typed()
    for entry in entries:
        number = entry.patent.number
        if f"row-{number}" not in form:
            continue
        values: dict[str, Any] = {"left_out": f"out-{number}" in form}
        for name in FIGURES:
            cell = f"{name}-{number}"
            if cell in form:
                try:
                    values[_KEY[name]] = _READ[name](form[cell])
                except ValueError:
                    typed.errors[cell] = _WRONG[name]
        values |= {name: form[f"{name}-{number}"] for name in TEXTS if f"{name}-{number}" in form}
        typed.changes[number] = values
    return typed


def shown(entry: BatchEntry, name: str) -> str:
    """A figure of the table as a person types it; empty where it follows the preset."""
    value = entry.differences.get(_KEY[name])
    if value is None:
        return ""
    if name == "amount":
        return Money(value).yuan().removesuffix(".00")
    return percent(value) if name == "rate" else str(value)


def _amount(text: str) -> int | None:
    if not text.strip():
        return None
    fen = Money.parse(text).amount
    if fen < 0:
        raise ValueError(text)
    return fen


def _rate(text: str) -> int | None:
    plain = unicodedata.normalize("NFKC", text).replace("%", "").strip()
    if not plain:
        return None
    try:
        ppm = Decimal(plain) * 10_000
        if not ppm.is_finite() or ppm != ppm.to_integral_value() or ppm < 0:
            raise ValueError(text)
    except InvalidOperation as error:
        raise ValueError(text) from error
    return int(ppm)


def _months(text: str) -> int | None:
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain and not plain.isdecimal():
        raise ValueError(text)
    return int(plain) if plain else None


_READ: Final = {"amount": _amount, "rate": _rate, "months": _months}

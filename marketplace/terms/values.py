"""The kinds of values in a terms record, and the immutable piece that all its parts are.

Amounts are whole fen of CNY, rates parts per million, lengths whole months or days, days ISO
dates of Asia/Shanghai. Floats, booleans and timestamps are refused where a number or day stands.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Final, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from marketplace.errors import N_
from marketplace.terms.findings import Finding, refuse

MILLION: Final = 1_000_000
LONGEST_LIFE_MONTHS: Final = 300  # 20 years of Patent Law 42 and up to 5 of compensation
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _day(value: object) -> object:
    """Let dates and ISO days through, and nothing that would have to be guessed."""
    if type(value) is date:
        return value
    if isinstance(value, str) and _ISO_DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("not_a_day", "Enter the day as YYYY-MM-DD.")


Day = Annotated[date, BeforeValidator(_day)]
Fen = Annotated[int, Field(strict=True, ge=1, le=10**14)]
Ppm = Annotated[int, Field(strict=True, ge=0, le=MILLION)]
Count = Annotated[int, Field(strict=True, ge=1, le=10**6)]
Months = Annotated[int, Field(strict=True, ge=1, le=LONGEST_LIFE_MONTHS)]
Days = Annotated[int, Field(strict=True, ge=0, le=3650)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]


class Part(BaseModel):
    """An immutable piece of the record that refuses what it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        refuse(self._faults())
        return self

    def _faults(self) -> Iterator[Finding]:
        """What does not agree inside this part."""
        yield from ()

    def _only_one_of(self, *names: str) -> Iterator[Finding]:
        given = [name for name in names if getattr(self, name)]
        if len(given) != 1:
            yield Finding(
                "exactly_one",
                N_("Give exactly one of: %(fields)s."),
                given[1] if given else names[0],
                params={"fields": ", ".join(names)},
            )

"""Facts that happen to a license and change what is owed; each has a Shanghai day."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class StatementAccepted:
    """A royalty report that both sides accept.

    ``quantity`` is the base of the period: fen of net sales or profit (a loss is 0), or units.
    A later statement that ends in the same royalty period replaces an earlier one.
    """

    period_from: date
    period_to: date
    quantity: int

    def __post_init__(self) -> None:
        if self.quantity < 0:
            raise ValueError("a statement counts from zero; a loss is stated as 0")
        if self.period_to < self.period_from:
            raise ValueError("a statement ends on or after its first day")


@dataclass(frozen=True)
class MilestoneAccepted:
    """A milestone of the terms, accepted on a day; ``name`` as the terms write it."""

    name: str
    on: date


@dataclass(frozen=True)
class FirstRevenue:
    """The day of the licensee's first revenue from the patent."""

    on: date


@dataclass(frozen=True)
class Converted:
    """The licensee converted its trial."""

    on: date


@dataclass(frozen=True)
class Returned:
    """The licensee gave the patent back after its trial."""

    on: date


@dataclass(frozen=True)
class Invalidated:
    """The patent was declared wholly invalid: what is unpaid goes on hold (LAW 12.13)."""

    on: date


@dataclass(frozen=True)
class Lapsed:
    """The patent ended before its time: what had accrued stays due, nothing more accrues."""

    on: date


@dataclass(frozen=True)
class Terminated:
    """The contract was ended: what had accrued stays due, nothing more accrues."""

    on: date


@dataclass(frozen=True)
class Transferred:
    """The patent went to another holder; what accrues after this day is the new payee's."""

    on: date
    payee: str


@dataclass(frozen=True)
class Waived:
    """The licensor gave up one amount, named by its key."""

    key: str
    on: date


@dataclass(frozen=True)
class Held:
    """One amount, named by its key, is not asked for until it is released."""

    key: str
    on: date


@dataclass(frozen=True)
class Released:
    """One amount that was on hold is owed again; told after what had put it on hold."""

    key: str
    on: date


@dataclass(frozen=True)
class Questioned:
    """It is asked whether the license took effect at all: nothing is asked for until it is decided."""

    on: date


@dataclass(frozen=True)
class Upheld:
    """It was decided that the license took effect: what was not on hold for another reason is owed
    again."""

    on: date


@dataclass(frozen=True)
class Credited:
    """Money counted on one amount by its value day, in fen; negative where it was taken back."""

    key: str
    on: date
    amount_fen: int


Event = (
    StatementAccepted
    | MilestoneAccepted
    | FirstRevenue
    | Converted
    | Returned
    | Invalidated
    | Lapsed
    | Terminated
    | Transferred
    | Waived
    | Held
    | Released
    | Questioned
    | Upheld
    | Credited
)
ENDINGS = (Returned, Invalidated, Lapsed, Terminated)

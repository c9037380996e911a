"""The parts that a terms record is put together from; those with money stand in ``fee_parts``.

What must agree inside one part is checked in the part, what must agree between parts in
``coherence``.
"""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from marketplace.errors import N_
from marketplace.terms.enums import (
    Act,
    Afterwards,
    Conversion,
    DeferralKind,
    EffectRule,
    Forum,
    RoyaltyStart,
)
from marketplace.terms.fee_parts import DuePoint, Fixed, Instalment, Limit, Repeat, Royalty, Tier
from marketplace.terms.findings import Finding
from marketplace.terms.values import (
    MILLION,
    Count,
    Day,
    Days,
    Digest,
    Fen,
    Months,
    Name,
    Part,
    Text,
)

__all__ = [
    "Bundle",
    "Deferral",
    "Dispute",
    "DuePoint",
    "Effect",
    "Fixed",
    "FreeWindow",
    "Instalment",
    "Limit",
    "Period",
    "Pool",
    "PoolShare",
    "PublicText",
    "Quota",
    "Repeat",
    "Royalty",
    "Scope",
    "Signing",
    "Tier",
    "Transfer",
    "Trial",
]


class Scope(Part):
    """What may be done, where, for what; None stands for "without limit" (China at most)."""

    acts: tuple[Act, ...] = tuple(Act)
    territory: Name | None = None
    field: Name | None = None
    product: Name | None = None

    @field_validator("acts")
    @classmethod
    def _in_the_order_of_the_law(cls, acts: tuple[Act, ...]) -> tuple[Act, ...]:
        if not acts:
            raise PydanticCustomError("too_short", "Choose an act.", {"min_length": 1})
        return tuple(act for act in Act if act in acts)


class Period(Part):
    """How long the license runs: months from effect, through a day, or the patent's whole life."""

    months: Months | None = None
    end_on: Day | None = None
    whole_life: bool = False

    def _faults(self) -> Iterator[Finding]:
        yield from self._only_one_of("months", "end_on", "whole_life")


class Effect(Part):
    """When a negotiated contract takes effect; ``on`` belongs to the rule "day" only."""

    rule: EffectRule = EffectRule.CONCLUSION
    on: Day | None = None

    def _faults(self) -> Iterator[Finding]:
        if (self.rule is EffectRule.DAY) != (self.on is not None):
            yield Finding(
                "effect_day", N_("Give the day of effect, exactly where the rule is a day."), "on"
            )


class FreeWindow(Part):
    """A time without payment: through a whole day, or months from effect."""

    through: Day | None = None
    months: Months | None = None
    afterwards: Afterwards = Afterwards.PRICED

    def _faults(self) -> Iterator[Finding]:
        yield from self._only_one_of("through", "months")


class Deferral(Part):
    """Use first, pay later: nothing is payable before the first trigger that happens.

    Triggers: ``months_after_effect``, first revenue, an accepted milestone. ``cap_fen`` limits
    all that is ever paid; after a due day ``grace_days`` run without default, after a demand
    ``cure_days`` to make good; ``guarantee`` names insurer or guarantor and their paper.
    """

    kind: DeferralKind
    months_after_effect: Months | None = 12
    on_first_revenue: bool = False
    milestone: Name | None = None
    royalty_from: RoyaltyStart = RoyaltyStart.TRIGGER
    cap_fen: Fen | None = None
    grace_days: Days = 30
    cure_days: Days = 30
    guarantee: Text | None = None

    @property
    def is_conditional(self) -> bool:
        """Whether something other than the calendar can open the duty to pay."""
        return self.on_first_revenue or self.milestone is not None

    def _faults(self) -> Iterator[Finding]:
        if self.months_after_effect is None and not self.is_conditional:
            yield Finding("no_trigger", N_("Choose at least one trigger of payment."))


class Trial(Part):
    """A free trial, an evaluation, then conversion or return.

    ``price_fen`` (due ``due_days`` after conversion) or ``formula`` state what assignment or
    equity cost; a paid license follows the record's own fee parts from the conversion day.
    """

    months: Months
    evaluation_days: Days = 30
    criteria: Text | None = None
    conversion: Conversion = Conversion.LICENSE
    price_fen: Fen | None = None
    due_days: Days = 30
    formula: Text | None = None

    def _faults(self) -> Iterator[Finding]:
        stated = bool(self.price_fen) + bool(self.formula)
        if stated != (0 if self.conversion is Conversion.LICENSE else 1):
            yield Finding(
                "conversion_price",
                N_("State a price or a formula for assignment or shares; a license has its fees."),
                "price_fen",
            )


class Transfer(Part):
    """What an assignment asks: a price, a share of the company, or (neither) negotiation."""

    price_fen: Fen | None = None
    due_days: Days = 30
    shares_ppm: Annotated[int, Field(strict=True, ge=1, le=MILLION)] | None = None
    company: Name | None = None

    def _faults(self) -> Iterator[Finding]:
        if self.price_fen and self.shares_ppm:
            yield Finding("price_and_shares", N_("Ask a price or shares, not both."), "shares_ppm")


class Quota(Part):
    """The first ``first_n`` licensees pay ``share_ppm`` of every fee (0: nothing).

    ``in_a_province`` is a second limit: at most so many of these places go to licensees of one
    province; the smaller of both decides.
    """

    first_n: Count
    share_ppm: Annotated[int, Field(strict=True, ge=0, lt=MILLION)] = 0
    in_a_province: Count | None = None


class Bundle(Part):
    """Several patents for the one price of this record, by application number."""

    patents: tuple[Name, ...] = Field(min_length=2)

    @field_validator("patents")
    @classmethod
    def _each_once(cls, patents: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(set(patents)))


class PoolShare(Part):
    """What one member of a pool receives of each payment; ``party`` is its public id."""

    party: Name
    share_ppm: Annotated[int, Field(strict=True, ge=1, le=MILLION)]


class Pool(Part):
    """A pool of several patentees: its fixed shares, which make up the whole, or ``pool``, the
    public id of a pool whose members and shares change from day to day.

    Shares of the second kind are the members' own business and do not stand here; what stands is
    the pool agreement by its SHA-256, by which every payment is divided.
    """

    members: tuple[PoolShare, ...] = ()
    pool: Name | None = None
    agreement_sha256: Digest | None = None

    def _faults(self) -> Iterator[Finding]:
        if (self.pool is None) != (self.agreement_sha256 is None):
            yield Finding("pool_agreement", N_("Name the pool and its agreement."), "pool")
        elif self.pool is not None:
            if self.members:
                yield Finding("pool_twice", N_("Give fixed shares or a pool, not both."), "members")
        elif len(self.members) < 2:
            yield Finding("pool_members", N_("Name at least two members."), "members")
        elif sum(member.share_ppm for member in self.members) != MILLION:
            yield Finding("pool_shares", N_("Let the shares add up to the whole."), "members")
        if len({member.party for member in self.members}) != len(self.members):
            yield Finding("pool_members", N_("Name each member once."), "members")


class PublicText(Part):
    """The published text of an open-source license: by key and version, fixed by its SHA-256."""

    key: Name
    version: Name
    sha256: Digest


class Dispute(Part):
    """Where disputes go; ``body`` names the court's place or the arbitration commission."""

    forum: Forum = Forum.COURT
    body: Name | None = None

    def _faults(self) -> Iterator[Finding]:
        if self.forum is Forum.ARBITRATION and self.body is None:
            yield Finding("no_arbitration_body", N_("Name the arbitration commission."), "body")


class Signing(Part):
    """What is decided when an agreement is signed, and from then on part of its terms.

    ``patent_expires_on`` is the last day of the patent's life as known at the notice: the
    license never runs beyond it. ``quota_place`` counts licensees of this listing from 1.
    """

    patent_expires_on: Day | None = None
    quota_place: Count | None = None

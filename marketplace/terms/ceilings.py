"""The ceilings of declared fees (审查指南 第五部分第十一章 3.3; LAW 1.13).

"Normally not above": a fixed fee over 20 million yuan is kept off routes with an announced
standard, a rate over 20 % of net sales or 40 % of profit asks for a reason. Nothing is clamped.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from marketplace.errors import N_
from marketplace.terms.enums import RoyaltyBase, Severity
from marketplace.terms.findings import Choices, Finding
from marketplace.terms.record import Terms
from marketplace.terms.routes import ROUTES
from marketplace.terms.totals import fixed_total_fen
from marketplace.types import Money

ARTICLE: Final = "审查指南 第五部分第十一章 3.3"


class Ceiling(NamedTuple):
    """One ceiling: what it looks at, how high it is (fen, or parts per million for a rate), what
    being above it means and what helps (gettext messages)."""

    title: str
    limit: int
    severity: Severity
    refusal: str
    unblock: str
    article: str = ARTICLE


_RATE_REFUSAL: Final = N_("The rate is above the usual ceiling of %(percent)s%%. State the reason.")
_RATE_UNBLOCK: Final = N_("Lower the rate, or give the reason in the fee statement.")
FIXED_FEE: Final = Ceiling(
    N_("Entry fee, lump sum and all instalments together"),
    20_000_000 * 100,
    Severity.BLOCK,
    N_(
        "The fixed fees of ¥%(total)s are above the ceiling of ¥%(ceiling)s for a "
        "declaration. Lower them, or choose another route: %(routes)s."
    ),
    N_("Lower the fees, or license after negotiation on another route."),
)
RATES: Final = {
    RoyaltyBase.NET_SALES: Ceiling(
        N_("Royalty on net sales"), 200_000, Severity.WARN, _RATE_REFUSAL, _RATE_UNBLOCK
    ),
    RoyaltyBase.PROFIT: Ceiling(
        N_("Royalty on profit"), 400_000, Severity.WARN, _RATE_REFUSAL, _RATE_UNBLOCK
    ),
}
CEILINGS: Final = (FIXED_FEE, *RATES.values())
FIXED_FEE_CEILING_FEN: Final = FIXED_FEE.limit
RATE_CEILINGS_PPM: Final = {base: ceiling.limit for base, ceiling in RATES.items()}


def check(terms: Terms) -> tuple[Finding, ...]:
    """Findings about the ceilings; a blocking one names the routes that are left."""
    return (*_fixed_fee(terms), *_rates(terms))


def _fixed_fee(terms: Terms) -> Iterator[Finding]:
    total = fixed_total_fen(terms)
    if ROUTES[terms.route].fixed_fee_ceiling and total > FIXED_FEE_CEILING_FEN:
        left = [
            route
            for route, rules in ROUTES.items()
            if not rules.fixed_fee_ceiling and terms.fee_mode in rules.fee_modes
        ]
        yield Finding(
            "fixed_fee_ceiling",
            FIXED_FEE.refusal,
            _largest_fixed(terms),
            FIXED_FEE.severity,
            params={
                "total": Money(total).yuan(),
                "ceiling": Money(FIXED_FEE_CEILING_FEN).yuan(),
                "routes": Choices(left),
            },
            article=FIXED_FEE.article,
        )


def _largest_fixed(terms: Terms) -> str:
    """The path of the part to lower first."""
    amounts = {
        name: part.amount_fen
        for name, part in (("entry_fee", terms.entry_fee), ("lump_sum", terms.lump_sum))
        if part
    }
    amounts["instalments"] = fixed_total_fen(terms) - sum(amounts.values())
    return max(amounts, key=lambda name: amounts[name])


def _rates(terms: Terms) -> Iterator[Finding]:
    ceiling = RATES.get(terms.royalty.base) if terms.royalty else None
    if terms.royalty is None or ceiling is None:
        return
    for place, tier in enumerate(terms.royalty.tiers):
        if (tier.rate_ppm or 0) > ceiling.limit:
            yield Finding(
                "rate_ceiling",
                ceiling.refusal,
                f"royalty.tiers.{place}.rate_ppm",
                ceiling.severity,
                {"percent": ceiling.limit // 10_000},
                ceiling.article,
            )

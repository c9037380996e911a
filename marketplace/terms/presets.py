"""One builder per fee mode: what a patentee gets by choosing its name, before any refinement.

Amounts are always the patentee's own and have no default; periods, cycles and triggers have
the usual ones. ``more`` takes any further field of ``Terms``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from marketplace.terms.enums import (
    Afterwards,
    Conversion,
    DeferralKind,
    FeeMode,
    Route,
    RoyaltyBase,
)
from marketplace.terms.fee_parts import DuePoint, Fixed, Instalment, Limit, Repeat, Royalty, Tier
from marketplace.terms.parts import Deferral, FreeWindow, Period, Quota, Scope, Transfer, Trial
from marketplace.terms.record import Terms
from marketplace.terms.route_rules import acts_for

USUAL_MONTHS: Final = 36


def preset(mode: FeeMode, **values: Any) -> Terms:
    """The preset of a fee mode with the values that its builder takes."""
    return PRESETS[mode].build(**values)


def free(**more: Any) -> Terms:
    """Free of charge; still signed, recorded and fed back."""
    return _license(**more)


def lump_sum(amount_fen: int, due_days: int = 0, **more: Any) -> Terms:
    """One total paid once, with effect unless days are granted."""
    return _license(lump_sum=Fixed(amount_fen=amount_fen, due_days=due_days), **more)


def instalments(amounts_fen: Sequence[int], every_months: int = 12, **more: Any) -> Terms:
    """A total in parts, the first with effect, the others at an interval."""
    return _license(instalments=_spaced(amounts_fen, every_months), **more)


def royalty(rate_ppm: int, base: RoyaltyBase = RoyaltyBase.NET_SALES, **more: Any) -> Terms:
    """A share of net sales or profit, reported and paid every half-year."""
    return _license(royalty=_share(rate_ppm, base), **more)


def output_royalty(fen_per_unit: int, unit: str, **more: Any) -> Terms:
    """An amount per unit made."""
    part = Royalty(base=RoyaltyBase.OUTPUT, unit=unit, tiers=(Tier(fen_per_unit=fen_per_unit),))
    return _license(royalty=part, **more)


def entry_royalty(
    entry_fen: int, rate_ppm: int, base: RoyaltyBase = RoyaltyBase.NET_SALES, **more: Any
) -> Terms:
    """An entry fee with effect, then a share."""
    entry = Fixed(amount_fen=entry_fen)
    return _license(entry_fee=entry, royalty=_share(rate_ppm, base), **more)


def limited_free(free_months: int = 12, yearly_fen: int | None = None, **more: Any) -> Terms:
    """Free for a while; afterwards a yearly fee, or the license ends where none is given."""
    if yearly_fen is None:
        window = FreeWindow(months=free_months, afterwards=Afterwards.ENDS)
        return _license(free_window=window, **{"months": free_months} | more)
    point = DuePoint(months=0, days=1)
    yearly = Instalment(amount_fen=yearly_fen, due=point, repeat=Repeat(every_months=12))
    return _license(free_window=FreeWindow(months=free_months), instalments=(yearly,), **more)


def pay_later(
    amount_fen: int | None = None,
    *,
    rate_ppm: int | None = None,
    amounts_fen: Sequence[int] = (),
    milestone: str | None = None,
    trigger_months: int | None = 12,
    on_first_revenue: bool = True,
    **more: Any,
) -> Terms:
    """Use first: payment after twelve months or first revenue, whichever is first.

    One amount is deferred (conditional with a milestone), several are staged, a rate is a
    revenue share. By default negotiated (route ordinary).
    """
    fees: dict[str, Any]
    if rate_ppm is not None:
        kind, fees = (
            DeferralKind.REVENUE_SHARE,
            {"royalty": _share(rate_ppm, RoyaltyBase.NET_SALES)},
        )
    elif amounts_fen:
        kind, fees = DeferralKind.STAGED, {"instalments": _spaced(amounts_fen, 12)}
    else:
        kind = DeferralKind.CONDITIONAL if milestone else DeferralKind.DEFERRED
        fees = {"lump_sum": Fixed(amount_fen=amount_fen or 0, due_days=30)}
    deferral = Deferral(
        kind=kind,
        months_after_effect=trigger_months,
        on_first_revenue=on_first_revenue,
        milestone=milestone,
    )
    return _license(deferral=deferral, **{"route": Route.ORDINARY} | fees | more)


def trial_then_convert(
    trial_months: int = 6,
    *,
    amount_fen: int | None = None,
    conversion: Conversion = Conversion.LICENSE,
    formula: str | None = None,
    **more: Any,
) -> Terms:
    """A free trial; then a paid license, an assignment or shares at a stated price, or return."""
    licensed = conversion is Conversion.LICENSE
    price = None if licensed or formula else amount_fen
    trial = Trial(months=trial_months, conversion=conversion, price_fen=price, formula=formula)
    fees = {"lump_sum": Fixed(amount_fen=amount_fen or 0, due_days=30)} if licensed else {}
    return _license(trial=trial, **{"route": Route.ORDINARY} | fees | more)


def mixed(amount_fen: int, rate_ppm: int, first_n: int = 10, **more: Any) -> Terms:
    """More than one preset at once: lump sum and capped royalty, free for the first few."""
    share = _share(rate_ppm, RoyaltyBase.NET_SALES).model_copy(
        update={"cap": Limit(amount_fen=10 * amount_fen)}
    )
    fees = {"lump_sum": Fixed(amount_fen=amount_fen), "royalty": share}
    return _license(quota=Quota(first_n=first_n), **{"route": Route.ORDINARY} | fees | more)


def price(amount_fen: int, due_days: int = 30, **more: Any) -> Terms:
    """An assignment at an asking price."""
    return Terms.of(
        Route.TRANSFER, transfer=Transfer(price_fen=amount_fen, due_days=due_days), **more
    )


def shares(shares_ppm: int, company: str | None = None, **more: Any) -> Terms:
    """The patent as a contribution for a share of the company."""
    return Terms.of(
        Route.TRANSFER, transfer=Transfer(shares_ppm=shares_ppm, company=company), **more
    )


def negotiable(**more: Any) -> Terms:
    """An assignment whose price is open to negotiation."""
    return Terms.of(Route.TRANSFER, transfer=Transfer(), **more)


def _license(
    *,
    route: Route = Route.OPEN,
    kind: str = "invention",
    months: int = USUAL_MONTHS,
    **parts: Any,
) -> Terms:
    """A license for all acts that the kind of patent reserves, without limit of field."""
    usual = {"scope": Scope(acts=acts_for(kind)), "period": Period(months=months)}
    return Terms.of(route, **usual | parts)


def _share(rate_ppm: int, base: RoyaltyBase) -> Royalty:
    return Royalty(base=base, tiers=(Tier(rate_ppm=rate_ppm),))


def _spaced(amounts_fen: Sequence[int], every_months: int) -> tuple[Instalment, ...]:
    return tuple(
        Instalment(amount_fen=amount, due=DuePoint(months=place * every_months))
        for place, amount in enumerate(amounts_fen)
    )


@dataclass(frozen=True)
class Preset:
    """A builder and one example in plain words of both languages."""

    build: Callable[..., Terms]
    zh: str
    en: str


PRESETS: Final[Mapping[FeeMode, Preset]] = MappingProxyType(
    {
        FeeMode.FREE: Preset(
            free,
            "三年内免费使用，照样签约、备案。",
            "Free for three years, signed and recorded like any license.",
        ),
        FeeMode.LUMP_SUM: Preset(
            lump_sum,
            "签约时一次付清 3 万元，三年内不再付费。",
            "¥30,000 once at the start, nothing more for three years.",
        ),
        FeeMode.INSTALMENTS: Preset(
            instalments,
            "总价 3 万元，分三年，每年付 1 万元。",
            "¥30,000 in three yearly parts of ¥10,000.",
        ),
        FeeMode.ROYALTY: Preset(
            royalty,
            "卖出产品后，每半年按净销售额的 2% 付费；没有销售就不用付。",
            "2% of net sales every half-year; no sales, no fee.",
        ),
        FeeMode.ENTRY_ROYALTY: Preset(
            entry_royalty,
            "先付入门费 1 万元，以后每半年按净销售额的 2% 付费。",
            "¥10,000 to enter, then 2% of net sales every half-year.",
        ),
        FeeMode.LIMITED_FREE: Preset(
            limited_free,
            "头 12 个月免费，之后每年 8,000 元。",
            "Free for the first 12 months, then ¥8,000 a year.",
        ),
        FeeMode.PAY_LATER: Preset(
            pay_later,
            "先使用，满 12 个月或者首次产生收入时（以先到者为准）再付 3 万元。",
            "Use first; ¥30,000 after 12 months or first revenue, whichever comes first.",
        ),
        FeeMode.TRIAL_THEN_CONVERT: Preset(
            trial_then_convert,
            "免费试用 6 个月，满意后付 3 万元转为正式许可，不满意就退回。",
            "Try it free for 6 months, then ¥30,000 for the license, or give it back.",
        ),
        FeeMode.MIXED: Preset(
            mixed,
            "前 10 家免费；之后一次付 1 万元，另按净销售额的 2% 提成，每年设最高额。",
            "Free for the first 10; then ¥10,000 once and 2% of net sales, capped each year.",
        ),
        FeeMode.PRICE: Preset(
            price,
            "整项专利转让，报价 20 万元。",
            "The whole patent for an asking price of ¥200,000.",
        ),
        FeeMode.SHARES: Preset(
            shares, "以专利作价入股，占公司 10% 的股权。", "The patent for 10% of the company."
        ),
        FeeMode.NEGOTIABLE: Preset(
            negotiable, "专利转让，价格面议。", "The patent is for sale at a price to be agreed."
        ),
    }
)

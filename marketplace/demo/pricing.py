"""Terms of the demonstration: every fee mode on every route that admits it, at varied figures."""

from collections.abc import Callable
from typing import Any, Final

from marketplace.terms.enums import EffectRule, FeeMode, Route, RoyaltyBase
from marketplace.terms.fee_parts import Limit, Royalty, Tier
from marketplace.terms.parts import Effect
from marketplace.terms.presets import preset
from marketplace.terms.record import Terms
from marketplace.terms.routes import ROUTES

_YUAN: Final = (12_000, 30_000, 18_000, 50_000, 24_000, 80_000, 36_000, 15_000, 60_000, 120_000)
_RATES_PPM: Final = (20_000, 15_000, 30_000, 25_000, 10_000)
_PRICES_YUAN: Final = (180_000, 260_000, 420_000, 150_000)
TRIGGER_MONTHS: Final = 6
LIMITED_MONTHS: Final = 6
CYCLE_MONTHS: Final = 3


def terms_of(route: Route, mode: FeeMode, place: int, kind: str) -> Terms:
    """The terms of a listing; ``place`` varies the figures, ``kind`` is the kind of its patents."""
    if mode in _TRANSFERS:
        return _TRANSFERS[mode](place)
    return _LICENSES[mode](place, {"route": route, "kind": kind})


def waiting_for_payment(place: int, kind: str) -> Terms:
    """An ordinary license that takes effect only with its payment, not with its conclusion."""
    return preset(
        FeeMode.LUMP_SUM,
        amount_fen=fen(place),
        route=Route.ORDINARY,
        kind=kind,
        effect=Effect(rule=EffectRule.PAYMENT),
    )


def ending_free(place: int, route: Route, kind: str) -> Terms:
    """Free for some months, then the license ends."""
    return preset(FeeMode.LIMITED_FREE, free_months=LIMITED_MONTHS, route=route, kind=kind)


def fen(place: int) -> int:
    return _YUAN[place % len(_YUAN)] * 100


def share(place: int, **more: Any) -> Royalty:
    """A royalty on net sales, reported every quarter."""
    tier = Tier(rate_ppm=_RATES_PPM[place % len(_RATES_PPM)])
    return Royalty(base=RoyaltyBase.NET_SALES, tiers=(tier,), cycle_months=CYCLE_MONTHS, **more)


def _pay_later(place: int, base: dict[str, Any]) -> Terms:
    if ROUTES[base["route"]].needs_declaration:
        return preset(
            FeeMode.PAY_LATER,
            rate_ppm=_RATES_PPM[place % len(_RATES_PPM)],
            on_first_revenue=False,
            **base,
        )
    if place % 3 == 1:
        return preset(
            FeeMode.PAY_LATER, amounts_fen=(fen(place), fen(place)), trigger_months=12, **base
        )
    return preset(FeeMode.PAY_LATER, amount_fen=fen(place), trigger_months=TRIGGER_MONTHS, **base)


def _mixed(place: int, base: dict[str, Any]) -> Terms:
    if ROUTES[base["route"]].needs_declaration:
        capped = share(place, cap=Limit(amount_fen=fen(place) * 5))
        return preset(FeeMode.LUMP_SUM, amount_fen=fen(place), royalty=capped, **base)
    return preset(FeeMode.MIXED, amount_fen=fen(place), rate_ppm=20_000, first_n=3, **base)


_LICENSES: Final[dict[FeeMode, Callable[[int, dict[str, Any]], Terms]]] = {
    FeeMode.FREE: lambda _, base: preset(FeeMode.FREE, **base),
    FeeMode.LUMP_SUM: lambda n, base: preset(FeeMode.LUMP_SUM, amount_fen=fen(n), **base),
    FeeMode.INSTALMENTS: lambda n, base: preset(
        FeeMode.INSTALMENTS, amounts_fen=(fen(n) // 2,) * 3, every_months=3, **base
    ),
    FeeMode.ROYALTY: lambda n, base: preset(FeeMode.FREE, royalty=share(n), **base),
    FeeMode.ENTRY_ROYALTY: lambda n, base: preset(
        FeeMode.ENTRY_ROYALTY, entry_fen=fen(n) // 2, rate_ppm=_RATES_PPM[n % 5], **base
    ),
    FeeMode.LIMITED_FREE: lambda n, base: preset(
        FeeMode.LIMITED_FREE, free_months=9, yearly_fen=fen(n) // 2, **base
    ),
    FeeMode.PAY_LATER: _pay_later,
    FeeMode.TRIAL_THEN_CONVERT: lambda n, base: preset(
        FeeMode.TRIAL_THEN_CONVERT, trial_months=6, amount_fen=fen(n), **base
    ),
    FeeMode.MIXED: _mixed,
}
_TRANSFERS: Final[dict[FeeMode, Callable[[int], Terms]]] = {
    FeeMode.PRICE: lambda n: preset(FeeMode.PRICE, amount_fen=_PRICES_YUAN[n % 4] * 100),
    FeeMode.SHARES: lambda n: preset(FeeMode.SHARES, shares_ppm=100_000 + 25_000 * (n % 4)),
    FeeMode.NEGOTIABLE: lambda _: preset(FeeMode.NEGOTIABLE),
}

"""From the preset, or from the figures of a sheet's row, to the terms of one patent. Pure.

Whatever comes out is loaded by the one reader of terms records and judged by the one set of
checks, so that a sheet, the table and the editor refuse the same things with the same codes.
Amounts are fen, rates parts per million, lengths months.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from marketplace.declarations.checks import judge
from marketplace.errors import N_
from marketplace.patents.models import Patent
from marketplace.terms.enums import Afterwards, DeferralKind, FeeMode, Route, RoyaltyBase, Severity
from marketplace.terms.findings import Finding, TermsError
from marketplace.terms.record import Terms, as_data
from marketplace.terms.route_rules import acts_for
from marketplace.terms.routes import ROUTES

Figures = Mapping[str, Any]
"""What a row says: route, fee_mode, amount_fen, rate_ppm, months, free_months, defer_months."""

KEYS: Final = frozenset(
    {"route", "fee_mode", "amount_fen", "rate_ppm", "months", "free_months", "defer_months"}
)
_SHAPING: Final = KEYS - {"amount_fen", "rate_ppm", "months"}
"""Figures that make terms of another shape than the preset's, so that they are built anew."""

_NO_AMOUNT: Final = N_("No fee is stated. Enter an amount, or take the patent out.")
_NO_RATE: Final = N_("No royalty rate is stated. Enter a percentage.")
_NO_AMOUNT_HERE: Final = N_(
    "These terms have several amounts, so one figure cannot replace them. Leave the cell empty."
)
_NO_WAY: Final = N_("State how the license comes about and how it is paid.")


def terms_of(preset: Terms | None, figures: Figures, patent: Patent) -> Terms:
    """The terms of this patent: the preset with its own figures, acts and life.

    TermsError with the findings when they cannot stand.
    """
    terms, findings = judged(preset, figures, patent)
    if terms is None or any(each.severity is Severity.BLOCK for each in findings):
        raise TermsError(findings)
    return terms


def judged(
    preset: Terms | None, figures: Figures, patent: Patent
) -> tuple[Terms | None, tuple[Finding, ...]]:
    """The terms with everything that is wrong or unusual about them; None if they are no terms."""
    try:
        shaped = preset is None or bool(_SHAPING & figures.keys())
        data = from_figures(figures, preset) if shaped else _changed(preset, figures)
    except TermsError as error:
        return None, error.findings
    return judge(_for_patent(data, patent), patent.kind)


def from_figures(figures: Figures, preset: Terms | None = None) -> dict[str, Any]:
    """Plain data of the terms that a row's figures make; what is missing comes from the preset."""
    route = figures.get("route") or (preset.route if preset else None)
    mode = figures.get("fee_mode") or (preset.fee_mode if preset else None)
    if route is None or mode is None:
        raise TermsError([Finding("no_way", _NO_WAY, "fee_mode")])
    figures = {**_figures_of(preset), **figures} if preset else figures
    parts = _BUILDERS[FeeMode(mode)](figures)
    data = {"schema_version": "terms/1", "route": str(route), "fee_mode": str(mode), **parts}
    months = figures.get("months")
    if ROUTES[Route(route)].needs_period and months is not None and "period" not in parts:
        data["period"] = {"months": months}
    return data


def amount_of(terms: Terms) -> int | None:
    """The one amount that a figure in the table can replace, in fen; None where there is none."""
    return _at(as_data(terms), amount_path(terms))


def amount_path(terms: Terms) -> tuple[Any, ...] | None:
    """Where that amount stands in the record."""
    if terms.entry_fee:
        return None if terms.lump_sum or terms.instalments else ("entry_fee", "amount_fen")
    if terms.lump_sum:
        return None if terms.instalments else ("lump_sum", "amount_fen")
    if terms.transfer and terms.transfer.price_fen and not terms.instalments:
        return ("transfer", "price_fen")
    if len({item.amount_fen for item in terms.instalments}) == 1 and not terms.transfer:
        return ("instalments", None, "amount_fen")
    return None


def rate_of(terms: Terms) -> int | None:
    """The one royalty rate, in parts per million; None for steps, output or no royalty."""
    if terms.royalty is None or len(terms.royalty.tiers) > 1:
        return None
    return terms.royalty.tiers[0].rate_ppm


def _changed(preset: Terms | None, figures: Figures) -> dict[str, Any]:
    """The preset with a row's amount, rate or period written in."""
    assert preset is not None  # noqa: S101 - `judged` builds anew without a preset
    data = as_data(preset)
    if (amount := figures.get("amount_fen")) is not None:
        path = amount_path(preset)
        if path is None:
            raise TermsError([Finding("amount_not_single", _NO_AMOUNT_HERE, "amount_fen")])
        _put(data, path, amount)
    if (rate := figures.get("rate_ppm")) is not None:
        if rate_of(preset) is None:
            raise TermsError([Finding("amount_not_single", _NO_AMOUNT_HERE, "rate_ppm")])
        data["royalty"]["tiers"][0]["rate_ppm"] = rate
    if (months := figures.get("months")) is not None:
        data["period"] = {"months": months}
    return data


def _for_patent(data: dict[str, Any], patent: Patent) -> dict[str, Any]:
    """Acts as the kind of patent reserves them, and a fixed last day within its certain life."""
    reserved = [str(act) for act in acts_for(patent.kind)]
    scope = dict(data.get("scope") or {})
    wanted = scope.get("acts") or reserved
    whole = ROUTES[Route(data["route"])].scope_is_fixed
    scope["acts"] = reserved if whole else [act for act in wanted if act in reserved] or reserved
    data = {**data, "scope": scope}
    period = data.get("period") or {}
    if period.get("end_on"):
        end = min(date.fromisoformat(period["end_on"]), patent.expires_on)
        data["period"] = {**period, "end_on": end.isoformat()}
    return data


def _put(data: dict[str, Any], path: tuple[Any, ...], value: int) -> None:
    match path:
        case (name, None, key):
            data[name] = [{**item, key: value} for item in data[name]]
        case (name, key):
            data[name] = {**data[name], key: value}


def _at(data: dict[str, Any], path: tuple[Any, ...] | None) -> int | None:
    match path:
        case (name, None, key):
            return int(data[name][0][key])
        case (name, key):
            return int(data[name][key])
    return None


def _figures_of(preset: Terms) -> dict[str, Any]:
    """A preset's own figures, for a row that changes its shape only in part."""
    window, deferral = preset.free_window, preset.deferral
    found = {
        "amount_fen": amount_of(preset),
        "rate_ppm": rate_of(preset),
        "months": preset.period.months if preset.period else None,
        "free_months": window.months if window else None,
        "defer_months": deferral.months_after_effect if deferral else None,
    }
    return {name: value for name, value in found.items() if value is not None}


def _amount(figures: Figures) -> int:
    if figures.get("amount_fen") is None:
        raise TermsError([Finding("fee_missing", _NO_AMOUNT, "amount_fen")])
    return int(figures["amount_fen"])


def _rate(figures: Figures) -> dict[str, Any]:
    if figures.get("rate_ppm") is None:
        raise TermsError([Finding("rate_missing", _NO_RATE, "rate_ppm")])
    return {"base": RoyaltyBase.NET_SALES, "tiers": [{"rate_ppm": figures["rate_ppm"]}]}


def _yearly(figures: Figures, days: int = 0) -> list[dict[str, Any]]:
    due = {"months": 0, "days": days}
    return [{"amount_fen": _amount(figures), "due": due, "repeat": {"every_months": 12}}]


def _limited_free(figures: Figures) -> dict[str, Any]:
    months = figures.get("free_months", 12)
    if not figures.get("amount_fen"):
        ends = {"months": months, "afterwards": Afterwards.ENDS}
        return {"free_window": ends, "period": {"months": months}}
    return {"free_window": {"months": months}, "instalments": _yearly(figures, days=1)}


def _pay_later(figures: Figures) -> dict[str, Any]:
    trigger = {"months_after_effect": figures.get("defer_months", 12)}
    if figures.get("rate_ppm") is not None and figures.get("amount_fen") is None:
        return {
            "deferral": {"kind": DeferralKind.REVENUE_SHARE, **trigger},
            "royalty": _rate(figures),
        }
    return {
        "deferral": {"kind": DeferralKind.DEFERRED, **trigger},
        "lump_sum": {"amount_fen": _amount(figures), "due_days": 30},
    }


def _mixed(figures: Figures) -> dict[str, Any]:
    return {"lump_sum": {"amount_fen": _amount(figures)}, "royalty": _rate(figures)}


_BUILDERS: Final[dict[FeeMode, Callable[[Figures], dict[str, Any]]]] = {
    FeeMode.FREE: lambda figures: {},
    FeeMode.LUMP_SUM: lambda figures: {"lump_sum": {"amount_fen": _amount(figures)}},
    FeeMode.INSTALMENTS: lambda figures: {"instalments": _yearly(figures)},
    FeeMode.ROYALTY: lambda figures: {"royalty": _rate(figures)},
    FeeMode.ENTRY_ROYALTY: lambda figures: {
        "entry_fee": {"amount_fen": _amount(figures)},
        "royalty": _rate(figures),
    },
    FeeMode.LIMITED_FREE: _limited_free,
    FeeMode.PAY_LATER: _pay_later,
    FeeMode.TRIAL_THEN_CONVERT: lambda figures: {
        "trial": {"months": figures.get("free_months", 6)},
        "lump_sum": {"amount_fen": _amount(figures), "due_days": 30},
    },
    FeeMode.MIXED: _mixed,
    FeeMode.PRICE: lambda figures: {"transfer": {"price_fen": _amount(figures)}},
    FeeMode.SHARES: lambda figures: {"transfer": {"shares_ppm": figures.get("rate_ppm")}},
    FeeMode.NEGOTIABLE: lambda figures: {"transfer": {}},
}

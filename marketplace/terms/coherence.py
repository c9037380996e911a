"""What must agree between the parts of one record, and the fee mode that the parts make."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from marketplace.errors import N_
from marketplace.terms.enums import (
    Afterwards,
    Conversion,
    DeferralKind,
    EffectRule,
    FeeMode,
    RoyaltyStart,
)
from marketplace.terms.findings import Finding
from marketplace.terms.parts import Deferral, FreeWindow, Transfer, Trial
from marketplace.terms.totals import certain_total_fen, fixed_total_fen
from marketplace.types import Money

if TYPE_CHECKING:
    from marketplace.terms.record import Terms

FEE_PARTS: Final = ("entry_fee", "lump_sum", "instalments", "royalty")
_SHAPES: Final = ("free_window", "deferral", "trial", "transfer", "quota")
_PLAIN: Final[dict[frozenset[str], FeeMode]] = {
    frozenset(): FeeMode.FREE,
    frozenset({"lump_sum"}): FeeMode.LUMP_SUM,
    frozenset({"instalments"}): FeeMode.INSTALMENTS,
    frozenset({"royalty"}): FeeMode.ROYALTY,
    frozenset({"entry_fee", "royalty"}): FeeMode.ENTRY_ROYALTY,
}
_PAID_BY: Final[dict[DeferralKind, tuple[str, ...]]] = {
    DeferralKind.DEFERRED: ("lump_sum",),
    DeferralKind.STAGED: ("instalments",),
    DeferralKind.CONDITIONAL: ("lump_sum", "instalments"),
    DeferralKind.REVENUE_SHARE: ("royalty",),
}


def mode_of(parts: Mapping[str, Any]) -> FeeMode:
    """The fee mode that these parts make: one preset, or mixed for anything beyond one."""
    fees = frozenset(name for name in FEE_PARTS if parts.get(name))
    match [parts[name] for name in _SHAPES if parts.get(name)]:
        case []:
            return _PLAIN.get(fees, FeeMode.MIXED)
        case [Transfer() as transfer] if fees <= {"instalments"}:
            if transfer.price_fen:
                return FeeMode.PRICE
            return FeeMode.SHARES if transfer.shares_ppm else FeeMode.NEGOTIABLE
        case [FreeWindow()] if fees in _PLAIN:
            return FeeMode.LIMITED_FREE
        case [Deferral(kind=kind)] if len(fees) == 1 and fees <= {*_PAID_BY[kind]}:
            return FeeMode.PAY_LATER
        case [Trial()] if fees in _PLAIN:
            return FeeMode.TRIAL_THEN_CONVERT
    return FeeMode.MIXED


def faults(terms: "Terms") -> Iterator[Finding]:
    """Everything that does not agree, each with the field to mend."""
    for rule in _RULES:
        yield from rule(terms)


def _mode(terms: "Terms") -> Iterator[Finding]:
    made = mode_of(dict(terms))
    if terms.fee_mode is not made:
        yield Finding(
            "fee_mode",
            N_("Set the fee mode to %(mode)s: that is what the parts make."),
            "fee_mode",
            params={"mode": made},
        )


def _free_window(terms: "Terms") -> Iterator[Finding]:
    window = terms.free_window
    if window is None:
        return
    ends = window.afterwards is Afterwards.ENDS
    if ends and _fee_parts(terms):
        yield Finding(
            "priced_after_end",
            N_("Remove the fees, or let the license go on after the free time."),
            "free_window.afterwards",
        )
    if not ends and not _fee_parts(terms):
        yield Finding(
            "unpriced_window",
            N_("State what is payable after the free time, or let the license end with it."),
            "free_window.afterwards",
        )
    period = terms.period
    if ends and period and (period.months, period.end_on) != (window.months, window.through):
        yield Finding("window_period", N_("Let the period end with the free time."), "period")
    for place, item in enumerate(terms.instalments):
        if window.through and item.due.on and item.due.on <= window.through:
            yield Finding(
                "inside_free_window",
                N_("Choose a day after the free time, which lasts through %(day)s."),
                f"instalments.{place}.due.on",
                params={"day": window.through.isoformat()},
            )


def _deferral(terms: "Terms") -> Iterator[Finding]:
    deferral = terms.deferral
    if deferral is None:
        return
    if not _fee_parts(terms) & {*_PAID_BY[deferral.kind]}:
        yield Finding(
            "deferral_without_fee",
            N_("State what is payable after the trigger: %(parts)s."),
            _PAID_BY[deferral.kind][0],
            params={"parts": ", ".join(_PAID_BY[deferral.kind])},
        )
    by_milestone = any(item.due.milestone for item in terms.instalments)
    if (
        deferral.kind is DeferralKind.CONDITIONAL
        and not deferral.is_conditional
        and not by_milestone
    ):
        yield Finding(
            "no_condition",
            N_("Name the condition: first revenue, a milestone, or instalments by milestone."),
            "deferral.kind",
        )
    if deferral.royalty_from is RoyaltyStart.EFFECT and terms.royalty is None:
        yield Finding(
            "no_royalty", N_("Only a royalty can count from effect."), "deferral.royalty_from"
        )
    if deferral.cap_fen and deferral.cap_fen < certain_total_fen(terms):
        yield Finding(
            "cap_below_fixed",
            N_("Raise the cap to at least the fixed amounts, ¥%(yuan)s."),
            "deferral.cap_fen",
            params={"yuan": Money(certain_total_fen(terms)).yuan()},
        )


def _trial(terms: "Terms") -> Iterator[Finding]:
    if terms.trial is None:
        return
    licensed = terms.trial.conversion is Conversion.LICENSE
    if licensed != bool(_fee_parts(terms)):
        yield Finding(
            "trial_fees",
            N_("State fees for a paid license after the trial, and none for another conversion."),
            "trial.conversion",
        )


def _transfer(terms: "Terms") -> Iterator[Finding]:
    transfer = terms.transfer
    if transfer is None:
        return
    beside = sorted(_present(terms, ("entry_fee", "lump_sum", "royalty", "period", "quota")))
    for name in beside:
        yield Finding("beside_transfer", N_("Remove this part: a sale has one price."), name)
    endless = [
        n for n, item in enumerate(terms.instalments) if item.repeat and not item.repeat.times
    ]
    for place in endless:
        yield Finding(
            "endless_price",
            N_("Say how often the instalment is paid: a sale has no period."),
            f"instalments.{place}.repeat.times",
        )
    total = fixed_total_fen(terms)
    if terms.instalments and not endless and total != transfer.price_fen:
        yield Finding(
            "instalments_of_price", N_("Let the instalments add up to the price."), "instalments"
        )


def _inside_period(terms: "Terms") -> Iterator[Finding]:
    """Whatever is counted in months, or lies on a day, happens before the license ends."""
    months, end_on = (terms.period.months, terms.period.end_on) if terms.period else (None, None)
    for path, at in _months_of(terms):
        if months and at > months:
            yield Finding(
                "after_the_end",
                N_("Choose a time within the period of %(months)s months."),
                path,
                params={"months": months},
            )
    for path, day in _days_of(terms):
        if end_on and day > end_on:
            yield Finding(
                "after_the_end_day",
                N_("Choose a day no later than the end of the license, %(day)s."),
                path,
                params={"day": end_on.isoformat()},
            )


def _months_of(terms: "Terms") -> Iterator[tuple[str, int]]:
    """Each term counted in months, with the months after effect that it reaches at the latest."""
    window = terms.free_window
    free = (window.months if window else None) or 0
    deferred = (terms.deferral.months_after_effect if terms.deferral else None) or 0
    tried = terms.trial.months if terms.trial else 0
    if window and free:
        yield "free_window.months", free + (window.afterwards is Afterwards.PRICED)
    if deferred:
        yield "deferral.months_after_effect", deferred
    if tried:
        yield "trial.months", tried
    for place, item in enumerate(terms.instalments):
        if item.due.months is not None:
            more = ((item.repeat.times or 1) - 1) * item.repeat.every_months if item.repeat else 0
            latest = tried + max(free, deferred) + item.due.months + more
            yield f"instalments.{place}.due.months", latest


def _days_of(terms: "Terms") -> Iterator[tuple[str, Any]]:
    if terms.free_window and terms.free_window.through:
        yield "free_window.through", terms.free_window.through
    for place, item in enumerate(terms.instalments):
        if item.due.on:
            yield f"instalments.{place}.due.on", item.due.on


def _quota(terms: "Terms") -> Iterator[Finding]:
    if terms.quota and not _fee_parts(terms):
        yield Finding("quota_of_nothing", N_("A quota needs a fee that it lowers."), "quota")
    if terms.signing and terms.signing.quota_place and terms.quota is None:
        yield Finding(
            "place_without_quota",
            N_("Remove the place: no quota is agreed."),
            "signing.quota_place",
        )


def _effect(terms: "Terms") -> Iterator[Finding]:
    if terms.effect is None or terms.effect.rule is not EffectRule.PAYMENT:
        return
    delayed = terms.free_window or terms.deferral or terms.trial
    at_once = [part for part in (terms.entry_fee, terms.lump_sum) if part and not part.due_days]
    if delayed or not (at_once or terms.transfer):
        yield Finding(
            "effect_on_nothing",
            N_("Name an amount due with effect (0 days), or choose another rule of effect."),
            "effect.rule",
        )


def _fee_parts(terms: "Terms") -> set[str]:
    return _present(terms, FEE_PARTS)


def _present(terms: "Terms", names: tuple[str, ...]) -> set[str]:
    return {name for name in names if getattr(terms, name)}


_RULES: Final[tuple[Callable[["Terms"], Iterator[Finding]], ...]] = (
    _mode,
    _free_window,
    _deferral,
    _trial,
    _transfer,
    _inside_period,
    _quota,
    _effect,
)

"""Whether terms are possible on their route: the column "on open" of PRODUCT §3, and the others."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from marketplace.errors import N_
from marketplace.terms.coherence import FEE_PARTS
from marketplace.terms.enums import FeeMode, Route, Severity, TriggerKind
from marketplace.terms.findings import Choices, Finding
from marketplace.terms.period_law import STATED
from marketplace.terms.record import Terms
from marketplace.terms.route_rules import RouteRules, acts_for

_OPTIONAL: Final = (
    *FEE_PARTS,
    "free_window",
    "deferral",
    "trial",
    "transfer",
    "quota",
    "bundle",
    "pool",
    "public_text",
    "effect",
)
_ADDED: Final = ("late_interest_ppm", "secrecy_months", "handover_days")


def admit(
    terms: Terms, routes: Mapping[Route, RouteRules], kind: str | None
) -> tuple[Finding, ...]:
    """The findings about these terms by the rules of their route in the table."""
    rules = routes[terms.route]
    found = [finding for rule in _RULES for finding in rule(terms, rules)]
    return (*_parts(terms, rules, routes), *found, *_scope(terms, rules, kind))


def _fee_mode(terms: Terms, rules: RouteRules) -> Iterator[Finding]:
    if terms.fee_mode not in rules.fee_modes:
        yield Finding(
            "mode_on_route",
            N_("This fee mode is not possible on this route. Possible here: %(modes)s."),
            "fee_mode",
            params={"modes": Choices(mode for mode in FeeMode if mode in rules.fee_modes)},
        )


def _parts(
    terms: Terms, rules: RouteRules, routes: Mapping[Route, RouteRules]
) -> Iterator[Finding]:
    for name in _OPTIONAL:
        if getattr(terms, name) and name not in rules.parts:
            yield Finding(
                "part_on_route",
                N_("Remove this part, or choose another route: %(routes)s."),
                name,
                params={"routes": Choices(r for r, other in routes.items() if name in other.parts)},
            )


def _period(terms: Terms, rules: RouteRules) -> Iterator[Finding]:
    if rules.needs_period and terms.period is None:
        yield Finding("no_period", STATED.refusal, "period", article=STATED.article)
    if not rules.needs_period and terms.period is not None:
        yield Finding("period_of_sale", N_("Remove the period: a sale has none."), "period")


def _milestones(terms: Terms, rules: RouteRules) -> Iterator[Finding]:
    if rules.milestones:
        return
    for place, item in enumerate(terms.instalments):
        if item.due.milestone:
            yield Finding(
                "dated_only",
                N_("Give each instalment a day or an interval: an announced fee is dated."),
                f"instalments.{place}.due.milestone",
                article="专利法 51",
            )


def _deferral(terms: Terms, rules: RouteRules) -> Iterator[Finding]:
    deferral = terms.deferral
    if deferral is None or "deferral" not in rules.parts:
        return
    possible = rules.deferral_parts.get(deferral.kind, frozenset())
    for name in FEE_PARTS:
        if getattr(terms, name) and name not in possible:
            yield Finding(
                "deferred_part",
                N_(
                    "Pay later is possible here only as royalty without entry fee, or dated instalments."
                ),
                name,
                article="专利法 51、审查指南 第五部分第十一章 6",
            )
    for trigger, path, given in (
        (TriggerKind.FIRST_REVENUE, "deferral.on_first_revenue", deferral.on_first_revenue),
        (TriggerKind.MILESTONE, "deferral.milestone", deferral.milestone),
    ):
        if given and trigger not in rules.triggers:
            yield Finding(
                "dated_trigger",
                N_("Only a day counted from effect can open payment on this route."),
                path,
                article="专利法 51",
            )


def _announced(terms: Terms, rules: RouteRules) -> Iterator[Finding]:
    """What holds on this route only if the announced declaration itself says it."""
    if rules.announced_standard and terms.free_window:
        yield Finding(
            "announce_free_window",
            N_("Write the free time into the declared fee standard itself, or it does not hold."),
            "free_window",
            Severity.WARN,
            article="专利法 50",
        )
    for name in _ADDED:
        if not rules.added_clauses and getattr(terms, name) is not None:
            yield Finding(
                "added_clause",
                N_(
                    "A clause beyond the announced ones can make this an ordinary license: leave it out."
                ),
                name,
                Severity.WARN,
                article="审查指南 第五部分第十一章 8",
            )


def _scope(terms: Terms, rules: RouteRules, kind: str | None) -> Iterator[Finding]:
    scope = terms.scope
    if rules.scope_is_fixed:
        for name in ("territory", "field", "product"):
            if getattr(scope, name):
                yield Finding(
                    "whole_scope",
                    N_("Remove this limit: an open license holds in all of China for every field."),
                    f"scope.{name}",
                    article="审查指南 第五部分第十一章 1",
                )
    reserved = acts_for(kind or _kind_of(scope.acts))
    if not set(scope.acts) <= set(reserved):
        yield Finding(
            "acts_of_kind",
            N_("Remove use: a design has no such act."),
            "scope.acts",
            article="专利法 11",
        )
    elif rules.scope_is_fixed and set(scope.acts) != set(reserved):
        yield Finding(
            "all_acts", N_("Name all acts: an open license covers them all."), "scope.acts"
        )


def _kind_of(acts: tuple[str, ...]) -> str:
    """Without a patent at hand, acts without use are taken for those of a design."""
    return "invention" if "use" in acts else "design"


_RULES: Final[tuple[Callable[[Terms, RouteRules], Iterator[Finding]], ...]] = (
    _fee_mode,
    _period,
    _milestones,
    _deferral,
    _announced,
)

"""The one table of everything that differs by route (PRODUCT §2); nobody else asks for a route.

Other rooms read a route's rules (``ROUTES[route].stations``) instead of comparing routes; a
test fails on such a comparison anywhere in the package.
"""

from types import MappingProxyType
from typing import Final

from marketplace.terms.admission import admit
from marketplace.terms.enums import DeferralKind, FeeMode, Route, TriggerKind
from marketplace.terms.findings import Finding
from marketplace.terms.record import Terms
from marketplace.terms.route_rules import (
    Basis,
    Duty,
    EffectKey,
    FilingDuty,
    Groups,
    Instrument,
    Party,
    RouteRules,
    Station,
    acts_for,
)

__all__ = [
    "ROUTES",
    "Basis",
    "Duty",
    "EffectKey",
    "FilingDuty",
    "Groups",
    "Instrument",
    "Party",
    "RouteRules",
    "Station",
    "acts_for",
    "check_route",
]

_ANYBODY = (Party.LICENSOR, Party.LICENSEE)
_FEEDBACK = FilingDuty(Duty.FEEDBACK, (Party.LICENSOR,), article="国知发运字〔2024〕5号")
_PRODUCT = FilingDuty(Duty.PRODUCT_FILING, (Party.LICENSEE,))
_REGISTRATION = FilingDuty(
    Duty.CONTRACT_REGISTRATION, (Party.LICENSOR,), article="技术合同认定登记管理办法"
)

_FEES = frozenset({"entry_fee", "lump_sum", "instalments", "royalty"})
_FIXED = frozenset({"lump_sum", "instalments"})
_PLAIN_MODES = frozenset(
    {
        FeeMode.FREE,
        FeeMode.LUMP_SUM,
        FeeMode.INSTALMENTS,
        FeeMode.ROYALTY,
        FeeMode.ENTRY_ROYALTY,
        FeeMode.LIMITED_FREE,
        FeeMode.PAY_LATER,
        FeeMode.MIXED,
    }
)

_OPEN = RouteRules(
    name_zh="开放许可",
    name_en="an open license",
    basis=Basis.ANNOUNCED_DECLARATION,
    instrument=Instrument.NOTICE,
    effect=EffectKey.NOTICE_AND_PAYMENT,
    signers=(Party.LICENSEE,),
    groups=Groups.ONE_AGREEMENT_PER_PATENT,
    text="open_license",
    stations=(
        Station.DECLARATION,
        Station.NOTICE,
        Station.PAYMENT,
        Station.EFFECT,
        Station.RECORDAL,
        Station.CONTRACT_REGISTRATION,
        Station.FEEDBACK,
        Station.PRODUCT_FILING,
    ),
    duties=(
        FilingDuty(Duty.RECORDAL, _ANYBODY, months=3, article="实施细则 15(2)、87"),
        FilingDuty(
            Duty.CONTRACT_REGISTRATION,
            (Party.LICENSOR,),
            after=Duty.RECORDAL,
            article="技术合同认定登记管理办法",
        ),
        _FEEDBACK,
        _PRODUCT,
    ),
    fee_modes=_PLAIN_MODES,
    parts=_FEES | {"free_window", "deferral"},
    deferral_parts={
        DeferralKind.STAGED: frozenset({"instalments"}),
        DeferralKind.REVENUE_SHARE: frozenset({"royalty"}),
    },
    triggers=frozenset({TriggerKind.MONTHS}),
    scope_is_fixed=True,
    milestones=False,
    added_clauses=False,
    announced_standard=True,
    fixed_fee_ceiling=True,
    annuity_cut=True,
    priced_license=True,
    patentee_may_refuse=False,
    bars_block_signature=False,
)
_ORDINARY = RouteRules(
    name_zh="普通许可",
    name_en="an ordinary license",
    basis=Basis.STANDING_OFFER_OR_NEGOTIATION,
    instrument=Instrument.CONTRACT,
    effect=EffectKey.AS_AGREED,
    signers=(Party.LICENSOR, Party.LICENSEE),
    groups=Groups.ONE_AGREEMENT_FOR_ALL,
    text="ordinary_license",
    stations=(
        Station.IN_HOUSE_NOTICE,
        Station.SIGNATURE,
        Station.CONCLUSION,
        Station.EFFECT,
        Station.PAYMENT,
        Station.RECORDAL,
        Station.CONTRACT_REGISTRATION,
        Station.FEEDBACK,
        Station.PRODUCT_FILING,
    ),
    duties=(
        FilingDuty(Duty.RECORDAL, (Party.LICENSOR,), months=3, article="实施细则 15(2)"),
        _REGISTRATION,
        _FEEDBACK,
        _PRODUCT,
    ),
    fee_modes=_PLAIN_MODES | {FeeMode.TRIAL_THEN_CONVERT},
    parts=_FEES | {"free_window", "deferral", "trial", "quota", "bundle", "pool", "effect"},
    deferral_parts=dict.fromkeys(DeferralKind, _FEES),
    triggers=frozenset(TriggerKind),
    standing_offer=True,
    priced_license=True,
)
_OPEN_SOURCE = RouteRules(
    name_zh="专利开源",
    name_en="an open-source license",
    basis=Basis.PUBLISHED_TEXT,
    instrument=Instrument.TEXT,
    effect=EffectKey.BY_TEXT,
    signers=(),
    groups=Groups.ONE_AGREEMENT_FOR_ALL,
    text="open_source_license",
    stations=(Station.PUBLICATION, Station.FEEDBACK),
    duties=(_FEEDBACK,),
    fee_modes=frozenset({FeeMode.FREE}),
    parts=frozenset({"pool", "public_text"}),
    patentee_may_refuse=False,
    in_house_notice=False,
)
_TRANSFER = RouteRules(
    name_zh="专利权转让",
    name_en="an assignment",
    basis=Basis.NEGOTIATION,
    instrument=Instrument.CONTRACT,
    effect=EffectKey.AS_AGREED_AND_REGISTERED,
    signers=(Party.LICENSOR, Party.LICENSEE),
    groups=Groups.ONE_AGREEMENT_FOR_ALL,
    text="transfer_contract",
    stations=(
        Station.IN_HOUSE_NOTICE,
        Station.SIGNATURE,
        Station.CONCLUSION,
        Station.PAYMENT,
        Station.ASSIGNMENT_REGISTRATION,
        Station.CONTRACT_REGISTRATION,
        Station.FEEDBACK,
    ),
    duties=(
        FilingDuty(Duty.ASSIGNMENT_REGISTRATION, _ANYBODY, article="专利法 10"),
        _REGISTRATION,
        _FEEDBACK,
    ),
    fee_modes=frozenset({FeeMode.PRICE, FeeMode.SHARES, FeeMode.NEGOTIABLE}),
    parts=frozenset({"transfer", "instalments", "bundle", "effect"}),
    needs_period=False,
    passes_right=True,
)

ROUTES: Final = MappingProxyType(
    {
        Route.OPEN: _OPEN,
        Route.ORDINARY: _ORDINARY,
        Route.OPEN_SOURCE: _OPEN_SOURCE,
        Route.TRANSFER: _TRANSFER,
    }
)


def check_route(terms: Terms, kind: str | None = None) -> tuple[Finding, ...]:
    """What stands in the way of these terms on their route; empty when nothing does.

    ``kind`` is the kind of patent (invention, utility_model, design) where it is known: it
    decides which acts can be licensed.
    """
    return admit(terms, ROUTES, kind)

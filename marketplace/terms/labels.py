"""The words for the closed lists of the terms record, as the interface shows them."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from marketplace.terms.enums import (
    Act,
    Afterwards,
    Conversion,
    DeferralKind,
    EffectRule,
    FeeMode,
    Forum,
    Improvements,
    Reason,
    Route,
    RoyaltyBase,
    RoyaltyStart,
    Severity,
    Span,
    Standing,
    Tax,
    TriggerKind,
)
from marketplace.terms.findings import Choices, Finding
from marketplace.terms.route_rules import Duty, Station

ROUTES: Mapping[Route, LazyString] = {
    Route.OPEN: _l("Open license"),
    Route.ORDINARY: _l("Ordinary license"),
    Route.OPEN_SOURCE: _l("Open source patent"),
    Route.TRANSFER: _l("Transfer or shares"),
}
FEE_MODES: Mapping[FeeMode, LazyString] = {
    FeeMode.FREE: _l("Free"),
    FeeMode.LUMP_SUM: _l("Lump sum"),
    FeeMode.INSTALMENTS: _l("Instalments"),
    FeeMode.ROYALTY: _l("Royalty"),
    FeeMode.ENTRY_ROYALTY: _l("Entry fee and royalty"),
    FeeMode.LIMITED_FREE: _l("Free for a limited time"),
    FeeMode.PAY_LATER: _l("Use first, pay later"),
    FeeMode.TRIAL_THEN_CONVERT: _l("Trial, then convert"),
    FeeMode.MIXED: _l("Mixed"),
    FeeMode.PRICE: _l("Asking price"),
    FeeMode.SHARES: _l("For shares"),
    FeeMode.NEGOTIABLE: _l("Price negotiable"),
}
ACTS: Mapping[Act, LazyString] = {
    Act.MAKE: _l("Make"),
    Act.USE: _l("Use"),
    Act.OFFER: _l("Offer for sale"),
    Act.SELL: _l("Sell"),
    Act.IMPORT: _l("Import"),
}
BASES: Mapping[RoyaltyBase, LazyString] = {
    RoyaltyBase.NET_SALES: _l("Net sales"),
    RoyaltyBase.PROFIT: _l("Profit"),
    RoyaltyBase.OUTPUT: _l("Output"),
}
SPANS: Mapping[Span, LazyString] = {
    Span.ROYALTY_YEAR: _l("Each royalty year"),
    Span.WHOLE_LICENSE: _l("The whole license"),
}
AFTERWARDS: Mapping[Afterwards, LazyString] = {
    Afterwards.PRICED: _l("Fees follow"),
    Afterwards.ENDS: _l("The license ends"),
}
DEFERRALS: Mapping[DeferralKind, LazyString] = {
    DeferralKind.DEFERRED: _l("Deferred payment"),
    DeferralKind.STAGED: _l("Staged payment"),
    DeferralKind.CONDITIONAL: _l("Conditional payment"),
    DeferralKind.REVENUE_SHARE: _l("Revenue share"),
}
TRIGGERS: Mapping[TriggerKind, LazyString] = {
    TriggerKind.MONTHS: _l("A time after effect"),
    TriggerKind.FIRST_REVENUE: _l("First revenue"),
    TriggerKind.MILESTONE: _l("Accepted milestone"),
}
ROYALTY_STARTS: Mapping[RoyaltyStart, LazyString] = {
    RoyaltyStart.EFFECT: _l("Counted from effect"),
    RoyaltyStart.TRIGGER: _l("Counted from the trigger of payment"),
}
CONVERSIONS: Mapping[Conversion, LazyString] = {
    Conversion.LICENSE: _l("Paid license"),
    Conversion.ASSIGNMENT: _l("Assignment"),
    Conversion.EQUITY: _l("Contribution for shares"),
}
TAXES: Mapping[Tax, LazyString] = {
    Tax.INCLUDED: _l("Tax included"),
    Tax.EXCLUDED: _l("Tax excluded"),
}
IMPROVEMENTS: Mapping[Improvements, LazyString] = {
    Improvements.EACH_OWN: _l("Each side owns its own"),
    Improvements.SHARED: _l("Both sides own them"),
}
FORUMS: Mapping[Forum, LazyString] = {
    Forum.COURT: _l("Court"),
    Forum.ARBITRATION: _l("Arbitration"),
}
EFFECTS: Mapping[EffectRule, LazyString] = {
    EffectRule.CONCLUSION: _l("When both have signed"),
    EffectRule.PAYMENT: _l("When the first amount is paid"),
    EffectRule.DAY: _l("On a named day"),
}
REASONS: Mapping[Reason, LazyString] = {
    Reason.ENTRY_FEE: _l("Entry fee"),
    Reason.LUMP_SUM: _l("Lump sum"),
    Reason.INSTALMENT: _l("Instalment"),
    Reason.ROYALTY: _l("Royalty"),
    Reason.MINIMUM_ROYALTY: _l("Top-up to the minimum royalty"),
    Reason.CONVERSION_PRICE: _l("Price of conversion"),
    Reason.TRANSFER_PRICE: _l("Price of the transfer"),
    Reason.LATE_INTEREST: _l("Default money for delay"),
}
STANDINGS: Mapping[Standing, LazyString] = {
    Standing.OWED: _l("Owed"),
    Standing.ON_HOLD: _l("On hold"),
    Standing.WAIVED: _l("Waived"),
}
SEVERITIES: Mapping[Severity, LazyString] = {
    Severity.BLOCK: _l("To be mended"),
    Severity.WARN: _l("To be explained"),
}
STATIONS: Mapping[Station, LazyString] = {
    Station.DECLARATION: _l("Declaration announced"),
    Station.PUBLICATION: _l("Publication"),
    Station.IN_HOUSE_NOTICE: _l("In-house notice"),
    Station.NOTICE: _l("Notice"),
    Station.SIGNATURE: _l("Signature"),
    Station.CONCLUSION: _l("Conclusion of contract"),
    Station.PAYMENT: _l("Payment"),
    Station.EFFECT: _l("Effect"),
    Station.RECORDAL: _l("Recordal"),
    Station.CONTRACT_REGISTRATION: _l("Technology contract registration"),
    Station.FEEDBACK: _l("Feedback"),
    Station.PRODUCT_FILING: _l("Product filing"),
    Station.ASSIGNMENT_REGISTRATION: _l("Assignment registration"),
}
DUTIES: Mapping[Duty, LazyString] = {
    Duty.DECLARATION: _l("Open license declaration"),
    Duty.WITHDRAWAL: _l("Withdrawal of the declaration"),
    Duty.RECORDAL: _l("Recordal of the license contract"),
    Duty.RECORDAL_CHANGE: _l("Change of the recordal"),
    Duty.RECORDAL_CANCELLATION: _l("Cancellation of the recordal"),
    Duty.CONTRACT_REGISTRATION: _l("Technology contract registration"),
    Duty.FEEDBACK: _l("Feedback of transaction data"),
    Duty.PRODUCT_FILING: _l("Patent product filing"),
    Duty.ASSIGNMENT_REGISTRATION: _l("Assignment registration"),
    Duty.EXPORT_REGISTRATION: _l("Technology export registration"),
    Duty.IN_HOUSE_NOTICE: _l("In-house notice"),
    Duty.INVENTORY_UPLOAD: _l("Upload of inventory and evaluation"),
    Duty.CONVERSION_REPORT: _l("Yearly report on conversion"),
}
ALL: tuple[Mapping[Any, LazyString], ...] = (
    ROUTES,
    FEE_MODES,
    ACTS,
    BASES,
    SPANS,
    AFTERWARDS,
    DEFERRALS,
    TRIGGERS,
    ROYALTY_STARTS,
    CONVERSIONS,
    TAXES,
    IMPROVEMENTS,
    FORUMS,
    EFFECTS,
    REASONS,
    STANDINGS,
    SEVERITIES,
    STATIONS,
    DUTIES,
)


def finding_text(finding: Finding) -> str:
    """A finding in the reader's language, with the names of its choices."""
    params = {name: _named(value) for name, value in finding.params.items()}
    return gettext(finding.message, **params) if params else gettext(finding.message)


def _named(value: object) -> object:
    if isinstance(value, Choices):
        return ", ".join(str(_label(choice)) for choice in value)
    return str(_label(value)) if isinstance(value, Enum) else value


def _label(choice: Enum) -> LazyString | str:
    texts = (mapping for mapping in ALL if any(type(key) is type(choice) for key in mapping))
    return next((mapping[choice] for mapping in texts), str(choice))

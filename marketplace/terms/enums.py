"""The closed lists of the terms record; their values stand in signed records and never change."""

from enum import StrEnum


class Route(StrEnum):
    """How a license comes about (PRODUCT §2); what differs by route stands in ``routes.ROUTES``."""

    OPEN = "open"
    ORDINARY = "ordinary"
    OPEN_SOURCE = "open_source"
    TRANSFER = "transfer"


class FeeMode(StrEnum):
    """How the fee is built, derived from the parts that a record holds (PRODUCT §3)."""

    FREE = "free"
    LUMP_SUM = "lump_sum"
    INSTALMENTS = "instalments"
    ROYALTY = "royalty"
    ENTRY_ROYALTY = "entry_royalty"
    LIMITED_FREE = "limited_free"
    PAY_LATER = "pay_later"
    TRIAL_THEN_CONVERT = "trial_then_convert"
    MIXED = "mixed"
    PRICE = "price"
    SHARES = "shares"
    NEGOTIABLE = "negotiable"


class Act(StrEnum):
    """Acts of exploitation, in the order of Patent Law 11; a design has no ``USE``."""

    MAKE = "make"
    USE = "use"
    OFFER = "offer"
    SELL = "sell"
    IMPORT = "import"


class RoyaltyBase(StrEnum):
    """What a royalty is counted on: fen of net sales, fen of profit, or units of output."""

    NET_SALES = "net_sales"
    PROFIT = "profit"
    OUTPUT = "output"


class Span(StrEnum):
    """Over what a minimum or a cap is counted."""

    ROYALTY_YEAR = "royalty_year"
    WHOLE_LICENSE = "whole_license"


class Afterwards(StrEnum):
    """What holds once a free window has closed."""

    PRICED = "priced"
    ENDS = "ends"


class DeferralKind(StrEnum):
    """How a license that was used first is paid for after its trigger (LAW 6)."""

    DEFERRED = "deferred"
    STAGED = "staged"
    CONDITIONAL = "conditional"
    REVENUE_SHARE = "revenue_share"


class TriggerKind(StrEnum):
    """What can open the duty to pay; of those agreed, the first to happen does."""

    MONTHS = "months"
    FIRST_REVENUE = "first_revenue"
    MILESTONE = "milestone"


class RoyaltyStart(StrEnum):
    """From when sales count under pay later: from effect, or only from the trigger."""

    EFFECT = "effect"
    TRIGGER = "trigger"


class Conversion(StrEnum):
    """What a trial turns into when the licensee is content."""

    LICENSE = "license"
    ASSIGNMENT = "assignment"
    EQUITY = "equity"


class Tax(StrEnum):
    """Whether the amounts hold value added tax."""

    INCLUDED = "included"
    EXCLUDED = "excluded"


class Improvements(StrEnum):
    """Who owns later improvements; by default each side its own (Civil Code 875)."""

    EACH_OWN = "each_own"
    SHARED = "shared"


class Forum(StrEnum):
    """Where a dispute goes that talks and mediation did not settle."""

    COURT = "court"
    ARBITRATION = "arbitration"


class EffectRule(StrEnum):
    """When a contract that may choose takes effect; the other routes have their own rule."""

    CONCLUSION = "conclusion"
    PAYMENT = "payment"
    DAY = "day"


class Reason(StrEnum):
    """Why an amount is owed."""

    ENTRY_FEE = "entry_fee"
    LUMP_SUM = "lump_sum"
    INSTALMENT = "instalment"
    ROYALTY = "royalty"
    MINIMUM_ROYALTY = "minimum_royalty"
    CONVERSION_PRICE = "conversion_price"
    TRANSFER_PRICE = "transfer_price"
    LATE_INTEREST = "late_interest"


class Standing(StrEnum):
    """Whether a scheduled amount is owed, or suspended or given up by an event."""

    OWED = "owed"
    ON_HOLD = "on_hold"
    WAIVED = "waived"


class Severity(StrEnum):
    """A finding either stops the step or asks for a look and a reason."""

    BLOCK = "block"
    WARN = "warn"

"""The fixed clauses of each agreement text: versioned, the Chinese counts, the English is to read.

Figures, scope, period and payment are not here: they are printed from the terms record by
``terms.clauses`` at the place marked TERMS.
"""

from marketplace.agreements.legal.clauses import TERMS, FixedClause, LegalText
from marketplace.agreements.legal.contract import ORDINARY, PAY_LATER_LICENSE, POOL_LICENSE, TRIAL
from marketplace.agreements.legal.conversion import INTO_LICENSE, INTO_SALE
from marketplace.agreements.legal.open_license import OPEN_CONFIRMATION
from marketplace.agreements.legal.open_source import OPEN_SOURCE
from marketplace.agreements.legal.transfer import EQUITY, TRANSFER

TEXTS: dict[str, LegalText] = {
    text.key: text
    for text in (
        OPEN_CONFIRMATION,
        ORDINARY,
        PAY_LATER_LICENSE,
        POOL_LICENSE,
        TRIAL,
        OPEN_SOURCE,
        TRANSFER,
        EQUITY,
    )
}

__all__ = ["INTO_LICENSE", "INTO_SALE", "TERMS", "TEXTS", "FixedClause", "LegalText"]

"""The fixed clauses of further papers: versioned, the Chinese counts, the English is to read.

A place in braces is filled from records when the text is built: ``{contract}``, ``{signed}``…
"""

from marketplace.agreements.legal import LegalText
from marketplace.deeds.legal.amendment import AMENDMENT
from marketplace.deeds.legal.termination import TERMINATION_AGREEMENT, TERMINATION_NOTICE
from marketplace.deeds.models import DeedKind

TEXTS: dict[DeedKind, LegalText] = {
    DeedKind.AMENDMENT: AMENDMENT,
    DeedKind.TERMINATION_AGREEMENT: TERMINATION_AGREEMENT,
    DeedKind.TERMINATION_NOTICE: TERMINATION_NOTICE,
}

"""The clauses that a terms record makes: every figure printed from the record, and only from it.

Chinese is the authoritative text; English is for reading. Agreements, previews and declarations
print these same clauses.
"""

from collections.abc import Iterator
from functools import lru_cache

from marketplace.terms.clause import Clause, Draft
from marketplace.terms.clauses_duties import duty_drafts
from marketplace.terms.clauses_fees import fee_drafts
from marketplace.terms.clauses_scope import scope_drafts
from marketplace.terms.record import Terms
from marketplace.terms.summary import headline, summary

__all__ = ["Clause", "clauses", "headline", "liability_clauses", "summary"]


@lru_cache(maxsize=256)
def clauses(terms: Terms, language: str = "zh_CN") -> tuple[Clause, ...]:
    """The numbered clauses in Chinese ("zh…") or English (anything else).

    Kept by the record itself, which never changes.
    """
    chinese = language.lower().startswith("zh")
    return tuple(
        Clause(
            number=number,
            key=draft.key,
            heading=draft.heading[0 if chinese else 1],
            text=draft.zh if chinese else draft.en,
            path=draft.path,
            limits_liability=draft.limits_liability,
        )
        for number, draft in enumerate(_drafts(terms), start=1)
    )


def liability_clauses(terms: Terms, language: str = "zh_CN") -> tuple[Clause, ...]:
    """The clauses that limit liability and must be pointed out before signing (Civil Code 496)."""
    return tuple(clause for clause in clauses(terms, language) if clause.limits_liability)


def _drafts(terms: Terms) -> Iterator[Draft]:
    yield from scope_drafts(terms)
    yield from fee_drafts(terms)
    yield from duty_drafts(terms)

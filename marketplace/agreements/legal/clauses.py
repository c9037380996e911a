"""The shape of a fixed text."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class FixedClause:
    """One clause in both languages. ``limits_liability`` has it printed in bold and shown apart
    before signing (民法典 496: attention is drawn to clauses that cut liability)."""

    heading: str
    text: str
    heading_en: str
    text_en: str
    limits_liability: bool = False


TERMS: Final = FixedClause("", "", "", "")
"""Stands where the clauses from the terms record go."""


@dataclass(frozen=True)
class LegalText:
    """A text by key and version; a changed word means a new version.

    ``says_itself`` names clauses of the terms record (by their key) that the fixed text states in
    its own words, or that have no place in it.
    """

    key: str
    version: str
    title: str
    title_en: str
    clauses: tuple[FixedClause, ...]
    says_itself: frozenset[str] = frozenset()

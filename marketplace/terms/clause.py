"""A clause in both languages, as drafted from the record, and as read in one of them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Draft:
    """One clause with heading and text in Chinese (authoritative) and English (for reading).

    ``path`` is the term that it prints; ``limits_liability`` marks what must be pointed out to
    the other side (Civil Code 496).
    """

    key: str
    path: str
    heading: tuple[str, str]
    zh: str
    en: str
    limits_liability: bool = False


@dataclass(frozen=True)
class Clause:
    """A numbered clause in one language."""

    number: int
    key: str
    heading: str
    text: str
    path: str
    limits_liability: bool

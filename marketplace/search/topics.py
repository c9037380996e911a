"""Industries and IPC classes by what they are called: a query for 电池制造 also finds the patents
that are labelled so, whatever words they use themselves, and an English word the Chinese ones."""

import re
from collections.abc import Mapping
from functools import cache

from marketplace.patents import reference
from marketplace.search.tokens import normalise, stem

SHORTEST = 2
MOST_CODES = 40
"""A word that stands in more names than this (制造, 方法) names none of them."""

_WORD = re.compile(r"[a-z0-9]+")


def exact_industry(text: str) -> str | None:
    """The GB/T 4754 code whose name this is, or None."""
    return None if text.isascii() else reference.industry_code(text)


def codes_named(text: str) -> Mapping[str, tuple[str, ...]]:
    """Codes whose name contains the text, by facet (``industry``, ``ipc``); empty for a text
    that is too short or stands in too many names."""
    wanted = normalise(text).strip()
    if len(wanted) < SHORTEST or any(character.isspace() for character in wanted):
        return {}
    found = {
        facet: tuple(code for code, name in names.items() if _contains(name, wanted))
        for facet, names in _names().items()
    }
    return found if sum(map(len, found.values())) <= MOST_CODES else {}


def _contains(name: str, wanted: str) -> bool:
    if not wanted.isascii():
        return wanted in name
    return stem(wanted) in _stems(name)


@cache
def _stems(name: str) -> frozenset[str]:
    return frozenset(map(stem, _WORD.findall(name)))


@cache
def _names() -> Mapping[str, Mapping[str, str]]:
    """Names by code: industries in Chinese, IPC subclasses in Chinese and English."""
    industries = {
        code: normalise(name)
        for section, _ in reference.industry_children()
        for code, name in _below(section)
    }
    symbols = {
        code: normalise(f"{reference.ipc_title(code, 'zh')} {reference.ipc_title(code, 'en')}")
        for code in reference.ipc_codes()
        if len(code) > 1
    }
    return {"industry": industries, "ipc": symbols}


def _below(code: str) -> list[tuple[str, str]]:
    children = reference.industry_children(code)
    return [*children, *(each for child, _ in children for each in _below(child))]

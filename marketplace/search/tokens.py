"""Text to tokens: what the index holds, what a query asks for, where to mark it.

Han text is indexed as overlapping pairs of characters (and its last character alone), other
scripts as lower-case words with light stemming; NFKC first, so that full-width writing counts
as the same. Pairs need no dictionary at indexing time, so no wrongly cut word can hide a patent;
rjieba cuts the reader's words, for what must be found together and what is marked on the page.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import rjieba

VERSION = "pairs/1"
"""Stored in every index; change it whenever ``index_tokens`` changes, and indexes are rebuilt."""

LONGEST_TOKEN = 40
_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"(?P<han>[{_HAN}]+)|[^\W_{_HAN}]+")


def _words(name: str) -> tuple[str, ...]:
    return tuple((Path(__file__).parent / "data" / name).read_text(encoding="utf-8").split())


STOP_WORDS = frozenset(_words("stop_words.txt"))

MARKET_PHRASES = _words("market_phrases.txt")
"""What texts about a market say of any technology: they tell nothing about which one is meant."""

_MARKET = re.compile("|".join(sorted(MARKET_PHRASES, key=len, reverse=True)))
_LATIN_STOPS = frozenset(word for word in STOP_WORDS if word.isascii())


@dataclass(frozen=True)
class Unit:
    """One word of a query: ``tokens`` must all be found; ``is_prefix`` for a single character."""

    text: str
    tokens: tuple[str, ...]
    is_prefix: bool = False


def normalise(text: str) -> str:
    """NFKC and lower case, as all tokens are made from."""
    return unicodedata.normalize("NFKC", text).lower()


def index_tokens(text: str) -> Iterator[str]:
    """The tokens of a field, with repetitions."""
    for is_han, run in _runs(normalise(text)):
        if is_han:
            yield from _pairs(run)
            yield run[-1]
        else:
            yield _word(run)


def query_tokens(text: str) -> list[str]:
    """The tokens that rank, with repetitions: pairs, lone characters and words, no stop words."""
    tokens: list[str] = []
    for is_han, run in _runs(normalise(text)):
        if is_han:
            tokens.extend(_pairs(run) if len(run) > 1 else [run])
        elif run not in _LATIN_STOPS:
            tokens.append(_word(run))
    return tokens


def without_market_phrases(text: str) -> str:
    """A demand text without what is said of any technology; itself if nothing else is said."""
    plain = _MARKET.sub(" ", normalise(text))
    return plain if query_tokens(plain) else text


def units(text: str) -> list[Unit]:
    """The words of a query in order, without stop words and repetitions.

    Characters that stand alone between words of a phrase only rank; a lone character that is
    the whole run matches every token that begins with it.
    """
    found: dict[str, Unit] = {}
    for is_han, run in _runs(normalise(text)):
        for word in _han_words(run) if is_han else [run]:
            if word in STOP_WORDS:
                continue
            if not is_han:
                found[word] = Unit(word, (_word(word),))
            elif len(word) > 1:
                found[word] = Unit(word, tuple(dict.fromkeys(_pairs(word))))
            elif word == run:
                found[word] = Unit(word, (word,), is_prefix=True)
    return list(found.values())


def marks(text: str) -> list[str]:
    """What to mark on the page for this query, longest first, in normalised writing."""
    words = [unit.text for unit in units(text) if unit.text not in MARKET_PHRASES]
    return sorted(words, key=len, reverse=True)


def stem(word: str) -> str:
    """English plurals as their singular (batteries → battery); everything else as it is."""
    if len(word) <= 3 or not word.isascii() or not word.endswith("s"):
        return word
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word if word.endswith(("us", "ss", "is")) else word[:-1]


def _runs(text: str) -> Iterator[tuple[bool, str]]:
    for match in _RUN.finditer(text):
        yield match["han"] is not None, match[0]


def _pairs(run: str) -> Iterator[str]:
    return (run[at : at + 2] for at in range(len(run) - 1))


def _word(run: str) -> str:
    return stem(run)[:LONGEST_TOKEN]


def _han_words(run: str) -> Iterator[str]:
    """The dictionary's words; neighbouring single characters are taken as one word."""
    singles = ""
    for piece in _segmenter().cut(run, True):
        if len(piece) == 1 and piece not in STOP_WORDS:
            singles += piece
            continue
        if singles:
            yield singles
            singles = ""
        yield piece
    if singles:
        yield singles


@cache
def _segmenter() -> rjieba.Jieba:
    return rjieba.Jieba()

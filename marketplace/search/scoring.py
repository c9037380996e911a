"""BM25F over a snapshot, and which documents answer a query at all.

The weights were chosen on half of the queries of a real list and checked on the other half
(``make bench NAME=relevance`` prints both halves).
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from marketplace.search import tokens, topics
from marketplace.search.snapshot import Snapshot, bit_set, members

K1 = 1.2
WEIGHTS = (3.0, 1.0, 1.5)
"""Of title, product text and names (``backend.TEXT_FIELDS``)."""
LENGTH_NORMS = (0.75, 0.75, 0.3)
"""How much the length of each field counts against it, 0 to 1."""
DESCRIBING = (3.0, 1.0, 0.0)
"""For a text that describes a product, names are left aside."""

MOST_REQUIRED_WORDS = 5
"""A query of more words is a description: the best answers, not only those with every word."""
FLOOR = 0.15
"""Answers to a description score at least this share of the best one's score."""
COMMON_SHARE = 0.6
"""Tokens that stand in more documents than this are left out of a description's score."""

EXACT_NUMBER, BEGINNING_OF_NUMBER = 1_000.0, 500.0
NAMED_INDUSTRY, NAMED_TOPIC = 100.0, 1.0
"""What a document gains whose industry is called exactly like the query, or whose industry or
IPC class contains it."""

_NUMBER = re.compile(r"^(?:zl|cn)?[0-9]{6,12}\.?[0-9x]?$")
_IPC = re.compile(r"^[a-h][0-9]{2}(?:[a-z](?:[0-9]{1,4}(?:/[0-9]{1,6})?)?)?$")
_SPACES = re.compile(r"[\s\u200b·.\-_]+")


@dataclass(frozen=True)
class Match:
    """The set of answering documents, their scores (absent: 0), and what to mark on the page."""

    documents: int
    scores: Mapping[int, float]
    marks: Sequence[str] = ()


def match(snapshot: Snapshot, text: str) -> Match:
    """Documents that answer the text: by number, by IPC symbol, by all words, else the best."""
    text = text.strip()
    if not text:
        return Match(snapshot.all, {})
    return _by_number(snapshot, text) or _by_symbol(snapshot, text) or _by_words(snapshot, text)


def ipc_value(symbol: str) -> str:
    """An IPC symbol as facets hold it: ``H01M10/0525``, no spaces."""
    return _SPACES.sub("", tokens.normalise(symbol)).upper()


def _by_number(snapshot: Snapshot, text: str) -> Match | None:
    plain = _SPACES.sub("", tokens.normalise(text)).removeprefix("专利号").removeprefix("申请号")
    plain = plain.lstrip(":")
    if not _NUMBER.match(plain):
        return None
    digits = plain.removeprefix("zl").removeprefix("cn")
    documents = snapshot.numbered(digits)
    if not documents:
        return None
    exact = snapshot.numbered(digits + "$")
    scores = {
        number: EXACT_NUMBER if exact >> number & 1 else BEGINNING_OF_NUMBER
        for number in members(documents)
    }
    return Match(documents, scores, (digits,))


def _by_symbol(snapshot: Snapshot, text: str) -> Match | None:
    plain = _SPACES.sub("", tokens.normalise(text))
    if not _IPC.match(plain):
        return None
    documents = snapshot.facets.get("ipc", {}).get(plain.upper(), 0) & snapshot.all
    return Match(documents, {}) if documents else None


def _by_words(snapshot: Snapshot, text: str) -> Match:
    words = tokens.units(text)
    asked = tokens.query_tokens(text)
    if not asked:
        return Match(0, {})
    marks = tuple(tokens.marks(text))
    if len(words) <= MOST_REQUIRED_WORDS:
        labelled, gains = _by_topic(snapshot, text)
        documents = _with_all(snapshot, words) | labelled
        if documents:
            scores = _scores(snapshot, asked, WEIGHTS, 1.0)
            for number, gain in gains.items():
                scores[number] = scores.get(number, 0.0) + gain
            return Match(documents, scores, marks)
    return _best(snapshot, text, marks)


def _by_topic(snapshot: Snapshot, text: str) -> tuple[int, dict[int, float]]:
    """Documents labelled with an industry or IPC class of this name, and what they gain by it."""
    labelled = 0
    for facet, codes in topics.codes_named(text).items():
        for code in codes:
            labelled |= snapshot.facets.get(facet, {}).get(code, 0)
    gains = dict.fromkeys(members(labelled), NAMED_TOPIC)
    industry = topics.exact_industry(text)
    if industry:
        exact = snapshot.facets.get("industry", {}).get(industry, 0)
        gains |= dict.fromkeys(members(exact), NAMED_INDUSTRY)
        labelled |= exact
    return labelled, gains


def _with_all(snapshot: Snapshot, words: Sequence[tokens.Unit]) -> int:
    """Documents in which every word stands; a word is also found as an IPC symbol."""
    documents = snapshot.all if words else 0
    for word in words:
        if word.is_prefix:
            found = snapshot.having_prefix(word.text)
        else:
            found = snapshot.all
            for token in word.tokens:
                found &= snapshot.having(token)
        if _IPC.match(word.text):
            found |= snapshot.facets.get("ipc", {}).get(word.text.upper(), 0)
        documents &= found
    return documents


def _best(snapshot: Snapshot, text: str, marks: Sequence[str]) -> Match:
    """The documents nearest to a text as a whole; to other fields only if no product text fits."""
    described = tokens.query_tokens(tokens.without_market_phrases(text))
    scores = _scores(snapshot, described, DESCRIBING, COMMON_SHARE)
    scores = scores or _scores(snapshot, described, WEIGHTS, 1.0)
    floor = FLOOR * max(scores.values(), default=0.0)
    kept = {number: score for number, score in scores.items() if score >= floor}
    return Match(bit_set(kept, len(snapshot.rows)), kept, marks)


def _scores(
    snapshot: Snapshot, asked: Sequence[str], weights: Sequence[float], most_common: float
) -> dict[int, float]:
    """BM25F: field counts are weighted and normalised by length before they are saturated."""
    scores: dict[int, float] = {}
    norms = _Norms(snapshot, weights)
    for token, repeated in Counter(asked).items():
        postings = snapshot.postings(token)
        share = len(postings) / max(snapshot.count, 1)
        if not postings or (share > most_common and snapshot.count > 20):
            continue
        rarity = math.log(1 + (snapshot.count - len(postings) + 0.5) / (len(postings) + 0.5))
        gain = repeated * rarity * (K1 + 1)
        for number, counts in postings:
            weighted = norms.weigh(number, counts)
            if weighted:
                scores[number] = scores.get(number, 0.0) + gain * weighted / (weighted + K1)
    return scores


class _Norms:
    """Weighted counts of a posting; the divisors of each document are worked out once."""

    def __init__(self, snapshot: Snapshot, weights: Sequence[float]) -> None:
        self._rows = snapshot.rows
        self._averages = snapshot.average_lengths
        self._fields = [place for place, weight in enumerate(weights) if weight]
        self._weights = weights
        self._known: dict[int, list[float]] = {}

    def weigh(self, number: int, counts: bytes) -> float:
        norms = self._known.get(number)
        if norms is None:
            norms = self._known[number] = self._norms(number)
        return sum(counts[place] * norms[place] for place in self._fields if counts[place])

    def _norms(self, number: int) -> list[float]:
        row = self._rows[number]
        lengths = row["lengths"] if row else (0,) * len(self._weights)
        return [
            weight / (1 - b + b * length / average)
            for weight, b, length, average in zip(
                self._weights, LENGTH_NORMS, lengths, self._averages, strict=True
            )
        ]

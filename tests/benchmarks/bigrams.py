"""The peer of the relevance benchmark: BM25 over character bigrams, k1 1.2, b 0.75."""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping

K1, B = 1.2, 0.75


def bigrams(text: str) -> list[str]:
    """Neighbouring characters of the text without spaces, in half-width lower case."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()
    return [plain[at : at + 2] for at in range(len(plain) - 1)]


class BigramBM25:
    """Ranks documents (text by key) by the sum over the query's bigrams, repetitions counted."""

    def __init__(self, documents: Mapping[str, str]) -> None:
        counts = {key: Counter(bigrams(text)) for key, text in documents.items()}
        self._lengths = {key: each.total() for key, each in counts.items()}
        self._average = sum(self._lengths.values()) / max(len(counts), 1) or 1.0
        self._postings: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for key, each in counts.items():
            for bigram, number in each.items():
                self._postings[bigram].append((key, number))

    def best(self, query: str, limit: int = 10) -> list[str]:
        scores: dict[str, float] = defaultdict(float)
        total = len(self._lengths)
        for bigram, repeated in Counter(bigrams(query)).items():
            postings = self._postings.get(bigram, ())
            rarity = math.log(1 + (total - len(postings) + 0.5) / (len(postings) + 0.5))
            for key, number in postings:
                norm = 1 - B + B * self._lengths[key] / self._average
                scores[key] += repeated * rarity * number * (K1 + 1) / (number + K1 * norm)
        return sorted(scores, key=lambda key: (-scores[key], key))[:limit]

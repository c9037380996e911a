"""Marking what was asked for in a text that is shown; everything is escaped here."""

import re
import unicodedata
from collections.abc import Sequence

from markupsafe import Markup, escape

from marketplace.search.tokens import stem

SUMMARY_LENGTH = 110
_SENTENCE_ENDS = "。;；!！?？\n"


def highlight(text: str, marks: Sequence[str]) -> Markup:
    """The text with ``<mark>`` round every occurrence of a mark (normalised writing)."""
    parts: list[Markup | str] = []
    done = 0
    for start, end in spans(text, marks):
        parts += [escape(text[done:start]), Markup("<mark>"), escape(text[start:end])]
        parts.append(Markup("</mark>"))
        done = end
    parts.append(escape(text[done:]))
    return Markup("").join(parts)


def excerpt(text: str, marks: Sequence[str], length: int = SUMMARY_LENGTH) -> str:
    """About ``length`` characters of the text, beginning at the sentence of the first mark."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    found = spans(text, marks)
    start = 0
    if found and found[0][1] > length:
        first = found[0][0]
        start = max(text.rfind(end, 0, first) for end in _SENTENCE_ENDS) + 1
        if first - start > length // 2:
            start = first - length // 4
    piece = text[start : start + length].strip()
    return ("…" if start else "") + piece + ("…" if start + length < len(text) else "")


def spans(text: str, marks: Sequence[str]) -> list[tuple[int, int]]:
    """Where marks stand in the text as written: [start, end) offsets, joined where they touch."""
    if not marks:
        return []
    plain, origin = _with_origins(text)
    joined: list[tuple[int, int]] = []
    for match in _pattern(marks).finditer(plain):
        start, end = origin[match.start()], origin[match.end() - 1] + 1
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _pattern(marks: Sequence[str]) -> re.Pattern[str]:
    """Latin words as words, in singular and plural; Han words wherever they stand."""
    choices = []
    for mark in sorted(marks, key=len, reverse=True):
        if mark.isascii():
            choices.append(rf"(?<![a-z0-9]){re.escape(stem(mark))}(?:e?s)?(?![a-z0-9])")
            choices.append(rf"(?<![a-z0-9]){re.escape(mark)}(?![a-z0-9])")
        else:
            choices.append(re.escape(mark))
    return re.compile("|".join(choices))


def _with_origins(text: str) -> tuple[str, list[int]]:
    """The normalised text and, for each of its characters, its place in the text as written."""
    plain: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(text):
        for piece in unicodedata.normalize("NFKC", character).lower():
            plain.append(piece)
            origin.append(place)
    return "".join(plain), origin

"""The fonts that documents are set in, and what they can draw."""

from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from marketplace.config import ROOT

FOLDER: Path = ROOT / "static" / "fonts"

_SPACES = frozenset("\n\t ")


@cache
def drawable() -> frozenset[int]:
    """The code points that at least one face in ``static/fonts`` draws."""
    points: set[int] = set()
    for path in sorted(FOLDER.glob("*.otf")):
        with TTFont(path, lazy=True) as font:
            points.update(font.getBestCmap())
    return frozenset(points)


@cache
def _drawn() -> frozenset[int]:
    """The code points that need no replacement."""
    return frozenset(point for point in drawable() if point >= 0x20) | set(map(ord, _SPACES))


def missing_characters(text: str) -> list[str]:
    """The characters of ``text`` that a document would show by code point only, each once.

    Forms warn with it before somebody signs.
    """
    return list(dict.fromkeys(character for character in text if not _is_drawable(character)))


def printable(text: str) -> str:
    """``text`` as a document shows it: a character without a glyph becomes ``〔U+XXXX〕``, so that
    nothing of a signed text is ever dropped or shown as an empty box."""
    if _drawn().issuperset(map(ord, text)):
        return text
    return "".join(
        character if _is_drawable(character) else f"〔U+{ord(character):04X}〕"
        for character in text
    )


def _is_drawable(character: str) -> bool:
    return ord(character) in _drawn()

"""The little that the charts need to write SVG: elements, text, a canvas, money on an axis.

Geometry and fill are presentation attributes and classes only; a strict content policy forbids
style attributes. All text is escaped.
"""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass

from markupsafe import Markup, escape

FEN_PER_WAN = 1_000_000
_FULL_WIDTH = 0x2E80


@dataclass(frozen=True)
class Canvas:
    """A drawing area in user units: outer size and the four margins of the plot."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int

    @property
    def plot_width(self) -> int:
        return self.width - self.left - self.right

    @property
    def plot_height(self) -> int:
        return self.height - self.top - self.bottom

    @property
    def end(self) -> int:
        """The plot's right edge."""
        return self.width - self.right

    @property
    def floor(self) -> int:
        """The plot's lower edge."""
        return self.height - self.bottom


def element(name: str, *children: Markup, **attributes: object) -> Markup:
    """One element. ``class_`` and underscores become ``class`` and hyphens; None is left out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_number(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if not children:
        return Markup(f"<{name}{written}/>")  # noqa: S704 - every value is escaped above
    inner = "".join(children)
    return Markup(f"<{name}{written}>{inner}</{name}>")  # noqa: S704 - children are Markup


def text(x: float, y: float, words: str, class_: str, anchor: str = "start") -> Markup:
    """A line of text with its baseline at ``y``."""
    return element("text", escape(words), x=x, y=y, class_=class_, text_anchor=anchor)


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def picture(canvas: Canvas, kind: str, title: str, description: str, *parts: Markup) -> Markup:
    """The whole drawing as an image with a name and a description for screen readers."""
    body = Markup("").join(parts)
    seed = f"{kind}{canvas}{title}{description}{body}"
    key = f"{kind}-{zlib.crc32(seed.encode()):08x}"
    return element(
        "svg",
        element("title", escape(title), id=f"{key}-title"),
        element("desc", escape(description), id=f"{key}-desc"),
        body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {canvas.width} {canvas.height}",
        width=canvas.width,
        height=canvas.height,
        class_=f"chart-svg chart-{kind}",
        role="img",
        aria_labelledby=f"{key}-title",
        aria_describedby=f"{key}-desc",
    )


def both(wide: Markup, narrow: Markup) -> Markup:
    """A wide and a narrow drawing of the same data; the style sheet shows the one that fits."""
    return element(
        "div",
        element("div", wide, class_="chart-wide"),
        element("div", narrow, class_="chart-narrow"),
        class_="chart",
    )


def text_width(words: str, size: float = 12) -> float:
    """Roughly how wide a text is set: CJK full width, Latin a little over half."""
    return sum(size if ord(sign) >= _FULL_WIDTH else size * 0.58 for sign in words)


def ticks(highest: float, wanted: int = 3) -> list[float]:
    """Round steps from 0 to at or above ``highest``: about ``wanted`` of 1, 2, 2.5 or 5 × 10ⁿ."""
    if highest <= 0:
        return [0.0]
    rough = highest / wanted
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough)
    return [step * index for index in range(math.ceil(highest / step - 1e-9) + 1)]


def yuan(fen: float) -> str:
    """``¥8,000``, with two places only where there are fen."""
    amount = round(fen)
    return f"¥{amount // 100:,}" if amount % 100 == 0 else f"¥{amount / 100:,.2f}"


def axis_money(fen: float, *, wan: bool, unit: bool) -> str:
    """A figure on an axis: ``2 万`` (``3 万元`` with ``unit``) or ``¥20,000``."""
    if fen == 0:
        return "0"
    if not wan or fen < FEN_PER_WAN:
        return yuan(fen)
    return f"{fen / FEN_PER_WAN:g} 万{'元' if unit else ''}"


def _number(value: object) -> object:
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else value

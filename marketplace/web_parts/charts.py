"""Charts as SVG made on the server: pure functions from figures to Markup.

Amounts are fen, shares hundredths of a percent, days Shanghai days. Words come translated from
the caller. Each chart has a title and a description, and is drawn twice, for a wide and a narrow
column, so that its text never shrinks below reading size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from marketplace.web_parts import svg
from marketplace.web_parts.cost_chart import (
    Payment,
    Series,
    Window,
    cost_over_time,
    cost_sentence,
)
from marketplace.web_parts.svg import Canvas

__all__ = [
    "Bar",
    "Payment",
    "Range",
    "Series",
    "Window",
    "bar_chart",
    "cost_over_time",
    "cost_sentence",
    "funnel",
    "range_chart",
]

_ROW = 66
_NOTE_LINE = 16
_GAP = 12
_BAR_ROW = 34


@dataclass(frozen=True)
class Range:
    """One method of fee guidance: low, central and high figure; ``note`` says n and source."""

    label: str
    low: int
    central: int
    high: int
    note: str = ""


@dataclass(frozen=True)
class Bar:
    """One bar; ``text`` is what stands beside it, the plain number when empty."""

    label: str
    value: int
    text: str = ""

    @property
    def words(self) -> str:
        return self.text or f"{self.value:,}"


def range_chart(
    ranges: Sequence[Range],
    *,
    title: str,
    declared: int | None = None,
    declared_label: str = "",
    percent: bool = False,
    wan: bool = True,
    band: tuple[int, int] | None = None,
) -> Markup:
    """Horizontal bars from low to high with a mark at the central figure, one row per method.

    ``band`` is shaded behind the bars: what most of them have in common.
    """
    said = [f"{one.label} {_span(one, percent)} {one.note}".strip() for one in ranges]
    if declared is not None:
        said.append(f"{declared_label} {_figure(declared, percent)}")
    parts = (ranges, declared, declared_label, percent, wan, band)
    drawn = [
        svg.picture(canvas, "ranges", title, "; ".join(said), *_ranges(canvas, *parts))
        for canvas in (_canvas(680, 8, 24, ranges), _canvas(320, 4, 14, ranges))
    ]
    return svg.both(*drawn)


def _ranges(
    canvas: Canvas,
    ranges: Sequence[Range],
    declared: int | None,
    declared_label: str,
    percent: bool,
    wan: bool,
    band: tuple[int, int] | None,
) -> list[Markup]:
    highest = max([one.high for one in ranges] + [declared or 0], default=0)
    steps = svg.ticks(highest, 4 if canvas.width > 400 else 2)
    scale = canvas.plot_width / (steps[-1] or 1)
    parts = [_band(canvas, band, scale)] if band else []
    for step in steps:
        x = canvas.left + step * scale
        words = _figure(step, True) if percent else svg.axis_money(step, wan=wan, unit=False)
        anchor = "start" if step == 0 else "end" if step == steps[-1] else "middle"
        parts.append(svg.line(x, canvas.top - 4, x, canvas.floor, "chart-grid"))
        parts.append(svg.text(x, canvas.floor + 18, words, "chart-axis", anchor))
    lower = _lower(canvas.plot_width, ranges)
    row = _ROW + lower
    for index, one in enumerate(ranges):
        parts += _range_row(canvas, one, canvas.top + index * row, lower, scale, percent)
    if declared is not None:
        x = canvas.left + declared * scale
        words = f"{declared_label} {_figure(declared, percent)}"
        parts.append(svg.line(x, canvas.top - 8, x, canvas.top - 2, "chart-declared"))
        for index in range(len(ranges)):
            top = canvas.top + index * row + lower
            parts.append(svg.line(x, top + 18, x, top + 38, "chart-declared"))
        parts.append(svg.text(_inside(canvas, x, words), 11, words, "chart-strong", "middle"))
    return parts


def _band(canvas: Canvas, band: tuple[int, int], scale: float) -> Markup:
    left, width = canvas.left + band[0] * scale, (band[1] - band[0]) * scale
    height = canvas.floor - canvas.top + 4
    return svg.element(
        "rect", x=left, y=canvas.top - 4, width=max(width, 2.0), height=height, class_="chart-band"
    )


def _canvas(width: int, left: int, right: int, ranges: Sequence[Range]) -> Canvas:
    row = _ROW + _lower(width - left - right, ranges)
    return Canvas(width, row * len(ranges) + 52, left, right, 24, 28)


def _lower(room: int, ranges: Sequence[Range]) -> int:
    """How much lower the bars stand: where label and note do not fit beside each other, the note
    has a line of its own."""
    widths = (svg.text_width(one.label) + svg.text_width(one.note) + _GAP for one in ranges)
    return _NOTE_LINE if any(width > room for width in widths) else 0


def _range_row(
    canvas: Canvas, one: Range, top: float, lower: int, scale: float, percent: bool
) -> list[Markup]:
    low, high = canvas.left + one.low * scale, canvas.left + one.high * scale
    middle = canvas.left + one.central * scale
    span = _span(one, percent)
    x = max(low, min(middle, canvas.end) - svg.text_width(span) / 2)
    x = max(canvas.left, min(x, canvas.end - svg.text_width(span)))
    return [
        svg.text(canvas.left, top + 14, one.label, "chart-label"),
        svg.text(
            canvas.left if lower else canvas.end,
            top + 14 + lower,
            one.note,
            "chart-note",
            "start" if lower else "end",
        ),
        svg.element(
            "rect",
            x=low,
            y=top + 22 + lower,
            width=max(high - low, 3.0),
            height=12,
            rx=3,
            class_="chart-range",
        ),
        svg.element(
            "rect",
            x=middle - 1.5,
            y=top + 18 + lower,
            width=3,
            height=20,
            rx=1,
            class_="chart-central",
        ),
        svg.text(x, top + 52 + lower, span, "chart-value"),
    ]


def _span(one: Range, percent: bool) -> str:
    figures = [_figure(value, percent) for value in (one.low, one.central, one.high)]
    return f"{figures[0]} – {figures[1]} – {figures[2]}"


def _figure(value: float, percent: bool) -> str:
    return f"{value / 100:g}%" if percent else svg.yuan(value)


def _inside(canvas: Canvas, x: float, words: str) -> float:
    """The middle of a text near ``x`` that stays on the canvas."""
    half = svg.text_width(words) / 2
    return max(half, min(x, canvas.width - half))


def bar_chart(bars: Sequence[Bar], *, title: str) -> Markup:
    """Horizontal bars with their label in front (above, in a narrow column) and value behind."""
    said = "; ".join(f"{bar.label} {bar.words}" for bar in bars)
    names = max((svg.text_width(bar.label, 13) for bar in bars), default=0)
    figures = int(max((svg.text_width(bar.words) for bar in bars), default=0)) + 16
    label = int(min(names, 240)) + 16
    wide = Canvas(680, _BAR_ROW * len(bars) + 8, label, figures, 4, 4)
    narrow = Canvas(320, (_BAR_ROW + 16) * len(bars) + 8, 4, figures, 4, 4)
    return svg.both(
        svg.picture(wide, "bars", title, said, *_bars(wide, bars, stacked=False)),
        svg.picture(narrow, "bars", title, said, *_bars(narrow, bars, stacked=True)),
    )


def _bars(canvas: Canvas, bars: Sequence[Bar], *, stacked: bool) -> list[Markup]:
    scale = canvas.plot_width / max([bar.value for bar in bars] + [1])
    parts = []
    for index, bar in enumerate(bars):
        top = canvas.top + index * (_BAR_ROW + (16 if stacked else 0))
        y = top + (22 if stacked else 8)
        length = max(bar.value * scale, 2.0)
        label_y = top + 15 if stacked else y + 13
        x = canvas.left if stacked else canvas.left - 12
        anchor = "start" if stacked else "end"
        parts.append(svg.text(x, label_y, bar.label, "chart-label", anchor))
        parts.append(
            svg.element(
                "rect", x=canvas.left, y=y, width=length, height=18, rx=2, class_="chart-bar"
            )
        )
        parts.append(svg.text(canvas.left + length + 8, y + 13.5, bar.words, "chart-value"))
    return parts


def funnel(steps: Sequence[Bar], *, title: str) -> Markup:
    """The chain as a funnel: a column per station, its height the number of deals done there."""
    said = "; ".join(f"{step.label} {step.words}" for step in steps)
    wide = Canvas(760, 200, 8, 8, 28, 52)
    narrow = Canvas(320, (_BAR_ROW + 16) * len(steps) + 8, 4, 56, 4, 4)
    return svg.both(
        svg.picture(wide, "funnel", title, said, *_columns(wide, steps)),
        svg.picture(narrow, "funnel", title, said, *_bars(narrow, steps, stacked=True)),
    )


def _columns(canvas: Canvas, steps: Sequence[Bar]) -> list[Markup]:
    pitch = canvas.plot_width / max(len(steps), 1)
    scale = canvas.plot_height / max([step.value for step in steps] + [1])
    rail = canvas.floor + 14
    middles = [canvas.left + pitch * (index + 0.5) for index in range(len(steps))]
    parts = [svg.line(middles[0], rail, middles[-1], rail, "chart-rail")] if steps else []
    for x, step in zip(middles, steps, strict=True):
        height = max(step.value * scale, 2.0)
        width = min(pitch * 0.56, 64.0)
        top = canvas.floor - height
        parts += [
            svg.element(
                "rect",
                x=x - width / 2,
                y=top,
                width=width,
                height=height,
                rx=2,
                class_="chart-bar",
            ),
            svg.text(x, top - 8, step.words, "chart-strong", "middle"),
            svg.element("circle", cx=x, cy=rail, r=5, class_="chart-station"),
            svg.text(x, rail + 26, step.label, "chart-label", "middle"),
        ]
    return parts

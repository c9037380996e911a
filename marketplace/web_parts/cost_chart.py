"""Cost over time: what has been paid by each day, as a step line with the free windows shaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from marketplace.web_parts import svg
from marketplace.web_parts.svg import Canvas

_LABEL_GAP = 16


class Payment(NamedTuple):
    """A row of the table behind the chart: amount due that day and the sum so far, in fen."""

    day: date
    amount: int
    total: int


@dataclass(frozen=True)
class Series:
    """One line: the payments (day, fen) for one volume. The label may be empty if it is alone."""

    label: str
    payments: tuple[tuple[date, int], ...] = ()

    def running(self) -> list[Payment]:
        """The payments in order of day with the sum so far; payments of one day are one row."""
        days: dict[date, int] = {}
        for day, amount in self.payments:
            days[day] = days.get(day, 0) + amount
        total, rows = 0, []
        for day in sorted(days):
            total += days[day]
            rows.append(Payment(day, days[day], total))
        return rows

    @property
    def total(self) -> int:
        return sum(amount for _, amount in self.payments)


@dataclass(frozen=True)
class Window:
    """A span of days to shade, both included; ``kind`` is ``free`` or ``deferred``."""

    start: date
    end: date
    label: str
    kind: str = "free"


@dataclass(frozen=True)
class _Plot:
    """Series and span placed on a canvas."""

    canvas: Canvas
    series: Sequence[Series]
    start: date
    end: date
    steps: list[float]

    def x(self, day: date) -> float:
        days = max((self.end - self.start).days, 1)
        at = min(max((day - self.start).days, 0), days)
        return self.canvas.left + self.canvas.plot_width * at / days

    def y(self, fen: float) -> float:
        return self.canvas.floor - self.canvas.plot_height * fen / (self.steps[-1] or 1)


def cost_sentence(series: Sequence[Series], pattern: str, separator: str) -> str:
    """The description for screen readers: ``pattern`` with ``{label}`` and ``{total}`` per line."""
    said = []
    for one in series:
        days = ", ".join(f"{row.day.isoformat()} {svg.yuan(row.amount)}" for row in one.running())
        words = pattern.replace("{label}", one.label).replace("{total}", svg.yuan(one.total))
        said.append(f"{words} ({days})" if days else words)
    return separator.join(said).strip(" :：")


def cost_over_time(
    series: Sequence[Series],
    *,
    start: date,
    end: date,
    title: str,
    description: str,
    windows: Sequence[Window] = (),
    cap: int | None = None,
    cap_label: str = "",
    today: str = "",
    wan: bool = True,
) -> Markup:
    """A step chart from ``start`` to ``end`` of the sums paid, up to three lines told apart by dash.

    ``cap`` (fen) is drawn as a dashed level where it lies within the chart; ``wan`` writes the
    axis in 万元.
    """
    highest = max([one.total for one in series], default=0)
    level = cap if cap is not None and cap <= max(highest, 1) * 2 else None
    drawn = []
    for canvas in (Canvas(680, 250, 66, 20, 26, 34), Canvas(330, 230, 54, 10, 26, 34)):
        steps = svg.ticks(max(highest, level or 0) * 1.05)
        plot = _Plot(_with_room(canvas, steps, wan), series, start, end, steps)
        parts = _windows(plot, windows) + _grid(plot, wan) + _days(plot, windows, today)
        if level is not None:
            parts += _cap(plot, level, cap_label)
        for index, one in enumerate(series[:3]):
            parts += _steps(plot, one, index)
        parts += _single_labels(plot) if len(series) == 1 else _end_labels(plot)
        drawn.append(svg.picture(plot.canvas, "cost", title, description, *parts))
    return svg.both(*drawn)


def _with_room(canvas: Canvas, steps: Sequence[float], wan: bool) -> Canvas:
    """The canvas with a left margin that holds the widest figure of the axis."""
    words = [svg.axis_money(step, wan=wan, unit=step == steps[-1]) for step in steps]
    return replace(canvas, left=max(canvas.left, round(max(map(svg.text_width, words))) + 10))


def _windows(plot: _Plot, windows: Sequence[Window]) -> list[Markup]:
    parts = []
    for window in windows:
        left, right = plot.x(window.start), plot.x(window.end)
        canvas = plot.canvas
        wide_enough = right - left >= svg.text_width(window.label) + 8
        x, anchor = ((left + right) / 2, "middle") if wide_enough else (left + 4, "start")
        parts.append(
            svg.element(
                "rect",
                x=left,
                y=canvas.top,
                width=max(right - left, 2.0),
                height=canvas.plot_height,
                class_=f"chart-window chart-window-{window.kind}",
            )
        )
        words = f"chart-window-text chart-text-{window.kind}"
        parts.append(svg.text(x, canvas.top - 8, window.label, words, anchor))
    return parts


def _grid(plot: _Plot, wan: bool) -> list[Markup]:
    canvas, parts = plot.canvas, []
    for step in plot.steps:
        y = plot.y(step)
        words = svg.axis_money(step, wan=wan, unit=step == plot.steps[-1])
        parts.append(
            svg.line(canvas.left, y, canvas.end, y, "chart-base" if step == 0 else "chart-grid")
        )
        parts.append(svg.text(canvas.left - 8, y + 4, words, "chart-axis", "end"))
    return parts


def _days(plot: _Plot, windows: Sequence[Window], today: str) -> list[Markup]:
    """Day marks under the axis: the start, ends of windows, payments; those that fit."""
    wanted = {window.end for window in windows}
    wanted |= {row.day for one in plot.series for row in one.running()}
    wanted.add(plot.end)
    y = plot.canvas.floor + 20
    first = today or f"{plot.start:%Y-%m}"
    parts = [svg.text(plot.x(plot.start), y, first, "chart-axis", "middle")]
    taken = plot.x(plot.start) + svg.text_width(first) / 2
    for day in sorted(day for day in wanted if plot.start < day <= plot.end):
        x, half = plot.x(day), svg.text_width("0000-00") / 2
        x = min(x, plot.canvas.width - half)
        if x - half < taken + 10:
            continue
        parts.append(svg.text(x, y, f"{day:%Y-%m}", "chart-axis", "middle"))
        taken = x + half
    return parts


def _cap(plot: _Plot, cap: int, label: str) -> list[Markup]:
    y, canvas = plot.y(cap), plot.canvas
    words = f"{label} {svg.yuan(cap)}".strip()
    return [
        svg.line(canvas.left, y, canvas.end, y, "chart-cap"),
        svg.text(canvas.end, y - 6, words, "chart-note", "end"),
    ]


def _steps(plot: _Plot, one: Series, index: int) -> list[Markup]:
    rows = [row for row in one.running() if row.day <= plot.end]
    path, total, dots = f"M{plot.x(plot.start):.1f} {plot.y(0):.1f}", 0, []
    for row in rows:
        x = plot.x(row.day)
        total = row.total
        path += f"H{x:.1f}V{plot.y(total):.1f}"
        dots.append(
            svg.element("circle", cx=x, cy=plot.y(total), r=3.5, class_=f"chart-dot-{index}")
        )
    path += f"H{plot.canvas.end}"
    drawn = svg.element("path", d=path, fill="none", class_=f"chart-line chart-line-{index}")
    return [drawn, *(dots if len(dots) <= 24 else dots[-1:])]


def _single_labels(plot: _Plot) -> list[Markup]:
    """The sum at each step where there is room, and always at the last."""
    rows = [row for row in plot.series[0].running() if row.day <= plot.end]
    if not rows:
        words = svg.yuan(0)
        return [svg.text(plot.canvas.end, plot.y(0) - 8, words, "chart-value", "end")]
    parts: list[Markup] = []
    free_to = plot.canvas.end + 1.0
    for row in reversed(rows):
        words = svg.yuan(row.total)
        width = svg.text_width(words)
        left = min(max(plot.x(row.day) - width / 2, plot.canvas.left + 4), plot.canvas.end - width)
        if parts and left + width + 8 > free_to:
            continue
        parts.append(svg.text(left, plot.y(row.total) - 9, words, "chart-value"))
        free_to = left
    return parts


def _end_labels(plot: _Plot) -> list[Markup]:
    """Name and sum of each line over its end, pushed apart where lines end close together."""
    parts, taken = [], float(plot.canvas.height)
    for one, index in sorted(
        ((one, index) for index, one in enumerate(plot.series[:3])), key=lambda item: item[0].total
    ):
        total = sum(row.amount for row in one.running() if row.day <= plot.end)
        y = min(plot.y(total) - 8, taken - _LABEL_GAP)
        words = f"{one.label} {svg.yuan(total)}"
        parts.append(svg.text(plot.canvas.end, y, words, f"chart-value chart-text-{index}", "end"))
        taken = y
    return parts

"""A line chart in SVG with logarithmic scales, in the style of ``bench.chart``; every line has its name at its end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log10
from statistics import mean
from xml.sax.saxutils import escape

from bench.chart import STYLE, svg

_LEFT, _RIGHT = 48, 560
_TITLE, _AXIS, _GAP = 40, 24, 26
_PLOT = 250
_NAME = 16
"""Least distance of two names, in pixels."""
_STEPS = (1, 2, 5)

_LINE_STYLE = """\
.grid { stroke: #8b949e; stroke-opacity: .3; }
polyline { fill: none; stroke-width: 2; stroke-linejoin: round; }
polyline.lead { stroke: #8b949e; stroke-opacity: .6; stroke-width: 1; }
polyline.reads { stroke: #2f81b7; }
polyline.writes { stroke: #c2410c; }
circle.reads, text.reads { fill: #2f81b7; }
circle.writes, text.writes { fill: #c2410c; }
@media (prefers-color-scheme: dark) {
  polyline.reads { stroke: #58a6ff; }
  polyline.writes { stroke: #f0883e; }
  circle.reads, text.reads { fill: #58a6ff; }
  circle.writes, text.writes { fill: #f0883e; }
}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Values above 0 by position; ``kind`` (``reads`` or ``writes``) gives it its colour."""

    name: str
    kind: str
    values: Mapping[int, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePanel:
    """Lines on the same scales."""

    title: str
    lines: Sequence[Line]


def line_chart(panels: Sequence[LinePanel], description: str) -> str:
    """Return the panels, one below the other, as SVG."""
    height = _TITLE + _PLOT + _AXIS + _GAP
    lines = [element for number, panel in enumerate(panels) for element in _panel(panel, number * height)]
    return svg(lines, height=height * len(panels), description=description, style=STYLE + _LINE_STYLE)


def _panel(panel: LinePanel, top: float) -> Iterable[str]:
    positions = sorted({position for line in panel.lines for position in line.values})
    values = [value for line in panel.lines for value in line.values.values()]
    marks = _marks(min(values), max(values))
    plot = top + _TITLE

    def x(position: float) -> float:
        return _LEFT + _share(position, positions) * (_RIGHT - _LEFT)

    def y(value: float) -> float:
        return plot + _PLOT - _share(value, marks) * _PLOT

    yield f'<text class="title" x="0" y="{top + 15:g}">{escape(panel.title)}</text>'
    for mark in marks:
        yield f'<line class="grid" x1="{_LEFT}" x2="{_RIGHT}" y1="{y(mark):.1f}" y2="{y(mark):.1f}"/>'
        yield f'<text class="value" x="{_LEFT - 8}" y="{y(mark) + 4:.1f}" text-anchor="end">{mark:g}</text>'
    for position in positions:
        place = f'x="{x(position):.1f}" y="{plot + _PLOT + _AXIS - 4:g}"'
        yield f'<text class="value" {place} text-anchor="middle">{position:,}</text>'
    ends = {line.name: y(line.values[max(line.values)]) for line in panel.lines}
    names = _apart(ends)
    for line in panel.lines:
        points = [(x(position), y(value)) for position, value in sorted(line.values.items())]
        path = " ".join(f"{across:.1f},{down:.1f}" for across, down in points)
        yield f'<polyline class="{line.kind}" points="{path}"/>'
        yield from (f'<circle class="{line.kind}" cx="{across:.1f}" cy="{down:.1f}" r="3"/>' for across, down in points)
        lead = f"{_RIGHT + 5},{ends[line.name]:.1f} {_RIGHT + 20},{names[line.name]:.1f}"
        yield f'<polyline class="lead" points="{lead}"/>'
        yield f'<text class="{line.kind}" x="{_RIGHT + 24}" y="{names[line.name] + 4:.1f}">{escape(line.name)}</text>'


def _share(value: float, ends: Sequence[float]) -> float:
    """Return where a value is between the first and the last of others, on a logarithmic scale: 0 to 1."""
    return log10(value / ends[0]) / log10(ends[-1] / ends[0])


def _marks(least: float, greatest: float) -> list[float]:
    """Return round numbers from the last below the least value to the first above the greatest."""
    rounds = [step * 10.0**power for power in range(-3, 7) for step in _STEPS]
    first = max(number for number in rounds if number <= least)
    last = min(number for number in rounds if number > greatest)
    return [number for number in rounds if first <= number <= last]


def _apart(ends: Mapping[str, float]) -> dict[str, float]:
    """Return where names can stand without covering each other: those that would are spread around their middle."""
    groups: list[list[str]] = []
    for name in sorted(ends, key=lambda name: ends[name]):
        groups.append([name])
        while len(groups) > 1 and _places(groups[-2], ends)[-1] + _NAME > _places(groups[-1], ends)[0]:
            last = groups.pop()
            groups[-1] += last
    return {name: place for group in groups for name, place in zip(group, _places(group, ends), strict=True)}


def _places(group: Sequence[str], ends: Mapping[str, float]) -> list[float]:
    top = mean(ends[name] for name in group) - _NAME * (len(group) - 1) / 2
    return [top + _NAME * number for number in range(len(group))]

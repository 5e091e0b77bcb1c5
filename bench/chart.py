"""A bar chart in SVG: legible on white and on black, using only the reader's fonts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

WIDTH = 760
_LABELS = 200
_VALUES = 60
_ROW = 26
_BAR = 15
_TITLE = 40
_GAP = 22

# Mid-tones, which stand out from either background; a viewer that states its colour scheme gets better text.
STYLE = """\
text { font: 13px system-ui, sans-serif; fill: #5f6b7a; }
.title { font-weight: 600; font-size: 14px; fill: #1f2937; }
.value { font-variant-numeric: tabular-nums; }
.ours { fill: #2f81b7; }
.other { fill: #9aa5b1; }
.line { stroke: #c2410c; stroke-width: 1.5; stroke-dasharray: 4 3; }
.mark { fill: #c2410c; font-size: 11px; }
@media (prefers-color-scheme: dark) {
  text { fill: #a8b3c1; }
  .title { fill: #e6edf3; }
  .mark, .line { fill: #f0883e; stroke: #f0883e; }
  .mark { stroke: none; }
}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A value; ``is_ours`` sets it apart from those it is compared with."""

    label: str
    value: float
    is_ours: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Bars on one scale, with lines at noteworthy values: ``{"goal": 1.25}``."""

    title: str
    bars: Sequence[Bar]
    marks: dict[str, float]

    @property
    def height(self) -> float:
        """Height in pixels."""
        return _TITLE + _ROW * len(self.bars) + _GAP


def chart(panels: Sequence[Panel], description: str) -> str:
    """Return the panels, one below the other, as SVG."""
    lines: list[str] = []
    top = 0.0
    for panel in panels:
        lines.extend(_panel(panel, top))
        top += panel.height
    return svg(lines, height=top, description=description)


def svg(lines: Iterable[str], *, height: float, description: str, style: str = STYLE) -> str:
    """Return lines of elements as an SVG document, which screen readers call by the description."""
    size = f'viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}" height="{height:g}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label={quoteattr(description)}>'
    return "\n".join([head, f"<style>\n{style}</style>", *lines, "</svg>"]) + "\n"


def _panel(panel: Panel, top: float) -> Iterable[str]:
    longest = max([bar.value for bar in panel.bars] + list(panel.marks.values()))
    scale = (WIDTH - _LABELS - _VALUES) / longest
    yield f'<text class="title" x="0" y="{top + 15:g}">{escape(panel.title)}</text>'
    first_row = top + _TITLE
    marks = {name: _LABELS + value * scale for name, value in panel.marks.items()}
    for index, bar in enumerate(panel.bars):
        y = first_row + index * _ROW
        end = _LABELS + bar.value * scale
        kind = "ours" if bar.is_ours else "other"
        yield f'<text x="{_LABELS - 8}" y="{y + 12:g}" text-anchor="end">{escape(bar.label)}</text>'
        yield f'<rect class="{kind}" x="{_LABELS}" y="{y:g}" width="{end - _LABELS:.1f}" height="{_BAR}" rx="2"/>'
        clear_of_marks = max([end, *(x for x in marks.values() if end <= x < end + 40)])
        yield f'<text class="value" x="{clear_of_marks + 6:.1f}" y="{y + 12:g}">{bar.value:.2f}</text>'
    last_row = first_row + _ROW * len(panel.bars) - (_ROW - _BAR)
    for name, x in marks.items():
        yield f'<line class="line" x1="{x:.1f}" x2="{x:.1f}" y1="{first_row - 4:g}" y2="{last_row + 4:g}"/>'
        yield f'<text class="mark" x="{x:.1f}" y="{first_row - 8:g}" text-anchor="middle">{escape(name)}</text>'

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from bench.line_chart import Line, LinePanel, line_chart

SVG = "{http://www.w3.org/2000/svg}"


def drawn(**lines: dict[int, float]) -> ET.Element:
    drawing = [Line(name=name, kind="reads", values=values) for name, values in lines.items()]
    return ET.fromstring(line_chart([LinePanel(title="Units <all>", lines=drawing)], "Units"))


def points(svg: ET.Element) -> list[list[tuple[float, float]]]:
    """The points of each line."""
    lines = [each for each in svg.iter(f"{SVG}polyline") if each.attrib["class"] == "reads"]
    return [
        [(float(x), float(y)) for x, y in (one.split(",") for one in line.attrib["points"].split())] for line in lines
    ]


def names(svg: ET.Element) -> dict[str, float]:
    return {
        str(each.text): float(each.attrib["y"])
        for each in svg.iter(f"{SVG}text")
        if each.attrib.get("class") == "reads"
    }


def test_both_scales_are_logarithmic() -> None:
    ((one, ten, hundred),) = points(drawn(a={1: 1.0, 10: 10.0, 100: 100.0}))
    assert ten[0] - one[0] == pytest.approx(hundred[0] - ten[0], abs=0.11)
    assert one[1] - ten[1] == pytest.approx(ten[1] - hundred[1], abs=0.11)
    assert one[1] > hundred[1]


def test_what_costs_the_same_is_a_horizontal_line() -> None:
    ((first, second),) = points(drawn(a={100: 9.0, 50_000: 9.0}))
    assert first[1] == second[1]


def test_a_line_is_between_the_marks_of_its_values() -> None:
    svg = drawn(a={100: 3.0, 1_000: 30.0})
    heights = {
        str(each.text): float(each.attrib["y"]) - 4
        for each in svg.iter(f"{SVG}text")
        if each.attrib.get("text-anchor") == "end"
    }
    assert list(heights) == ["2", "5", "10", "20", "50"]
    ((low, high),) = points(svg)
    assert heights["5"] < low[1] < heights["2"]
    assert heights["50"] < high[1] < heights["20"]


def test_names_of_lines_that_end_together_do_not_cover_each_other() -> None:
    svg = drawn(a={1: 9.0, 10: 9.0}, b={1: 9.0, 10: 9.0}, c={1: 9.0, 10: 9.1}, d={1: 1.0, 10: 1.0})
    heights = sorted(names(svg).values())
    assert min(lower - upper for upper, lower in pairwise(heights)) >= 16
    ends = [line[-1][1] for line in points(svg)[:3]]
    spread = [names(svg)[name] - 4 for name in "abc"]
    assert sum(spread) / 3 == pytest.approx(sum(ends) / 3, abs=0.2)


def test_it_says_what_it_shows_and_needs_nothing_from_elsewhere() -> None:
    text = line_chart([LinePanel(title="t", lines=[Line(name="a & b", kind="writes", values={1: 1.0, 2: 1.0})])], "d")
    svg = ET.fromstring(text)
    assert svg.attrib["aria-label"] == "d"
    assert "a & b" in [each.text for each in svg.iter(f"{SVG}text")]
    assert text.count("http") == 1  # the name of SVG itself
    assert "prefers-color-scheme: dark" in text

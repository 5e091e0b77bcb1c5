from __future__ import annotations

from xml.etree import ElementTree as ET

from bench.chart import Bar, Panel, chart

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*bars: Bar) -> ET.Element:
    return ET.fromstring(chart([Panel(title="Cold <start>", bars=bars, marks={"bare": 1.0})], 'Cold "starts"'))


def test_bars_are_as_long_as_their_values() -> None:
    svg = drawn(Bar(label="a", value=1.0), Bar(label="b", value=2.0, is_ours=False))
    short, long = (float(each.attrib["width"]) for each in svg.iter(f"{SVG}rect"))
    assert long == 2 * short
    (mark,) = svg.iter(f"{SVG}line")
    first = next(svg.iter(f"{SVG}rect"))
    assert float(mark.attrib["x1"]) == float(first.attrib["x"]) + short


def test_no_value_is_crossed_by_a_line() -> None:
    svg = drawn(Bar(label="a", value=0.97), Bar(label="b", value=3.0))
    (line,) = svg.iter(f"{SVG}line")
    value = next(each for each in svg.iter(f"{SVG}text") if each.text == "0.97")
    assert float(value.attrib["x"]) > float(line.attrib["x1"])


def test_it_says_what_it_shows() -> None:
    svg = drawn(Bar(label="contacts.get & co", value=1.234))
    texts = [each.text for each in svg.iter(f"{SVG}text")]
    assert texts == ["Cold <start>", "contacts.get & co", "1.23", "bare"]
    assert svg.attrib["aria-label"] == 'Cold "starts"'


def test_it_needs_nothing_from_elsewhere() -> None:
    text = chart([Panel(title="t", bars=[Bar(label="a", value=1.0)], marks={})], "d")
    assert text.count("http") == 1  # the name of SVG itself
    assert "prefers-color-scheme: dark" in text


def test_panels_are_below_each_other() -> None:
    panel = Panel(title="t", bars=[Bar(label="a", value=1.0)], marks={})
    svg = ET.fromstring(chart([panel, panel], "d"))
    tops = [float(each.attrib["y"]) for each in svg.iter(f"{SVG}rect")]
    assert tops[1] - tops[0] == panel.height
    assert float(svg.attrib["height"]) == 2 * panel.height

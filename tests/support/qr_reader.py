"""Reads QR codes as a phone does: an SVG image is drawn on a page, and the picture of it given to ZXing."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import zxingcpp
from PIL import Image, ImageDraw

_MOVES = re.compile(r"([Mmhvz])([^Mmhvz]*)")


def read_qr_svg(svg: str, *, page: str = "#000") -> str | None:
    """Return the text of the QR code in an SVG image, as it shows on a page of that colour; None if none is seen."""
    found = zxingcpp.read_barcodes(_drawn(svg, page))
    return found[0].text if found else None


def _drawn(svg: str, page: str) -> Image.Image:
    root = ET.fromstring(re.sub(r'\sxmlns="[^"]*"', "", svg))
    width, height = (round(float(root.get(side, "0"))) for side in ("width", "height"))
    image = Image.new("RGB", (width + 80, height + 80), page)
    draw = ImageDraw.Draw(image)
    scale = re.search(r"scale\(([\d.]+)\)", svg)
    for path in root.iter("path"):
        _draw_path(draw, path, float(scale[1]) if scale else 1.0)
    return image.convert("L")


def _draw_path(draw: ImageDraw.ImageDraw, path: ET.Element, scale: float) -> None:
    """Draw a path of segno's: lines of one module's height, or the ground, which is filled."""
    x = y = 0.0
    corners: list[tuple[float, float]] = []
    for command, numbers in _MOVES.findall(path.get("d", "")):
        values = [float(each) for each in re.findall(r"-?[\d.]+", numbers)]
        if command in "Mm":
            x, y = (values[0], values[1]) if command == "M" else (x + values[0], y + values[1])
        elif command == "h":
            if stroke := path.get("stroke"):
                box = [40 + scale * x, 40 + scale * (y - 0.5), 39 + scale * (x + values[0]), 39 + scale * (y + 0.5)]
                draw.rectangle(box, fill=stroke)
            x += values[0]
        elif command == "v":
            y += values[0]
        corners.append((40 + scale * x, 40 + scale * y))
    if fill := path.get("fill"):
        (left, top), (right, bottom) = (min(a for a, _ in corners), min(b for _, b in corners)), max(corners)
        draw.rectangle([left, top, right - 1, bottom - 1], fill=fill)

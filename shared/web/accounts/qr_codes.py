"""QR codes as SVG images."""

from __future__ import annotations

from io import BytesIO

import segno


def qr_svg(text: str) -> str:
    """Return a QR code (ISO/IEC 18004) as an SVG image, four pixels a module.

    It has a white ground and margin of its own: on a dark page, a code without would be dark on dark, or inverted,
    which many readers do not read. Neither do they read Micro QR codes. It names its namespace: without that it can be
    part of a page, but browsers draw no file or data URL.
    """
    drawn = BytesIO()
    code = segno.make(text, micro=False)
    code.save(drawn, kind="svg", xmldecl=False, nl=False, scale=4, border=4, dark="#000", light="#fff")
    return drawn.getvalue().decode()

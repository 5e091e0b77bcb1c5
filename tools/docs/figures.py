"""Figures in pages that people write: each stands between ``<!--name-->`` and ``<!---->``, where it is written anew."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from shared.web.accounts.schemas import RegisteredOut
from tools.openapi.figures import FIGURES

_PLACE = re.compile(r"<!--([a-z_]+)-->.*?<!---->", re.DOTALL)


class UnknownFigureError(Exception):
    """A page names a figure that there is not."""


def figures_page(name: str) -> Callable[[Path], str]:
    """Return the function that returns the text of a page with its figures as they are now; empty for no page."""

    def page(root: Path) -> str:
        path = root / name
        return with_figures(path.read_text(encoding="utf-8")) if path.exists() else ""

    return page


def with_figures(text: str) -> str:
    """Return the text with the figures that it names. Raises UnknownFigureError."""

    def written(match: re.Match[str]) -> str:
        name = match[1]
        if name not in _VALUES:
            raise UnknownFigureError(f"there is no figure {name}: see tools/openapi/figures.py")
        return f"<!--{name}-->{_VALUES[name]}<!---->"

    return _PLACE.sub(written, text)


def _example(content: object) -> str:
    return f"\n```json\n{json.dumps(content, separators=(',', ':'))}\n```\n"


_VALUES: Mapping[str, str] = {
    **FIGURES,
    "registered": _example(RegisteredOut(email="ada@example.com").model_dump()),
}

"""The script and style sheet of the reference page, joined from the modules below ``reference``.

Browsers load the modules as they are, and so does the local console. A deployed page needs one file of each kind: every
one is a request to a function, and the throttle of pages counts them all.
"""

from __future__ import annotations

import re
from pathlib import Path

_FOLDER = "tools/docs/reference"
_FIRST = "reference"
_STYLES = ("theme", "reference")
_NOTICE = "Written by `make docs` from tools/docs/reference."
_IMPORT = re.compile(r'^import (\{[^}]+\}) from "\./(\w+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?function|class|const) (\w+)", re.MULTILINE)


def reference_script(root: Path) -> str:
    """Return all modules that the first one needs as one script, each in a scope of its own, after those it imports."""
    scopes = "\n".join(_scope(name, _source(root, name)) for name in _in_order(root, _FIRST))
    return f'// {_NOTICE}\n"use strict";\n\n{scopes}'


def reference_styles(root: Path) -> str:
    """Return the style sheets as one."""
    sheets = [(root / _FOLDER / f"{name}.css").read_text(encoding="utf-8") for name in _STYLES]
    return "\n".join([f"/* {_NOTICE} */", *sheets])


def _in_order(root: Path, name: str) -> list[str]:
    imported = [each for _, other in _IMPORT.findall(_source(root, name)) for each in _in_order(root, other)]
    return list(dict.fromkeys([*imported, name]))


def _scope(name: str, source: str) -> str:
    exported = ", ".join(each for _, each in _EXPORT.findall(source))
    body = _EXPORT.sub(r"\1 \2", _IMPORT.sub(r"const \1 = module_\2;\n", source))
    return f"const module_{name} = (() => {{\n{body}\nreturn {{ {exported} }};\n}})();\n"


def _source(root: Path, name: str) -> str:
    return (root / _FOLDER / f"{name}.js").read_text(encoding="utf-8")

"""docs/settings.md: the parameters of a deployment, and the settings that functions get from them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from shared.settings import Setting, Settings
from tools.docs.markdown import code, table
from tools.template.document import read_document

_PAGE = """\
# Settings

Written by `make docs` from `template.yaml` and `shared/settings.py`.

## Parameters of a deployment

Given in `samconfig.toml`, stage by stage.

{parameters}

## Environment of the functions

Read by `shared/settings.py` and nowhere else.

{variables}
"""


def settings_page(root: Path) -> str:
    """Return the text of the page."""
    document = read_document(root / "template.yaml")
    return _PAGE.format(parameters=_parameters(document), variables=_variables(document))


def _parameters(document: dict[str, Any]) -> str:
    rows = [
        [
            code(name),
            parameter.get("Description", ""),
            ", ".join(map(code, parameter.get("AllowedValues", []))),
            _default(parameter),
        ]
        for name, parameter in document["Parameters"].items()
    ]
    return table(["Parameter", "Meaning", "Allowed", "Default"], rows)


def _default(parameter: dict[str, Any]) -> str:
    return "<br>".join(map(code, str(parameter["Default"]).split(",")))


def _variables(document: dict[str, Any]) -> str:
    given: dict[str, Any] = document["Globals"]["Function"]["Environment"]["Variables"]
    rows = [
        [
            code(setting.name),
            setting.about,
            "required" if setting.default is None else code(setting.default),
            code(_source(given.get(setting.name, ""))),
        ]
        for setting in vars(Settings).values()
        if isinstance(setting, Setting)
    ]
    return table(["Variable", "Meaning", "Default", "Every function gets"], rows)


def _source(value: Any) -> str:
    """Return what the template sets a variable to: a constant, or a parameter or resource by name."""
    return str(next(iter(value.values())) if isinstance(value, dict) else value)

"""Throttle classes: the routes that share the figures in one row of the template's mapping Throttles.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tools.template.document import TemplateError

MAPPING = "Throttles"
DEFAULT = "default"
"""The class of all routes without settings of their own."""


def throttle_classes(document: Mapping[str, Any]) -> dict[str, str]:
    """Return the classes of routes that have settings of their own, by route key. ``document`` is the template as read.

    Raises TemplateError if the settings of a route do not belong to a single class.
    """
    apis = (each for each in document["Resources"].values() if each["Type"] == "AWS::Serverless::HttpApi")
    settings = {key: each for api in apis for key, each in api["Properties"].get("RouteSettings", {}).items()}
    return {key: _class_of(key, each) for key, each in settings.items()}


def _class_of(key: str, settings: Any) -> str:
    names = set(_rows(settings))
    if len(names) != 1:
        raise TemplateError(f"{key} has the throttle of {' and of '.join(sorted(names)) or 'no class'}")
    return names.pop().lower()


def _rows(value: Any) -> Iterator[str]:
    """Yield the rows of the mapping that a value looks up."""
    if isinstance(value, list):
        for item in value:
            yield from _rows(item)
    elif isinstance(value, dict):
        for name, argument in value.items():
            if name == "Fn::FindInMap" and argument[0] == MAPPING:
                yield argument[1]
            else:
                yield from _rows(argument)

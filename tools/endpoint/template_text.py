"""A further function in the text of template.yaml, whose comments and layout are kept."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tools.endpoint.endpoint import Endpoint, EndpointError

_FUNCTION = re.compile(r"^  (\w+Function):\n(?:    .*\n|\n(?=    ))+", re.MULTILINE)
_HANDLER = re.compile(r"^      Handler: functions\.(\w+)\.(\w+)\.handler$", re.MULTILINE)
_SHARED = ("Role", "LoggingConfig", "Environment")
"""The properties that functions of a kind have in common."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The lines of a function in the text."""

    area: str
    verb: str
    text: str
    end: int

    @property
    def name(self) -> str:
        """The name by folder and module: ``contacts.get``."""
        return f"{self.area}.{self.verb}"


def functions_in(template: str) -> list[Block]:
    """Return the functions whose handler is ours, in their order."""
    found = ((match, _HANDLER.search(match[0])) for match in _FUNCTION.finditer(template))
    return [Block(area=h[1], verb=h[2], text=match[0], end=match.end()) for match, h in found if h is not None]


def with_function(template: str, endpoint: Endpoint, like: Block) -> str:
    """Return the text with a function of the same kind as ``like``, after the last one of its area.

    Raises EndpointError if the text of ``like`` does not have a known form.
    """
    last = max((block for block in functions_in(template) if block.area == endpoint.area), key=lambda block: block.end)
    path = f'"{endpoint.path}"' if "{" in endpoint.path else endpoint.path
    event = "        {}: {{Type: HttpApi, Properties: {{ApiId: !Ref Api, Method: {}, Path: {}}}}}\n"
    events = "".join(event.format(method.capitalize(), method, path) for method in endpoint.methods)
    block = (
        f"\n  {endpoint.logical_id}:\n"
        "    Type: AWS::Serverless::Function\n"
        "    Metadata: {BuildMethod: makefile}\n"
        "    Properties:\n"
        f"{_shared_properties(template, like)}"
        f"      Handler: functions.{endpoint.name}.handler\n"
        f"      Description: {endpoint.title.capitalize()}\n"
        "      Events:\n"
        f"{events}"
    )
    return template[: last.end] + block + template[last.end :]


def with_throttle(template: str, endpoint: Endpoint, throttle: str) -> str:
    """Return the text with a throttle class for the routes: aliases of another route's settings, below these."""
    aliases = list(re.finditer(rf"^( +)\S.*: \*{throttle}\n", template, re.MULTILINE))
    if not aliases:
        raise EndpointError(
            f"no route in template.yaml has the throttle class *{throttle}: add {endpoint.route} by hand"
        )
    end, indent = aliases[-1].end(), aliases[-1][1]
    routes = (f"{method} {endpoint.path}" for method in endpoint.methods)
    keys = (f'"{route}"' if "{" in route else route for route in routes)
    lines = "".join(f"{indent}{key}: *{throttle}\n" for key in keys)
    return f"{template[:end]}{lines}{template[end:]}"


def _shared_properties(template: str, like: Block) -> str:
    """Return the properties of the function's kind: an alias, or its own lines if it is the only one of that kind."""
    merged = _property(like.text, "<<")
    names = [name for name in re.findall(r"[&*]([\w-]+)", merged) if "Role:" in _anchored(template, name)]
    if names:
        return f"      <<: *{names[0]}\n"
    lines = "".join(_property(like.text, name) for name in _SHARED)
    if "Role:" not in lines:
        raise EndpointError(f"the function of {like.name} in template.yaml has no Role that could be copied")
    return lines


def _property(block: str, name: str) -> str:
    """Return the lines of a property of a function, or an empty text if it has none."""
    found = re.search(rf"^      {re.escape(name)}:.*\n(?:       +.*\n)*", block, re.MULTILINE)
    return found[0] if found else ""


def _anchored(template: str, name: str) -> str:
    """Return the lines below an anchor that are indented more than the line that defines it."""
    found = re.search(rf"^( *)(?:- |<<: )&{re.escape(name)}\n((?:\1 +.*\n)+)", template, re.MULTILINE)
    return found[2] if found else ""

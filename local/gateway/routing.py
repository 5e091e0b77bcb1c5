"""Chooses the route for a request.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from tools.template import Route

_STATIC, _VARIABLE, _GREEDY = range(3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A route and the decoded values of its path variables."""

    route: Route
    path_parameters: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Segment:
    kind: int
    name: str


class RouteTable:
    """The routes of one API, most specific first.

    In each segment of the path, a literal takes precedence over ``{variable}``, which takes precedence over
    ``{greedy+}``; a named method takes precedence over ``ANY``; ``$default`` comes last.
    """

    def __init__(self, routes: Iterable[Route]) -> None:
        routes = tuple(routes)
        self._default = next((route for route in routes if route.is_default), None)
        patterns = [(route, _segments(route.path)) for route in routes if not route.is_default]
        patterns.sort(key=lambda pattern: ([segment.kind for segment in pattern[1]], pattern[0].method == "ANY"))
        self._patterns = {
            method: [pattern for pattern in patterns if pattern[0].method in {method, "ANY"}]
            for method in {route.method for route in routes}
        }

    def match(self, method: str, raw_path: str) -> Match | None:
        """Return the route for a method and an undecoded path without query, or None if there is not even a default."""
        parts = [unquote(part) for part in raw_path.removeprefix("/").split("/")]
        for route, segments in self._patterns.get(method) or self._patterns.get("ANY", []):
            parameters = _values(segments, parts)
            if parameters is not None:
                return Match(route=route, path_parameters=parameters)
        return None if self._default is None else Match(route=self._default, path_parameters={})


def _segments(path: str) -> tuple[_Segment, ...]:
    return tuple(map(_segment, path.removeprefix("/").split("/")))


def _segment(part: str) -> _Segment:
    if part.startswith("{") and part.endswith("+}"):
        return _Segment(_GREEDY, part[1:-2])
    if part.startswith("{") and part.endswith("}"):
        return _Segment(_VARIABLE, part[1:-1])
    return _Segment(_STATIC, part)


def _values(segments: tuple[_Segment, ...], parts: list[str]) -> dict[str, str] | None:
    """Return the path variables of decoded parts, or None if the path does not match. A variable is never empty."""
    values: dict[str, str] = {}
    for position, segment in enumerate(segments):
        if segment.kind == _GREEDY:
            rest = "/".join(parts[position:])
            return {**values, segment.name: rest} if rest else None
        if position >= len(parts):
            return None
        part = parts[position]
        if segment.kind == _STATIC and part != segment.name:
            return None
        if segment.kind == _VARIABLE:
            if not part:
                return None
            values[segment.name] = part
    return values if len(parts) == len(segments) else None

"""The routes that are decided but not built: the contract that they will be built to.

Whoever builds one takes it off this list; ``make docs`` then shows it among the others, from the template.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteToCome:
    """A route with its function, access, throttle class and permission set, and how it responds."""

    key: str
    function: str
    access: str
    throttle: str = "default"
    permissions: str
    answer: str


def _route(key: str, function: str, permissions: str, answer: str, throttle: str = "default") -> RouteToCome:
    method, path = key.split(" ")
    return RouteToCome(
        key=f"{method} /api/v1{path}",
        function=f"functions.{function}",
        access="contacts:read" if method == "GET" else "contacts:write",
        throttle=throttle,
        permissions=permissions,
        answer=answer,
    )


ROUTES_TO_COME: tuple[RouteToCome, ...] = ()

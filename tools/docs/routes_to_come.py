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


def _route(key: str, function: str, permissions: str, answer: str, *, access: str = "") -> RouteToCome:
    method, path = key.split(" ")
    return RouteToCome(
        key=f"{method} /api/v1{path}",
        function=f"functions.{function}",
        access=access or ("contacts:read" if method == "GET" else "contacts:write"),
        permissions=permissions,
        answer=answer,
    )


ROUTES_TO_COME: tuple[RouteToCome, ...] = (
    _route(
        "GET /contacts/suggest",
        "contacts.suggest",
        "ContactsSearch",
        "200: addresses and numbers to write to or to call, the likeliest first",
    ),
    _route(
        "GET /lookup", "contacts.lookup", "ContactsSearch", "200: who has this number (`phone`) or address (`email`)"
    ),
    _route(
        "POST /lookup",
        "contacts.lookup_many",
        "ContactsSearch",
        "200: who has each of up to 500 numbers or addresses",
        access="contacts:read",
    ),
)

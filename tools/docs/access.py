"""The access that a route needs, as its endpoint declares it: by the type of its caller, or as anonymous."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from fastapi.routing import APIRoute

from shared.web.caller import TokenCaller
from shared.web.http.entry import ANONYMOUS
from tools.openapi.schemas import dependencies
from tools.template import Function, Route


class UndeclaredAccessError(Exception):
    """An endpoint does not declare which access it needs, or declares two contradictory ones."""


def access_of(route: Route, function: Function) -> str:
    """Return ``anonymous``, ``account``, or a scope: ``contacts:read``. Raises UndeclaredAccessError.

    The route ``$default``, for requests that no other route serves, is always anonymous: there is nothing to access.
    """
    if route.is_default:
        return "anonymous"
    endpoint = _endpoint(route, function)
    declared = {each.access for each in dependencies(endpoint.dependant) if isinstance(each, TokenCaller)}
    if (endpoint.openapi_extra or {}).get("security") == ANONYMOUS["security"]:
        declared.add("anonymous")
    # Limits belong to an account, whatever else the caller may do.
    needed = declared - {"account"} or declared
    if len(needed) != 1 or declared >= {"account", "anonymous"}:
        raise UndeclaredAccessError(
            f"{route.key}: let its endpoint ask for one caller of shared/web/caller.py, or say openapi_extra=ANONYMOUS"
        )
    return needed.pop()


def _endpoint(route: Route, function: Function) -> APIRoute:
    module: Any = import_module(function.handler.rpartition(".")[0])
    return next(
        each
        for each in module.router.routes
        if isinstance(each, APIRoute) and each.path == route.path and route.method in (each.methods or ())
    )

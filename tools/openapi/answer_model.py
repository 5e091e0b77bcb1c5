"""Determines the model of an endpoint's responses."""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages
from typing import Any, get_args, get_type_hints

from fastapi.routing import APIRoute

from shared import web
from shared.web.http.json_answer import JsonAnswer


def answer_model(route: APIRoute) -> Any:
    """Return the model that FastAPI writes responses with, or the one in the ``JsonAnswer[...]`` of the signature."""
    if route.response_model is not None:
        return route.response_model
    answer = get_type_hints(route.endpoint, localns=_names())["return"]
    return next((get_args(part)[0] for part in (answer, *get_args(answer)) if _is_json_answer(part)), None)


def _is_json_answer(annotation: Any) -> bool:
    return getattr(annotation, "__origin__", None) is JsonAnswer


def _names() -> dict[str, Any]:
    """Return the names that endpoints import for type checkers only."""
    found = (module.name for module in walk_packages(web.__path__, f"{web.__name__}."))
    modules = [import_module(name) for name in found if "schemas" in name.split(".")]
    return {"JsonAnswer": JsonAnswer} | {name: member for module in modules for name, member in vars(module).items()}

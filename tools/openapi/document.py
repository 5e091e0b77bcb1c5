"""The OpenAPI 3.1 document of the whole service.

Routes, texts and parameters are read from the endpoints by FastAPI; bodies, responses and errors come from the models
and dependencies that the endpoints use.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from tools.openapi.code_samples import URL_ENCODED, SampleRequest, code_samples
from tools.openapi.components import Components
from tools.openapi.figures import all_filled
from tools.openapi.introduction import INTRODUCTION, TAGS
from tools.openapi.operation import Operation
from tools.openapi.pages import is_page
from tools.openapi.schemas import Schemas

Json = dict[str, Any]
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class MissingEventError(Exception):
    """A function has no sample event; the message says how to add one."""


def openapi_document(root: Path) -> Json:
    """Return the document, which is always the same for the same code."""
    every = sorted(_endpoints(root), key=lambda endpoint: _place(endpoint[1]))
    endpoints = [(name, route) for name, route in every if not is_page(route)]
    application = FastAPI(title="Contacts API", version=_version(root), generate_unique_id_function=_operation_id)
    for module_name in dict.fromkeys(name for name, _ in endpoints):
        application.include_router(import_module(module_name).router)
    document = application.openapi()
    paths: dict[str, Json] = {}
    shared = Components(Schemas([route for _, route in endpoints]))
    for module_name, route in endpoints:
        for method in route.methods or ():
            operation = document["paths"][route.path][method.lower()]
            event = _sample_event(root, module_name)
            Operation(route, operation, shared, example=_body(event)).complete()
            sample = SampleRequest.of(method, route.path, operation, query=event["rawQueryString"])
            if sample.media_type != URL_ENCODED:
                operation["x-codeSamples"] = code_samples(sample)
            paths.setdefault(route.path, {})[method.lower()] = operation
    document["info"] |= {
        "description": INTRODUCTION,
        "contact": {"name": "Whoever runs this deployment"},
        "license": {"name": "MIT", "identifier": "MIT"},
    }
    whole: Json = {
        "openapi": document["openapi"],
        "info": document["info"],
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": text} for name, text in TAGS.items()],
        "paths": {path: dict(sorted(item.items(), key=_method_order)) for path, item in paths.items()},
        "components": shared.as_json(),
        "x-pages": {route.path: ["get"] for _, route in every if is_page(route)},
    }
    return {name: all_filled(part) for name, part in whole.items()}


def endpoint_routes(root: Path) -> Iterator[APIRoute]:
    """Yield the routes of all endpoints that the document describes."""
    return (route for _, route in _endpoints(root) if not is_page(route))


def as_text(document: Json) -> str:
    """Return the document as text for people to read and diffs to show."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def as_compact_text(document: Json) -> str:
    """Return the document as compact text, for serving."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _endpoints(root: Path) -> Iterator[tuple[str, APIRoute]]:
    for path in sorted((root / "functions").glob("*/*.py")):
        name = f"functions.{path.parent.name}.{path.stem}"
        router = getattr(import_module(name), "router", None)
        for route in router.routes if router else ():
            if isinstance(route, APIRoute) and route.include_in_schema:
                yield name, route


def _place(route: APIRoute) -> tuple[int, int, str]:
    """Return the sort key of a route: the order of the tags, then of the paths."""
    return list(TAGS).index(str(route.tags[0])), route.path.count("/"), route.path


def _method_order(item: tuple[str, Json]) -> int:
    return _METHODS.index(item[0].upper())


def _operation_id(route: APIRoute) -> str:
    return route.name


def _sample_event(root: Path, module_name: str) -> Json:
    """Return the function's sample event, whose query and body are known to work."""
    path = root / "events" / (re.sub(r"^functions\.", "", module_name).replace(".", "/") + ".json")
    if not path.exists():
        raise MissingEventError(
            f"{module_name} has no sample event {path.relative_to(root)}: copy that of a neighbour, "
            "with its route and a requestId of its own (make endpoint writes one)"
        )
    event: Json = json.loads(path.read_text(encoding="utf-8"))
    return event


def _body(event: Json) -> Any:
    return json.loads(event["body"]) if "body" in event and not event["isBase64Encoded"] else None


def _version(root: Path) -> str:
    return str(tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])

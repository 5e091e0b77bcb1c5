"""docs/routes.md: every function with what starts it, its size, its throttle and what it may do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.docs.access import access_of
from tools.docs.markdown import code, table
from tools.template import Function, Route, Template, load_template
from tools.template.document import read_document

STAGES = ("local", "dev", "staging", "prod")

_PAGE = """\
# Routes, functions and permissions

Written by `make docs` from `template.yaml` and the endpoints.

## Routes

Access is what a route asks of its caller: nothing (`anonymous`), a token of any account (`account`), or one of an
account that has proved its address and may do this to its book (`contacts:read`, `contacts:write`).

A throttle is the requests a second and the burst of all clients together. The limits per caller are the functions' own.

{routes}

## Streams and schedules

{triggers}

## Permission sets

One role each. Besides, every function may write to the log group of its area.

{permissions}
"""


def routes_page(root: Path) -> str:
    """The text of the page."""
    stages = {stage: load_template(root / "template.yaml", {"Stage": stage}) for stage in STAGES}
    template = stages["prod"]
    resources = read_document(root / "template.yaml")["Resources"]
    sets = {name: _permission_set(resources[name]) for name in template.functions}
    return _PAGE.format(
        routes=_routes(stages, sets),
        triggers=_triggers(template, sets),
        permissions=_permissions(resources, sets),
    )


def _routes(stages: Mapping[str, Template], sets: Mapping[str, str]) -> str:
    throttles: dict[tuple[str, ...], str] = {}
    for stage, template in stages.items():
        column = tuple(map(_throttle, template.routes))
        throttles[column] = f"{throttles[column]}, {stage}" if column in throttles else stage
    template = stages["prod"]
    header = [
        "Route",
        "Access",
        "Function",
        "MB",
        "Seconds",
        *(f"Throttle: {names}" for names in throttles.values()),
        "Permissions",
    ]
    rows = [
        [code(route.key), access_of(route, function), *_function(function), *cells, sets[function.logical_id]]
        for route, *cells in zip(template.routes, *throttles, strict=True)
        for function in [template.functions[route.function_id]]
    ]
    return table(header, rows)


def _throttle(route: Route) -> str:
    return f"{route.throttle.rate:g} / {route.throttle.burst}" if route.throttle else "none"


def _function(function: Function) -> list[str]:
    return [code(function.handler.removesuffix(".handler")), str(function.memory_mb), f"{function.timeout_seconds:g}"]


def _triggers(template: Template, sets: Mapping[str, str]) -> str:
    def rows() -> Iterator[list[str]]:
        for function in template.functions.values():
            sources = [
                f"stream of {source.table_name.removeprefix('contacts-api-local-')}" for source in function.streams
            ]
            for trigger in [*sources, *(code(schedule.expression) for schedule in function.schedules)]:
                yield [trigger, *_function(function), sets[function.logical_id]]

    return table(["Started by", "Function", "MB", "Seconds", "Permissions"], rows())


def _permission_set(function: Mapping[str, Any]) -> str:
    role: str = function["Properties"]["Role"]["Fn::GetAtt"][0]
    return role.removesuffix("Role")


def _permissions(resources: Mapping[str, Any], sets: Mapping[str, str]) -> str:
    def rows() -> Iterator[list[str]]:
        for name in dict.fromkeys(sets.values()):
            for statement in _statements(resources[f"{name}Role"]):
                yield [
                    name,
                    ", ".join(map(code, statement["Action"])),
                    ", ".join(map(_resource, _list(statement["Resource"]))),
                ]

    return table(["Set", "May", "On"], rows())


def _statements(role: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for policy in role["Properties"]["Policies"]:
        for statement in policy["PolicyDocument"]["Statement"]:
            if not statement["Action"][0].startswith("logs:"):
                yield statement


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _resource(resource: Any) -> str:
    """A resource as a reader names it: ``AccountsTable``, ``ContactsTable/index/*``, ``parameter/.../jwt-keys``."""
    if "Fn::GetAtt" in resource:
        return code(resource["Fn::GetAtt"][0])
    if "Fn::Sub" in resource:
        without_prefix: str = resource["Fn::Sub"].rsplit(":", maxsplit=1)[-1]
        return code(re.sub(r"\$\{(\w+)\.Arn\}", r"\1", without_prefix))
    return code(json.dumps(resource))

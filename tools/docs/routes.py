"""docs/routes.md: every function with its trigger, its size, its throttle and its permissions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.docs.access import access_of
from tools.docs.markdown import code, table
from tools.docs.routes_to_come import ROUTES_TO_COME
from tools.template import Function, Template, load_template
from tools.template.document import read_document
from tools.template.throttle_classes import DEFAULT, MAPPING, throttle_classes

_PAGE = """\
# Routes, functions and permissions

Written by `make docs` from `template.yaml` and the endpoints.

## Routes

Access is what a route asks of its caller: nothing (`anonymous`), or a token with a scope. An access token, which
whoever signs in gets, has all of them: `account` and `profile:read` for any account, `contacts:read` and
`contacts:write` for one that has proved its address and may do this to its book. A personal access token has those that
its owner has granted, and never `account`. What is for administrators (`admin`) depends on the account, never on the
token. Every `GET` has a `HEAD` beside it, with the same function, access and
throttle.

{routes}

## Routes to come

Decided, and not built yet: what will be here, and what it will answer beside the errors that all routes have.

{to_come}

## Throttles

Requests a second and burst of each route of a class, for itself and all clients together. The parameter of a class sets
other figures; [settings.md](settings.md) says what a class is for. The limits per caller are the functions' own
([limits.md](limits.md)).

{throttles}

## Streams and schedules

{triggers}

## Permission sets

One role each. Besides, every function may write to the log group of its area, and what reads a parameter may decrypt it
with the KMS key that the parameter `SecretsKeyArn` names, if it names one.

{permissions}
"""


def routes_page(root: Path) -> str:
    """Return the text of the page."""
    template = load_template(root / "template.yaml", {"Stage": "prod"})
    document = read_document(root / "template.yaml")
    resources = document["Resources"]
    sets = {name: _permission_set(resources[name]) for name in template.functions}
    return _PAGE.format(
        routes=_routes(template, throttle_classes(document), sets),
        to_come=_to_come(),
        throttles=_throttles(document["Mappings"][MAPPING]),
        triggers=_triggers(template, sets),
        permissions=_permissions(resources, sets),
    )


def _routes(template: Template, classes: Mapping[str, str], sets: Mapping[str, str]) -> str:
    rows = [
        [
            code(route.key),
            access_of(route, template.functions[route.function_id]),
            *_function(template.functions[route.function_id]),
            classes.get(route.key, DEFAULT),
            sets[route.function_id],
        ]
        for route in template.described_routes
    ]
    return table(["Route", "Access", "Function", "MB", "Seconds", "Throttle", "Permissions"], rows)


def _to_come() -> str:
    if not ROUTES_TO_COME:
        return "None at present."
    rows = [
        [code(each.key), each.access, code(each.function), each.throttle, each.permissions, each.answer]
        for each in ROUTES_TO_COME
    ]
    return table(["Route", "Access", "Function", "Throttle", "Permissions", "Answer"], rows)


def _throttles(figures: Mapping[str, Mapping[str, list[int]]]) -> str:
    """Return a table of the classes with their parameters and figures; stages with equal figures share a column."""
    stages: dict[tuple[str, ...], str] = {}
    for stage in next(iter(figures.values())):
        column = tuple(" / ".join(map(str, of_stage[stage])) for of_stage in figures.values())
        stages[column] = f"{stages[column]}, {stage}" if column in stages else stage
    rows = [[name.lower(), code(f"{name}Throttle"), *cells] for name, *cells in zip(figures, *stages, strict=True)]
    return table(["Class", "Parameter", *stages.values()], rows)


def _function(function: Function) -> list[str]:
    return [code(function.handler.removesuffix(".handler")), str(function.memory_mb), f"{function.timeout_seconds:g}"]


def _triggers(template: Template, sets: Mapping[str, str]) -> str:
    def rows() -> Iterator[list[str]]:
        for function in template.functions.values():
            sources = [
                f"stream of {source.table_name.removeprefix('contacts-api-local-')}" for source in function.streams
            ]
            sources += [f"queue {source.queue_name.removeprefix('contacts-api-local-')}" for source in function.queues]
            sources += [f"event {rule.name.removeprefix(function.logical_id)}" for rule in function.rules]
            sources += [code(schedule.expression) for schedule in function.schedules]
            sources += [f"event {name}" for name in function.other_events]
            for trigger in sources:
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
                    ", ".join(map(_resource, _list(statement["Resource"]))) + _items(statement),
                ]

    return table(["Set", "May", "On"], rows())


def _items(statement: Mapping[str, Any]) -> str:
    """Return which items of a table a statement is about, if it is not all of them."""
    keys = statement.get("Condition", {}).get("ForAllValues:StringLike", {}).get("dynamodb:LeadingKeys", ())
    return f": {', '.join(map(code, keys))}" if keys else ""


def _statements(role: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for policy in role["Properties"]["Policies"]:
        for statement in policy["PolicyDocument"]["Statement"]:
            if not statement["Action"][0].startswith("logs:"):
                yield statement


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _resource(resource: Any) -> str:
    """Return a resource in readable form: ``AccountsTable``, ``ContactsTable/index/*``, ``parameter/.../jwt-keys``."""
    if "Fn::GetAtt" in resource:
        return code(resource["Fn::GetAtt"][0])
    if "Fn::Sub" in resource:
        without_prefix: str = resource["Fn::Sub"].rsplit(":", maxsplit=1)[-1]
        return code(re.sub(r"\$\{(\w+)\.Arn\}", r"\1", without_prefix))
    return code(json.dumps(resource))

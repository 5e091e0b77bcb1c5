"""How many more functions and routes fit into one stack and one API.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.project.expansion import expanded_template
from tools.template import Template
from tools.template.document import read_document

Json = dict[str, Any]

RESOURCES_OF_A_STACK, ROUTES_OF_AN_API = 500, 300
RESOURCES_ALLOWED, ROUTES_ALLOWED = 450, 250
"""Ours are smaller, so that there is time to look for a way out."""
RESOURCES_OF_AN_ENDPOINT = 2
GRADUAL = {"TrafficShift": "Canary10Percent5Minutes", "AlarmEmail": "operators@example.com"}
"""What adds most resources: an application and deployment groups of CodeDeploy."""
ROLE = {"Fn::GetAtt": ["SystemRole", "Arn"]}
WAY_OUT = (
    "Consumers of streams and schedules have no route: they can move into a nested application "
    "(AWS::Serverless::Application), which is a stack of its own. Functions with routes cannot, since SAM wants the "
    "API of an HttpApi event in the same template."
)


@dataclass(frozen=True, slots=True)
class Room:
    """What a stack uses, and what is left of it."""

    resources: int
    routes: int

    @property
    def endpoints_left(self) -> int:
        return min((RESOURCES_ALLOWED - self.resources) // RESOURCES_OF_AN_ENDPOINT, ROUTES_ALLOWED - self.routes)

    def __str__(self) -> str:
        return (
            f"{self.resources} resources of the {RESOURCES_ALLOWED} that we allow ourselves (a stack may have "
            f"{RESOURCES_OF_A_STACK}), {self.routes} routes of {ROUTES_ALLOWED} (an API: {ROUTES_OF_AN_API}): room for "
            f"{self.endpoints_left} more endpoints. {WAY_OUT}"
        )


def test_there_is_room_for_more_endpoints(root: Path, template: Template) -> None:
    resources = expanded_template(root / "template.yaml", GRADUAL)["Resources"]
    room = Room(resources=len(resources), routes=len(template.routes))
    print(room)  # noqa: T201 - pytest -s -k room
    assert room.endpoints_left >= 0, str(room)


@pytest.mark.parametrize(
    ("room", "left"),
    [(Room(100, 22), 175), (Room(450, 22), 0), (Room(451, 22), -1), (Room(100, 250), 0), (Room(100, 251), -1)],
)
def test_where_there_is_no_room_the_way_out_is_named(room: Room, left: int) -> None:
    assert room.endpoints_left == left
    assert f"room for {left} more endpoints. Consumers of streams and schedules" in str(room)
    assert "AWS::Serverless::Application" in str(room)


@pytest.mark.parametrize(
    ("events", "resources", "routes"),
    [
        ({"Get": "GET"}, RESOURCES_OF_AN_ENDPOINT, 1),
        ({"Get": "GET", "Head": "HEAD"}, RESOURCES_OF_AN_ENDPOINT + 1, 2),
    ],
    ids=["one method", "GET and HEAD"],
)
def test_an_endpoint_costs_a_function_and_a_permission_for_each_route(
    expanded: Json, expand_with: Callable[[Json], Json], events: dict[str, str], resources: int, routes: int
) -> None:
    def event(method: str) -> Json:
        return {"Type": "HttpApi", "Properties": {"ApiId": {"Ref": "Api"}, "Method": method, "Path": "/more"}}

    more = expand_with(
        {"Role": ROLE, "Handler": "more.handler", "Events": {name: event(each) for name, each in events.items()}}
    )
    kinds = sorted(more["Resources"][name]["Type"] for name in set(more["Resources"]) - set(expanded["Resources"]))
    assert kinds == ["AWS::Lambda::Function", *["AWS::Lambda::Permission"] * routes]
    assert len(kinds) == resources


def test_a_stack_is_described_in_less_than_a_megabyte(expanded: Json) -> None:
    assert len(json.dumps(expanded)) < 900_000


@pytest.fixture
def expand_with(root: Path, tmp_path: Path) -> Callable[[Json], Json]:
    def expanded(properties: Json) -> Json:
        document = read_document(root / "template.yaml")
        document["Resources"]["MoreFunction"] = {"Type": "AWS::Serverless::Function", "Properties": properties}
        path = tmp_path / "template.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        return expanded_template(path)

    return expanded

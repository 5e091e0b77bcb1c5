"""Sample events are what AWS would send: `sam local invoke` and the tests of the artifact rely on them."""

from __future__ import annotations

import base64
import copy
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from local.pump.filters import matches_any
from tools.template import Template

Event = dict[str, Any]


@pytest.fixture(scope="session")
def events(root: Path) -> dict[str, Event]:
    paths = (root / "events").glob("*/*.json")
    return {f"{path.parent.name}.{path.stem}": json.loads(path.read_text(encoding="utf-8")) for path in paths}


@pytest.fixture(scope="session")
def requests(events: dict[str, Event]) -> dict[str, Event]:
    return {name: event for name, event in events.items() if "routeKey" in event}


def test_a_request_goes_to_a_route_of_its_function(requests: dict[str, Event], template: Template) -> None:
    served = {(template.functions[route.function_id].handler, route.key) for route in template.routes}
    assert {(f"functions.{name}.handler", event["routeKey"]) for name, event in requests.items()} <= served
    assert len(requests) == len({route.function_id for route in template.routes})


def test_a_path_fits_its_route_and_its_parameters(requests: dict[str, Event]) -> None:
    for name, event in requests.items():
        if event["routeKey"] != "$default":
            pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", event["routeKey"].split()[1])
            match = re.fullmatch(pattern, event["rawPath"])
            assert match, name
            assert match.groupdict() == event.get("pathParameters", {}), name


def test_everything_that_is_told_twice_is_told_alike(requests: dict[str, Event]) -> None:
    for name, event in requests.items():
        context = event["requestContext"]
        method = event["routeKey"].split()[0] if " " in event["routeKey"] else "GET"
        assert event["version"] == "2.0", name
        assert context["routeKey"] == event["routeKey"], name
        assert (context["http"]["method"], context["http"]["path"]) == (method, event["rawPath"]), name
        assert dict(parse_qsl(event["rawQueryString"])) == event.get("queryStringParameters", {}), name
        assert event["headers"]["x-forwarded-for"] == context["http"]["sourceIp"], name
        assert all(header == header.lower() for header in event["headers"]), name
        assert int(event["headers"].get("content-length", 0)) == len(body_of(event)), name


def test_request_ids_are_unique(requests: dict[str, Event]) -> None:
    names: dict[str, list[str]] = {}
    for name, event in requests.items():
        names.setdefault(event["requestContext"]["requestId"], []).append(name)
    for request_id, having in names.items():
        assert len(having) == 1, f"requestId {request_id} is in the events of {' and '.join(having)}"


def test_bodies_are_json_or_forms(requests: dict[str, Event]) -> None:
    for event in requests.values():
        if event["isBase64Encoded"]:
            assert event["headers"]["content-type"].startswith("multipart/form-data; boundary=")
        elif "body" in event:
            assert isinstance(json.loads(event["body"]), dict)


def body_of(event: Event) -> bytes:
    body: str = event.get("body", "")
    return base64.b64decode(body) if event["isBase64Encoded"] else body.encode()


def test_a_stream_event_carries_what_the_filter_lets_through(events: dict[str, Event], template: Template) -> None:
    (stream,) = template.functions["StreamsSendMailFunction"].streams
    (record,) = events["streams.send_mail"]["Records"]
    assert matches_any(record, stream.filters)
    for member, value in (("pending", None), ("due_at", {"N": "1795953600000"})):
        changed = copy.deepcopy(record)
        changed["dynamodb"]["NewImage"] |= {member: value}
        assert not matches_any(changed, stream.filters), "finished, or left to the sweeper"
    assert record["dynamodb"]["Keys"]["id"] == record["dynamodb"]["NewImage"]["id"]


def test_addresses_belong_to_nobody(root: Path) -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (root / "events").rglob("*.json"))
    assert set(re.findall(r"@([\w.-]+)", text)) == {"example.com"}
    assert set(re.findall(r"\b\d+\.\d+\.\d+\.\d+\b", text)) == {"203.0.113.7"}

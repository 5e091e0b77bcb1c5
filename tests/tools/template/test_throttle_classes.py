from __future__ import annotations

from typing import Any

import pytest

from tools.template import TemplateError
from tools.template.throttle_classes import throttle_classes


def document_with(**settings: Any) -> dict[str, Any]:
    api = {"Type": "AWS::Serverless::HttpApi", "Properties": {"RouteSettings": settings}}
    return {"Resources": {"Api": api, "Queue": {"Type": "AWS::SQS::Queue"}}}


def row(name: str) -> dict[str, Any]:
    return {"Fn::Select": [0, {"Fn::If": ["Own", {"Ref": "P"}, {"Fn::FindInMap": ["Throttles", name, "prod"]}]}]}


def test_a_route_has_the_class_whose_row_its_settings_look_up() -> None:
    document = document_with(
        one={"ThrottlingRateLimit": row("Guess"), "ThrottlingBurstLimit": row("Guess")}, two=row("Page")
    )
    assert throttle_classes(document) == {"one": "guess", "two": "page"}


def test_an_api_without_settings_has_no_classes() -> None:
    assert throttle_classes({"Resources": {"Api": {"Type": "AWS::Serverless::HttpApi", "Properties": {}}}}) == {}


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"ThrottlingRateLimit": 10, "ThrottlingBurstLimit": {"Fn::FindInMap": ["Logs", "a", "b"]}}, "of no class"),
        ({"ThrottlingRateLimit": row("Send"), "ThrottlingBurstLimit": row("Guess")}, "of Guess and of Send"),
    ],
    ids=["figures of its own", "two classes"],
)
def test_a_route_is_of_one_class(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(TemplateError, match=f"route has the throttle {message}"):
        throttle_classes(document_with(route=settings))

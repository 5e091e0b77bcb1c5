from __future__ import annotations

from typing import Any

import pytest
import yaml

from tools.template import TemplateError
from tools.template.document import _CloudFormationLoader
from tools.template.intrinsics import Resolver

DOCUMENT: dict[str, Any] = {
    "Mappings": {"Limits": {"local": {"Rate": 5}}},
    "Conditions": {
        "IsLocal": {"Fn::Equals": [{"Ref": "Stage"}, "local"]},
        "IsNot": {"Fn::Not": [{"Condition": "IsLocal"}]},
        "Both": {"Fn::And": [{"Condition": "IsLocal"}, {"Condition": "IsNot"}]},
        "Either": {"Fn::Or": [{"Condition": "IsLocal"}, {"Condition": "IsNot"}]},
        "SameFlag": {"Fn::Equals": [True, "true"]},
    },
    "Resources": {
        "Notes": {"Type": "AWS::DynamoDB::Table"},
        "Named": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Fn::Sub": "q-${Stage}"}}},
    },
}
RESOLVER = Resolver(
    DOCUMENT,
    {"Stage": "local", "Origins": ["a", "b"]},
    stack="stack",
    region="eu-central-1",
    account_id="000000000000",
)


@pytest.mark.parametrize(
    ("value", "resolved"),
    [
        ({"Ref": "Stage"}, "local"),
        ({"Ref": "AWS::Region"}, "eu-central-1"),
        ({"Ref": "Notes"}, "stack-Notes"),
        ({"Ref": "Named"}, "https://sqs.eu-central-1.amazonaws.com/000000000000/q-local"),
        ({"Fn::GetAtt": ["Notes", "Arn"]}, "arn:aws:dynamodb:eu-central-1:000000000000:table/stack-Notes"),
        (
            {"Fn::GetAtt": ["Notes", "StreamArn"]},
            "arn:aws:dynamodb:eu-central-1:000000000000:table/stack-Notes/stream/local",
        ),
        ({"Fn::GetAtt": ["Named", "Arn"]}, "arn:aws:sqs:eu-central-1:000000000000:q-local"),
        ({"Fn::GetAtt": ["Named", "Url"]}, "q-local.Url"),
        (
            {"Fn::Sub": "/x/${Stage}/${!Kept}/${Notes.Arn}"},
            "/x/local/${Kept}/arn:aws:dynamodb:eu-central-1:000000000000:table/stack-Notes",
        ),
        ({"Fn::Sub": ["${Stage}-${Own}", {"Own": {"Ref": "AWS::StackName"}}]}, "local-stack"),
        ({"Fn::Join": [",", {"Ref": "Origins"}]}, "a,b"),
        ({"Fn::Select": [1, {"Ref": "Origins"}]}, "b"),
        ({"Fn::Split": ["-", {"Ref": "Notes"}]}, ["stack", "Notes"]),
        ({"Fn::FindInMap": ["Limits", {"Ref": "Stage"}, "Rate"]}, 5),
        ({"Fn::If": ["IsLocal", "yes", {"Ref": "Nowhere"}]}, "yes"),
        ({"Fn::If": ["IsNot", {"Ref": "Nowhere"}, "no"]}, "no"),
        ({"Fn::Base64": "a"}, "YQ=="),
        ({"Fn::ToJsonString": {"a": {"Ref": "Stage"}}}, '{"a": "local"}'),
        ([1, {"Ref": "AWS::NoValue"}, {"a": {"Ref": "AWS::NoValue"}, "b": 2}], [1, {"b": 2}]),
    ],
)
def test_an_intrinsic_function_is_carried_out(value: Any, resolved: Any) -> None:
    assert RESOLVER.resolve(value) == resolved


@pytest.mark.parametrize(
    ("condition", "holds"),
    [("IsLocal", True), ("IsNot", False), ("Both", False), ("Either", True), ("SameFlag", True)],
)
def test_a_condition_holds_or_not(condition: str, holds: bool) -> None:
    assert RESOLVER.holds(condition) is holds


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"Ref": "Nowhere"}, "!Ref Nowhere names neither a parameter nor a resource"),
        ({"Fn::GetAtt": ["Nowhere", "Arn"]}, "!GetAtt Nowhere.Arn names no resource"),
        ({"Fn::Sub": "${Nowhere}"}, "!Ref Nowhere names neither"),
        ({"Fn::FindInMap": ["Limits", "moon", "Rate"]}, "!FindInMap finds no moon"),
        ({"Fn::If": ["Unknown", 1, 2]}, "there is no condition Unknown"),
        ({"Fn::ImportValue": "other"}, "Fn::ImportValue is not supported on one machine"),
    ],
)
def test_what_cannot_be_resolved_is_named(value: Any, message: str) -> None:
    with pytest.raises(TemplateError, match=message):
        RESOLVER.resolve(value)


def test_short_tags_read_like_the_long_form() -> None:
    text = "[!Ref A, !GetAtt B.C.D, !GetAtt [B, C], !Sub 'x${A}', !Join [',', [!Ref A]], !Condition D, !If {a: 1}]"
    assert yaml.load(text, Loader=_CloudFormationLoader) == [
        {"Ref": "A"},
        {"Fn::GetAtt": ["B", "C.D"]},
        {"Fn::GetAtt": ["B", "C"]},
        {"Fn::Sub": "x${A}"},
        {"Fn::Join": [",", [{"Ref": "A"}]]},
        {"Condition": "D"},
        {"Fn::If": {"a": 1}},
    ]

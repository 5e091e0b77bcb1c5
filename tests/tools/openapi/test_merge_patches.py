"""A patch may say less than what it changes, and null."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from tools.openapi.merge_patches import patch_of

SCHEMA = {
    "type": "object",
    "title": "ThingIn",
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "description": "What it is called."},
        "nickname": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None},
        "parts": {"type": "array", "items": {"type": "string"}, "default": []},
        "anything": {"default": None},
    },
    "additionalProperties": False,
}


@pytest.mark.parametrize(
    ("patch", "is_one"),
    [
        ({}, True),
        ({"name": None, "parts": None, "nickname": None, "anything": None}, True),
        ({"name": "a", "parts": ["b"], "anything": {"c": 1}}, True),
        ({"name": 1}, False),
        ({"parts": [None]}, False),
        ({"other": None}, False),
        ([], False),
    ],
)
def test_a_patch_is_told_from_what_is_none(patch: Any, is_one: bool) -> None:
    assert Draft202012Validator(patch_of(SCHEMA, title="ThingPatch")).is_valid(patch) is is_one


def test_what_is_absent_from_a_patch_stays_and_takes_no_default() -> None:
    schema = patch_of(SCHEMA, title="ThingPatch")
    assert "default" not in json.dumps(schema)
    assert schema["title"] == "ThingPatch"
    assert schema["properties"]["name"]["description"] == "What it is called."


def test_the_patch_of_a_contact_is_described(root: Path) -> None:
    document = json.loads((root / "docs" / "openapi.json").read_bytes())
    body = document["paths"]["/api/v1/contacts/{contact_id}"]["patch"]["requestBody"]
    (media_type,) = body["content"]
    assert media_type == "application/merge-patch+json"
    schema = body["content"][media_type]["schema"]
    patch = {"first_name": None, "favorite": None, "emails": None, "extra": {"a": None}}
    Draft202012Validator({**schema, "components": document["components"]}).validate(patch)

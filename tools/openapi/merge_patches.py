"""The schema of a merge patch (RFC 7396), derived from the schema of what it changes."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
NULL: Json = {"type": "null"}


def patch_of(schema: Json, *, title: str) -> Json:
    """Return the schema of a patch: members are optional and nullable, and an absent one is left unchanged."""
    members = {name: _nullable(member) for name, member in schema["properties"].items()}
    kept = {name: value for name, value in schema.items() if name != "required"}
    return {**kept, "title": title, "description": "What to change; null removes a member.", "properties": members}


def _nullable(member: Json) -> Json:
    member = {name: value for name, value in member.items() if name != "default"}
    if "anyOf" in member or not {"type", "$ref"} & set(member):
        return member
    told: Json = {name: member.pop(name) for name in ("description", "examples") if name in member}
    return {"anyOf": [member, NULL], **told}

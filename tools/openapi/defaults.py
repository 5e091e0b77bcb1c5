"""Defaults, which the document tells people and not programs.

Where a schema has a ``default``, generators of clients demand the member, or send it: and ``sort=name`` with a search
is not what a client gets that says nothing.
"""

from __future__ import annotations

import json
from typing import Any

Json = dict[str, Any]
_NOTHING: tuple[Any, ...] = (None, "", False, [], {})


def told(described: Json) -> Json:
    """Return a parameter, or a member of a body, with its default in the description, if it is anything."""
    schema = described.get("schema", described)
    kept = {name: value for name, value in schema.items() if name != "default"}
    result = {**described, "schema": kept} if "schema" in described else kept
    if "default" in schema and schema["default"] not in _NOTHING and "const" not in schema:
        default = schema["default"] if isinstance(schema["default"], str) else json.dumps(schema["default"])
        text = f"{described.get('description', '')} The default is `{default}`."
        result["description"] = text.strip()
    return result


def members_told(schema: Json) -> Json:
    """Return the schema of a body, with the defaults of its members in their descriptions."""
    if "properties" not in schema:
        return schema
    return {**schema, "properties": {name: told(member) for name, member in schema["properties"].items()}}

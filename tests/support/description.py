"""The responses that the OpenAPI document describes."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft202012Validator

Json = dict[str, Any]


class Description:
    """The OpenAPI document, against which responses are checked."""

    def __init__(self, document: Json) -> None:
        """Clients must expect further members in responses; here, every one has to be described."""
        self.document = document
        self._validators: dict[str, Draft202012Validator] = {}
        for name, schema in document["components"]["schemas"].items():
            if name.endswith("Out"):
                schema.setdefault("additionalProperties", False)

    @classmethod
    def read(cls, root: Path) -> Description:
        """Read docs/openapi.json."""
        return cls(json.loads((root / "docs" / "openapi.json").read_text(encoding="utf-8")))

    def check(self, method: str, path: str, *, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """Fail unless status, headers, media type and body of a response are described for its operation."""
        operation = self.document["paths"].get(path, {}).get(method.lower())
        if operation is None or headers.get("content-type", "").startswith("text/html"):
            return  # a page: tests of the document say which routes it leaves out
        assert str(status) in operation["responses"], f"docs/openapi.json has no {status} of {method} {path}: make docs"
        answer = self.resolve(operation["responses"][str(status)])
        missing = {name.lower() for name in answer["headers"]} - set(headers)
        optional = {
            "accept",
            "accept-encoding",
            "accept-patch",
            "preference-applied",
            *(["retry-after"] if b'"outcome_unknown"' in body else ()),
        }
        assert missing <= optional, f"{method} {path} {status} lacks {missing}"
        if not body:
            return
        if headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        media_type = headers["content-type"].partition(";")[0]
        content = answer["content"][media_type]
        if media_type.endswith("json") and "schema" in content:
            self._validator(json.dumps(content["schema"])).validate(json.loads(body))
        if media_type == "application/problem+json":
            assert json.loads(body)["code"] in content["examples"], f"{method} {path} {status}: {body.decode()}"

    def _validator(self, schema: str) -> Draft202012Validator:
        """Return the validator for a schema, which is made once."""
        if schema not in self._validators:
            self._validators[schema] = Draft202012Validator(
                {**json.loads(schema), "components": self.document["components"]}
            )
        return self._validators[schema]

    def resolve(self, value: Json) -> Json:
        """Return what a reference refers to; return any other value unchanged."""
        found: Any = value
        if "$ref" in value:
            found = self.document
            for name in value["$ref"].removeprefix("#/").split("/"):
                found = found[name]
        return dict(found)

"""Imports over HTTP, of files with a card of JSON on each line."""

from __future__ import annotations

from typing import Any

from tests.functions.conftest import Person
from tests.functions.trash.test_empty import carry_out
from tests.support.client import Answer
from tests.support.uploads import IMPORTS
from tests.support.wiring import MemoryWiring


def start(person: Person, content: bytes, media_type: str = "application/octet-stream", **more: Any) -> Answer:
    """Start the import of a file in the body."""
    return person.request("POST", IMPORTS, body=content, content_type=media_type, **more)


def bring(person: Person, wired: MemoryWiring, content: bytes, **more: Any) -> Any:
    """Import a file, and return the import when it has ended."""
    answer = start(person, content, **more)
    assert answer.status == 202, answer.text
    carry_out(wired, person, answer.json["id"])
    return person.request("GET", f"{IMPORTS}/{answer.json['id']}").json


def rows(person: Person, import_id: str, **query: str) -> Any:
    """Return what became of the rows of an import."""
    return person.request("GET", f"{IMPORTS}/{import_id}/rows", query=query).json["items"]

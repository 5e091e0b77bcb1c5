"""POST /api/v1/imports/uploads."""

from __future__ import annotations

import pytest

from tests.functions.conftest import Person
from tests.functions.exchange.create_upload import PATH
from tests.support.client import Client


def test_a_link_for_a_file_is_given(person: Person) -> None:
    answer = person.request("POST", PATH, json_body={"size_bytes": 52_428_800})
    assert (answer.status, answer.json["method"]) == (201, "PUT")
    assert answer.json["headers"] == {"content-length": "52428800"}
    assert f"/{person.account_id}/uploads/{answer.json['id']}" in answer.json["url"]


def test_every_link_is_for_another_file(person: Person) -> None:
    first, second = (person.request("POST", PATH, json_body={"size_bytes": 1}).json for _ in range(2))
    assert first["id"] != second["id"]


@pytest.mark.parametrize("size", [0, -1, 52_428_801, 1.5, "7", None])
def test_a_file_that_is_empty_or_too_large_gets_none(person: Person, size: object) -> None:
    answer = person.request("POST", PATH, json_body={"size_bytes": size})
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/size_bytes")


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("POST", PATH, json_body={"size_bytes": 1}).status == 401

"""POST /api/v1/lookup."""

from __future__ import annotations

from typing import Any

import pytest

from shared.services.contacts.search.looking_up import MAX_LOOKUPS
from tests.functions.conftest import Person
from tests.functions.contacts.look_up_many import PATH
from tests.support.client import Client


def test_everything_that_is_asked_for_has_an_item_in_its_order(person: Person) -> None:
    person.create(first_name="Olena", phones=[{"value": "+380 44 123 45 67"}])
    person.create(first_name="Anna", emails=[{"value": "anna@example.com"}])
    body = {"phones": ["+380441234568", "0441234567"], "emails": ["anna@example.com", "nobody@example.com"]}
    answer = person.request("POST", PATH, json_body=body)
    assert answer.status == 200
    assert answer.json["complete"]
    assert [
        (item["phone"], item["email"], [one["name"] for one in item["contacts"]]) for item in answer.json["items"]
    ] == [
        ("+380441234568", None, []),
        ("0441234567", None, ["Olena"]),
        (None, "anna@example.com", ["Anna"]),
        (None, "nobody@example.com", []),
    ]


def test_as_many_as_allowed_are_looked_up(person: Person) -> None:
    body = {"phones": [f"+38067{number:07}" for number in range(MAX_LOOKUPS)]}
    answer = person.request("POST", PATH, json_body=body)
    assert (answer.status, len(answer.json["items"])) == (200, MAX_LOOKUPS)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, ""),
        ({"phones": [], "emails": []}, ""),
        ({"phones": ["1"] * MAX_LOOKUPS, "emails": ["a@example.com"]}, ""),
        ({"phones": ["1"] * (MAX_LOOKUPS + 1)}, "/phones"),
        ({"phones": [""]}, "/phones/0"),
        ({"phones": ["1"], "tags": []}, "/tags"),
    ],
)
def test_bodies_are_checked(person: Person, body: dict[str, Any], pointer: str) -> None:
    answer = person.request("POST", PATH, json_body=body)
    assert answer.status == 422
    assert [problem["pointer"] for problem in answer.json["errors"]] == [pointer]


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("POST", PATH, json_body={"phones": ["1"]}).status == 401

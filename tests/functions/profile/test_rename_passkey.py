"""PUT /api/v1/auth/me/passkeys/{passkey_id}."""

from __future__ import annotations

import pytest

from tests.functions.conftest import NewPerson, Person
from tests.functions.passkeys import PASSKEYS, add, new_device
from tests.support.client import Client


def test_a_passkey_gets_another_name(person: Person) -> None:
    passkey = add(person, new_device(), name="Phone").json
    answer = person.request("PUT", f"{PASSKEYS}/{passkey['id']}", json_body={**passkey, "name": " Old phone "})
    assert answer.json == {**passkey, "name": "Old phone"}
    assert person.request("GET", PASSKEYS).json == {"items": [answer.json]}


@pytest.mark.parametrize("name", ["", "\u200b", "n" * 65, "n" * 300])
def test_a_name_has_1_to_64_characters(person: Person, name: str) -> None:
    passkey = add(person, new_device()).json
    answer = person.request("PUT", f"{PASSKEYS}/{passkey['id']}", json_body={"name": name})
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/name")


@pytest.mark.parametrize("passkey_id", ["unknown", "%23", "x" * 500])
def test_a_passkey_that_there_is_not_is_not_found(person: Person, passkey_id: str) -> None:
    answer = person.request("PUT", f"{PASSKEYS}/{passkey_id}", json_body={"name": "Phone"})
    assert (answer.status, answer.code) == (404, "passkey_not_found")


def test_that_of_somebody_else_is_not_found(person: Person, new_person: NewPerson) -> None:
    passkey = add(person, new_device(), name="Phone").json
    answer = new_person().request("PUT", f"{PASSKEYS}/{passkey['id']}", json_body={"name": "Mine"})
    assert (answer.status, answer.code) == (404, "passkey_not_found")
    assert person.request("GET", PASSKEYS).json["items"][0]["name"] == "Phone"


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("PUT", f"{PASSKEYS}/any", json_body={}).status == 401

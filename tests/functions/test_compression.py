"""Long answers are compressed for whoever accepts it."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from tests.functions.conftest import CONTACTS, Person
from tests.support.client import Answer

LONG = {"first_name": "Taras", "notes": "Brings the bread. " * 300}
ACCEPT_GZIP = {"Accept-Encoding": "gzip, deflate, br"}


def unpacked(answer: Answer) -> Any:
    assert answer.headers["content-encoding"] == "gzip"
    return json.loads(gzip.decompress(answer.body))


@pytest.fixture
def path(person: Person) -> str:
    """A contact of more than 4 KiB."""
    return f"{CONTACTS}/{person.create(**LONG).json['id']}"


@pytest.mark.parametrize("accepted", ["gzip", "br, GZIP;q=0.5", "*"])
def test_a_long_answer_is_compressed_for_who_accepts_it(person: Person, path: str, accepted: str) -> None:
    plain = person.request("GET", path)
    packed = person.request("GET", path, headers={"Accept-Encoding": accepted})
    assert unpacked(packed) == plain.json
    assert len(packed.body) < len(plain.body) / 10
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept, Accept-Encoding"
    assert packed.headers["content-type"] == "application/json"


@pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0", "*;q=0"])
def test_a_long_answer_is_plain_for_who_does_not_accept_it(person: Person, path: str, accepted: str) -> None:
    answer = person.request("GET", path, headers={"Accept-Encoding": accepted})
    assert "content-encoding" not in answer.headers
    assert answer.json["notes"] == LONG["notes"].strip()


def test_pages_and_problems_are_compressed_too(person: Person, path: str) -> None:
    [item] = unpacked(person.request("GET", CONTACTS, headers=ACCEPT_GZIP))["items"]
    assert path.endswith(item["id"])
    wrong = {"emails": [{"value": "\u0007"}] * 50}
    answer = person.request("POST", CONTACTS, json_body=wrong, headers=ACCEPT_GZIP, described=False)
    assert (answer.status, unpacked(answer)["code"]) == (422, "invalid_input")


def test_only_more_than_4_kib_are_compressed(person: Person) -> None:
    created = person.create(notes="x")
    room = 4 * 1024 - len(created.body)
    for more, is_packed in ((room, False), (room + 1, True)):
        contact = person.create(notes="x" * (1 + more))
        answer = person.request("GET", f"{CONTACTS}/{contact.json['id']}", headers=ACCEPT_GZIP)
        assert ("content-encoding" in answer.headers, len(contact.body) - 4 * 1024) == (is_packed, int(is_packed))


def test_a_compressed_representation_has_an_entity_tag_of_its_own(person: Person, path: str) -> None:
    assert person.request("GET", path).headers["etag"] == '"1"'
    assert person.request("GET", path, headers=ACCEPT_GZIP).headers["etag"] == '"1-gzip"'


def test_the_tag_of_a_compressed_representation_is_known_when_it_comes_back(person: Person, path: str) -> None:
    for known in ('"1-gzip"', 'W/"1-gzip"', '"0", "1-gzip"'):
        answer = person.request("GET", path, headers={**ACCEPT_GZIP, "If-None-Match": known})
        assert (answer.status, answer.headers["etag"]) == (304, '"1-gzip"')
    assert person.request("GET", path, headers={"If-None-Match": '"1"'}).headers["etag"] == '"1"'
    unwanted = {"If-None-Match": '"1-gzip"'}
    assert person.request("PATCH", path, json_body={"last_name": "Melnyk"}, headers=unwanted).status == 412


def test_the_tag_of_a_compressed_representation_allows_a_write(person: Person, path: str) -> None:
    for revision in (1, 2, 3):
        version = person.request("GET", path, headers=ACCEPT_GZIP).headers["etag"]
        assert version == f'"{revision}-gzip"'
        change = {"last_name": f"Melnyk {revision}"}
        assert person.request("PATCH", path, json_body=change, headers={"If-Match": version}).status == 200
    assert person.request("DELETE", path, headers={"If-Match": '"3-gzip"'}).status == 412
    assert person.request("DELETE", path, headers={"If-Match": '"4-gzip"'}).status == 204

"""GET /api/v1/lookup."""

from __future__ import annotations

import pytest

from tests.functions.conftest import NewPerson, Person
from tests.functions.contacts.look_up import PATH
from tests.support.client import Client
from tests.support.wiring import MemoryWiring


@pytest.fixture
def circle(person: Person) -> Person:
    """Somebody with contacts who call."""
    person.create(first_name="Olena", phones=[{"value": "+380 44 123 45 67 ext. 12", "label": "work"}])
    person.create(first_name="Taras", phones=[{"value": "+380 44 123 45 67 ext. 13"}])
    person.create(first_name="Anna", emails=[{"value": "Anna@Example.com"}], tags=["family"])
    return person


def test_a_caller_is_found_by_number_and_extension(circle: Person) -> None:
    answer = circle.request("GET", PATH, query={"phone": "00380 44 1234567 ext. 12"})
    assert answer.status == 200
    (found,) = answer.json["items"]
    assert found == {
        "contact_id": found["contact_id"],
        "name": "Olena",
        "organization": None,
        "favorite": False,
        "photo_url": None,
        "thumbnail_url": None,
        "value": "+380 44 123 45 67 ext. 12",
        "label": "work",
        "primary": False,
        "e164": "+380441234567",
        "extension": "12",
        "match": "exact",
    }
    assert answer.json["complete"]


def test_of_a_switchboard_all_are_named(circle: Person) -> None:
    items = circle.request("GET", PATH, query={"phone": "+380441234567"}).json["items"]
    assert [(item["name"], item["match"]) for item in items] == [("Taras", "switchboard"), ("Olena", "switchboard")]


def test_a_number_is_read_in_the_region_of_the_profile(circle: Person) -> None:
    assert circle.request("GET", PATH, query={"phone": "044 123 45 67 ext. 13"}).json["items"][0]["name"] == "Taras"


def test_a_sender_is_found_by_address(circle: Person) -> None:
    items = circle.request("GET", PATH, query={"email": "anna@example.COM"}).json["items"]
    assert [(item["name"], item["value"], item["match"]) for item in items] == [("Anna", "Anna@Example.com", "exact")]


def test_nobody_is_found_for_a_number_that_nobody_has(circle: Person) -> None:
    assert circle.request("GET", PATH, query={"phone": "+380441234568"}).json == {"items": [], "complete": True}


@pytest.mark.parametrize("query", [{}, {"phone": "1", "email": "a@example.com"}, {"phone": ""}])
def test_one_of_the_two_is_asked_for(person: Person, query: dict[str, str]) -> None:
    answer = person.request("GET", PATH, query=query)
    assert answer.status == 422
    assert "either" in answer.json["errors"][0]["detail"]


def test_nobody_sees_the_contacts_of_others(circle: Person, new_person: NewPerson) -> None:
    assert new_person().request("GET", PATH, query={"email": "anna@example.com"}).json["items"] == []


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("GET", PATH, query={"phone": "1"}).status == 401


def test_what_is_refused_for_its_content_is_not_counted(person: Person, wired: MemoryWiring) -> None:
    before = wired.requests
    for query in ({}, {"phone": "1", "fax": "2"}):
        assert person.request("GET", PATH, query=query).status == 422
    assert wired.requests == before

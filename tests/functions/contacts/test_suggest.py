"""GET /api/v1/contacts/suggest."""

from __future__ import annotations

import pytest

from tests.functions.conftest import NewPerson, Person
from tests.functions.contacts.suggest import PATH
from tests.support.client import Client


@pytest.fixture
def circle(person: Person) -> Person:
    """Somebody with contacts to write to."""
    person.create(
        first_name="Olena",
        emails=[{"value": "o@example.org"}, {"value": "olena@example.com", "label": "work", "primary": True}],
        phones=[{"value": "+380 44 123 45 67 ext. 12"}],
        organizations=[{"name": "Example Bakery"}],
        favorite=True,
        tags=["family"],
    )
    person.create(first_name="Oleksii", emails=[{"value": "oleksii@example.com"}])
    person.create(first_name="Oles")
    return person


def test_addresses_and_numbers_are_suggested_one_an_item(circle: Person) -> None:
    answer = circle.request("GET", PATH, query={"q": "ole"})
    assert answer.status == 200
    assert [item["value"] for item in answer.json["items"]] == [
        "olena@example.com",
        "o@example.org",
        "+380 44 123 45 67 ext. 12",
        "oleksii@example.com",
    ]
    assert answer.json["complete"]
    first, _, number, _ = answer.json["items"]
    assert first == {
        "contact_id": first["contact_id"],
        "name": "Olena",
        "organization": "Example Bakery",
        "favorite": True,
        "photo_url": None,
        "thumbnail_url": None,
        "kind": "email",
        "value": "olena@example.com",
        "label": "work",
        "primary": True,
        "e164": None,
        "extension": None,
    }
    assert (number["kind"], number["e164"], number["extension"]) == ("phone", "+380441234567", "12")


def test_a_kind_and_a_number_of_suggestions_can_be_asked_for(circle: Person) -> None:
    answer = circle.request("GET", PATH, query={"q": "ole", "kind": "phone"})
    assert [item["kind"] for item in answer.json["items"]] == ["phone"]
    assert len(circle.request("GET", PATH, query={"q": "ole", "limit": "2"}).json["items"]) == 2


def test_tags_are_not_looked_at(circle: Person) -> None:
    assert circle.request("GET", PATH, query={"q": "family"}).json["items"] == []


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({}, "q"),
        ({"q": "x" * 201}, "q"),
        ({"q": "x", "limit": "21"}, "limit"),
        ({"q": "x", "kind": "fax"}, "kind"),
        ({"q": "x", "tag": "family"}, "tag"),
    ],
)
def test_parameters_are_checked(person: Person, query: dict[str, str], name: str) -> None:
    answer = person.request("GET", PATH, query=query)
    assert answer.status == 422
    assert [problem["parameter"] for problem in answer.json["errors"]] == [name]


def test_nobody_sees_the_contacts_of_others(circle: Person, new_person: NewPerson) -> None:
    assert new_person().request("GET", PATH, query={"q": "ole"}).json["items"] == []


def test_it_counts_as_a_search(circle: Person) -> None:
    before = int(
        circle.request("GET", PATH, query={"q": "o"}).headers["ratelimit"].partition("r=")[2].partition(";")[0]
    )
    after = int(circle.request("GET", PATH, query={"q": "o"}).headers["ratelimit"].partition("r=")[2].partition(";")[0])
    assert after == before - 1


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("GET", PATH, query={"q": "ole"}).status == 401

"""DELETE /api/v1/views/{view_id}."""

from __future__ import annotations

from tests.functions.conftest import NewPerson, Person
from tests.functions.views.list import VIEWS
from tests.functions.views.test_list import create, listed
from tests.support.client import Answer, Client


def delete(person: Person, view_id: str, **more: str) -> Answer:
    return person.request("DELETE", f"{VIEWS}/{view_id}", headers=more)


def test_a_view_is_deleted_and_its_contacts_stay(person: Person) -> None:
    contact = person.create(favorite=True).json
    view, other = create(person, "favorites", favorite=True), create(person, "other")
    assert delete(person, view["id"]).status == 204
    assert listed(person) == [other]
    assert person.get(contact["id"]).json == contact
    assert (delete(person, view["id"]).status, delete(person, view["id"]).code) == (404, "view_not_found")
    create(person, "Favorites")


def test_a_view_that_has_changed_since_is_not_deleted(person: Person) -> None:
    view = create(person, "May")
    person.request("PATCH", f"{VIEWS}/{view['id']}", json_body={"birthday_month": 5})
    answer = delete(person, view["id"], **{"If-Match": '"1"'})
    assert (answer.status, answer.code, answer.headers["etag"]) == (412, "precondition_failed", '"2"')
    assert len(listed(person)) == 1
    assert delete(person, view["id"], **{"If-Match": '"1", "2"'}).status == 204


def test_nobody_elses_view_is_deleted(person: Person, new_person: NewPerson) -> None:
    view = create(person, "mine")
    assert delete(new_person(), view["id"]).status == 404
    assert listed(person) == [view]


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("DELETE", f"{VIEWS}/x").status == 401

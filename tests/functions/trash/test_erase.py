"""DELETE /api/v1/trash/{contact_id}."""

from __future__ import annotations

from tests.functions.conftest import NewPerson, Person
from tests.functions.contacts.test_get import NOBODYS_ID
from tests.functions.trash.test_empty import TRASH, carry_out, delete
from tests.support.wiring import MemoryWiring


def test_one_contact_goes_for_good_and_the_others_stay(person: Person, wired: MemoryWiring) -> None:
    gone, kept = (person.create().json["id"] for _ in range(2))
    delete(person, gone)
    delete(person, kept)
    answer = person.request("DELETE", f"{TRASH}/{gone}")
    assert (answer.status, answer.json["kind"]) == (202, "erase_contact")
    assert carry_out(wired, person, answer.json["id"])["done"] == 1
    assert [item["id"] for item in person.request("GET", TRASH).json["items"]] == [kept]
    assert person.request("DELETE", f"{TRASH}/{gone}").status == 404


def test_a_contact_that_is_not_in_the_trash_is_not_found(person: Person, wired: MemoryWiring) -> None:
    live = person.create().json["id"]
    for contact_id in (live, NOBODYS_ID, "x"):
        answer = person.request("DELETE", f"{TRASH}/{contact_id}")
        assert (answer.status, answer.code) == (404, "contact_not_found")
    assert person.get(live).status == 200
    assert not wired.queued_tasks.messages


def test_another_owners_contact_is_not_found(new_person: NewPerson) -> None:
    owner = new_person()
    contact_id = owner.create().json["id"]
    delete(owner, contact_id)
    assert new_person().request("DELETE", f"{TRASH}/{contact_id}").status == 404
    assert len(owner.request("GET", TRASH).json["items"]) == 1

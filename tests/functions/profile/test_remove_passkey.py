"""DELETE /api/v1/auth/me/passkeys/{passkey_id}."""

from __future__ import annotations

from tests.functions.conftest import NewPerson, Person
from tests.functions.passkeys import PASSKEYS, add, kinds_of_events, new_device, sign_in
from tests.support.client import Client
from tests.support.wiring import MemoryWiring


def test_a_passkey_is_removed_with_an_event_and_a_message(client: Client, person: Person, wired: MemoryWiring) -> None:
    device = new_device()
    passkey = add(person, device).json
    assert person.request("DELETE", f"{PASSKEYS}/{passkey['id']}").status == 204
    assert person.request("GET", PASSKEYS).json == {"items": []}
    assert sign_in(client, device).status == 401
    assert "passkey_removed" in kinds_of_events(person)
    assert [mail.kind for mail in wired.memory.mails.values()][-1] == "passkey_removed"


def test_a_passkey_that_was_removed_can_be_added_again_by_anybody(person: Person, new_person: NewPerson) -> None:
    device = new_device()
    passkey = add(person, device).json
    person.request("DELETE", f"{PASSKEYS}/{passkey['id']}")
    assert add(new_person(), device).status == 201


def test_it_is_removed_once(person: Person, wired: MemoryWiring) -> None:
    passkey = add(person, new_device()).json
    person.request("DELETE", f"{PASSKEYS}/{passkey['id']}")
    mails = len(wired.memory.mails)
    answer = person.request("DELETE", f"{PASSKEYS}/{passkey['id']}")
    assert (answer.status, answer.code, len(wired.memory.mails)) == (404, "passkey_not_found", mails)


def test_that_of_somebody_else_is_not_found(client: Client, person: Person, new_person: NewPerson) -> None:
    device = new_device()
    passkey = add(person, device).json
    answer = new_person().request("DELETE", f"{PASSKEYS}/{passkey['id']}")
    assert (answer.status, answer.code) == (404, "passkey_not_found")
    assert sign_in(client, device).status == 200


def test_one_of_ten_makes_room(person: Person) -> None:
    added = [add(person, new_device(number)).json for number in range(1, 11)]
    person.request("DELETE", f"{PASSKEYS}/{added[3]['id']}")
    assert add(person, new_device(11)).status == 201


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("DELETE", f"{PASSKEYS}/any").status == 401

"""DELETE /api/v1/auth/tokens/{token_id}."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.functions.auth.list_tokens import TOKENS
from tests.functions.auth.test_create_token import post
from tests.functions.auth.test_list_tokens import listed
from tests.functions.conftest import NewPerson, Person
from tests.support.client import Client
from tests.support.wiring import MemoryWiring

CONTACTS = "/api/v1/contacts"


def test_a_token_that_is_revoked_works_for_no_later_request_and_others_do(client: Client, person: Person) -> None:
    made, other = post(person).json, post(person).json
    assert client.request("GET", CONTACTS, token=made["token"]).status == 200
    assert person.request("DELETE", f"{TOKENS}/{made['id']}").status == 204
    answer = client.request("GET", CONTACTS, token=made["token"])
    assert (answer.status, answer.code) == (401, "invalid_access_token")
    assert client.request("GET", CONTACTS, token=other["token"]).status == 200
    assert [one["id"] for one in listed(person)] == [other["id"]]


def test_a_second_time_there_is_none(person: Person) -> None:
    made = post(person).json
    assert person.request("DELETE", f"{TOKENS}/{made['id']}").status == 204
    assert person.request("DELETE", f"{TOKENS}/{made['id']}").code == "token_not_found"


def test_the_owner_can_see_that_it_was(person: Person) -> None:
    made = post(person).json
    person.request("DELETE", f"{TOKENS}/{made['id']}")
    kinds = [event["kind"] for event in person.request("GET", "/api/v1/auth/events").json["items"]]
    assert sorted(kinds) == ["personal_token_created", "personal_token_revoked"]


@pytest.mark.parametrize("arrives", [True, False])
def test_it_is_revoked_once_if_the_database_does_not_answer(
    person: Person, wired: MemoryWiring, *, arrives: bool
) -> None:
    made = post(person).json
    wired.personal_token_items.lose_answer("put", arrives=arrives)
    assert person.request("DELETE", f"{TOKENS}/{made['id']}").status == 204
    assert listed(person) == []
    kinds = [event["kind"] for event in person.request("GET", "/api/v1/auth/events").json["items"]]
    assert kinds.count("personal_token_revoked") == 1


def test_it_is_revoked_if_others_are_changed_while_the_database_does_not_answer(
    person: Person, wired: MemoryWiring
) -> None:
    made = post(person).json

    def change_others() -> None:
        tokens = wired.memory.personal_tokens[person.account_id]
        wired.memory.personal_tokens[person.account_id] = replace(tokens, version=tokens.version + 1)

    wired.personal_token_items.before("get", lambda: None, change_others)
    wired.personal_token_items.lose_answer("put", arrives=False)
    assert person.request("DELETE", f"{TOKENS}/{made['id']}").status == 204
    assert listed(person) == []


def test_the_token_is_no_id(person: Person) -> None:
    made = post(person).json
    assert person.request("DELETE", f"{TOKENS}/{made['token']}").code == "token_not_found"
    assert len(listed(person)) == 1


def test_nobody_elses_token_is_revoked(person: Person, new_person: NewPerson) -> None:
    made = post(person).json
    assert new_person().request("DELETE", f"{TOKENS}/{made['id']}").code == "token_not_found"
    assert len(listed(person)) == 1


def test_a_token_revokes_none(client: Client, person: Person) -> None:
    made = post(person, scopes=["contacts:read", "contacts:write", "profile:read"]).json
    assert client.request("DELETE", f"{TOKENS}/{made['id']}", token=made["token"]).code == "insufficient_scope"


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("DELETE", f"{TOKENS}/x").status == 401


def test_those_that_were_ended_with_the_sessions_are_not_listed(person: Person, wired: MemoryWiring) -> None:
    post(person)
    [(_, kept)] = wired.memory.sessions
    account = wired.memory.accounts[person.account_id]
    later = wired.memory.sessions[person.account_id, kept].created_at
    wired.memory.accounts[person.account_id] = account.without_sessions(later, but=kept, personal_tokens=True)
    assert listed(person) == []

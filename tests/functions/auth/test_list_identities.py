"""GET /api/v1/auth/identities."""

from __future__ import annotations

import pytest

from tests.functions.conftest import NewPerson, Person
from tests.support.client import Client
from tests.support.identity_builders import proven
from tests.support.provider_visits import IDENTITIES, Browser, exchange
from tests.support.wiring import MemoryWiring


@pytest.fixture
def browser(client: Client, wired: MemoryWiring) -> Browser:
    return Browser(client, wired)


def test_an_account_may_have_none(person: Person) -> None:
    assert person.request("GET", IDENTITIES).json == {"items": []}


def test_the_owner_sees_what_was_linked(person: Person, browser: Browser, new_person: NewPerson) -> None:
    identity = proven()
    linked = person.request("POST", IDENTITIES, json_body=exchange(browser.prove(identity)))
    [shown] = person.request("GET", IDENTITIES).json["items"]
    assert shown == linked.json
    assert shown == {
        "id": identity.id,
        "provider": "example",
        "email": identity.email,
        "created_at": shown["created_at"],
    }
    assert new_person().request("GET", IDENTITIES).json == {"items": []}


def test_a_stranger_sees_nothing(client: Client) -> None:
    assert client.request("GET", IDENTITIES).status == 401

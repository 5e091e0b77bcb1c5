"""PUT /api/v1/auth/me/password."""

from __future__ import annotations

import pytest

from tests.functions.conftest import PASSWORD, NewPerson
from tests.functions.profile.change_password import NEW_PASSWORD, PATH
from tests.support.client import Client
from tests.support.wiring import MemoryWiring

BODY = {"current_password": PASSWORD, "password": NEW_PASSWORD}


def can_log_in(client: Client, email: str, password: str) -> bool:
    return client.request("POST", "/api/v1/auth/login", json_body={"email": email, "password": password}).status == 200


@pytest.mark.parametrize("verified", [True, False])
def test_the_new_password_counts(client: Client, new_person: NewPerson, *, verified: bool) -> None:
    person = new_person(verified=verified)
    answer = person.request("PUT", PATH, json_body=BODY)
    assert (answer.status, answer.body) == (204, b"")
    assert can_log_in(client, person.email, NEW_PASSWORD)
    assert not can_log_in(client, person.email, PASSWORD)


def test_the_present_password_is_needed(client: Client, new_person: NewPerson) -> None:
    person = new_person()
    answer = person.request("PUT", PATH, json_body=BODY | {"current_password": "not that one, surely"})
    assert answer.status == 422
    assert answer.pointers == {("/current_password", "wrong_password")}
    assert can_log_in(client, person.email, PASSWORD)


def test_guessing_with_somebody_elses_token_ends_soon(new_person: NewPerson, wired: MemoryWiring) -> None:
    person = new_person()
    wrong = BODY | {"current_password": "not that one, surely"}
    statuses = [person.request("PUT", PATH, json_body=wrong).status for _ in range(11)]
    assert statuses == [422] * 10 + [429]
    hashes = wired.hasher.hashes
    assert person.request("PUT", PATH, json_body=BODY).status == 429
    assert wired.hasher.hashes == hashes


@pytest.mark.parametrize("body", [{}, {"password": NEW_PASSWORD}, BODY | {"extra": 1}])
def test_a_broken_rule_is_named(new_person: NewPerson, body: object) -> None:
    assert new_person().request("PUT", PATH, json_body=body).status == 422


def test_nothing_secret_is_logged(new_person: NewPerson, capsys: pytest.CaptureFixture[str]) -> None:
    new_person().request("PUT", PATH, json_body=BODY)
    logged = capsys.readouterr().out
    assert PATH in logged
    assert PASSWORD not in logged
    assert NEW_PASSWORD not in logged

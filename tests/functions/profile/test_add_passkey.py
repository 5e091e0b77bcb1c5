"""POST /api/v1/auth/me/passkeys."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bench.passkey_device import Flag, base64url
from tests.functions.conftest import NewPerson, Person
from tests.functions.passkeys import LOGIN_OPTIONS, PASSKEYS, add, kinds_of_events, made, new_device, sign_in
from tests.support.client import Answer, Client
from tests.support.clock import Clock
from tests.support.wiring import MemoryWiring


def codes(answer: Answer) -> list[tuple[str, str]]:
    return [(each["pointer"], each["code"]) for each in answer.json["errors"]]


def test_a_passkey_is_added_with_an_event_and_a_message(person: Person, wired: MemoryWiring) -> None:
    answer = add(person, new_device(), name="My phone")
    assert answer.status == 201
    assert (answer.json["name"], answer.json["transports"]) == ("My phone", ["internal"])
    assert person.request("GET", PASSKEYS).json == {"items": [answer.json]}
    assert "passkey_added" in kinds_of_events(person)
    assert [mail.kind for mail in wired.memory.mails.values()][-1] == "passkey_added"


def test_without_a_name_it_has_that_of_the_device(person: Person) -> None:
    body = made(person, new_device())
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    answer = person.request("POST", PASSKEYS, json_body=body, headers={"user-agent": agent})
    assert answer.json["name"] == "Firefox on Linux"
    assert add(person, new_device(2)).json["name"] == "Passkey"


@pytest.mark.parametrize("name", ["", " ", "\u200b", "n" * 65])
def test_a_name_has_1_to_64_characters(person: Person, name: str) -> None:
    answer = add(person, new_device(), name=name or " ")
    assert (answer.status, codes(answer)) == (422, [("/name", "invalid_name")])


def test_what_was_sent_is_good_once(person: Person) -> None:
    body = made(person, new_device())
    assert person.request("POST", PASSKEYS, json_body=body).status == 201
    answer = person.request("POST", PASSKEYS, json_body=body)
    assert (answer.status, codes(answer)) == (422, [("/credential", "passkey_exists")])
    assert len(person.request("GET", PASSKEYS).json["items"]) == 1


def test_a_challenge_is_good_once(person: Person) -> None:
    device, other = new_device(), new_device(2)
    body = made(person, device)
    challenge = _challenge_of(body)
    assert person.request("POST", PASSKEYS, json_body=body).status == 201
    answer = person.request("POST", PASSKEYS, json_body=made(person, other, challenge=challenge))
    assert (answer.status, answer.code) == (400, "invalid_challenge")


def test_a_passkey_belongs_to_one_account(person: Person, new_person: NewPerson) -> None:
    device = new_device()
    add(person, device)
    answer = add(new_person(), device)
    assert (answer.status, codes(answer)) == (422, [("/credential", "passkey_exists")])


def test_an_account_has_at_most_ten(person: Person) -> None:
    assert [add(person, new_device(number)).status for number in range(1, 11)] == [201] * 10
    answer = person.request("POST", f"{PASSKEYS}/options")
    assert (answer.status, codes(answer)) == (422, [("", "too_many_passkeys")])


def test_the_eleventh_is_refused_even_if_it_was_begun_before(person: Person) -> None:
    eleventh = made(person, new_device(11))
    for number in range(1, 11):
        add(person, new_device(number))
    answer = person.request("POST", PASSKEYS, json_body=eleventh)
    assert (answer.status, codes(answer)) == (422, [("", "too_many_passkeys")])


def test_challenges_of_others_and_of_sign_ins_are_refused(
    client: Client, person: Person, new_person: NewPerson
) -> None:
    of_others = _challenge_of(made(new_person(), new_device()))
    of_sign_ins = client.request("POST", LOGIN_OPTIONS).json["challenge"]
    for challenge in (of_others, of_sign_ins, base64url(b"x" * 36)):
        answer = person.request("POST", PASSKEYS, json_body=made(person, new_device(), challenge=challenge))
        assert (answer.status, answer.code) == (400, "invalid_challenge")


def test_a_challenge_expires(person: Person, clock: Clock) -> None:
    body = made(person, new_device())
    clock.advance(timedelta(minutes=10))
    answer = person.request("POST", PASSKEYS, json_body=body)
    assert (answer.status, answer.code) in {(400, "invalid_challenge"), (401, "step_up_required")}


@pytest.mark.parametrize("client_data", [{"origin": "https://evil.example"}, {"type": "webauthn.get"}])
def test_what_cannot_be_verified_is_refused_and_says_why(person: Person, client_data: dict[str, Any]) -> None:
    answer = person.request("POST", PASSKEYS, json_body=made(person, new_device(), **client_data))
    assert (answer.status, codes(answer)) == (422, [("/credential", "invalid_passkey")])


def test_its_owner_must_have_been_verified(person: Person) -> None:
    answer = add(person, new_device(flags=Flag.UP))
    assert codes(answer) == [("/credential", "invalid_passkey")]


@pytest.mark.parametrize("credential", [
    None, [], {}, {"id": "AQ"}, {"id": "AQ", "response": {}}, {"id": 1, "response": {"clientDataJSON": "e30"}},
    {"id": "AQ", "response": {"clientDataJSON": "e30", "attestationObject": "AA"}},
    {"id": "AQ", "response": {"clientDataJSON": "e30", "attestationObject": "A" * 16385}},
    {"id": "AQ", "response": {"clientDataJSON": "e30", "attestationObject": "AA", "transports": ["x"] * 17}},
    {"id": "AQ", "type": "password", "response": {"clientDataJSON": "e30", "attestationObject": "AA"}},
])  # fmt: skip
def test_malformed_bodies_are_refused(person: Person, credential: Any) -> None:
    assert person.request("POST", PASSKEYS, json_body={"credential": credential}).status == 422


def test_a_passkey_that_was_added_signs_in(client: Client, person: Person) -> None:
    device = new_device()
    add(person, device)
    assert sign_in(client, device).status == 200


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("POST", PASSKEYS, json_body={}).status == 401


def _challenge_of(body: dict[str, Any]) -> str:
    import json  # noqa: PLC0415

    from bench.passkey_device import from_base64url  # noqa: PLC0415

    challenge: str = json.loads(from_base64url(body["credential"]["response"]["clientDataJSON"]))["challenge"]
    return challenge

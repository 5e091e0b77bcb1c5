"""A passkey as a second factor, and as a proof of who somebody is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bench.passkey_device import Flag, Passkey
from tests.functions.auth.test_end_session import last_event
from tests.functions.conftest import NewPerson, Person
from tests.functions.factors import SECOND_FACTOR, STEP_UP, Protected
from tests.functions.passkeys import LOGIN, LOGIN_OPTIONS, OPTIONS, add, new_device, used
from tests.support.client import Answer, Client
from tests.support.clock import Clock
from tests.support.wiring import MemoryWiring


@pytest.fixture
def device(protected: Protected) -> Passkey:
    """Return a device of somebody with an authenticator app."""
    device = new_device()
    assert add(protected.person, device).status == 201
    device.flags = Flag.UP  # nobody is verified for a second factor
    return device


def options_for(client: Client, challenge: str) -> dict[str, Any]:
    answer = client.request("POST", LOGIN_OPTIONS, json_body={"challenge": challenge})
    assert answer.status == 200, answer.text
    options: dict[str, Any] = answer.json
    return options


def complete(client: Client, challenge: str, device: Passkey, **client_data: Any) -> Answer:
    passkey = device.get(options_for(client, challenge), **client_data)
    return client.request("POST", SECOND_FACTOR, json_body={"challenge": challenge, "passkey": passkey})


def test_a_passkey_is_a_second_factor_without_its_owner_being_verified(
    client: Client, protected: Protected, device: Passkey, wired: MemoryWiring
) -> None:
    challenge = protected.challenge()
    assert options_for(client, challenge)["userVerification"] == "discouraged"
    answer = complete(client, challenge, device)
    assert answer.status == 200
    assert "access_token" in answer.json
    [passkey] = wired.memory.passkeys.values()
    assert passkey.last_used_at == protected.clock()


def test_it_is_offered_to_those_who_have_one(client: Client, protected: Protected) -> None:
    body = {"email": protected.person.email, "password": "violet tram over the river"}
    login = "/api/v1/auth/login"
    assert "passkey" not in client.request("POST", login, json_body=body).json["second_factor"]["methods"]
    add(protected.person, new_device())
    methods = client.request("POST", login, json_body=body).json["second_factor"]["methods"]
    assert methods == ["totp", "recovery_code", "passkey"]


def test_devices_that_do_not_say_whose_it_is_will_do(client: Client, protected: Protected, device: Passkey) -> None:
    device.user_handle = None
    assert complete(client, protected.challenge(), device).status == 200


def test_the_challenge_signs_in_once(client: Client, protected: Protected, device: Passkey) -> None:
    challenge = protected.challenge()
    body = {"challenge": challenge, "passkey": device.get(options_for(client, challenge))}
    assert client.request("POST", SECOND_FACTOR, json_body=body).status == 200
    answer = client.request("POST", SECOND_FACTOR, json_body=body)
    assert (answer.status, answer.code) == (401, "invalid_second_factor")


def test_the_passkey_of_somebody_else_is_refused(
    client: Client, protected: Protected, new_person: NewPerson, device: Passkey
) -> None:
    other = new_device(2)
    add(new_person(), other)
    challenge = protected.challenge()
    for stranger in (other, new_device(2, key=other.key, user_handle=device.user_handle), new_device(2, key=other.key)):
        answer = complete(client, challenge, stranger)
        assert (answer.status, answer.code) == (401, "invalid_second_factor")
    assert "second_factor_failed" in protected.kinds_of_events()
    assert complete(client, challenge, device).status == 200


def test_a_signature_of_another_challenge_is_refused(client: Client, protected: Protected, device: Passkey) -> None:
    first, second = protected.challenge(), protected.challenge()
    body = {"challenge": first, "passkey": device.get(options_for(client, second))}
    assert client.request("POST", SECOND_FACTOR, json_body=body).status == 401
    device.flags = Flag.UP | Flag.UV
    body = {"challenge": first, "passkey": used(client, device)["credential"]}
    assert client.request("POST", SECOND_FACTOR, json_body=body).status == 401


def test_a_signature_of_a_second_factor_does_not_sign_in_by_itself(
    client: Client, protected: Protected, device: Passkey
) -> None:
    device.flags = Flag.UP | Flag.UV
    passkey = device.get(options_for(client, protected.challenge()))
    answer = client.request("POST", LOGIN, json_body={"credential": passkey})
    assert (answer.status, answer.code) == (400, "invalid_challenge")


def test_a_counter_that_goes_back_is_refused(client: Client, protected: Protected, device: Passkey) -> None:
    complete(client, protected.challenge(), device)
    device.sign_count = 0
    assert complete(client, protected.challenge(), device).status == 401


def test_options_need_a_challenge_of_ours(client: Client, protected: Protected) -> None:
    for challenge in ("", "x", f"somebody.{48 * 'A'}", f"nobody{protected.challenge()}"):
        answer = client.request("POST", LOGIN_OPTIONS, json_body={"challenge": challenge})
        assert (answer.status, answer.code) == (400, "invalid_challenge")


def test_exactly_one_factor_is_sent(client: Client, protected: Protected, device: Passkey) -> None:
    challenge = protected.challenge()
    passkey = device.get(options_for(client, challenge))
    for more in ({"code": "123456"}, {"recovery_code": "K3M9Q-7T2XA"}):
        body = {"challenge": challenge, "passkey": passkey, **more}
        assert client.request("POST", SECOND_FACTOR, json_body=body).status == 422


def test_a_passkey_makes_a_session_fresh_again(client: Client, person: Person, clock: Clock) -> None:
    device = new_device()
    add(person, device)
    clock.advance(timedelta(minutes=11))
    assert person.request("POST", OPTIONS).code == "step_up_required"
    body = {"passkey": used(client, device)["credential"]}
    assert person.request("POST", STEP_UP, json_body=body).status == 204
    assert person.request("POST", OPTIONS).status == 200
    answer = person.request("POST", STEP_UP, json_body=body)
    assert answer.status == 422


def test_a_passkey_is_both_factors_of_a_step_up(client: Client, protected: Protected) -> None:
    device = new_device()
    add(protected.person, device)
    body = {"passkey": used(client, device)["credential"]}
    assert protected.person.request("POST", STEP_UP, json_body=body).status == 204


def test_its_owner_must_be_verified_to_step_up(client: Client, protected: Protected, device: Passkey) -> None:
    body = {"passkey": used(client, device)["credential"]}
    answer = protected.person.request("POST", STEP_UP, json_body=body)
    assert [each["code"] for each in answer.json["errors"]] == ["invalid_passkey"]


def test_the_passkey_of_somebody_else_makes_no_session_fresh(
    client: Client, person: Person, new_person: NewPerson
) -> None:
    stranger, device = new_person(), new_device()
    add(stranger, device)
    answer = person.request("POST", STEP_UP, json_body={"passkey": used(client, device)["credential"]})
    assert answer.json["errors"] == [
        {
            "pointer": "/passkey",
            "code": "invalid_passkey",
            "detail": "The passkey is none of yours, or cannot be verified.",
        }
    ]


def test_its_owner_sees_that_a_step_up_failed(
    client: Client, person: Person, new_person: NewPerson, wired: MemoryWiring, clock: Clock
) -> None:
    device = new_device()
    add(new_person(), device)
    clock.advance(timedelta(seconds=1))
    person.request("POST", STEP_UP, json_body={"passkey": used(client, device)["credential"]})
    account_id, kind, at, network, _ = last_event(wired)
    assert (account_id, kind, at, network) == (person.account_id, "step_up_failed", clock(), "203.0.113.0/24")


def test_a_passkey_is_used_at_the_time_of_a_step_up(
    client: Client, person: Person, wired: MemoryWiring, clock: Clock
) -> None:
    device = new_device()
    add(person, device)
    clock.advance(timedelta(seconds=1))
    assert person.request("POST", STEP_UP, json_body={"passkey": used(client, device)["credential"]}).status == 204
    [passkey] = wired.memory.passkeys.values()
    assert passkey.last_used_at == clock()


def test_the_challenge_makes_a_session_fresh_once_even_if_the_device_does_not_count(
    client: Client, person: Person
) -> None:
    device = new_device(sign_count=None)
    add(person, device)
    body = {"passkey": used(client, device)["credential"]}
    assert person.request("POST", STEP_UP, json_body=body).status == 204
    assert person.request("POST", STEP_UP, json_body=body).pointers == {("/passkey", "wrong_code")}

"""POST /api/v1/auth/login/passkey."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from bench.passkey_device import Flag, Passkey, base64url, from_base64url
from tests.functions.conftest import NewPerson, Person
from tests.functions.factors import Protected
from tests.functions.passkeys import (
    LOGIN,
    LOGIN_OPTIONS,
    OPTIONS,
    PASSKEYS,
    add,
    kinds_of_events,
    new_device,
    sign_in,
    used,
)
from tests.support.client import Answer, Client
from tests.support.clock import Clock
from tests.support.wiring import MemoryWiring

ME = "/api/v1/auth/me"
SYNCED = Flag.UP | Flag.UV | Flag.BE | Flag.BS


@pytest.fixture
def device(person: Person) -> Passkey:
    """Return a device with a passkey of the person."""
    device = new_device()
    assert add(person, device).status == 201
    return device


def refused(answer: Answer, code: str = "invalid_passkey") -> bool:
    status = {"invalid_passkey": 401, "invalid_challenge": 400, "invalid_input": 422}[code]
    return (answer.status, answer.code) == (status, code)


def test_a_passkey_signs_in_without_an_address_and_a_password(client: Client, person: Person, device: Passkey) -> None:
    answer = sign_in(client, device)
    assert answer.status == 200
    me = client.request("GET", ME, token=answer.json["access_token"])
    assert me.json["email"] == person.email
    assert {"access_token", "refresh_token", "expires_in", "token_type"} <= answer.json.keys()
    assert "signed_in" in kinds_of_events(person)


def test_a_passkey_is_both_factors(client: Client, protected: Protected) -> None:
    device = new_device()
    assert add(protected.person, device).status == 201
    assert "access_token" in sign_in(client, device).json


def test_the_owner_sees_when_it_was_used_and_whether_it_is_backed_up(
    client: Client, person: Person, clock: Clock
) -> None:
    device = new_device(flags=Flag.UP | Flag.UV | Flag.BE, sign_count=None)
    assert add(person, device).json["last_used_at"] is None
    device.flags = SYNCED
    clock.advance(timedelta(minutes=1))
    sign_in(client, device)
    (listed,) = person.request("GET", PASSKEYS).json["items"]
    assert (listed["last_used_at"], listed["is_backed_up"]) == (f"{clock():%Y-%m-%dT%H:%M:%S.%f}Z", True)


def test_devices_that_do_not_count_sign_in_again_and_again(client: Client, person: Person) -> None:
    device = new_device(sign_count=None, flags=SYNCED)
    add(person, device)
    assert [sign_in(client, device).status for _ in range(3)] == [200, 200, 200]


def test_the_same_answer_signs_in_once(client: Client, device: Passkey) -> None:
    body = used(client, device)
    assert client.request("POST", LOGIN, json_body=body).status == 200
    assert refused(client.request("POST", LOGIN, json_body=body))


def test_the_same_answer_of_a_device_that_does_not_count_signs_in_once(client: Client, person: Person) -> None:
    device = new_device(sign_count=None, flags=SYNCED)
    add(person, device)
    body = used(client, device)
    assert client.request("POST", LOGIN, json_body=body).status == 200
    assert refused(client.request("POST", LOGIN, json_body=body))


@pytest.mark.parametrize("back", [0, 1, 5])
def test_a_counter_that_does_not_go_up_is_refused_and_told_to_the_owner(
    client: Client, person: Person, device: Passkey, back: int
) -> None:
    device.sign_count = 7
    assert sign_in(client, device).status == 200
    device.sign_count = 7 - back
    assert refused(sign_in(client, device))
    assert "sign_in_failed" in kinds_of_events(person)
    device.sign_count = 8
    assert sign_in(client, device).status == 200


def test_a_device_that_counted_does_not_cease_to(client: Client, device: Passkey) -> None:
    sign_in(client, device)
    device.sign_count = None
    assert refused(sign_in(client, device))


def test_what_can_be_backed_up_never_changes(client: Client, device: Passkey) -> None:
    device.flags = SYNCED
    assert refused(sign_in(client, device))


def test_the_owner_must_have_been_verified(client: Client, device: Passkey) -> None:
    device.flags = Flag.UP
    assert refused(sign_in(client, device))


@pytest.mark.parametrize(
    "origin", ["https://app.api.example.com.evil.example", "http://api.example.com", "https://api.example.com:8443"]
)
def test_pages_of_others_are_refused(client: Client, device: Passkey, origin: str) -> None:
    device.origin = origin
    assert refused(sign_in(client, device))


def test_a_challenge_that_has_expired_is_refused(client: Client, device: Passkey, clock: Clock) -> None:
    body = used(client, device)
    clock.advance(timedelta(minutes=5))
    assert refused(client.request("POST", LOGIN, json_body=body), "invalid_challenge")


def test_the_challenge_of_another_route_is_refused(client: Client, person: Person, device: Passkey) -> None:
    options = {
        **client.request("POST", LOGIN_OPTIONS).json,
        "challenge": person.request("POST", OPTIONS).json["challenge"],
    }
    assert refused(client.request("POST", LOGIN, json_body={"credential": device.get(options)}), "invalid_challenge")


def test_a_challenge_that_is_not_ours_is_refused(client: Client, device: Passkey) -> None:
    assert refused(sign_in(client, device, challenge=base64url(b"c" * 36)), "invalid_challenge")


def test_the_passkey_of_another_account_does_not_sign_in(
    client: Client, person: Person, device: Passkey, new_person: NewPerson
) -> None:
    stranger, own = new_person(), new_device(2)
    add(stranger, own)
    own.user_handle = device.user_handle
    assert refused(sign_in(client, own))
    own.credential_id = device.credential_id
    assert refused(sign_in(client, own))


def test_a_passkey_that_was_removed_is_unknown(client: Client, person: Person, device: Passkey) -> None:
    (listed,) = person.request("GET", PASSKEYS).json["items"]
    person.request("DELETE", f"{PASSKEYS}/{listed['id']}")
    assert refused(sign_in(client, device))


def test_unknown_passkeys_and_wrong_signatures_are_refused_alike(client: Client, device: Passkey) -> None:
    body = used(client, device)
    body["credential"]["response"]["signature"] = base64url(b"s" * 64)
    wrong = client.request("POST", LOGIN, json_body=body)
    unknown = sign_in(client, new_device(9, user_handle=device.user_handle))
    both = [{**answer.json, "request_id": ""} for answer in (wrong, unknown)]
    assert both[0] == both[1]
    assert wrong.headers["www-authenticate"] == "Bearer"


def test_a_disabled_account_does_not_sign_in(
    client: Client, person: Person, device: Passkey, wired: MemoryWiring
) -> None:
    from dataclasses import replace  # noqa: PLC0415

    account_id = wired.memory.claims[person.email].account_id
    account = wired.memory.accounts[account_id]
    wired.memory.accounts[account_id] = replace(account, disabled_at=account.created_at)
    answer = sign_in(client, device)
    assert (answer.status, answer.code) == (403, "account_disabled")


@pytest.mark.parametrize("change", [
    {"id": "not base64url"}, {"id": ""}, {"id": "AQ=="}, {"id": "A" * 1365}, {"id": None}, {"type": "password"},
    {"response": None}, {"response": {}}, {"response": []},
    {"response": {"clientDataJSON": ""}}, {"response": {"clientDataJSON": "W10"}},
    {"response": {"clientDataJSON": base64url(b"[" * 5000)}}, {"response": {"clientDataJSON": "é"}},
    {"response": {"authenticatorData": ""}}, {"response": {"authenticatorData": "AA"}},
    {"response": {"signature": "!"}},
    {"response": {"userHandle": ""}}, {"response": {"userHandle": "_w"}}, {"response": {"userHandle": "A" * 89}},
    {"response": {"userHandle": base64url("ключ".encode())}}, {"response": {"userHandle": None}},
])  # fmt: skip
def test_malformed_bodies_are_refused(client: Client, device: Passkey, change: dict[str, Any]) -> None:
    credential = used(client, device)["credential"]
    if change.get("response"):
        change = {"response": {**credential["response"], **change["response"]}}
    answer = client.request("POST", LOGIN, json_body={"credential": {**credential, **change}})
    assert answer.status in (400, 401, 422)


def test_members_that_newer_browsers_add_are_ignored(client: Client, device: Passkey) -> None:
    credential = used(client, device)["credential"]
    credential |= {"more": 1, "response": {**credential["response"], "attestationObject": "AA"}}
    assert client.request("POST", LOGIN, json_body={"credential": credential}).status == 200


def test_sign_ins_of_a_network_are_counted(client: Client, device: Passkey) -> None:
    statuses = [sign_in(client, new_device(9, user_handle=device.user_handle)).status for _ in range(61)]
    assert statuses == [*[401] * 60, 429]


def test_no_secret_is_in_the_log(client: Client, device: Passkey, capsys: pytest.CaptureFixture[str]) -> None:
    body = used(client, device)
    client.request("POST", LOGIN, json_body=body)
    logged = capsys.readouterr().out
    assert logged
    assert body["credential"]["response"]["signature"] not in logged
    assert json.loads(from_base64url(body["credential"]["response"]["clientDataJSON"]))["challenge"] not in logged

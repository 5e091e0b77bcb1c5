"""POST /api/v1/auth/login/passkey/options."""

from __future__ import annotations

from collections.abc import Callable

from tests.functions.passkeys import LOGIN_OPTIONS
from tests.support.client import Client


def test_any_passkey_of_the_service_is_asked_for_and_its_owner(client: Client) -> None:
    options = client.request("POST", LOGIN_OPTIONS).json
    assert {name: options[name] for name in ("rpId", "allowCredentials", "userVerification")} == {
        "rpId": "api.example.com",
        "allowCredentials": [],
        "userVerification": "required",
    }


def test_every_challenge_is_a_new_one(client: Client) -> None:
    challenges = {client.request("POST", LOGIN_OPTIONS).json["challenge"] for _ in range(3)}
    assert len(challenges) == 3
    assert {len(each) for each in challenges} == {48}


def test_asking_takes_no_request(client: Client, requests_of: Callable[[Callable[[], object]], int]) -> None:
    assert requests_of(lambda: client.request("POST", LOGIN_OPTIONS)) == 0

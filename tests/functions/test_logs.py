"""What the functions write down is no danger to anybody."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from shared import observe
from shared.domain.errors import StoreUnavailableError
from tests.functions.conftest import PASSWORD
from tests.support.client import Client
from tests.support.fakes import raising
from tests.support.wiring import MemoryWiring

EMAIL = "Olena.Test@example.com"
LOGIN = "/api/v1/auth/login"
CREDENTIALS = {"email": EMAIL, "password": PASSWORD}


@pytest.fixture(autouse=True)
def _everything_is_logged() -> Iterator[None]:
    observe.configure(service="contacts-api", namespace="ContactsApi", level="DEBUG")
    yield
    observe.configure(service="contacts-api", namespace="ContactsApi", level="INFO")


def sign_up_and_in(client: Client, wired: MemoryWiring) -> list[str]:
    """Register, verify, sign in and look at the profile, each rightly and wrongly; return all that is secret."""
    assert client.request("POST", "/api/v1/auth/register", json_body=CREDENTIALS).status == 201
    mailed = wired.last_mailed_token()
    assert client.request("POST", f"/api/v1/auth/verify-email?token={mailed}").status == 200
    wrong = {**CREDENTIALS, "password": f"{PASSWORD} no"}
    assert client.request("POST", LOGIN, json_body=wrong).status == 401
    assert (
        client.request("POST", LOGIN, body=json.dumps(CREDENTIALS)[:-1], content_type="application/json").status == 400
    )
    assert client.request("POST", LOGIN, json_body={**CREDENTIALS, "extra": EMAIL}).status == 422
    token = client.request("POST", LOGIN, json_body=CREDENTIALS).json["access_token"]
    assert client.request("GET", "/api/v1/auth/me", token=token).status == 200
    assert client.request("GET", "/api/v1/auth/me", token=f"{token}x").status == 401
    for failure in (StoreUnavailableError(f"for {EMAIL}"), LookupError(f"{EMAIL} {token} {mailed}"), KeyError(token)):
        wired.people.before("find_claim", raising(failure))
        assert client.request("POST", LOGIN, json_body=CREDENTIALS).status in {500, 503}
    return [EMAIL, EMAIL.lower(), PASSWORD, token, token.split(".")[1], mailed]


def test_neither_password_nor_token_nor_address_is_logged(
    client: Client, wired: MemoryWiring, capfd: pytest.CaptureFixture[str]
) -> None:
    secrets = sign_up_and_in(client, wired)
    written = "".join(capfd.readouterr())
    assert "unexpected error" in written
    assert [secret for secret in secrets if secret in written] == []


def test_every_request_has_one_line_of_its_own(
    client: Client, wired: MemoryWiring, capfd: pytest.CaptureFixture[str]
) -> None:
    sign_up_and_in(client, wired)
    lines = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    requests = [line for line in lines if line["message"] == "request"]
    assert [line["status"] for line in requests] == [201, 200, 401, 400, 422, 200, 200, 401, 503, 500, 500]
    assert len({line["request_id"] for line in requests}) == len(requests)
    assert {line["route"] for line in requests} == {
        "POST /api/v1/auth/register",
        "POST /api/v1/auth/verify-email",
        "POST /api/v1/auth/login",
        "GET /api/v1/auth/me",
    }

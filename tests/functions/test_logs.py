"""What the functions write down is no danger to anybody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from shared import observe
from shared.domain.errors import StoreUnavailableError
from tests.functions.conftest import PASSWORD, Person
from tests.support.client import Client
from tests.support.fakes import raising
from tests.support.wiring import MemoryWiring

EMAIL = "Olena.Test@example.com"
REFRESH = "/api/v1/auth/refresh"
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


def refresh_rightly_and_wrongly(client: Client, wired: MemoryWiring) -> list[str]:
    """Use refresh tokens, and return all that is secret in them."""
    first = client.request("POST", LOGIN, json_body=CREDENTIALS).json["refresh_token"]
    wired.people.before("find_account", raising(LookupError(f"no {first}")))
    sent = [first, first, f"{first}x"]
    statuses = [client.request("POST", REFRESH, json_body={"refresh_token": one}).status for one in sent]
    assert statuses == [500, 200, 401]
    return [first.rpartition(".")[2]]


def test_neither_password_nor_token_nor_address_is_logged(
    client: Client, wired: MemoryWiring, capfd: pytest.CaptureFixture[str]
) -> None:
    secrets = sign_up_and_in(client, wired) + refresh_rightly_and_wrongly(client, wired)
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


def request_lines(capfd: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    return [line for line in lines if line["message"] == "request"]


def test_a_line_has_the_ids_of_lambda_the_gateway_and_the_client(
    client: Client, capfd: pytest.CaptureFixture[str]
) -> None:
    answer = client.request("GET", "/api/v1/auth/me", headers={"X-Request-Id": "client-1.A_b"})
    (line,) = request_lines(capfd)
    assert line["request_id"] == answer.headers["x-request-id"] == answer.json["request_id"]
    assert line["request_id"].startswith("invocation-")
    assert (line["gateway_request_id"], line["client_request_id"]) == ("gateway", "client-1.A_b")


@pytest.mark.parametrize("sent", ["", "with space", "x" * 129, '{"a": 1}', "olena@example.com", "\u0457"])
def test_what_is_no_request_id_is_not_logged(client: Client, capfd: pytest.CaptureFixture[str], sent: str) -> None:
    client.request("GET", "/health", headers={"X-Request-Id": sent})
    (line,) = request_lines(capfd)
    assert "client_request_id" not in line


def test_the_access_log_has_the_same_ids_under_the_same_names(root: Path) -> None:
    """API Gateway's variables: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html"""
    template = (root / "template.yaml").read_text(encoding="utf-8")
    assert '"request_id": "$context.integration.requestId"' in template
    assert '"gateway_request_id": "$context.requestId"' in template


def test_the_log_says_who_signed_in_and_who_failed(
    client: Client, wired: MemoryWiring, capfd: pytest.CaptureFixture[str]
) -> None:
    sign_up_and_in(client, wired)
    capfd.readouterr()
    (account,) = wired.memory.accounts.values()
    assert client.request("POST", LOGIN, json_body=CREDENTIALS).status == 200
    attempts = [
        (CREDENTIALS["email"], "203.0.113.7"), (EMAIL.upper(), "203.0.113.7"), ("nobody@example.com", "203.0.113.7"),
        (EMAIL, "198.51.100.9"),
    ]  # fmt: skip
    for email, network in attempts:
        wrong = {"email": email, "password": "not the password"}
        assert client.request("POST", LOGIN, json_body=wrong, source_ip=network).status == 401
    success, *failures = request_lines(capfd)
    assert success["account_id"] == account.id
    assert not {"address_hash", "network_hash"} & success.keys()
    assert all("account_id" not in line for line in failures)
    addresses = [line["address_hash"] for line in failures]
    networks = [line["network_hash"] for line in failures]
    assert addresses[0] == addresses[1] == addresses[3] != addresses[2]
    assert networks[0] == networks[1] == networks[2] != networks[3]
    plain = {sha256(each.encode()).hexdigest()[:16] for each in (EMAIL.lower(), "203.0.113.7")}
    assert not plain & {*addresses, *networks}


def test_an_attempt_that_is_refused_is_logged_as_a_failure_too(
    client: Client, capfd: pytest.CaptureFixture[str]
) -> None:
    statuses = [client.request("POST", LOGIN, json_body=CREDENTIALS).status for _ in range(11)]
    lines = request_lines(capfd)
    assert statuses == [401] * 10 + [429]
    assert len({(line["address_hash"], line["network_hash"]) for line in lines}) == 1


def test_without_keys_a_failure_is_logged_without_them(
    client: Client, wired: MemoryWiring, capfd: pytest.CaptureFixture[str]
) -> None:
    wired.keys.available = False
    assert client.request("POST", LOGIN, json_body=CREDENTIALS).status == 401
    (line,) = request_lines(capfd)
    assert (line["status"], "address_hash" in line) == (401, False)


def test_every_request_with_a_token_says_whose_it_is(
    person: Person, client: Client, capfd: pytest.CaptureFixture[str]
) -> None:
    capfd.readouterr()
    for path in ("/api/v1/auth/me", "/api/v1/contacts", "/api/v1/contacts/nothing"):
        person.request("GET", path)
    assert [line["account_id"] for line in request_lines(capfd)] == [person.account_id] * 3

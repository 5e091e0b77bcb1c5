"""POST /api/v1/auth/login."""

from __future__ import annotations

import gzip
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.functions.conftest import PASSWORD, NewPerson, Person
from tests.support.client import JSON, Answer, Client
from tests.support.wiring import MemoryWiring

LOGIN = "/api/v1/auth/login"
FORM = "application/x-www-form-urlencoded"


def log_in(client: Client, email: str, password: str = PASSWORD) -> Answer:
    return client.request("POST", LOGIN, json_body={"email": email, "password": password})


def post_form(client: Client, **fields: str) -> Answer:
    return client.request("POST", LOGIN, body=urlencode(fields), content_type=FORM)


def test_an_address_and_its_password_are_worth_a_token(client: Client, person: Person) -> None:
    answer = log_in(client, person.email)
    assert answer.status == 200
    assert answer.json == {
        "access_token": answer.json["access_token"],
        "token_type": "bearer",
        "expires_in": 1800,
        "refresh_token": answer.json["refresh_token"],
    }
    assert answer.headers["cache-control"] == "no-store"
    assert client.request("GET", "/api/v1/contacts", token=answer.json["access_token"]).status == 200


def test_an_unverified_account_may_sign_in_and_its_token_says_so(client: Client, new_person: NewPerson) -> None:
    token = log_in(client, new_person(verified=False).email).json["access_token"]
    assert client.request("GET", "/api/v1/auth/me", token=token).json["is_verified"] is False
    assert client.request("GET", "/api/v1/contacts", token=token).code == "email_not_verified"


def test_an_unknown_address_and_a_wrong_password_are_answered_alike(client: Client, person: Person) -> None:
    answers = [
        log_in(client, "nobody@example.com"),
        log_in(client, person.email, "wrong"),
        log_in(client, "no address"),
    ]
    for answer in answers:
        assert (answer.status, answer.code) == (401, "invalid_credentials")
        assert answer.headers["www-authenticate"] == "Bearer"
    assert len({str(answer.json | {"request_id": ""}) for answer in answers}) == 1


@pytest.mark.parametrize("password", ["x" * 73, "x" * 1_024, "\u0000", "ї" * 60])
def test_a_password_that_nobody_can_have_is_only_wrong(client: Client, person: Person, password: str) -> None:
    assert log_in(client, person.email, password).status == 401


def test_the_password_form_of_oauth_is_read(client: Client, person: Person) -> None:
    for more in (
        {},
        {"grant_type": "password"},
        {"grant_type": ""},
        {"scope": "", "client_id": "ui", "client_secret": "x"},
    ):
        answer = post_form(client, username=person.email, password=PASSWORD, **more)
        assert answer.status == 200
        assert answer.json["token_type"] == "bearer"


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"password": "x"}, ("/username", "required")),
        ({"username": "x"}, ("/password", "required")),
        ({"username": "x", "password": "x", "grant_type": "refresh_token"}, ("/grant_type", "not_one_of")),
        ({"username": "x", "password": ""}, ("/password", "required")),
        ({}, ("/username", "required")),
    ],
)
def test_a_form_is_told_what_is_wrong_in_its_own_words(
    client: Client, fields: dict[str, str], problem: tuple[str, str]
) -> None:
    assert problem in post_form(client, **fields).pointers


@pytest.mark.parametrize(
    "body", ["username=a&username=b&password=c", "username=%ff", "&".join(f"f{i}=" for i in range(21)), b"\xff"]
)
def test_a_form_that_cannot_be_read_is_malformed(client: Client, body: str | bytes) -> None:
    answer = client.request("POST", LOGIN, body=body, content_type=FORM)
    assert (answer.status, answer.code) == (400, "malformed_request")


@pytest.mark.parametrize("content_type", ["text/plain", "multipart/form-data; boundary=x"])
def test_other_bodies_are_refused(client: Client, content_type: str) -> None:
    answer = client.request("POST", LOGIN, body="x", content_type=content_type)
    assert (answer.status, answer.headers["accept"]) == (415, f"{JSON}, {FORM}")


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"email": "a@example.com"}, ("/password", "required")),
        ({"email": "a@example.com", "password": 1}, ("/password", "wrong_type")),
        ({"username": "a@example.com", "password": "x"}, ("/username", "unknown_member")),
        ({"email": "a@example.com", "password": "x" * 1_025}, ("/password", "too_long")),
    ],
)
def test_a_broken_rule_is_named(client: Client, body: Any, problem: tuple[str, str]) -> None:
    assert problem in client.request("POST", LOGIN, json_body=body).pointers


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=100, deadline=None
)
@given(body=st.binary(max_size=40), content_type=st.sampled_from([JSON, FORM]))
def test_any_bytes_are_refused(client: Client, body: bytes, content_type: str) -> None:
    assert client.request("POST", LOGIN, body=body, content_type=content_type).status in {400, 401, 422}


@pytest.mark.parametrize(
    ("content_type", "body"),
    [(JSON, '{{"email": "{0}", "password": "{1}"}}'), (FORM, "username={0}&password={1}")],
)
def test_a_compressed_body_is_read(client: Client, person: Person, content_type: str, body: str) -> None:
    packed = gzip.compress(body.format(person.email, PASSWORD).encode())
    headers = {"Content-Encoding": "gzip"}
    assert client.request("POST", LOGIN, body=packed, content_type=content_type, headers=headers).status == 200


def test_a_body_over_256_kib_is_too_large(client: Client, wired: MemoryWiring) -> None:
    for content_type in (JSON, FORM):
        answer = client.request("POST", LOGIN, body="x" * (256 * 1024 + 1), content_type=content_type)
        assert (answer.status, answer.code) == (413, "content_too_large")
    assert wired.hasher.hashes == 0

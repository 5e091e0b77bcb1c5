"""POST /api/v1/auth/refresh."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.functions.auth.test_login import log_in
from tests.functions.conftest import NewPerson, Person
from tests.support.client import Answer, Client
from tests.support.clock import Clock
from tests.support.wiring import MemoryWiring

REFRESH = "/api/v1/auth/refresh"
ME = "/api/v1/auth/me"


def refresh(client: Client, tokens: Answer) -> Answer:
    return client.request("POST", REFRESH, json_body={"refresh_token": tokens.json["refresh_token"]})


def test_a_refresh_token_is_worth_the_next_two(client: Client, person: Person) -> None:
    signed_in = log_in(client, person.email)
    answer = refresh(client, signed_in)
    assert answer.status == 200
    assert answer.json == {
        "access_token": answer.json["access_token"],
        "token_type": "bearer",
        "expires_in": 1800,
        "refresh_token": answer.json["refresh_token"],
    }
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json["refresh_token"] != signed_in.json["refresh_token"]
    assert client.request("GET", ME, token=answer.json["access_token"]).status == 200


def test_a_person_stays_signed_in_for_ninety_days(client: Client, person: Person, clock: Clock) -> None:
    tokens = log_in(client, person.email)
    for _ in range(3):
        clock.advance(timedelta(days=29))
        tokens = refresh(client, tokens)
        assert client.request("GET", ME, token=tokens.json["access_token"]).status == 200
    clock.advance(timedelta(days=3))
    assert (refresh(client, tokens).status, refresh(client, tokens).code) == (401, "invalid_refresh_token")


def test_a_token_that_is_used_again_ends_the_session(client: Client, person: Person) -> None:
    first = log_in(client, person.email)
    second = refresh(client, first)
    third = refresh(client, second)
    answer = refresh(client, first)
    assert (answer.status, answer.code) == (401, "invalid_refresh_token")
    assert refresh(client, third).code == "invalid_refresh_token"
    assert client.request("GET", ME, token=third.json["access_token"]).code == "session_ended"


def test_the_message_that_tells_so_is_written(client: Client, person: Person, wired: MemoryWiring) -> None:
    first = log_in(client, person.email)
    refresh(client, refresh(client, first))
    refresh(client, first)
    mail = list(wired.memory.mails.values())[-1]
    wired.mailing.deliver(mail.id)
    rendered = wired.mailbox.mails[-1]
    assert (rendered.to, rendered.subject) == (person.email, "We signed out one of your devices")
    for secret in (first.json["refresh_token"], first.json["access_token"]):
        assert secret not in rendered.text + rendered.html


@pytest.mark.parametrize("text", ["", "x", "k1.a.b.c", "ї" * 100, "\x00", "k1.a.b." + "A" * 64])
def test_a_text_that_is_no_token_is_refused(client: Client, text: str) -> None:
    answer = client.request("POST", REFRESH, json_body={"refresh_token": text})
    assert (answer.status, answer.code) == (401, "invalid_refresh_token")
    assert answer.headers["www-authenticate"].startswith('Bearer error="invalid_token"')


def test_an_access_token_is_no_refresh_token(client: Client, person: Person) -> None:
    answer = client.request("POST", REFRESH, json_body={"refresh_token": person.token})
    assert answer.code in {"invalid_refresh_token", "invalid_input"}


def test_a_refresh_token_is_no_access_token(client: Client, person: Person) -> None:
    token = log_in(client, person.email).json["refresh_token"]
    assert client.request("GET", ME, token=token).code == "invalid_access_token"
    assert client.request("GET", "/api/v1/contacts", token=token).code == "invalid_access_token"


def test_a_disabled_account_is_refused_everywhere(
    client: Client, person: Person, wired: MemoryWiring, clock: Clock
) -> None:
    tokens = log_in(client, person.email)
    wired.account_writer.change(person.account_id, lambda account: replace(account, disabled_at=clock()))
    for answer in (refresh(client, tokens), log_in(client, person.email), person.request("GET", ME)):
        assert (answer.status, answer.code) == (403, "account_disabled")


def test_an_unverified_account_may_refresh(client: Client, new_person: NewPerson) -> None:
    tokens = refresh(client, log_in(client, new_person(verified=False).email))
    assert client.request("GET", ME, token=tokens.json["access_token"]).json["is_verified"] is False

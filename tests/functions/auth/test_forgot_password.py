"""POST /api/v1/auth/forgot-password."""

from __future__ import annotations

import pytest

from tests.functions.auth.forgot_password import ROUTE
from tests.functions.conftest import NewPerson
from tests.support.client import Client
from tests.support.wiring import MemoryWiring

FORGOT = ROUTE.removeprefix("POST ")
RESET = "/api/v1/auth/reset-password"
NEW = "seven quiet lamps on a hill"


def test_the_link_in_the_message_resets_the_password(
    client: Client, new_person: NewPerson, wired: MemoryWiring
) -> None:
    person = new_person()
    assert client.request("POST", FORGOT, json_body={"email": person.email.upper()}).status == 202
    answer = client.request("POST", RESET, json_body={"token": wired.last_action_token(), "password": NEW})
    assert answer.status == 200


def test_every_address_is_answered_alike(client: Client, new_person: NewPerson, wired: MemoryWiring) -> None:
    addresses = [new_person().email, new_person(verified=False).email, "nobody@example.com", "no address"]
    answers, costs = [], []
    for email in addresses:
        before = wired.requests
        answers.append(client.request("POST", FORGOT, json_body={"email": email}))
        costs.append(wired.requests - before)
    assert {answer.status for answer in answers} == {202}
    assert len({answer.body for answer in answers}) == 1
    assert len(set(costs)) == 1


def test_no_header_decides_where_the_link_leads(client: Client, new_person: NewPerson, wired: MemoryWiring) -> None:
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    client.request("POST", FORGOT, json_body={"email": new_person().email}, headers=headers)
    (wired.mailing.deliver(list(wired.memory.mails)[-1]))
    assert "evil" not in wired.mailbox.mails[-1].text + wired.mailbox.mails[-1].html
    assert "https://api.example.com/api/v1/auth/reset-password?token=" in wired.mailbox.mails[-1].text


def test_an_address_gets_five_messages_and_others_are_refused(
    client: Client, new_person: NewPerson, wired: MemoryWiring
) -> None:
    email = new_person().email
    statuses = [client.request("POST", FORGOT, json_body={"email": email}).status for _ in range(6)]
    assert statuses == [202] * 5 + [429]
    strangers = [client.request("POST", FORGOT, json_body={"email": "nobody@example.com"}).status for _ in range(6)]
    assert strangers == statuses


@pytest.mark.parametrize("body", [{}, {"email": 1}, {"email": "a@example.com", "extra": 1}])
def test_a_broken_rule_is_named(client: Client, body: object) -> None:
    assert client.request("POST", FORGOT, json_body=body).status == 422

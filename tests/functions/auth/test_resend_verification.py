"""POST /api/v1/auth/resend-verification."""

from __future__ import annotations

import pytest

from tests.functions.conftest import NewPerson
from tests.support.client import Client
from tests.support.wiring import MemoryWiring

RESEND = "/api/v1/auth/resend-verification"
VERIFY = "/api/v1/auth/verify-email"


def test_the_newer_mail_verifies_and_the_older_one_no_longer_does(
    client: Client, new_person: NewPerson, wired: MemoryWiring
) -> None:
    person = new_person(verified=False)
    older = wired.last_mailed_token()
    assert client.request("POST", RESEND, json_body={"email": person.email}).status == 202
    newer = wired.last_mailed_token()
    assert client.request("POST", VERIFY, query={"token": older}).status == 400
    assert client.request("POST", VERIFY, query={"token": newer}).status == 200


def test_an_unknown_a_verified_and_an_impossible_address_are_answered_like_a_waiting_one(
    client: Client, new_person: NewPerson
) -> None:
    addresses = [new_person(verified=False).email, new_person().email, "nobody@example.com", "no address"]
    answers = [client.request("POST", RESEND, json_body={"email": email}) for email in addresses]
    assert {answer.status for answer in answers} == {202}
    assert len({answer.body for answer in answers}) == 1


@pytest.mark.parametrize("body", [{}, {"email": 1}, {"email": "a@example.com", "extra": 1}])
def test_a_broken_rule_is_named(client: Client, body: object) -> None:
    assert client.request("POST", RESEND, json_body=body).status == 422

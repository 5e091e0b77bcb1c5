"""POST /api/v1/auth/me/totp."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.functions.conftest import NewPerson, Person
from tests.functions.factors import CONFIRM, TOTP, Protected, begin, log_in
from tests.support.client import Client
from tests.support.clock import Clock
from tests.support.qr_reader import read_qr_svg
from tests.support.wiring import MemoryWiring


def test_an_authenticator_app_gets_its_secret_in_every_form(person: Person, clock: Clock) -> None:
    answer = person.request("POST", TOTP)
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    secret, uri = answer.json["secret"], answer.json["otpauth_uri"]
    address = person.email.replace("@", "%40")
    assert uri == f"otpauth://totp/Contacts:{address}?secret={secret}&issuer=Contacts"
    assert parse_qs(urlsplit(uri).query) == {"secret": [secret], "issuer": ["Contacts"]}
    assert len(secret) == 32
    assert secret.isalnum()
    assert read_qr_svg(answer.json["qr_svg"]) == uri
    assert answer.json["expires_at"] == f"{clock() + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"


def test_every_secret_is_another(person: Person, new_person: NewPerson) -> None:
    assert len({begin(each).secret for each in (person, person, new_person())}) == 3


def test_nothing_changes_before_it_is_confirmed(client: Client, person: Person) -> None:
    begin(person)
    assert person.request("GET", TOTP).json["is_active"] is False
    assert "access_token" in log_in(client, person.email).json


def test_a_later_one_voids_an_earlier_one(person: Person, clock: Clock) -> None:
    earlier, later = begin(person), begin(person)
    wrong = person.request("POST", CONFIRM, json_body={"code": earlier.code(clock())})
    assert wrong.pointers == {("/code", "wrong_code")}
    assert person.request("POST", CONFIRM, json_body={"code": later.code(clock())}).status == 200


def test_the_one_that_there_is_works_until_another_is_confirmed(protected: Protected) -> None:
    other = begin(protected.person)
    assert protected.complete(protected.challenge(), code=other.code(protected.clock())).status == 401
    assert protected.complete(protected.challenge(), code=protected.code()).status == 200


def test_an_unverified_address_gets_none(new_person: NewPerson) -> None:
    assert new_person(verified=False).request("POST", TOTP).code == "email_not_verified"


def test_the_secret_is_neither_stored_nor_logged(
    person: Person, wired: MemoryWiring, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = begin(person).secret
    assert secret not in repr(wired.memory)
    assert secret not in capsys.readouterr().out


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("POST", TOTP).status == 401

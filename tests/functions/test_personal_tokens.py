"""What a personal access token is worth: where, in which form, for how long, and for what."""

from __future__ import annotations

import sys
from base64 import b64encode
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.limits import CONTACT_WRITES
from shared.services.accounts.input import Registration
from tests.functions.auth.test_create_token import personal_token
from tests.functions.conftest import PASSWORD, Person
from tests.support.client import Answer, Client
from tests.support.clock import Clock
from tests.support.fakes import DOWN, raising
from tests.support.wiring import MemoryWiring

CONTACTS, ME = "/api/v1/contacts", "/api/v1/auth/me"
EVERYTHING = ["contacts:read", "contacts:write", "profile:read"]


def read(client: Client, token: str) -> Answer:
    return client.request("GET", CONTACTS, token=token)


def with_basic(client: Client, credentials: str, path: str = CONTACTS) -> Answer:
    encoded = b64encode(credentials.encode()).decode()
    return client.request("GET", path, headers={"authorization": f"Basic {encoded}"})


def is_refused(answer: Answer) -> bool:
    return answer.status == 401 and answer.code == "invalid_access_token"


def test_a_program_reads_and_writes_contacts_and_reads_the_profile(client: Client, person: Person) -> None:
    text = personal_token(person, EVERYTHING)
    made = client.request("POST", CONTACTS, token=text, json_body={"first_name": "Taras"})
    assert made.status == 201
    assert [one["id"] for one in read(client, text).json["items"]] == [made.json["id"]]
    assert client.request("GET", ME, token=text).json["email"] == person.email
    assert client.request("HEAD", ME, token=text).status == 200
    assert [one["id"] for one in person.request("GET", CONTACTS).json["items"]] == [made.json["id"]]


def test_a_token_for_reading_writes_nothing(client: Client, person: Person, wired: MemoryWiring) -> None:
    text = personal_token(person, ["contacts:read"])
    answer = client.request("POST", CONTACTS, token=text, json_body={"first_name": "Taras"})
    assert (answer.status, answer.code) == (403, "insufficient_scope")
    assert answer.headers["www-authenticate"] == (
        'Bearer error="insufficient_scope", error_description="the token lacks the scope contacts:write",'
        ' scope="contacts:write"'
    )
    assert wired.memory.books[person.account_id].revision == 0


def test_it_is_taken_as_the_password_of_any_user(client: Client, person: Person) -> None:
    text = personal_token(person, EVERYTHING)
    for user in ("", person.email, "x"):
        assert with_basic(client, f"{user}:{text}").status == 200
        assert with_basic(client, f"{user}:{text}", ME).status == 200
    assert client.request("GET", CONTACTS, headers={"authorization": f"BEARER  {text} "}).status == 200


def test_nothing_else_is_a_password_and_nobody_is_asked_for_one(client: Client, person: Person) -> None:
    text = personal_token(person, EVERYTHING)
    for credentials in (f"{person.email}:{PASSWORD}", f"{text}:", text, f"x:{person.token}", f"x: {text}", ""):
        answer = with_basic(client, credentials)
        assert is_refused(answer)
        assert answer.headers["www-authenticate"] == "Bearer"
    good = b64encode(f"x:{text}".encode()).decode()
    for encoded in ("", "%%%", "w7/DvyA=", "w", "eDpjdGE", f"{good[:4]} {good[4:]}", f"{good[:4]}!{good[4:]}"):
        answer = client.request("GET", CONTACTS, headers={"authorization": f"Basic {encoded}"})
        assert (is_refused(answer), answer.headers["www-authenticate"]) == (True, "Bearer")
    for scheme in ("Digest", "Token", ""):
        assert is_refused(client.request("GET", CONTACTS, headers={"authorization": f"{scheme} {text}"}))


def test_what_is_no_token_by_its_checksum_makes_no_request(client: Client, person: Person, wired: MemoryWiring) -> None:
    text = personal_token(person, EVERYTHING)
    before = wired.requests
    other = "A" if text[10] != "A" else "B"
    for wrong in (text[:-1], f"{text}0", text.swapcase(), f"{text[:10]}{other}{text[11:]}", "cta_", f"cta_{'0' * 42}"):
        assert is_refused(read(client, wrong))
    assert wired.requests == before


def test_an_unknown_one_makes_one_request(client: Client, person: Person, wired: MemoryWiring) -> None:
    text = personal_token(person, EVERYTHING)
    wired.memory.personal_tokens.clear()
    before = wired.requests
    assert is_refused(read(client, text))
    assert wired.requests == before + 1


def test_it_expires(client: Client, person: Person, clock: Clock) -> None:
    text = personal_token(person, EVERYTHING, days=1)
    clock.advance(timedelta(hours=23, minutes=59))
    assert read(client, text).status == 200
    clock.advance(timedelta(minutes=1))
    assert is_refused(read(client, text))
    assert is_refused(client.request("GET", ME, token=text))


def test_it_goes_on_when_its_owner_signs_out_everywhere_or_changes_the_password(client: Client, person: Person) -> None:
    text = personal_token(person, EVERYTHING)
    body = {"current_password": PASSWORD, "password": "seven quiet lamps on a hill"}
    assert person.request("PUT", f"{ME}/password", json_body=body).status == 204
    assert person.request("DELETE", "/api/v1/auth/sessions?include_current=true").status == 204
    assert person.request("GET", ME).status == 401
    assert read(client, text).status == 200
    assert client.request("GET", ME, token=text).status == 200


def test_a_reset_of_the_password_ends_it(client: Client, person: Person, wired: MemoryWiring, clock: Clock) -> None:
    text = personal_token(person, EVERYTHING)
    client.request("POST", "/api/v1/auth/forgot-password", json_body={"email": person.email})
    clock.advance(timedelta(seconds=2))
    body = {"token": wired.last_action_token(), "password": "seven quiet lamps on a hill"}
    assert client.request("POST", "/api/v1/auth/reset-password", json_body=body).status == 200
    assert is_refused(read(client, text))
    assert is_refused(client.request("GET", ME, token=text))


def test_a_change_of_address_that_is_undone_ends_it(
    client: Client, person: Person, wired: MemoryWiring, clock: Clock
) -> None:
    body = {"current_password": PASSWORD, "email": f"new-{person.email}"}
    assert person.request("PUT", f"{ME}/email", json_body=body).status == 202
    assert (
        client.request("POST", "/api/v1/auth/confirm-email", json_body={"token": wired.last_action_token()}).status
        == 200
    )
    clock.advance(timedelta(seconds=2))
    login = {"email": f"new-{person.email}", "password": PASSWORD}
    thief = replace(person, token=client.request("POST", "/api/v1/auth/login", json_body=login).json["access_token"])
    text = personal_token(thief, EVERYTHING)
    assert read(client, text).status == 200
    clock.advance(timedelta(seconds=2))
    undo = {"token": wired.last_action_token()}
    assert client.request("POST", "/api/v1/auth/undo-email-change", json_body=undo).status == 200
    assert is_refused(read(client, text))


def test_without_its_account_it_is_worth_nothing(client: Client, person: Person, wired: MemoryWiring) -> None:
    text = personal_token(person, EVERYTHING)
    del wired.memory.accounts[person.account_id], wired.memory.books[person.account_id]
    for path in (CONTACTS, ME):
        assert client.request("GET", path, token=text).code == "account_gone"


def test_a_store_that_does_not_answer_is_told_from_a_token_that_there_is_not(
    client: Client, person: Person, wired: MemoryWiring
) -> None:
    text = personal_token(person, EVERYTHING)
    wired.personal_token_items.before("find", raising(DOWN))
    assert read(client, text).status == 503


def test_each_token_has_limits_of_its_own(client: Client, person: Person, wired: MemoryWiring) -> None:
    wired.__dict__["contact_write_limit"] = CONTACT_WRITES.at(per_second=1, burst=1)
    tokens = [person.token, *(personal_token(person, EVERYTHING) for _ in range(2))]
    body = {"first_name": "Taras"}
    for token in tokens:
        answers = [client.request("POST", CONTACTS, token=token, json_body=body).status for _ in range(2)]
        assert answers == [201, 429]


def test_somebody_elses_contacts_stay_out_of_reach(client: Client, person: Person, wired: MemoryWiring) -> None:
    wired.registrations.register(Registration(email="other@example.com", password=PASSWORD))
    created = person.create()
    assert (
        client.request("GET", f"{CONTACTS}/{created.json['id']}", token=personal_token(person, EVERYTHING)).status
        == 200
    )


def test_tokens_are_in_no_log(client: Client, person: Person, capsys: pytest.CaptureFixture[str]) -> None:
    text = personal_token(person, EVERYTHING)
    read(client, text)
    read(client, f"{text}x")
    with_basic(client, f"x:{text}")
    logged = "".join(capsys.readouterr())
    assert person.account_id in logged
    assert text.removeprefix("cta_") not in logged


def test_what_reads_tokens_is_loaded_by_the_first_one_only() -> None:
    """The functions of contacts are imported here, as their cold start does; none of them may have loaded it."""
    import subprocess  # noqa: PLC0415

    code = (
        "import functions.contacts.get, sys;"
        "print([name for name in sys.modules if 'personal_token' in name and not name.startswith('tests')])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"

"""GET /api/v1/auth/me/export/{export_id}."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.functions.conftest import PASSWORD, NewPerson, Person
from tests.functions.profile.start_export import PATH
from tests.functions.trash.test_empty import carry_out
from tests.support.client import Answer, Client
from tests.support.clock import Clock
from tests.support.wiring import MemoryWiring


def shown(person: Person, export_id: str) -> Answer:
    return person.request("GET", f"{PATH}/{export_id}")


@pytest.fixture
def export_id(person: Person) -> str:
    return str(person.request("POST", PATH).json["id"])


def test_a_link_is_there_when_it_is_done(person: Person, export_id: str, wired: MemoryWiring) -> None:
    before = shown(person, export_id)
    assert (before.status, before.json["state"], before.json["url"]) == (200, "pending", None)
    carry_out(wired, person, export_id)
    after = shown(person, export_id).json
    assert after["state"] == "done"
    assert f"exports/{export_id}" in after["url"]


def test_the_archive_is_kept_for_a_week(
    client: Client, person: Person, export_id: str, wired: MemoryWiring, clock: Clock
) -> None:
    carry_out(wired, person, export_id)
    clock.advance(timedelta(days=7))
    credentials = {"email": person.email, "password": PASSWORD}
    token = client.request("POST", "/api/v1/auth/login", json_body=credentials).json["access_token"]
    assert client.request("GET", f"{PATH}/{export_id}", token=token).json["url"] is None


def test_nobody_else_sees_it(new_person: NewPerson, export_id: str) -> None:
    answer = shown(new_person(), export_id)
    assert (answer.status, answer.code) == (404, "export_not_found")


def test_an_export_of_contacts_is_none_of_an_account(person: Person, export_id: str) -> None:
    """Who may only read contacts gets no archive, and the other way round."""
    contacts = person.request("POST", "/api/v1/exports", json_body={}).json["id"]
    assert shown(person, contacts).status == 404
    assert person.request("GET", f"/api/v1/exports/{export_id}").status == 404


def test_the_link_is_given_to_a_living_session_only(person: Person, export_id: str, wired: MemoryWiring) -> None:
    carry_out(wired, person, export_id)
    assert person.request("POST", "/api/v1/auth/logout").status == 204
    assert shown(person, export_id).code == "session_ended"


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("GET", f"{PATH}/01JD9Z6M3K5R8V1X4Z7B0D3F6H").status == 401

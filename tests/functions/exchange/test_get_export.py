"""GET /api/v1/exports/{export_id}."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.functions.conftest import NewPerson, Person
from tests.functions.trash.test_empty import TRASH
from tests.support.client import Client
from tests.support.clock import Clock
from tests.support.made_exports import EXPORTS
from tests.support.uploads import UPLOAD_ID


def test_each_request_gives_a_link_that_ends_soon(person: Person, clock: Clock) -> None:
    export_id = person.request("POST", EXPORTS, json_body={}).json["id"]
    clock.advance(timedelta(minutes=14))
    found = person.request("GET", f"{EXPORTS}/{export_id}")
    assert (found.status, found.json["state"]) == (200, "done")
    assert datetime.fromisoformat(found.json["url_expires_at"]) == clock() + timedelta(minutes=15)
    assert found.json["file_name"] in found.json["url"]


def test_what_is_no_export_of_the_caller_is_not_found(person: Person, new_person: NewPerson) -> None:
    theirs = new_person().request("POST", EXPORTS, json_body={}).json["id"]
    other = person.request("DELETE", TRASH).json["id"]
    for export_id in (theirs, other, UPLOAD_ID, "r1", "x"):
        answer = person.request("GET", f"{EXPORTS}/{export_id}")
        assert (answer.status, answer.code) == (404, "export_not_found")


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("GET", f"{EXPORTS}/{UPLOAD_ID}").status == 401

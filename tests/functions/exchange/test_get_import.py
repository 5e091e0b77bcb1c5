"""GET /api/v1/imports/{import_id}."""

from __future__ import annotations

from tests.functions.conftest import NewPerson, Person
from tests.functions.trash.test_empty import TRASH
from tests.support.client import Client
from tests.support.import_requests import bring, start
from tests.support.line_formats import file_of
from tests.support.uploads import IMPORTS, UPLOAD_ID
from tests.support.wiring import MemoryWiring

FILE = file_of([{"first_name": "Ada"}, {"favorite": True}, {"first_name": "Ada"}])


def test_it_says_how_far_it_has_got_and_what_became_of_rows(person: Person, wired: MemoryWiring) -> None:
    found = bring(person, wired, FILE)
    assert (found["state"], found["done"], found["total"]) == ("done", 3, 3)
    assert found["rows"] == {"created": 1, "merged": 0, "unchanged": 1, "skipped": 0, "failed": 1}
    assert found["problem"] == "1 of 3 rows could not be imported"
    assert found["rows_until"] > found["created_at"]


def test_one_that_has_not_begun_says_so(person: Person) -> None:
    answer = person.request("GET", f"{IMPORTS}/{start(person, FILE).json['id']}")
    assert (answer.json["state"], answer.json["done"], answer.json["total"]) == ("pending", 0, None)
    assert set(answer.json["rows"].values()) == {0}


def test_what_is_no_import_of_the_caller_is_not_found(person: Person, new_person: NewPerson) -> None:
    theirs = start(new_person(), FILE).json["id"]
    other = person.request("DELETE", TRASH).json["id"]
    for import_id in (theirs, other, UPLOAD_ID, "r1", "x"):
        answer = person.request("GET", f"{IMPORTS}/{import_id}")
        assert (answer.status, answer.code) == (404, "import_not_found")


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("GET", f"{IMPORTS}/{UPLOAD_ID}").status == 401

"""POST /api/v1/duplicates/dismissals."""

from __future__ import annotations

from typing import Any

import pytest

from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.functions.contacts.dismiss_duplicates import NOBODY, PATH
from tests.support.client import Client
from tests.support.wiring import MemoryWiring


def test_all_pairs_are_remembered_however_often_it_is_said(person: Person, wired: MemoryWiring) -> None:
    ids = sorted(person.create().json["id"] for _ in range(3))
    for _ in range(2):
        answer = person.request("POST", PATH, json_body={"contact_ids": ids})
        assert (answer.status, answer.body) == (204, b"")
    assert wired.duplicate_store.all_dismissed(person.account_id) == {
        (ids[0], ids[1]), (ids[0], ids[2]), (ids[1], ids[2]),
    }  # fmt: skip


def test_a_dismissal_changes_no_contact(person: Person) -> None:
    contacts = [person.create() for _ in range(2)]
    person.request("POST", PATH, json_body={"contact_ids": [each.json["id"] for each in contacts]})
    for contact in contacts:
        assert person.get(contact.json["id"]).headers["etag"] == contact.headers["etag"]


def test_a_contact_that_was_deleted_or_is_somebody_elses_is_named(
    person: Person, new_person: NewPerson, wired: MemoryWiring
) -> None:
    ids = [person.create().json["id"], person.create().json["id"], new_person().create().json["id"]]
    person.request("DELETE", f"{CONTACTS}/{ids[1]}")
    answer = person.request("POST", PATH, json_body={"contact_ids": ids})
    assert answer.pointers == {("/contact_ids/1", "unknown_contact"), ("/contact_ids/2", "unknown_contact")}
    assert wired.duplicate_store.all_dismissed(person.account_id) == frozenset()


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"contact_ids": NOBODY["contact_ids"][:1]}, ("/contact_ids", "too_few")),
        ({"contact_ids": NOBODY["contact_ids"] * 11}, ("/contact_ids", "too_many")),
        ({"contact_ids": NOBODY["contact_ids"] * 2}, ("/contact_ids/2", "repeated")),
        ({"contact_ids": [1, 2]}, ("/contact_ids/0", "wrong_type")),
        ({}, ("/contact_ids", "required")),
        ({**NOBODY, "why": "twins"}, ("/why", "unknown_member")),
    ],
)
def test_a_broken_rule_is_named_with_its_place(person: Person, body: Any, problem: tuple[str, str]) -> None:
    assert problem in person.request("POST", PATH, json_body=body).pointers


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("POST", PATH).status == 401

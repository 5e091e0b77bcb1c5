"""Versions of contacts have their tags, also those whose labels the book has no more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shared.services.books.writer import Plan
from shared.services.ports.books import BookState
from tests.functions.conftest import CONTACTS, Person
from tests.functions.labels.test_list import counts
from tests.support.clock import NOON
from tests.support.wiring import MemoryWiring


@pytest.fixture
def retagged(person: Person, wired: MemoryWiring) -> tuple[Person, str]:
    """Somebody whose contact has had a tag that is deleted since, and the contact's id."""
    contact_id = person.create(tags=["Old", "Work"]).json["id"]
    person.request("PATCH", f"{CONTACTS}/{contact_id}", json_body={"tags": ["Work"]})

    def delete(state: BookState) -> Plan:
        names = {one: name for one, name in state.labels.names.items() if name != "Old"}
        return Plan(writes=(), labels=replace(state.labels, revision=state.labels.revision + 1, names=names))

    wired.book_writer.write(person.account_id, actor="a", at=NOON, labels=True, decide=delete)
    return person, contact_id


def restore(person: Person, contact_id: str, **body: Any) -> Any:
    answer = person.request("POST", f"{CONTACTS}/{contact_id}/restore", json_body=body)
    assert answer.status == 200, answer.text
    return answer.json


def test_a_version_is_restored_with_a_label_that_is_gone(retagged: tuple[Person, str]) -> None:
    person, contact_id = retagged
    assert counts(person) == {"Work": 1}
    assert restore(person, contact_id, revision=1)["tags"] == ["Old", "Work"]
    assert counts(person) == {"Old": 1, "Work": 1}


def test_the_history_names_it(retagged: tuple[Person, str]) -> None:
    person, contact_id = retagged
    history = person.request("GET", f"{CONTACTS}/{contact_id}/history").text
    assert "Old" in history

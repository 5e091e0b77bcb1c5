"""Relations between two contacts of a book: each end shows the other, whichever end is written."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shared.domain.contacts.documents import Document
from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.functions.contacts.test_get import NOBODYS_ID
from tests.functions.contacts.test_patch import patch
from tests.support.client import Answer
from tests.support.wiring import MemoryWiring

Json = dict[str, Any]


def relations(person: Person, contact_id: str) -> list[Json]:
    return list(person.get(contact_id).json["relations"])


def link(person: Person, owner: str, target: str, label: str = "parent", value: str = "Olena") -> Answer:
    return patch(person, owner, {"relations": [{"label": label, "value": value, "contact_id": target}]})


@pytest.fixture
def taras(person: Person) -> str:
    return str(person.create(first_name="Taras", last_name="Melnyk").json["id"])


@pytest.fixture
def olena(person: Person) -> str:
    return str(person.create(first_name="Olena").json["id"])


@pytest.fixture
def linked(person: Person, taras: str, olena: str) -> tuple[Json, Json]:
    """Return the two ends of a relation, of which the first was written: Olena is the mother of Taras."""
    assert link(person, taras, olena, "mother").status == 200
    [own], [inverse] = relations(person, taras), relations(person, olena)
    return own, inverse


def test_the_inverse_is_made_with_a_relation(linked: tuple[Json, Json], taras: str, olena: str) -> None:
    own, inverse = linked
    assert (own["label"], own["value"], own["contact_id"], own["inverse_id"]) == (
        "mother",
        "Olena",
        olena,
        inverse["id"],
    )
    assert (inverse["label"], inverse["value"], inverse["contact_id"], inverse["inverse_id"]) == (
        "child",
        "Taras Melnyk",
        taras,
        own["id"],
    )


def test_both_ends_get_a_version_in_one_transaction(
    person: Person, wired: MemoryWiring, taras: str, olena: str
) -> None:
    before = {contact: person.get(contact).headers["etag"] for contact in (taras, olena)}
    answer = link(person, taras, olena)
    assert answer.headers["etag"] == person.get(taras).headers["etag"] != before[taras]
    assert person.get(olena).headers["etag"] != before[olena]
    changes = wired.memory.shelves[person.account_id].changes[-2:]
    assert [(change.contact_id, change.kind) for change in changes] == [(taras, "updated"), (olena, "updated")]
    assert len({change.operation_id for change in changes}) == 1


def test_a_new_contact_may_have_relations(person: Person, olena: str) -> None:
    created = person.create(first_name="Ivan", relations=[{"value": "Olena", "label": "Spouse", "contact_id": olena}])
    [inverse] = relations(person, olena)
    assert created.json["relations"][0]["inverse_id"] == inverse["id"]
    assert (inverse["label"], inverse["value"], inverse["contact_id"]) == ("spouse", "Ivan", created.json["id"])
    assert person.get(created.json["id"]).json == created.json


@pytest.mark.parametrize("end", [0, 1])
def test_a_relation_that_is_removed_at_one_end_is_removed_at_the_other(
    person: Person, linked: tuple[Json, Json], taras: str, olena: str, end: int
) -> None:
    assert linked
    assert patch(person, (taras, olena)[end], {"relations": None}).status == 200
    assert relations(person, taras) == relations(person, olena) == []


@pytest.mark.parametrize("end", [0, 1])
def test_what_is_put_back_whole_changes_nothing_at_either_end(
    person: Person, linked: tuple[Json, Json], taras: str, olena: str, end: int
) -> None:
    assert linked
    shown = person.get((taras, olena)[end])
    answer = person.request("PUT", f"{CONTACTS}/{shown.json['id']}", json_body=shown.json)
    assert answer.headers["etag"] == shown.headers["etag"]


def test_a_relation_that_points_to_somebody_else_leaves_the_first_one(
    person: Person, linked: tuple[Json, Json], taras: str, olena: str
) -> None:
    other = person.create(first_name="Ivan").json["id"]
    body = {"relations": [{"id": linked[0]["id"], "label": "father", "value": "Ivan", "contact_id": other}]}
    assert patch(person, taras, body).status == 200
    assert relations(person, olena) == []
    [inverse] = relations(person, other)
    assert (inverse["label"], inverse["contact_id"], inverse["inverse_id"]) == ("child", taras, linked[0]["id"])


def test_another_name_is_another_relation_unless_the_contact_is_named_again(
    person: Person, linked: tuple[Json, Json], taras: str, olena: str
) -> None:
    own, _ = linked
    renamed = {"id": own["id"], "label": "mother", "value": "Mum", "contact_id": olena}
    assert patch(person, taras, {"relations": [renamed]}).json["relations"][0]["inverse_id"] == own["inverse_id"]
    del renamed["contact_id"]
    kept = patch(person, taras, {"relations": [renamed]}).json["relations"][0]
    assert (kept["contact_id"], kept["inverse_id"]) == (olena, own["inverse_id"])
    other = patch(person, taras, {"relations": [{**renamed, "value": "Iryna"}]}).json["relations"][0]
    assert other.keys().isdisjoint({"contact_id", "inverse_id"})
    assert relations(person, olena) == []


@pytest.mark.parametrize(
    ("label", "inverse"), [("manager", "report"), ("Friend", "friend"), ("godfather", None), (None, None)]
)
def test_the_label_of_the_inverse_follows(
    person: Person, linked: tuple[Json, Json], taras: str, olena: str, label: str | None, inverse: str | None
) -> None:
    patch(person, taras, {"relations": [{**linked[0], "label": label}]})
    assert relations(person, olena) == [{**linked[1], "label": inverse}]


def test_a_label_of_its_own_stays(person: Person, linked: tuple[Json, Json], taras: str, olena: str) -> None:
    named = {**linked[1], "label": "my boy", "value": "Tarasyk"}
    patch(person, olena, {"relations": [named]})
    patch(person, taras, {"relations": [{**linked[0], "label": "friend"}]})
    assert relations(person, olena) == [named]
    assert relations(person, taras)[0]["label"] == "friend"


def test_a_contact_in_the_trash_leaves_its_name(
    person: Person, linked: tuple[Json, Json], taras: str, olena: str
) -> None:
    etag = person.get(olena).headers["etag"]
    assert person.request("DELETE", f"{CONTACTS}/{taras}").status == 204
    own, inverse = linked
    assert relations(person, olena) == [
        {name: value for name, value in inverse.items() if name not in {"contact_id", "inverse_id"}}
    ]
    assert person.get(olena).headers["etag"] != etag
    assert own["id"]


def test_a_contact_that_comes_back_from_the_trash_is_an_end_again(
    person: Person, linked: tuple[Json, Json], taras: str, olena: str
) -> None:
    own, inverse = linked
    person.request("DELETE", f"{CONTACTS}/{taras}")
    assert relations(person, olena)[0].get("contact_id") is None
    assert person.request("POST", f"{CONTACTS}/{taras}/restore").status == 200
    assert (relations(person, taras), relations(person, olena)) == ([own], [inverse])


def test_an_earlier_version_brings_its_relations_back_at_both_ends(
    person: Person, linked: tuple[Json, Json], taras: str, olena: str
) -> None:
    version = person.get(taras).json["revision"]
    assert patch(person, taras, {"relations": []}).status == 200
    assert relations(person, olena) == []
    assert person.request("POST", f"{CONTACTS}/{taras}/restore", json_body={"revision": version}).status == 200
    assert relations(person, taras)[0]["contact_id"] == olena
    assert relations(person, olena)[0]["contact_id"] == taras


@pytest.mark.parametrize("target", ["nobody", "self", "trash", "theirs"])
def test_a_relation_needs_another_contact_of_the_book(
    person: Person, new_person: NewPerson, taras: str, olena: str, target: str
) -> None:
    person.request("DELETE", f"{CONTACTS}/{olena}")
    theirs = new_person().create().json["id"]
    wanted = {"nobody": NOBODYS_ID, "self": taras, "trash": olena, "theirs": theirs}[target]
    before = person.get(taras).json
    assert link(person, taras, wanted).pointers == {("/relations/0/contact_id", "unknown_contact")}
    assert person.get(taras).json == before


def test_the_other_contact_needs_room(person: Person, taras: str, olena: str) -> None:
    values = [{"value": f"{number}"} for number in range(50)]
    patch(person, olena, {"relations": values})
    assert link(person, taras, olena).pointers == {("/relations/0/contact_id", "no_room")}
    patch(person, olena, {"relations": values[1:]})
    assert link(person, taras, olena).status == 200
    large = person.create(custom=[{"value": "x" * 1_000} for _ in range(32)], notes="x" * 250).json["id"]
    assert link(person, taras, large).pointers == {("/relations/0/contact_id", "no_room")}


def test_a_request_changes_as_many_contacts_as_fit_into_a_transaction(person: Person, taras: str) -> None:
    others = [person.create(first_name=f"N{number}").json["id"] for number in range(48)]
    values = [{"value": "x", "contact_id": other} for other in others]
    answer = patch(person, taras, {"relations": values})
    assert answer.pointers == {("/relations", "too_many")}
    assert all(relations(person, other) == [] for other in others)
    assert patch(person, taras, {"relations": values[:47]}).status == 200
    assert all(len(relations(person, other)) == 1 for other in others[:47])
    assert person.request("DELETE", f"{CONTACTS}/{taras}").status == 204
    assert not any("contact_id" in value for other in others for value in relations(person, other))


def test_two_relations_of_the_same_two_have_an_inverse_each(person: Person, taras: str, olena: str) -> None:
    values = [{"value": "Olena", "label": label, "contact_id": olena} for label in ("friend", "colleague")]
    patch(person, taras, {"relations": values})
    assert sorted(value["label"] for value in relations(person, olena)) == ["colleague", "friend"]
    patch(person, taras, {"relations": relations(person, taras)[:1]})
    assert [value["label"] for value in relations(person, olena)] == ["friend"]


def test_a_link_that_leads_nowhere_may_stay_and_be_removed(
    person: Person, wired: MemoryWiring, linked: tuple[Json, Json], taras: str, olena: str
) -> None:
    """As it is after code that does not know of links has put the other end in the trash."""
    shelf = wired.memory.shelves[person.account_id]
    gone = shelf.contacts[olena]
    shelf.put(replace(gone, trashed_at=gone.updated_at))
    shown = person.get(taras).json
    assert shown["relations"] == [linked[0]]
    assert person.request("PUT", f"{CONTACTS}/{taras}", json_body={**shown, "notes": "x"}).status == 200
    assert patch(person, taras, {"relations": [{**linked[0], "label": "friend"}]}).status == 200
    assert patch(person, taras, {"relations": []}).json["relations"] == []


def test_an_inverse_that_older_code_has_changed_is_left_alone(
    person: Person, wired: MemoryWiring, linked: tuple[Json, Json], taras: str, olena: str
) -> None:
    assert linked
    shelf = wired.memory.shelves[person.account_id]
    members = {**shelf.contacts[olena].document.members, "relations": [{"id": linked[1]["id"], "value": "Ivan"}]}
    shelf.put(replace(shelf.contacts[olena], document=Document.of(members)))
    assert patch(person, taras, {"relations": None}).status == 200
    assert [value["value"] for value in relations(person, olena)] == ["Ivan"]


def test_a_contact_that_changes_nothing_of_its_relations_reads_no_other(
    person: Person, wired: MemoryWiring, linked: tuple[Json, Json], taras: str
) -> None:
    assert linked
    before = wired.requests
    assert patch(person, taras, {"favorite": True}).status == 200
    assert wired.requests - before == 2  # one read, one transaction


def test_an_end_that_changes_meanwhile_keeps_that_change(
    person: Person, wired: MemoryWiring, taras: str, olena: str
) -> None:
    wired.books.before("commit", lambda: patch(person, olena, {"notes": "meanwhile"}))
    assert link(person, taras, olena).status == 200
    shown = person.get(olena).json
    assert (shown["notes"], shown["relations"][0]["contact_id"]) == ("meanwhile", taras)


@pytest.mark.parametrize("path", ["put", "patch"])
def test_a_repeated_request_makes_no_second_inverse(person: Person, taras: str, olena: str, path: str) -> None:
    body = {"first_name": "Taras", "relations": [{"value": "Olena", "contact_id": olena}]}
    for _ in range(2):
        if path == "put":
            person.request("PUT", f"{CONTACTS}/{taras}", json_body=body)
        else:
            patch(person, taras, body)
    assert len(relations(person, olena)) == 1

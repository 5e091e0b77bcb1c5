"""GET /api/v1/labels."""

from __future__ import annotations

from shared.domain.labels import Labels
from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.functions.labels.list import LABELS
from tests.support.client import Client
from tests.support.wiring import MemoryWiring


def counts(person: Person) -> dict[str, int]:
    answer = person.request("GET", LABELS)
    assert answer.status == 200, answer.text
    return {label["name"]: label["contacts"] for label in answer.json["items"]}


def test_a_book_without_tags_has_no_labels(person: Person) -> None:
    person.create()
    assert person.request("GET", LABELS).json == {"items": []}


def test_labels_come_in_alphabetical_order_with_how_many_contacts_have_each(person: Person) -> None:
    for tags in (["work", "Chess"], ["Work"], [], ["äpfel"]):
        person.create(tags=tags)
    assert list(counts(person).items()) == [("Chess", 1), ("work", 2), ("äpfel", 1)]
    [label] = [each for each in person.request("GET", LABELS).json["items"] if each["name"] == "Chess"]
    assert (label["color"], label["contacts"], len(label["id"])) == (None, 1, 12)


def test_every_change_counts_at_once(person: Person) -> None:
    first = person.create(tags=["Work"]).json["id"]
    second = person.create(tags=["Work", "Chess"]).json["id"]
    assert counts(person) == {"Chess": 1, "Work": 2}
    person.request("PATCH", f"{CONTACTS}/{first}", json_body={"tags": ["Chess"]})
    assert counts(person) == {"Chess": 2, "Work": 1}
    person.request("PATCH", f"{CONTACTS}/{first}", json_body={"notes": "x"})
    assert counts(person) == {"Chess": 2, "Work": 1}
    person.request("DELETE", f"{CONTACTS}/{second}")
    assert counts(person) == {"Chess": 1, "Work": 0}


def test_a_contact_with_two_labels_that_were_merged_counts_once(person: Person, wired: MemoryWiring) -> None:
    for tags in (["Job"], ["Work"], ["Job", "Work"], ["Old"]):
        person.create(tags=tags)
    assert counts(person) == {"Job": 2, "Old": 1, "Work": 2}
    ids = {name: label_id for label_id, name in wired.memory.labels[person.account_id].names.items()}
    wired.memory.labels[person.account_id] = Labels(
        revision=9, names={ids["Work"]: "Work"}, removed={ids["Job"]: ids["Work"], ids["Old"]: ""}
    )
    assert counts(person) == {"Work": 3}


def test_what_was_counted_need_not_be_counted_again(person: Person, wired: MemoryWiring) -> None:
    person.create(tags=["Work"])
    counts(person)
    before = wired.label_counts.requests["all_contacts"]
    person.create(tags=["Work"])
    assert counts(person) == {"Work": 2}
    assert wired.label_counts.requests["all_contacts"] == before


def test_another_persons_labels_are_not_there(person: Person, new_person: NewPerson) -> None:
    new_person().create(tags=["Secret"])
    assert counts(person) == {}


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("GET", LABELS).status == 401

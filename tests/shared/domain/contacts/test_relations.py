"""How two contacts are related, seen from each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.domain.contacts.details import ContactDetails, Organization, Relation, TextValue
from shared.domain.contacts.documents import to_document
from shared.domain.contacts.relations import (
    Link,
    inverse_label,
    links_of,
    relation_in,
    shown_name,
    with_relation,
    without_relation,
)
from tests.support.book_builder import NOON, new_contact


@pytest.mark.parametrize(
    ("label", "inverse"),
    [("parent", "child"), ("Mother", "child"), ("son", "parent"), ("wife", "spouse"), ("report", "manager"),
     ("FRIEND", "friend"), ("sister", "sibling"), ("godmother", ""), ("", "")],
)  # fmt: skip
def test_a_relation_has_another_name_from_the_other_side(label: str, inverse: str) -> None:
    assert inverse_label(label) == inverse


def test_only_relations_that_name_a_contact_are_links() -> None:
    relations = (Relation(id="a", value="Olena", label="friend", contact_id="c"), Relation(id="b", value="Ivan"))
    contact = replace(new_contact(), document=to_document(ContactDetails(relations=relations)))
    assert links_of(contact) == {"a": Link(value_id="a", target="c", label="friend", inverse_id="")}
    assert links_of(replace(contact, trashed_at=NOON)) == links_of(None) == {}


@pytest.mark.parametrize(
    ("details", "name"),
    [
        (ContactDetails(first_name="Ann", last_name="Lee", nickname="A"), "Ann Lee"),
        (ContactDetails(display_name="The Baker", first_name="Ann"), "The Baker"),
        (ContactDetails(organizations=(Organization(name="Bakery"),)), "Bakery"),
        (ContactDetails(emails=(TextValue(value="a@example.com"),)), "a@example.com"),
        (ContactDetails(notes="x\n" * 2_000), "x " * 499 + "x"),
    ],
)
def test_a_contact_is_called_what_it_is_listed_by(details: ContactDetails, name: str) -> None:
    assert shown_name(replace(new_contact(), document=to_document(details))) == name


def test_a_contact_that_has_no_name_is_called_by_its_uid() -> None:
    contact = replace(new_contact(), document=to_document(ContactDetails(members=("urn:uuid:1",))))
    assert shown_name(contact) == contact.uid


def test_a_relation_takes_the_place_of_its_former_self() -> None:
    first, second = {"id": "a", "value": "x"}, {"id": "b", "value": "y"}
    members = with_relation(with_relation({"notes": "n"}, first), second)
    assert members == {"notes": "n", "relations": [first, second]}
    changed = with_relation(members, {"id": "a", "value": "z"})
    assert relation_in(changed, "a") == {"id": "a", "value": "z"}
    assert without_relation(without_relation(changed, "a"), "b") == {"notes": "n"}
    assert (relation_in(members, ""), members["relations"]) == (None, [first, second])

"""Documents say everything that a contact says, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given

from shared.domain.contacts.details import ContactDetails, Phone
from shared.domain.contacts.documents import Document, from_document, to_document
from tests.support.contact_details import contact_details


@given(contact_details())
def test_a_contact_survives_the_round_trip_through_json(original: ContactDetails) -> None:
    assert from_document(Document.read(to_document(original).text)) == original


@pytest.mark.parametrize("text", ["", "{", "[]", "{} ", " {}", "{}{}"])
def test_what_was_not_written_as_a_document_is_not_read_as_one(text: str) -> None:
    with pytest.raises(ValueError, match=r"Expecting|Extra|no document"):
        Document.read(text)


def test_what_is_empty_takes_no_room() -> None:
    assert to_document(ContactDetails(first_name="Anna", phones=(Phone(value="1"),))).members == {
        "first_name": "Anna",
        "phones": [{"value": "1"}],
    }


def test_the_size_is_that_of_the_stored_bytes() -> None:
    assert Document.of({"first_name": "Ї"}).size_bytes == len('{"first_name":"Ї"}'.encode())


def test_documents_are_equal_when_they_say_the_same_in_json() -> None:
    assert Document.of({"extra": {"x": 1}}) == Document.read('{"extra":{"x":1}}')
    assert Document.of({"extra": {"x": 1}}) != Document.of({"extra": {"x": True}})


def test_a_text_that_is_read_is_kept_as_it_is_stored() -> None:
    text = '{"last_name":"B","first_name":"A"}'
    assert Document.read(text).text == text


def test_details_are_read_without_the_members_that_newer_code_knows() -> None:
    newer = {"species": "cat", "first_name": "A", "phones": [{"id": "1", "value": "2", "carrier": "3"}]}
    assert from_document(Document.of(newer)) == ContactDetails(first_name="A", phones=(Phone(id="1", value="2"),))

"""What counts towards the size of a contact."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.domain.contacts.details import ContactDetails, Phone, TextValue
from shared.domain.contacts.documents import Document, to_document
from shared.domain.contacts.sizes import content_bytes, is_too_large

LIMIT = 32_768
ROOM_FOR_THE_FLAG = len(',"favorite":true')


def of_size(size: int) -> Document:
    """Return the document of a contact that is not a favorite, with notes that bring it to this size in bytes."""
    frame = to_document(ContactDetails(notes="x")).size_bytes - 1
    return to_document(ContactDetails(notes="x" * (size - frame)))


@pytest.mark.parametrize(("size", "refused"), [(LIMIT, False), (LIMIT + 1, True)])
def test_the_limit_is_on_the_bytes_of_a_favorite(size: int, refused: bool) -> None:
    document = of_size(size - ROOM_FOR_THE_FLAG)
    assert is_too_large(document) is refused
    assert is_too_large(Document.of({**document.members, "favorite": True})) is refused
    assert content_bytes(document) == size


def test_bytes_are_those_of_utf_8() -> None:
    assert content_bytes(to_document(ContactDetails(notes="ї"))) == len('{"notes":"","favorite":true}') + 2


def test_what_the_service_adds_does_not_count() -> None:
    typed = ContactDetails(phones=(Phone(value="044 123 4567", label="home"),), custom=(TextValue(value="x"),))
    completed = replace(
        typed,
        phones=(replace(typed.phones[0], id="p" * 64, e164="+380441234567"),),
        custom=(replace(typed.custom[0], id="c"),),
    )
    assert content_bytes(to_document(completed)) == content_bytes(to_document(typed))

"""What identifies a request with an Idempotency-Key."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.domain.contacts.contact import ContactDraft
from shared.domain.contacts.details import ContactDetails, DateValue, Phone
from shared.domain.ids import is_ulid
from shared.domain.partial_dates import PartialDate
from shared.services.idempotency import KeyedRequest, keyed_request

DRAFT = ContactDraft(
    details=ContactDetails(
        first_name=" Anne\u0301 ",
        phones=(Phone(id="p", value="044 1", extra={"a": [1, True, None, 1.5]}),),
        dates=(DateValue(label="wedding", value=PartialDate(month=5, day=17)),),
    ),
    tags=("a ", "A", 'ü"'),
)


def request(draft: ContactDraft, *, book_id: str = "book", key: str = "key") -> KeyedRequest:
    return keyed_request(book_id, key, draft)


def test_a_request_has_the_id_and_the_fingerprint_that_it_had_in_every_release() -> None:
    """A retry may reach another version of the code than the request did."""
    assert request(DRAFT) == KeyedRequest(contact_id="29Y6NH4W280QMX07ZH1PRQYY1V", fingerprint="yh2fqOfZUJ6MtZfvFvNcyg")
    lone = ContactDraft(details=ContactDetails(first_name="\ud800"))
    assert request(lone).fingerprint == "rBOxZrCV0jkXwK_NyxfF_w"


def test_every_key_of_every_book_has_a_contact_of_its_own() -> None:
    ids = {request(DRAFT).contact_id, request(DRAFT, book_id="b").contact_id, request(DRAFT, key="k").contact_id}
    assert len(ids) == 3
    assert all(map(is_ulid, ids))


@pytest.mark.parametrize(
    "other",
    [
        replace(DRAFT, tags=("A", "a ", 'ü"')),
        replace(DRAFT, details=replace(DRAFT.details, first_name="Anne\u0301")),
        replace(DRAFT, details=replace(DRAFT.details, phones=())),
    ],
)
def test_another_request_has_another_fingerprint(other: ContactDraft) -> None:
    assert request(other).fingerprint != request(DRAFT).fingerprint
    assert request(other).contact_id == request(DRAFT).contact_id

"""Documents say everything that a contact says, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.contacts.details import Address, ContactDetails, DateValue, Organization, Phone, TextValue
from shared.domain.contacts.documents import VALUE_TYPES, decode, encode, from_document, size_bytes, to_document
from shared.domain.partial_dates import PartialDate

texts = st.text(max_size=20)
extras = st.dictionaries(texts, st.integers() | st.lists(texts, max_size=2), max_size=2)
dates = st.builds(PartialDate, year=st.integers(1, 9999), month=st.integers(1, 12), day=st.integers(1, 28))
shared_members = {"id": texts, "label": texts, "primary": st.booleans(), "extra": extras}
values = {
    TextValue: st.builds(TextValue, value=texts, **shared_members),
    Phone: st.builds(Phone, value=texts, e164=st.none() | st.just("+380441234567"), **shared_members),
    DateValue: st.builds(DateValue, value=dates, **shared_members),
    Address: st.builds(Address, street=texts, city=texts, **shared_members),
    Organization: st.builds(Organization, name=texts, title=texts, **shared_members),
}
details = st.builds(
    ContactDetails,
    first_name=texts,
    notes=texts,
    birthday=st.none() | dates,
    favorite=st.booleans(),
    extra=extras,
    **{name: st.lists(values[kind], max_size=2).map(tuple) for name, kind in VALUE_TYPES.items()},
)


@given(details)
def test_a_contact_survives_the_round_trip_through_json(original: ContactDetails) -> None:
    assert from_document(decode(encode(to_document(original)))) == original


@pytest.mark.parametrize("text", ["", "{", "[]", "{} ", "{}{}"])
def test_what_was_not_written_as_a_document_is_not_read_as_one(text: str) -> None:
    with pytest.raises(ValueError, match=r"Expecting|no document"):
        decode(text)


def test_what_is_empty_takes_no_room() -> None:
    assert to_document(ContactDetails(first_name="Anna", phones=(Phone(value="1"),))) == {
        "first_name": "Anna",
        "phones": [{"value": "1"}],
    }


def test_the_size_is_that_of_the_stored_bytes() -> None:
    assert size_bytes({"first_name": "Ї"}) == len('{"first_name":"Ї"}'.encode())

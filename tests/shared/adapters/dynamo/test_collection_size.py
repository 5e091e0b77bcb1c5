"""A book holds as many of the largest contacts as it may have: its items and indexes stay below DynamoDB's 10 GB.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html#LSI.ItemCollections.SizeLimit
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bench.capacity_units import item_bytes
from shared.adapters.dynamo.contact_items import ContactItem
from shared.domain.contacts.contact import Contact
from shared.domain.contacts.details import (
    VALUE_TYPES,
    Address,
    ContactDetails,
    DateValue,
    Handle,
    ListValue,
    Organization,
    PersonalInfo,
    Phone,
    Relation,
    TextValue,
)
from shared.domain.contacts.documents import to_document
from shared.domain.contacts.sizes import content_bytes
from shared.domain.partial_dates import PartialDate
from tests.support.book_builder import NOON, new_contact
from tools.template import Template

COLLECTION_BYTES = 10 * 1024**3
ENTRY_BYTES = 100
"""What an entry of an index takes beside its attributes."""
LARGEST_DOCUMENT_BYTES, MOST_TAGS = 32 * 1024, 50
CONTACTS_IN_A_BOOK, VALUES_IN_A_LIST = 100_000, 50
SMALL: Mapping[str, ListValue] = {
    "organizations": Organization(name="x"),
    "emails": TextValue(value="x"),
    "phones": Phone(value="x", e164="+123456789012345", extension="123456"),
    "addresses": Address(city="x"),
    "urls": TextValue(value="x"),
    "dates": DateValue(value=PartialDate(year=1990)),
    "relations": Relation(value="x", inverse_id="0" * 12),
    "custom": TextValue(value="x"),
    "handles": Handle(value="x"),
    "personal_info": PersonalInfo(value="x"),
}
"""The smallest value of each list, with what the service adds to it."""


def largest_contact(values: int = 0) -> Contact:
    """Return a contact as large as one may be, with index keys as long as they get.

    ``values`` in each list have ids as the service makes them, and phones what it reads of them; neither counts.
    """
    ids = [f"{number:012}" for number in range(values)]
    lists: dict[str, Any] = {name: tuple(replace(SMALL[name], id=id_) for id_ in ids) for name in VALUE_TYPES}
    birthday = PartialDate(year=1990, month=5, day=17)
    details = ContactDetails(first_name="ß" * 200, last_name="Щ" * 200, birthday=birthday, **lists)
    room = LARGEST_DOCUMENT_BYTES - content_bytes(to_document(details)) - len('"notes":"",')
    document = to_document(replace(details, notes="x" * room))
    assert LARGEST_DOCUMENT_BYTES - 8 <= content_bytes(document) <= LARGEST_DOCUMENT_BYTES
    return replace(new_contact(), document=document, label_ids=("0" * 12,) * MOST_TAGS, revision=10**9)


def stored_bytes(item: dict[str, Any], template: Template) -> int:
    """Return what an item takes in its collection: itself, and an entry in every index that has its key."""
    table = template.tables["ContactsTable"]
    keys = {"book_id", "item_id"}
    total = item_bytes(item)
    for index in table.create_arguments["LocalSecondaryIndexes"]:
        own = {key["AttributeName"] for key in index["KeySchema"]}
        if own <= item.keys():
            whole = index["Projection"]["ProjectionType"] == "ALL"
            entry = item if whole else {name: item[name] for name in keys | own}
            total += ENTRY_BYTES + item_bytes(entry)
    return total + ENTRY_BYTES


def item_of(contact: Contact) -> dict[str, Any]:
    return dict(ContactItem.of("01" + "A" * 24, contact).serialize())


def test_a_book_of_the_largest_contacts_leaves_a_third_of_its_collection_to_the_trash(template: Template) -> None:
    size = stored_bytes(item_of(largest_contact()), template)
    assert 2 * LARGEST_DOCUMENT_BYTES < size < 2.2 * LARGEST_DOCUMENT_BYTES, "once in the table, once in by_name"
    assert CONTACTS_IN_A_BOOK * size < COLLECTION_BYTES * 2 / 3


def test_a_book_of_contacts_that_have_all_values_they_may_have_fits_into_its_collection(template: Template) -> None:
    size = stored_bytes(item_of(largest_contact(VALUES_IN_A_LIST)), template)
    assert size < 96_000, "what docs/limits.md says"
    assert CONTACTS_IN_A_BOOK * size < COLLECTION_BYTES


def test_a_contact_takes_half_the_room_in_the_trash(template: Template) -> None:
    """So deleting makes room even in a collection that is full."""
    live = largest_contact()
    trashed = replace(live, trashed_at=NOON)
    assert stored_bytes(item_of(trashed), template) < stored_bytes(item_of(live), template) * 0.55

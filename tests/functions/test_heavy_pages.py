"""Pages of the largest contacts: each fits into what Lambda returns, and together they have every contact once."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from shared.domain.contacts.contact import ContactDraft
from shared.domain.contacts.details import ContactDetails, TextValue
from shared.domain.contacts.sizes import MAX_CONTACT_BYTES
from shared.domain.partial_dates import PartialDate
from tests.functions.conftest import CONTACTS, Person
from tests.support.wiring import MemoryWiring

NUMBER = 100
BIRTHDAYS = f"{CONTACTS}/birthdays"
QUERIES = [
    (CONTACTS, {}),
    (CONTACTS, {"sort": "-updated"}),
    (CONTACTS, {"q": "heavy"}),
    (CONTACTS, {"tag": "heavy"}),
    (BIRTHDAYS, {"days": "366"}),
]
SMALL = 1_000
"""Characters of each value: a contact has most of them."""


def heavy(number: int, text: str) -> ContactDraft:
    """Return a contact that is as large as one may be, and full of this text."""
    size_of_one = len(json.dumps(text, ensure_ascii=False).encode()) - len('""')
    details = ContactDetails(
        first_name=f"Heavy {number:03}",
        birthday=PartialDate(year=1990, month=5, day=number % 28 + 1),
        custom=tuple(TextValue(value="y") for _ in range(50)),
        extra={"x": text * ((MAX_CONTACT_BYTES - 1_200) // size_of_one)},
    )
    return ContactDraft(details=details, tags=("heavy",))


@pytest.fixture(params=['"', "\u0001", "ж"])
def crowd(request: pytest.FixtureRequest, person: Person, wired: MemoryWiring) -> Person:
    """Somebody with as many such contacts as a page may have."""
    drafts = [heavy(number, request.param) for number in range(NUMBER)]
    for start in range(0, NUMBER, 25):
        wired.contact_writer.add_all(person.account_id, drafts[start : start + 25], actor=person.account_id)
    return person


def ids_of(page: Any) -> list[str]:
    return [item.get("contact", item)["id"] for item in page["items"]]


@pytest.mark.parametrize("accepted", ["gzip", "identity"])
def test_every_contact_is_on_one_page(crowd: Person, accepted: str) -> None:
    """The client fails for a response that Lambda would not return."""
    for path, query in QUERIES:
        found: list[str] = []
        sizes = []
        cursor: dict[str, str] = {}
        while True:
            answer = crowd.request(
                "GET",
                path,
                query={**query, "limit": "100", **cursor},
                headers={"Accept-Encoding": accepted},
                described=False,  # which takes a second for each MB
            )
            assert answer.status == 200
            packed = "content-encoding" in answer.headers
            page = json.loads(gzip.decompress(answer.body) if packed else answer.body)
            found += ids_of(page)
            sizes.append(len(page["items"]))
            if page["next_cursor"] is None:
                break
            cursor = {"cursor": page["next_cursor"]}
        assert len(found) == len(set(found)) == NUMBER
        assert min(sizes[:-1], default=NUMBER) >= 30


def test_a_page_of_small_contacts_is_as_long_as_it_was_asked_to_be(person: Person, wired: MemoryWiring) -> None:
    drafts = [ContactDraft(details=ContactDetails(first_name='"' * 200, notes="ж" * SMALL)) for _ in range(40)]
    wired.contact_writer.add_all(person.account_id, drafts, actor=person.account_id)
    answer = person.request("GET", CONTACTS, query={"limit": "100"})
    assert (len(answer.json["items"]), answer.json["next_cursor"]) == (40, None)

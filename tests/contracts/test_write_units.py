"""What writes of contacts cost, by the rules of ``bench.capacity_units``, is what docs/access-patterns.md says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench.capacity_units import write_units
from bench.frozen_tables import FrozenTable, Index, Item
from shared.adapters.dynamo.database import Client
from shared.domain.contacts.contact import ContactDraft
from shared.domain.contacts.details import ContactDetails, Phone, TextValue
from shared.domain.contacts.queries import ContactQuery
from shared.domain.contacts.views import View, Views
from shared.domain.partial_dates import PartialDate
from shared.services.ports.receipts import Receipt
from tests.contracts.conftest import Engine
from tests.support.address_books import AddressBook
from tests.support.book_builder import NOON
from tests.support.clock import WaitingClock
from tests.support.fakes import FakePhoneNumbers
from tools.template import Template

ROOT = Path(__file__).parents[2]
COUNTED = 1
"""The endpoint counts every write against the account's limit, with one write of its own."""
PARTS = ("head", "contact", "by_name", "by_birthday", "by_revision", "by_due_day", "change", "labels", "limit")
PERSON = ContactDraft(
    details=ContactDetails(
        first_name="Anna",
        last_name="Bondar",
        emails=(TextValue(label="home", value="anna@example.com"),),
        phones=(Phone(label="mobile", value="+380 44 123 4500"),),
        birthday=PartialDate(year=1960, month=5, day=17),
        notes="Met at the conference; likes tea.",
    ),
    tags=("friends",),
)


class Metered:
    """A client that counts the write units of each transaction, by part."""

    def __init__(self, client: Client, template: Template) -> None:
        self._client = client
        self._indexes: dict[str, Mapping[str, Index]] = {
            table.name: FrozenTable.of(table.create_arguments, []).indexes for table in template.tables.values()
        }
        self.units: Counter[str] = Counter()

    def _make_api_call(self, operation_name: str, operation_kwargs: dict[str, Any]) -> dict[str, Any]:
        if operation_name != "TransactWriteItems":
            return self._client._make_api_call(operation_name, operation_kwargs)
        targets = [self._target(next(iter(write.values()))) for write in operation_kwargs["TransactItems"]]
        before = [self._item(*target) for target in targets]
        answer = self._client._make_api_call(operation_name, operation_kwargs)
        for (table, key), old in zip(targets, before, strict=True):
            self._count(table, key, old, self._item(table, key))
        return answer

    def _target(self, write: dict[str, Any]) -> tuple[str, Item]:
        table = write["TableName"]
        values = write.get("Key") or write["Item"]
        return table, {name: values[name] for name in self._indexes[table][""].keys}

    def _item(self, table: str, key: Item) -> Item | None:
        read = {"TableName": table, "Key": key, "ConsistentRead": True}
        item: Item | None = self._client._make_api_call("GetItem", read).get("Item")
        return item

    def _count(self, table: str, key: Item, before: Item | None, after: Item | None) -> None:
        indexes = self._indexes[table]
        names = {"BOOK": "head", "LABELS": "labels", "VIEWS": "views"}
        part = names.get(key["item_id"]["S"], "contact") if "item_id" in key else "receipt" if "pk" in key else "change"
        own = write_units({"": indexes[""]}, before, after, transactional=True)
        self.units[part] += int(own)
        for name, index in indexes.items():
            if name:
                both = write_units({"": indexes[""], name: index}, before, after, transactional=True)
                self.units[name] += int(both - own)


@pytest.fixture
def meter(engine: Engine, template: Template) -> Metered:
    meter = Metered(engine.network.client, template)
    engine.network.client = meter
    return meter


def documented() -> dict[str, dict[str, int]]:
    """Return the table of the page: units by write and part."""
    page = (ROOT / "docs" / "access-patterns.md").read_text(encoding="utf-8").partition("## What a write costs")[2]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in re.findall(r"^\|.*\|$", page, re.MULTILINE)
    ]
    header, _, *lines = rows
    assert header[1:-1] == [f"`{part}`" if part.startswith("by_") else part for part in PARTS]
    costs = {}
    for name, *cells in lines:
        *units, together = [int(cell.strip("*") or 0) for cell in cells]
        assert sum(units) == together, name
        costs[name] = dict(zip(PARTS, units, strict=True))
    return costs


@pytest.mark.engines("moto", because="the rules are those of bench.capacity_units, on any engine")
def test_every_write_costs_what_the_page_says(engine: Engine, meter: Metered) -> None:
    book_id = engine.new_book().id
    book = AddressBook.over(engine.store, FakePhoneNumbers(), timing=WaitingClock().timing, now=lambda: NOON)

    def cost() -> dict[str, int]:
        found = {part: meter.units[part] for part in PARTS} | {"limit": COUNTED}
        assert sum(found.values()) == meter.units.total() + COUNTED
        meter.units.clear()
        return found

    costs = {}
    first = book.writer.add(book_id, PERSON, actor=book_id, idempotency_key="k").contact.id
    costs["create, with birthday, `Idempotency-Key` and a new tag"] = cost()
    book.writer.add(book_id, PERSON, actor=book_id, idempotency_key="l")
    costs["create, with birthday, `Idempotency-Key` and a tag that is known"] = cost()
    book.writer.add(book_id, ContactDraft(details=ContactDetails(first_name="Bo")), actor=book_id)
    costs["create, without these"] = cost()
    noted = replace(PERSON, details=replace(PERSON.details, notes="Prefers coffee."))
    book.writer.replace(book_id, first, noted, actor=book_id)
    costs["replace or patch"] = cost()
    renamed = replace(PERSON, details=replace(PERSON.details, first_name="Hanna"))
    book.writer.replace(book_id, first, renamed, actor=book_id)
    costs["replace or patch the name"] = cost()
    book.trash.put(book_id, first, actor=book_id)
    costs["delete, with birthday"] = cost()
    book.restorer.restore(book_id, first, actor=book_id)
    costs["restore, with birthday"] = cost()
    assert costs == documented()
    assert max(sum(parts.values()) for parts in costs.values()) <= 12


@pytest.mark.engines("moto", because="the rules are those of bench.capacity_units, on any engine")
def test_a_view_costs_what_the_page_says(engine: Engine, meter: Metered) -> None:
    """2 for every KB of the views of the book; 2 for a receipt, and 2 for the check of the head by the first write."""
    book_id = engine.new_book().id
    view = View(id="v", name="May", query=ContactQuery(), created_at=NOON, updated_at=NOON)
    receipt = Receipt(key="k", fingerprint=64 * "f", made_id="v", expires_at=NOON)
    views = Views().with_view(view)
    engine.views.put(book_id, views, at=NOON, receipt=receipt)
    assert +meter.units == {"views": 2, "receipt": 2, "head": 2}
    meter.units.clear()
    engine.views.put(book_id, views.with_view(replace(view, name="June")), at=NOON)
    assert +meter.units == {"views": 2}

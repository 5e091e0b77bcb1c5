"""Pages of a table's items."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from local.console.tables import SHOWN_ITEMS, page_of_items
from local.stand_in import StandIn
from local.tables import create_tables
from tools.template import Table

COUNT = 3 * SHOWN_ITEMS + 7
Read = Callable[[str], list[str]]


@pytest.fixture
def read(aws: StandIn, table: Table) -> Read:
    """Return all pages of a search in a table with some hundred items."""
    dynamodb = aws.client("dynamodb")
    create_tables(dynamodb, [table])
    for number in range(COUNT):
        kind = "odd" if number % 2 else "even"
        dynamodb.put_item(TableName=table.name, Item={"id": {"S": f"page-{number}"}, "kind": {"S": kind}})

    def read(containing: str) -> list[str]:
        ids: list[str] = []
        after, pages = "", 0
        while pages < COUNT:
            page = page_of_items(dynamodb, table.name, containing=containing, after=after)
            assert len(page["items"]) <= SHOWN_ITEMS
            ids += [item["id"] for item in page["items"]]
            after, pages = page["next"] or "", pages + 1
            if not after:
                return ids
        raise AssertionError("the pages do not end")

    return read


@pytest.mark.parametrize(("containing", "count"), [("page-", COUNT), ("odd", COUNT // 2), ("nothing", 0)])
def test_pages_have_every_item_once(read: Read, containing: str, count: int) -> None:
    ids = [each for each in read(containing) if each.startswith("page-")]
    assert len(ids) == len(set(ids)) == count

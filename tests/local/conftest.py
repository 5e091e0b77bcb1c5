"""A stand-in for the tests of the kit, and tables of their own in it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from local.stand_in import StandIn, running
from tools.template import Table

_NUMBERS = count()


@pytest.fixture(scope="session")
def aws() -> Iterator[StandIn]:
    """Yield a stand-in for all tests that keep to tables of their own."""
    with running() as stand_in:
        yield stand_in


@pytest.fixture
def table() -> Table:
    """Return a table with a stream and a name that no other test uses; it does not exist yet."""
    name = f"notes-{next(_NUMBERS)}"
    return Table(
        logical_id="NotesTable",
        name=name,
        create_arguments={
            "TableName": name,
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
            "BillingMode": "PAY_PER_REQUEST",
            "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
        },
        ttl_attribute="expires_at",
    )

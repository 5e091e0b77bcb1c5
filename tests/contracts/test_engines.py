"""What the other tests of this folder rely on in the engines."""

from __future__ import annotations

import pytest

from local.stand_in import StandIn
from shared.domain.books import Book
from shared.services.ports.conflicts import BookMissingError
from tests.contracts.conftest import MOTO_OVER_BOTOCORE, Engine
from tests.support.faulty_client import NO_CONNECTION, Fault
from tools.template import Template


def test_the_stand_in_removes_nothing_by_the_clock_of_the_machine(stand_in: StandIn, template: Template) -> None:
    """Once a minute it would take from tests what has expired since their noon."""
    client = stand_in.client("dynamodb")
    described = {
        table.name: client.describe_time_to_live(TableName=table.name)["TimeToLiveDescription"]["TimeToLiveStatus"]
        for table in template.tables.values()
    }
    assert described == dict.fromkeys(described, "DISABLED")
    assert any(table.ttl_attribute for table in template.tables.values())


@pytest.mark.engines("moto", MOTO_OVER_BOTOCORE, because="the tables of the others are for all tests")
@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_a_test_leaves_is_gone_before_the_next_one(engine: Engine, turn: str) -> None:
    """Both turns do the same; each would fail if it found what the other one has left."""
    assert engine.network.calls == []
    with pytest.raises(BookMissingError):
        engine.store.load("left")
    engine.put_book(Book(id="left"))
    assert engine.store.load("left").book.id == "left"
    engine.network.faults.append(Fault(operation="never called", error=NO_CONNECTION))

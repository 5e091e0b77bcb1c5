"""What the other tests of this folder rely on in the engines."""

from __future__ import annotations

from local.stand_in import StandIn
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

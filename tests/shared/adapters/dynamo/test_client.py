"""How long a client waits for DynamoDB."""

from __future__ import annotations

from typing import Any

import pytest

from shared.adapters.dynamo.client import open_client


@pytest.mark.parametrize(
    ("impatient", "connect_seconds", "read_seconds", "attempts"), [(False, 1.0, 3.0, 3), (True, 1.0, 1.0, 1)]
)
def test_what_can_be_done_without_is_not_waited_for(
    impatient: bool, connect_seconds: float, read_seconds: float, attempts: int
) -> None:
    client: Any = open_client(region="us-east-1", impatient=impatient)
    config = client.meta.config
    assert (config.connect_timeout, config.read_timeout) == (connect_seconds, read_seconds)
    assert config.retries == {"mode": "standard", "total_max_attempts": attempts}

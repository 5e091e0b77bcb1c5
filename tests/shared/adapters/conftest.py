from __future__ import annotations

import botocore.endpoint
import pytest


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long AWS clients would have waited between their attempts, in seconds; they do not wait."""
    waited: list[float] = []
    monkeypatch.setattr(botocore.endpoint.time, "sleep", waited.append)
    return waited

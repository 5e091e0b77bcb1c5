"""A limit on work that does not depend on the speed of the machine."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def bounded_work(*, max_calls: int) -> Iterator[None]:
    """Fail if Python functions are called more often than that within the ``with`` block."""
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(None)
    assert calls < max_calls

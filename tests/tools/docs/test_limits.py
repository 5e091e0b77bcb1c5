"""docs/limits.md names every limit."""

from __future__ import annotations

from itertools import chain

from shared.domain import limits
from shared.domain.limits import Limit
from tools.docs.limits import LIMITS


def test_no_limit_is_left_out() -> None:
    declared = {each for each in vars(limits).values() if isinstance(each, Limit)}
    assert declared
    assert declared <= set(chain.from_iterable(LIMITS.values()))

"""CPU time of calls that are so short that only many of them, one kind after the other, can be compared."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from statistics import median
from time import process_time_ns

ROUNDS = 15
_REPETITIONS = 3
"""Of a call in one measurement: the clock itself takes a tenth of the shortest."""
Call = Callable[[], object]


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep the garbage collector from looking through what was there before: whole books of contacts."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def alternating_ms(calls: Mapping[str, Call], *, rounds: int = ROUNDS) -> dict[str, float]:
    """Return the CPU time of each call, in milliseconds: the median of rounds in which each has its turn."""
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            taken[name].append(once_ms(call, repetitions=_REPETITIONS))
    return {name: median(each) for name, each in taken.items()}


def once_ms(call: Call, *, repetitions: int = 1) -> float:
    """Return the CPU time of a call, in milliseconds, now."""
    started = process_time_ns()
    for _ in range(repetitions):
        call()
    return (process_time_ns() - started) / 1e6 / repetitions


def percentile(values: Sequence[float], share: float) -> float:
    """Return the least value that is not exceeded by this share of them (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]

"""What requests cost, in US dollars per million, from the measurements and the prices that AWS publishes.

Leaves out free tiers, storage, and everything billed by the month. Current prices:
https://aws.amazon.com/lambda/pricing/ and the pages of the other services.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

WHOLE_PROCESSOR_MB = 1769
"""The memory size at which a function has one vCPU; smaller ones have proportionally less.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
"""
GIGABYTE = 1e9
MILLION = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """Prices in us-east-1, in dollars, as of November 2026."""

    http_api_million_requests: float = 1.00
    lambda_million_requests: float = 0.20
    lambda_gigabyte_second: float = 0.0000133334
    """On arm64."""
    million_read_units: float = 0.125
    million_write_units: float = 0.625
    log_gigabyte: float = 0.50
    egress_gigabyte: float = 0.09


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """Values that were not measured."""

    database_wait_ms: float = 4.0
    """From sending a request to DynamoDB until its response."""
    answer_bytes: float = 800
    """Size of a response including headers, where it was not measured."""
    cold_starts: float = 0.01
    """The fraction of requests that find no idle process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one request uses. CPU is in milliseconds of a whole vCPU; the log bytes are those of all its lines."""

    cpu_ms: float
    init_cpu_ms: float
    database_requests: float
    read_units: float
    write_units: float
    log_bytes: float
    answer_bytes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """Dollars per million requests, by item."""

    api: float
    invocations: float
    compute: float
    reads: float
    writes: float
    logs: float
    egress: float

    @property
    def total(self) -> float:
        """The sum of all items."""
        return self.api + self.invocations + self.compute + self.reads + self.writes + self.logs + self.egress


def billed_ms(load: Load, memory_mb: int, assumptions: Assumptions = Assumptions()) -> float:
    """Return the milliseconds that Lambda bills for a request, averaged over cold and warm ones.

    With less memory than one vCPU needs, CPU work takes proportionally longer; waiting does not. The start of a process
    is billed as well; it has a whole vCPU whatever the memory. Each is rounded up to a millisecond.
    """
    slowness = max(1.0, WHOLE_PROCESSOR_MB / memory_mb)
    warm = load.cpu_ms * slowness + load.database_requests * assumptions.database_wait_ms
    return math.ceil(warm) + assumptions.cold_starts * math.ceil(load.init_cpu_ms)


def bill(load: Load, memory_mb: int, prices: Prices = Prices(), assumptions: Assumptions = Assumptions()) -> Bill:
    """Return what a million such requests cost at a memory size."""
    gigabyte_seconds = memory_mb / 1024 * billed_ms(load, memory_mb, assumptions) / 1000
    return Bill(
        api=prices.http_api_million_requests,
        invocations=prices.lambda_million_requests,
        compute=gigabyte_seconds * prices.lambda_gigabyte_second * MILLION,
        reads=load.read_units * prices.million_read_units,
        writes=load.write_units * prices.million_write_units,
        logs=load.log_bytes * MILLION / GIGABYTE * prices.log_gigabyte,
        egress=load.answer_bytes * MILLION / GIGABYTE * prices.egress_gigabyte,
    )

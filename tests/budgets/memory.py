"""The peak memory of functions up to their first response, as multiples of a plain handler's in the same run.

Absolute figures depend on how the interpreter was linked, and on the pages of the machine. They are repeatable to
within half a percent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import median

from bench.frozen_aws import frozen_aws
from bench.instructions import Job, environment_of
from bench.running import Function
from bench.runtime_api import run_function
from bench.targets import RUNTIME, installed
from tests.budgets.ratios import REFERENCE

REPETITIONS = 3


def peak_megabytes(jobs: Iterable[Job]) -> dict[str, float]:
    """Return the memory (10^6 bytes) of processes of awslambdaric, by job: the median of a few processes each."""
    runtime = installed(RUNTIME)
    peaks = {}
    for job in jobs:
        with frozen_aws(job.snapshot) as url:
            environment = {**job.environment, **environment_of(url)}
            function = Function(artifact=job.artifact, handler=job.handler, environment=environment)
            runs = [run_function(function, job.event, times=1, runtime=runtime) for _ in range(REPETITIONS)]
        peaks[job.name] = median(run.rss_mb for run in runs)
    return peaks


def memory_ratios(megabytes: Mapping[str, float]) -> dict[str, float]:
    """Return each figure as a multiple of the reference's."""
    return {name: round(each / megabytes[REFERENCE], 3) for name, each in megabytes.items() if name != REFERENCE}

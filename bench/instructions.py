"""Counts the instructions of functions: for a cold start with its first response, and for every later request.

Example::

    with built_artifacts() as artifacts:
        counts = measure(list(jobs_of_every_function(artifacts)))
    counts["contacts.get"].cold / counts["bare"].cold

They are counted in the function's process, which runs without awslambdaric (that would add the same to each), against
fixed responses from another process.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.cachegrind import count, require_valgrind
from bench.events import Event
from bench.frozen_aws import frozen_aws
from bench.reference_world import expert_world, reference_world
from bench.running import Function
from bench.targets import ROOT, Artifacts, installed
from bench.world import World, inhabited
from local.stand_in import ACCESS_KEYS, REGION

BARE, BARE_CREATE, BARE_LIST = "bare", "bare.create", "bare.list"
EXPERT = "expert"
LATER_REQUESTS = 40
"""Enough that what Python specializes in the first few requests no longer matters."""
COUNTED_BCRYPT_ROUNDS = 4
"""Not the twelve of a deployment: bcrypt would dominate the count, and it is not ours to optimize."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A function to count and its events; ``snapshot`` has AWS's responses (see ``bench.frozen_aws``)."""

    name: str
    artifact: Path
    handler: str
    event: Event
    snapshot: Path
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instructions:
    """``cold``: from the start of the process to its first response; ``warm``: for each further request."""

    cold: int
    warm: int


def measure(jobs: Sequence[Job], *, parallel: int = 2) -> dict[str, Instructions]:
    """Count the jobs, by name, running ``parallel`` processes at a time.

    Raises ValgrindMissingError, and FunctionFailedError when a function responds with an error.
    """
    require_valgrind()
    with ExitStack() as stack, ThreadPoolExecutor(parallel) as pool:
        urls = {job.snapshot: "" for job in jobs}
        for snapshot in urls:
            urls[snapshot] = stack.enter_context(frozen_aws(snapshot))
        cold = [pool.submit(_count, job, urls[job.snapshot], 1) for job in jobs]
        longer = [pool.submit(_count, job, urls[job.snapshot], 1 + LATER_REQUESTS) for job in jobs]
        return {
            job.name: Instructions(cold=first.result(), warm=round((more.result() - first.result()) / LATER_REQUESTS))
            for job, first, more in zip(jobs, cold, longer, strict=True)
        }


def jobs_of_every_function(artifacts: Artifacts, root: Path = ROOT) -> Iterator[Job]:
    """Yield a job for every function, and those of ``bare`` to compare with.

    Their world is created afresh and kept in ``.build/bench/world`` until the next call.
    """
    folder = root / ".build" / "bench" / "world"
    with inhabited(root, artifacts, folder, bcrypt_rounds=COUNTED_BCRYPT_ROUNDS) as (_, world):
        pass
    yield from jobs_of(artifacts, world)
    yield from bare_jobs(world)


def jobs_of(artifacts: Artifacts, world: World) -> Iterator[Job]:
    """Yield a job for every function."""
    for name in world.functions:
        yield Job(
            name=name,
            artifact=artifacts.of(name),
            handler=f"functions.{name}.handler",
            event=world.events[name],
            snapshot=world.snapshot,
            environment=world.environments[name],
        )


def bare_jobs(world: World) -> Iterator[Job]:
    """Yield the jobs of the plain handler."""
    plain = reference_world(world)
    for name, route in ((BARE, "get"), (BARE_CREATE, "create"), (BARE_LIST, "page")):
        yield Job(
            name=name,
            artifact=installed("bare"),
            handler=f"bare.{route}",
            event=plain.events["list" if route == "page" else route],
            snapshot=plain.snapshot,
            environment=plain.environment,
        )


def expert_job(world: World) -> Job:
    """Return the job of the handler without any framework, which gives the answer of ``contacts.get``."""
    own = expert_world(world)
    return Job(
        name=EXPERT,
        artifact=installed(EXPERT),
        handler=f"{EXPERT}.get",
        event=own.events["get"],
        snapshot=own.snapshot,
        environment=own.environment,
    )


def _count(job: Job, url: str, times: int) -> int:
    environment = {**job.environment, **environment_of(url)}
    function = Function(artifact=job.artifact, handler=job.handler, environment=environment)
    with TemporaryDirectory() as folder:
        return count(function, [job.event], times=times, folder=Path(folder))


def environment_of(url: str) -> dict[str, str]:
    """Return the variables that Lambda, or the bench in its place, sets for every function."""
    return {
        **ACCESS_KEYS,
        "AWS_ENDPOINT_URL": url,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_LAMBDA_FUNCTION_NAME": "contacts-api-bench",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256",
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "CLOUDINARY_UPLOAD_PREFIX": url,
        "NO_PROXY": "127.0.0.1,localhost",
    }

"""Measures everything in bench/results.json."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

import bcrypt

from bench.authority import Authority, make_authority
from bench.frozen_aws import frozen_aws
from bench.instructions import (
    COUNTED_BCRYPT_ROUNDS,
    EXPERT,
    Job,
    bare_jobs,
    environment_of,
    expert_job,
    jobs_of,
    measure,
)
from bench.metering import metered, metering
from bench.reference_world import reference_world
from bench.results import Capacity, Measured, results
from bench.running import Function, Outcome, call
from bench.runtime_api import Run, run_function
from bench.serving_container import warm_cpu
from bench.targets import RUNTIME, Artifacts, installed
from bench.world import World, inhabited
from bench.world_accounts import PASSWORD
from local.stand_in import StandIn
from tools.bundle.artifacts import Artifact

FUNCTIONS = (
    "auth.register",
    "auth.login",
    "contacts.get",
    "contacts.list",
    "contacts.create",
    "contacts.birthdays",
    "streams.send_mail",
)
REPETITIONS = 5
WARM_REQUESTS = 40
WARM_REQUESTS_WITH_BCRYPT = 5
CONTAINER_REQUESTS = 200
DEPLOYED_BCRYPT_ROUNDS = 12
AMAZON_ROOTS = Path("shared", "adapters", "aws", "amazon_roots.pem")

Tell = Callable[[str], object]


def measured_results(root: Path, artifacts: Artifacts, scratch: Path, *, tell: Tell) -> dict[str, Any]:
    """Measure and return the content of results.json, announcing each step."""
    references = {name: installed(name, root) for name in ("bare", EXPERT, "lambdalith", "container", RUNTIME)}
    tell("Making the world ...")
    with inhabited(root, artifacts, scratch / "counted", bcrypt_rounds=COUNTED_BCRYPT_ROUNDS) as (aws, world):
        tell("Counting requests and capacity units ...")
        capacities = {name: _capacity(aws, world, artifacts.of(name), name) for name in FUNCTIONS}
    jobs = {job.name: job for job in _jobs(artifacts, world, references["lambdalith"])}
    tell("Counting instructions ...")
    instructions = measure(list(jobs.values()))
    outcomes = {name: _outcome(job) for name, job in jobs.items()}
    with inhabited(root, artifacts, scratch / "deployed", bcrypt_rounds=DEPLOYED_BCRYPT_ROUNDS) as (_, deployed):
        pass
    tell("Reading the processor's clock ...")
    timed = {job.name: job for job in _jobs(artifacts, deployed, references["lambdalith"])}
    authority = make_authority(scratch)
    bundles = {
        True: authority.bundle(root / AMAZON_ROOTS, scratch / "amazon.pem"),
        False: authority.bundle(references["bare"] / "botocore" / "cacert.pem", scratch / "web.pem"),
    }
    plain, tls, hashes = _timed(list(timed.values()), authority, bundles, artifacts, references[RUNTIME])
    measured = {
        name: Measured(
            instructions=instructions[name],
            plain=plain[name],
            tls=tls[name],
            outcome=outcomes[name],
            capacity=capacities.get(name),
        )
        for name in jobs
    }
    return results(
        {name: measured[name] for name in FUNCTIONS},
        {name: each for name, each in measured.items() if name not in FUNCTIONS},
        container=warm_cpu(references["container"], reference_world(deployed), times=CONTAINER_REQUESTS),
        login_bcrypt_ratio=tls["auth.login"].warm_ms / hashes,
        bcrypt_ms=hashes,
        folders={
            "artifact": artifacts.folders[Artifact.COMMON],
            **{name: references[name] for name in ("bare", EXPERT, "lambdalith")},
        },
    )


def _jobs(artifacts: Artifacts, world: World, lambdalith: Path) -> Iterator[Job]:
    yield from (job for job in jobs_of(artifacts, world) if job.name in FUNCTIONS)
    yield from bare_jobs(world)
    yield expert_job(world)
    plain = reference_world(world)
    for endpoint, event in plain.events.items():
        yield Job(
            name=f"lambdalith.{endpoint}",
            artifact=lambdalith,
            handler="lambdalith.handler",
            event=event,
            snapshot=plain.snapshot,
            environment=plain.environment,
        )


def _capacity(aws: StandIn, world: World, artifact: Path, name: str) -> Capacity:
    """Count the capacity of one request, without what runs ahead of the first one."""
    function = Function(artifact=artifact, handler=f"functions.{name}.handler", environment=world.environments[name])
    with metering(aws) as meter:
        metered(meter, function, world.events[name])
        return Capacity.of(meter)


def _outcome(job: Job) -> Outcome:
    with frozen_aws(job.snapshot) as url:
        function = Function(
            artifact=job.artifact, handler=job.handler, environment={**job.environment, **environment_of(url)}
        )
        return call(function, [job.event])


def _timed(
    jobs: Sequence[Job], authority: Authority, bundles: Mapping[bool, Path], artifacts: Artifacts, runtime: Path
) -> tuple[dict[str, Run], dict[str, Run], float]:
    """Return the runs without and with TLS, and the time of one bcrypt; repetitions are interleaved."""
    plain: dict[str, list[Run]] = {job.name: [] for job in jobs}
    tls: dict[str, list[Run]] = {job.name: [] for job in jobs}
    hashes: list[float] = []
    with ExitStack() as stack:
        snapshots = {job.snapshot for job in jobs}
        http = {each: stack.enter_context(frozen_aws(each)) for each in snapshots}
        https = {each: stack.enter_context(frozen_aws(each, authority.certificate)) for each in snapshots}
        for _ in range(REPETITIONS):
            for job in jobs:
                times = 1 + (WARM_REQUESTS_WITH_BCRYPT if job.name.startswith("auth.") else WARM_REQUESTS)
                environment = {
                    **job.environment,
                    "AWS_CA_BUNDLE": str(bundles[job.artifact in artifacts.folders.values()]),
                }
                plain[job.name].append(_run(job, environment, http[job.snapshot], 1, runtime))
                tls[job.name].append(_run(job, environment, https[job.snapshot], times, runtime))
                if job.name == "auth.login":
                    hashes += [_bcrypt_ms() for _ in range(WARM_REQUESTS_WITH_BCRYPT)]
    return _medians(plain), _medians(tls), median(hashes)


def _run(job: Job, environment: Mapping[str, str], url: str, times: int, runtime: Path) -> Run:
    everything = {**environment, **environment_of(url)}
    function = Function(artifact=job.artifact, handler=job.handler, environment=everything)
    return run_function(function, job.event, times=times, runtime=runtime)


def _medians(runs: Mapping[str, Sequence[Run]]) -> dict[str, Run]:
    return {
        name: Run(
            init_ms=median(run.init_ms for run in each),
            cold_ms=median(run.cold_ms for run in each),
            warm_ms=median(run.warm_ms for run in each),
            rss_mb=median(run.rss_mb for run in each),
            first_invoke_ms=median(run.first_invoke_ms for run in each),
        )
        for name, each in runs.items()
    }


def _bcrypt_ms() -> float:
    salt = bcrypt.gensalt(DEPLOYED_BCRYPT_ROUNDS)
    started = time.process_time()
    bcrypt.hashpw(PASSWORD.encode(), salt)
    return (time.process_time() - started) * 1000

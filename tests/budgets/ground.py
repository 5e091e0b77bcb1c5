"""The things to measure, each made once on first use: the artifacts, and its functions in a world with data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bench.frozen_aws import frozen_aws
from bench.instructions import Job, environment_of, jobs_of_every_function
from bench.running import Function, call
from bench.targets import Artifacts, built_artifacts
from tests.budgets.sizes import function_names


@dataclass(slots=False, eq=False)
class Ground:
    """A working copy of the repository; with ``everything``, unchanged functions are counted, too."""

    root: Path
    stack: ExitStack
    everything: bool = False

    @cached_property
    def artifacts(self) -> Artifacts:
        """The artifacts, built for the running interpreter."""
        return self.stack.enter_context(built_artifacts(self.root))

    @cached_property
    def names(self) -> list[str]:
        """The functions that the template deploys."""
        return function_names(self.root)

    @cached_property
    def jobs(self) -> Mapping[str, Job]:
        """The jobs of the functions, and of the plain handlers."""
        return {job.name: job for job in jobs_of_every_function(self.artifacts, self.root)}

    @cached_property
    def loaded(self) -> Mapping[str, frozenset[str]]:
        """The modules that each function has loaded after its response, except those of Python itself."""
        return {name: self._loaded(self.jobs[name]) for name in self.names}

    def chosen(self, names: Sequence[str]) -> list[Job]:
        """Return the jobs of these functions, and of the plain handlers."""
        return [job for name, job in self.jobs.items() if name in names or name not in self.names]

    def _loaded(self, job: Job) -> frozenset[str]:
        with frozen_aws(job.snapshot) as url:
            environment = {**job.environment, **environment_of(url)}
            done = call(Function(artifact=job.artifact, handler=job.handler, environment=environment), [job.event])
        return frozenset(name for name in done.modules if _ships(name, job.artifact))


def _ships(module: str, artifact: Path) -> bool:
    top = module.split(".", maxsplit=1)[0]
    return (artifact / top).is_dir() or any(artifact.glob(f"{top}.*"))


@contextmanager
def ground(root: Path, *, everything: bool = False) -> Iterator[Ground]:
    """Yield the things to measure, for the duration of a ``with`` block."""
    with ExitStack() as stack:
        yield Ground(root, stack, everything)

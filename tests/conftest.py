"""Settings for all tests: none leaves this machine, and only tests with a server of their own open sockets."""

from __future__ import annotations

import gc
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, is_hypothesis_test, settings
from hypothesis.internal.conjecture import engine
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from local.stand_in import StandIn
from tests.support.examples import examples
from tests.support.stand_in_tables import stand_in_with_tables
from tools.template import Template, load_template

WITH_SERVERS = {"bench", "bundle", "contracts", "fuzz", "journeys", "local", "recorded", "tools"}
# Coverage is measured where modules are tested directly. The others run the same code again, many thousand times or in
# processes of their own, and noting its lines would take longer than running it.
WITH_COVERAGE = {"contracts", "functions", "local", "shared", "tools"}
# What these adapters run of ours is run over the stand-in, too; the rest is moto's and botocore's own.
ENGINES_WITHOUT_COVERAGE = {"moto", "botocore", "botocore_to_moto"}
TESTS = Path(__file__).parent

# How fast a machine makes up examples, and runs them, is nothing that a test is about.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=examples(100)
)
settings.load_profile("any machine")

# For make mutation, in which tests fail by the thousand, and nobody looks at the examples.
settings.register_profile(
    "as found", parent=settings.get_profile("any machine"), phases=[Phase.explicit, Phase.generate]
)

# A failure is told after half a minute of making it smaller, not after five: hypothesis has no setting for it.
engine.MAX_SHRINKING_SECONDS = 30


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        folder = item.path.relative_to(TESTS).parts[0]
        if folder in WITH_SERVERS:
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.0/8", "::1", "localhost"]))
        if folder not in WITH_COVERAGE or _is_repetitive(item):
            item.add_marker(pytest.mark.no_cover)


def _is_repetitive(item: pytest.Item) -> bool:
    """Return whether a test runs lines again that others run: on a further engine, or with a hundred made-up examples.

    What made-up examples cover depends on luck, too, and coverage must not.
    """
    call = getattr(item, "callspec", None)
    if call is not None and call.params.get("engine") in ENGINES_WITHOUT_COVERAGE:
        return True
    return isinstance(item, pytest.Function) and is_hypothesis_test(item.function)


def pytest_collection_finish() -> None:
    """Spare the garbage collector from looking again and again at modules and tests, which stay to the end."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Hide from the processes of tests without coverage that it is measured."""
    with pytest.MonkeyPatch.context() as environment:
        if item.get_closest_marker("no_cover"):
            environment.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
        return (yield)


class FilesAndGroups(LoadScopeScheduling):
    """Sends the tests of a file to the same process, but for those with a mark ``xdist_group``: those of a group."""

    def _split_scope(self, nodeid: str) -> str:
        file, _, name = nodeid.partition("::")
        group = name.rpartition("]")[2].partition("@")[2]
        return group or file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FilesAndGroups:
    return FilesAndGroups(config, log)


@pytest.fixture(scope="session", autouse=True)
def no_account() -> Iterator[None]:
    """Hide AWS credentials, and the services that issue them, from any client that a test creates by mistake."""
    with pytest.MonkeyPatch.context() as environment:
        for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"):
            environment.delenv(name, raising=False)
        environment.setenv("AWS_ACCESS_KEY_ID", "test")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "test")
        environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
        environment.setenv("AWS_EC2_METADATA_DISABLED", "true")
        environment.setenv("NO_PROXY", "127.0.0.1,localhost")
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Make a test's output valid UTF-8 to pass it between processes; some tests deliberately write other text."""
    report = yield
    report.sections = [(name, text.encode(errors="backslashreplace").decode()) for name, text in report.sections]
    return report


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the repository."""
    return TESTS.parent


@pytest.fixture(scope="session")
def template(root: Path) -> Template:
    """Return what template.yaml describes, as it is deployed on one machine."""
    return load_template(root / "template.yaml", {"Stage": "local"})


@pytest.fixture(scope="session")
def stand_in(template: Template) -> Iterator[StandIn]:
    """Yield the AWS stand-in with the template's tables. All tests share it, with books and accounts of their own."""
    with stand_in_with_tables(template) as aws:
        yield aws

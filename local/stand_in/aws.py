"""Starts the stand-in and creates clients for it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.child import Child
from local.listening import listen

REGION = "us-east-1"
# The stand-in checks the signatures of links only, with its own key; but every SDK insists on signing.
ACCESS_KEYS = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """The address of a stand-in; ``endpoint_url`` serves all services."""

    endpoint_url: str

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment variables by which every AWS SDK finds this stand-in."""
        return {
            **ACCESS_KEYS,
            "AWS_ENDPOINT_URL": self.endpoint_url,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            # Otherwise SDKs would ask a container or instance for credentials, which is slow.
            "AWS_EC2_METADATA_DISABLED": "true",
            "NO_PROXY": "127.0.0.1,localhost",
        }

    def client(self, service: str) -> Any:
        """Return a boto3 client of this stand-in, for a service by boto3's name, such as ``dynamodb``."""
        # Loaded by those who need it: it takes as long as all else that the stand-in and its supervisor load.
        import boto3  # noqa: PLC0415
        from botocore.config import Config  # noqa: PLC0415

        # An empty mapping means no proxy; None would mean the environment's.
        config = Config(
            connect_timeout=2, read_timeout=30, proxies={}, retries={"total_max_attempts": 3, "mode": "standard"}
        )
        return boto3.client(
            service,
            endpoint_url=self.endpoint_url,
            region_name=REGION,
            aws_access_key_id=ACCESS_KEYS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=ACCESS_KEYS["AWS_SECRET_ACCESS_KEY"],
            config=config,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningStandIn(StandIn):
    """A stand-in started by this process."""

    child: Child

    def stop(self) -> None:
        """Answer the last requests and exit."""
        self.child.stop()


def launch(folder: Path | None = None) -> RunningStandIn:
    """Start a stand-in as ``start`` does, without waiting for it: requests wait until it is ready."""
    with listen(0) as listener:
        descriptor, port = listener.fileno(), listener.getsockname()[1]
        arguments = ["--listen-fd", str(descriptor)]
        if folder is not None:
            arguments += ["--folder", str(folder.resolve())]
        environment = stand_in_environment(folder)
        child = Child.launch("local.stand_in", *arguments, environment=environment, pass_fds=[descriptor])
    return RunningStandIn(child=child, endpoint_url=f"http://127.0.0.1:{port}")


def start(folder: Path | None = None) -> RunningStandIn:
    """Start a stand-in on a free port of 127.0.0.1, with the data in ``folder`` if one is given.

    Only one stand-in at a time can use a folder; the start waits for one that is about to exit. Raises ChildError if
    it cannot start.
    """
    stand_in = launch(folder)
    stand_in.child.wait_ready()
    return stand_in


@contextmanager
def running(folder: Path | None = None) -> Iterator[RunningStandIn]:
    """Run a stand-in for the duration of a ``with`` block."""
    stand_in = start(folder)
    try:
        yield stand_in
    finally:
        stand_in.stop()


def stand_in_environment(folder: Path | None = None) -> dict[str, str]:
    """Return this process's environment without what would make ministack reach beyond this machine or into Docker.

    With a folder, objects of S3 are files below it, which ministack writes at once; the wrapper stores all the rest.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("SMTP_", "MINISTACK_"))}
    return (
        inherited
        | ACCESS_KEYS
        | {
            "AUTH": "false",
            "DOCKER_HOST": "unix:///nonexistent",
            "LOG_LEVEL": "WARNING",
            "MINISTACK_REGION": REGION,
            # The wrapper does the storing, not ministack.
            "PERSIST_STATE": "0",
            "S3_PERSIST": "0" if folder is None else "1",
            "S3_DATA_DIR": "" if folder is None else str(folder.resolve() / "s3"),
        }
    )

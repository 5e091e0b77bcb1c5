"""Starts everything in order, restarts the functions when the code changes, and stops everything again."""

from __future__ import annotations

import errno
import pickle
import socket
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryFile
from time import monotonic, sleep
from typing import IO, NoReturn

from local.announcement import announce, say
from local.child import Child, ChildError
from local.data_folder import DEMO_FILE, RUNNING_FILE, DataFolder
from local.folder_lock import FolderInUseError, FolderLock
from local.hot_reload import Watch
from local.listening import listen
from local.process_environment import functions_environment, process_environment
from local.stand_in import RunningStandIn, launch
from local.tables import TableMismatchError
from tools.template import Template, TemplateError, load_template

# After a kill, it may take a moment until the last process has released the port.
_PORT_WITHIN_SECONDS = 2.0
_PORT_RETRY_SECONDS = 0.1
# Longer than the worker needs for its last requests and deliveries.
_WORKER_GRACE_SECONDS = 8.0
# Much longer than either takes; the first may wait for its predecessor, and carry over the data of an older version.
_STAND_IN_WITHIN_SECONDS = 120.0
_WORKER_WITHIN_SECONDS = 60.0


class StartError(Exception):
    """Nothing can run, for a reason that fits on one line."""


class _StartOverError(Exception):
    """Somebody has asked to start over with empty data."""


class StandInEndedError(Exception):
    """The stand-in has ended by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of a run; ``parameters`` are the template's, besides those that the run sets itself."""

    port: int
    data: Path
    template: Path
    parameters: Mapping[str, str]
    with_demo: bool


class Supervisor:
    """One run of the whole product."""

    def __init__(self, options: Options) -> None:
        self._options, self._data = options, DataFolder(options.data)

    def run(self) -> NoReturn:
        """Serve until KeyboardInterrupt, then stop everything. Raises StartError and StandInEndedError."""
        while True:
            try:
                self._run_once()
            except _StartOverError:
                say("starting over with empty data")

    def _run_once(self) -> NoReturn:
        with ExitStack() as stack:
            try:
                self._data.create()
                stack.enter_context(FolderLock(self._data.path))
                if self._data.is_to_be_emptied:
                    self._data.empty()
                listener = stack.enter_context(_listen(self._options.port))
                # Also after starting over, whoever has opened the console finds it at the same address.
                self._options = replace(self._options, port=listener.getsockname()[1])
                url = f"http://127.0.0.1:{self._options.port}"
                watch = Watch(self._options.template)
                say("starting the AWS stand-in and the functions, side by side")
                forgets = self._data.is_of_an_older_version and bool(self._data.read(RUNNING_FILE))
                aws = launch(self._data.stand_in)
                stack.callback(_stop, aws)
                stack.callback(self._data.forget, RUNNING_FILE)
                log = stack.enter_context(self._data.open_log())
                worker = Worker(self._options, listener, log)
                stack.callback(worker.stop)
                template = self._load(url, aws.endpoint_url)
                worker.launch(template, aws, provisions=True, forgets_snapshots=forgets)
                _wait_ready(aws, worker)
                self._note(template, url, aws)
            except (ChildError, FolderInUseError, TemplateError) as error:
                raise StartError(str(error)) from error
            except OSError as error:
                raise StartError(f"{error.filename}: {error.strerror}") from error
            announce(url, aws.endpoint_url, self._data, template, self._demo(url, aws))
            self._serve_changes(watch, worker, url, aws)

    def _load(self, url: str, endpoint_url: str) -> Template:
        own = {"Stage": "local", "PublicUrl": url, "AwsEndpoint": endpoint_url}
        return load_template(self._options.template, {**own, **self._options.parameters})

    def _serve_again(self, worker: Worker, url: str, aws: RunningStandIn) -> None:
        """Serve the template and code as they are now. Raises TableMismatchError, and the functions go on as before."""
        # Loaded when the code changes, since it takes as long as all that a start loads.
        from local.account import keep_provisioned  # noqa: PLC0415

        template = self._load(url, aws.endpoint_url)
        keep_provisioned(aws, template, self._data)
        worker.stop()
        worker.launch(template, aws)
        worker.wait_ready()
        self._note(template, url, aws)

    def _note(self, template: Template, url: str, aws: RunningStandIn) -> None:
        self._data.write(RUNNING_FILE, {"url": url, "environment": functions_environment(template, aws)})

    def _demo(self, url: str, aws: RunningStandIn) -> dict[str, str] | None:
        if not self._options.with_demo:
            return None
        demo = self._data.read(DEMO_FILE)
        if demo.get("done"):
            return {"email": demo["email"], "password": demo["password"]}
        # Loaded once in the life of a folder.
        from local.seed import SeedError, seed_demo  # noqa: PLC0415

        say("making a demo account with contacts, once")
        try:
            return seed_demo(url, aws.endpoint_url, self._data)
        except SeedError as error:
            say(f"there is no demo account: {error}")
            return None

    def _serve_changes(self, watch: Watch, worker: Worker, url: str, aws: RunningStandIn) -> NoReturn:
        """Serve again after every change. Raises StandInEndedError if the stand-in has exited, and _StartOverError."""
        for changed in watch.changes():
            if aws.child.exit_code is not None:
                raise _ended(aws)
            if self._data.is_to_be_emptied:
                raise _StartOverError
            if not changed:
                worker.notice_end()
                continue
            say(f"restarting after a change of {', '.join(sorted(changed))}")
            try:
                self._serve_again(worker, url, aws)
            except (ChildError, TableMismatchError, TemplateError) as error:
                say(f"{error}; waiting for the next change")
        raise AssertionError("changes never end")


class Worker:
    """The process that runs the functions. Requests wait in the listening socket while it is replaced.

    What functions write to standard output goes to ``log``, as in Lambda; their errors go to the terminal.
    """

    def __init__(self, options: Options, listener: socket.socket, log: IO[bytes]) -> None:
        self._options, self._listener, self._log = options, listener, log
        self._child: Child | None = None

    def launch(
        self, template: Template, aws: RunningStandIn, *, provisions: bool = False, forgets_snapshots: bool = False
    ) -> None:
        """Start the process; the options are those of ``local.worker``."""
        descriptor = self._listener.fileno()
        # As it is, since reading a template takes as long as a quarter of what the process imports.
        with TemporaryFile() as handed_over:
            pickle.dump(template, handed_over)
            handed_over.seek(0)
            self._child = Child.launch(
                "local.worker",
                *("--listen-fd", str(descriptor), "--endpoint", aws.endpoint_url, "--data", str(self._options.data)),
                *("--template-fd", str(handed_over.fileno())),
                *(["--provision"] if provisions else []),
                *(["--forget-snapshots"] if forgets_snapshots else []),
                environment=process_environment(template, aws),
                pass_fds=[descriptor, handed_over.fileno()],
                stdout=self._log,
            )

    def wait_ready(self) -> None:
        """Wait until the process serves. Raises ChildError."""
        assert self._child is not None
        self._child.wait_ready(_WORKER_WITHIN_SECONDS)

    def stop(self) -> None:
        """Stop the process, if there is one."""
        if self._child is not None:
            self._child.stop(grace_seconds=_WORKER_GRACE_SECONDS)
            self._child = None

    def notice_end(self) -> None:
        """Print a message, once, if the process has exited by itself."""
        if self._child is not None and self._child.exit_code is not None:
            say(f"the functions' process ended (exit code {self._child.exit_code}); waiting for the next change")
            self._child = None


def _wait_ready(aws: RunningStandIn, worker: Worker) -> None:
    """Wait until both serve, and print how long that took. Raises ChildError."""
    started = monotonic()
    aws.child.wait_ready(_STAND_IN_WITHIN_SECONDS)
    worker.wait_ready()
    say(f"both are ready after {monotonic() - started:.1f} seconds")


def _stop(aws: RunningStandIn) -> None:
    """Stop the stand-in. Raises StandInEndedError if it has not ended as it should."""
    aws.stop()
    if aws.child.ready_line and aws.child.exit_code != 0:
        raise _ended(aws)


def _ended(aws: RunningStandIn) -> StandInEndedError:
    code = aws.child.exit_code
    return StandInEndedError(f"the AWS stand-in ended (exit code {code}): what was answered is saved")


def _listen(port: int) -> socket.socket:
    deadline = monotonic() + _PORT_WITHIN_SECONDS
    while True:
        try:
            return listen(port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise StartError(f"port {port} cannot be used: {error.strerror}") from error
            if monotonic() >= deadline:
                raise StartError(f"port {port} is in use: stop what uses it, or choose another port") from error
        sleep(_PORT_RETRY_SECONDS)

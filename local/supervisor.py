"""Starts everything in order, restarts the functions when the code changes, and stops everything again."""

from __future__ import annotations

import errno
import socket
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import IO, Any, NoReturn

from local.account import forget_snapshots, provision
from local.announcement import announce, say
from local.child import Child, ChildError
from local.data_folder import RUNNING_FILE, DataFolder
from local.folder_lock import FolderInUseError, FolderLock
from local.hot_reload import Watch
from local.process_environment import functions_environment, process_environment
from local.seed import SeedError, seed_demo
from local.serving import listen
from local.stand_in import RunningStandIn, start
from local.tables import TableMismatchError
from tools.template import Template, TemplateError, load_template

# After a kill, it may take a moment until the last process has released the port.
_PORT_WITHIN_SECONDS = 2.0
_PORT_RETRY_SECONDS = 0.1
# Longer than the worker needs for its last requests and deliveries.
_WORKER_GRACE_SECONDS = 8.0


class StartError(Exception):
    """Nothing can run, for a reason that fits on one line."""


class NotSavedError(Exception):
    """The last changes may not have been saved, for a reason that fits on one line."""


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
        """Serve until KeyboardInterrupt, then save everything. Raises StartError and NotSavedError."""
        with ExitStack() as stack:
            try:
                self._data.create()
                stack.enter_context(FolderLock(self._data.path))
                listener = stack.enter_context(_listen(self._options.port))
                url = f"http://127.0.0.1:{listener.getsockname()[1]}"
                watch = Watch(self._options.template)
                self._load(url, endpoint_url="")
                was_killed = bool(self._data.read(RUNNING_FILE))
                aws = start(self._data.stand_in)
                stack.callback(_stop, aws)
                stack.callback(self._data.forget, RUNNING_FILE)
                log = stack.enter_context(self._data.open_log())
                worker = Worker(self._options, listener, log)
                stack.callback(worker.stop)
                if was_killed:
                    forget_snapshots(aws, self._load(url, aws.endpoint_url))
                template = self._serve(worker, url, aws)
            except (ChildError, FolderInUseError, TableMismatchError, TemplateError) as error:
                raise StartError(str(error)) from error
            except OSError as error:
                raise StartError(f"{error.filename}: {error.strerror}") from error
            announce(url, aws.endpoint_url, self._data, template, self._demo(url, aws))
            self._serve_changes(watch, worker, url, aws)

    def _load(self, url: str, endpoint_url: str) -> Template:
        own = {"Stage": "local", "PublicUrl": url, "AwsEndpoint": endpoint_url}
        return load_template(self._options.template, {**own, **self._options.parameters})

    def _serve(self, worker: Worker, url: str, aws: RunningStandIn) -> Template:
        """Serve the template and code as they are now."""
        template = self._load(url, aws.endpoint_url)
        provision(aws, template, self._data)
        worker.stop()
        worker.start(template, aws)
        self._data.write(RUNNING_FILE, {"url": url, "environment": functions_environment(template, aws)})
        return template

    def _demo(self, url: str, aws: RunningStandIn) -> dict[str, str] | None:
        if not self._options.with_demo:
            return None
        try:
            return seed_demo(url, aws.endpoint_url, self._data)
        except SeedError as error:
            say(f"there is no demo account: {error}")
            return None

    def _serve_changes(self, watch: Watch, worker: Worker, url: str, aws: RunningStandIn) -> NoReturn:
        """Serve again after every change. Raises NotSavedError if the stand-in has exited."""
        for changed in watch.changes():
            if aws.child.exit_code is not None:
                raise _not_saved(aws)
            if not changed:
                worker.notice_end()
                continue
            say(f"restarting after a change of {', '.join(sorted(changed))}")
            try:
                self._serve(worker, url, aws)
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

    def start(self, template: Template, aws: RunningStandIn) -> None:
        """Start the process. Raises ChildError."""
        descriptor = self._listener.fileno()
        parameters = [f"--parameter={name}={_text(value)}" for name, value in template.parameters.items()]
        self._child = Child.start(
            "local.worker",
            *("--listen-fd", str(descriptor), "--endpoint", aws.endpoint_url, "--data", str(self._options.data)),
            *("--template", str(self._options.template), *parameters),
            environment=process_environment(template, aws),
            pass_fds=[descriptor],
            stdout=self._log,
        )

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


def _stop(aws: RunningStandIn) -> None:
    """Stop the stand-in. Raises NotSavedError unless it exits normally, which it does after saving."""
    aws.stop()
    if aws.child.exit_code != 0:
        raise _not_saved(aws)


def _not_saved(aws: RunningStandIn) -> NotSavedError:
    code = aws.child.exit_code
    return NotSavedError(f"the AWS stand-in ended (exit code {code}): the changes of the last seconds may be lost")


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


def _text(value: Any) -> str:
    """Return a parameter as written on a command line."""
    return ",".join(value) if isinstance(value, list) else str(value)

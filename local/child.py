"""Child processes that never outlive the process that started them.

The child's standard input is a pipe from its parent. Nothing is ever written to it: it is closed when the parent stops
the child or dies, in whatever way, and the child then exits too. This works on every system that has pipes. The child
reports that it is ready by writing one line to a second pipe.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from time import monotonic
from typing import IO

_LAST_WORDS_SECONDS = 1.0
# Marks a line that reports a failure instead of readiness.
_FAILURE = "cannot start: "


class ChildError(Exception):
    """A child process did not become ready."""


class Child:
    """A running ``python -m module``."""

    def __init__(self, module: str, process: subprocess.Popen[bytes], ready: IO[bytes]) -> None:
        self._module, self._process, self._ready = module, process, ready
        self.ready_line = ""
        """The line by which it reported that it was ready."""

    @classmethod
    def launch(
        cls,
        module: str,
        *arguments: str,
        environment: Mapping[str, str] | None = None,
        pass_fds: Sequence[int] = (),
        stdout: IO[bytes] | None = None,
    ) -> Child:
        """Start the module without waiting until it is ready.

        Its output goes where this process's own goes, or its standard output to a file.
        """
        reader, writer = os.pipe()
        try:
            process = subprocess.Popen(
                [sys.executable, "-m", module, "--ready-fd", str(writer), *arguments],
                stdin=subprocess.PIPE,
                stdout=stdout,
                env=None if environment is None else dict(environment),
                pass_fds=(writer, *pass_fds),
            )
        except BaseException:
            os.close(reader)
            raise
        finally:
            os.close(writer)
        return cls(module, process, os.fdopen(reader, "rb"))

    @classmethod
    def start(
        cls,
        module: str,
        *arguments: str,
        environment: Mapping[str, str] | None = None,
        ready_within_seconds: float = 30,
    ) -> Child:
        """Start the module and wait until it is ready. Raises ChildError if it exits or takes too long."""
        child = cls.launch(module, *arguments, environment=environment)
        child.wait_ready(ready_within_seconds)
        return child

    def wait_ready(self, seconds: float = 30) -> None:
        """Wait until the child is ready, once. Raises ChildError if it exits or takes too long; it is ended then."""
        with self._ready as ready:
            line = _line_within(ready.fileno(), seconds)
        if line is None:
            # If it is about to exit, its own exit code says more.
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_LAST_WORDS_SECONDS)
            _end(self._process, grace_seconds=0)
            raise ChildError(f"{self._module} did not start (exit code {self._process.returncode})")
        if line.startswith(_FAILURE):
            _end(self._process, grace_seconds=_LAST_WORDS_SECONDS)
            raise ChildError(line.removeprefix(_FAILURE))
        self.ready_line = line

    @property
    def exit_code(self) -> int | None:
        """Return the exit code, or None while the child runs."""
        return self._process.poll()

    def stop(self, *, grace_seconds: float = 10) -> None:
        """Ask the child to exit, and kill it after ``grace_seconds``. Does nothing if it has already exited."""
        self._ready.close()
        _end(self._process, grace_seconds=grace_seconds)

    def kill(self) -> None:
        """Kill the child at once, without letting it finish anything."""
        self._ready.close()
        self._process.kill()
        _end(self._process, grace_seconds=0)


def exit_with_parent(on_parent_exit: Callable[[], object]) -> None:
    """Leave the terminal's signals to the parent, and call back when the parent has exited. Call it in the main thread.

    The callback runs in a thread of its own.
    """
    # The terminal sends these to every process started from it.
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)

    def watch() -> None:
        # Read the raw descriptor: a buffered reader would hold a lock that the interpreter needs at exit.
        os.read(0, 1)
        on_parent_exit()

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def report_ready(ready_fd: int, line: str) -> None:
    """Report to the parent, once, that the child is ready."""
    with os.fdopen(ready_fd, "w") as ready:
        ready.write(line + "\n")


def report_failure(ready_fd: int, reason: str) -> None:
    """Report to the parent, once and instead of readiness, why the child cannot start; one line."""
    report_ready(ready_fd, f"{_FAILURE}{reason}")


def _line_within(descriptor: int, seconds: float) -> str | None:
    """Return the first line that arrives, or None if the other end closes or the time is up."""
    deadline = monotonic() + seconds
    received = b""
    while not received.endswith(b"\n"):
        readable, _, _ = select.select([descriptor], [], [], max(0.0, deadline - monotonic()))
        chunk = os.read(descriptor, 4096) if readable else b""
        if not chunk:
            return None
        received += chunk
    return received.decode().strip()


def _end(process: subprocess.Popen[bytes], *, grace_seconds: float) -> None:
    if process.poll() is None:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(grace_seconds)
        if process.poll() is None:
            process.kill()
            process.wait()
    if process.stdin is not None:
        process.stdin.close()

"""Lambda's side of a function's process: passes events to a real awslambdaric, and measures CPU time.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

from __future__ import annotations

import json
import re
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from bench.events import Event
from bench.loopback import Handler, Server, serving
from bench.running import TIME_LIMIT_SECONDS, Function, FunctionFailedError, closed, require_success

_PREFIX = "/2018-06-01/runtime"
_REQUEST_ID = "7f6f1c1e-3b0a-4c55-9d0e-0d6f7f1d2c3b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The measurements of one process; CPU is user and system time of all its threads, in milliseconds.

    ``init_ms`` is the time until it asked for the first event, ``cold_ms`` until its first response,
    ``first_invoke_ms`` the time in between, ``warm_ms`` the median of the later requests; ``rss_mb`` is the peak memory
    (10^6 bytes) up to its first response.
    """

    init_ms: float
    cold_ms: float
    first_invoke_ms: float
    warm_ms: float
    rss_mb: float


@dataclass(slots=True)
class _Invocations:
    """The events of one process, and the CPU time at each step."""

    event: bytes
    times: int
    process: subprocess.Popen[bytes] | None = None
    asked_at: list[float] = field(default_factory=list)
    answered_at: list[float] = field(default_factory=list)
    answer: Any = None
    rss_mb: float = 0.0
    failure: str = ""
    started: threading.Event = field(default_factory=threading.Event)
    done: threading.Event = field(default_factory=threading.Event)

    def cpu_ms(self) -> float:
        """Return the CPU time of the process so far."""
        self.started.wait(TIME_LIMIT_SECONDS)
        assert self.process is not None
        return cpu_ms(self.process.pid)

    def next(self) -> bytes | None:
        """Return the next event, or None when there are no more."""
        self.asked_at.append(self.cpu_ms())
        if len(self.asked_at) > self.times:
            self.done.set()
            return None
        return self.event

    def answered(self, answer: bytes) -> None:
        """Accept a response."""
        self.answered_at.append(self.cpu_ms())
        if self.answer is None:
            self.answer = json.loads(answer)
            assert self.process is not None
            self.rss_mb = peak_rss_mb(Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii"))

    def failed(self, error: bytes) -> None:
        """Accept an error."""
        self.failure = error.decode(errors="replace")
        self.done.set()

    def run(self) -> Run:
        """Return the measurements."""
        return Run(
            init_ms=self.asked_at[0],
            cold_ms=self.answered_at[0],
            first_invoke_ms=self.answered_at[0] - self.asked_at[0],
            # From response to response: what the runtime does between two requests belongs to one of them.
            warm_ms=median([b - a for a, b in zip(self.answered_at, self.answered_at[1:], strict=False)] or [0.0]),
            rss_mb=self.rss_mb,
        )


def run_function(function: Function, event: Event, *, times: int, runtime: Path) -> Run:
    """Invoke a function ``times`` times in a new process of awslambdaric, which is in the folder ``runtime``.

    Raises FunctionFailedError if a response is an error, or there is none.
    """
    invocations = _Invocations(json.dumps(event).encode(), times)
    with _serving(invocations) as address, _process(function, address, runtime) as process:
        invocations.process = process
        invocations.started.set()
        if not _ends(invocations, process):
            raise FunctionFailedError(f"{function.handler}: {invocations.failure or 'no answer'}")
        require_success(function.handler, invocations.answer)
        return invocations.run()


def cpu_ms(pid: int) -> float:
    """Return the CPU time of a process in milliseconds, to the nanosecond: see clock_getcpuclockid(3)."""
    return time.clock_gettime(~pid << 3 | 2) * 1000


def peak_rss_mb(status: str) -> float:
    """Return the peak memory in a file /proc/<pid>/status, in 10^6 bytes."""
    found = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    assert found is not None
    return int(found.group(1)) * 1024 / 1e6


def _ends(invocations: _Invocations, process: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + TIME_LIMIT_SECONDS
    while not invocations.done.wait(0.1):
        if process.poll() is not None or time.monotonic() > deadline:
            return False
    return not invocations.failure


@contextmanager
def _process(function: Function, address: str, runtime: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = closed(function.environment) | {
        "AWS_LAMBDA_RUNTIME_API": address,
        "LAMBDA_TASK_ROOT": str(function.artifact),
        "PYTHONPATH": str(runtime),
    }
    process = subprocess.Popen(function.command, env=environment, cwd=function.artifact, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def _serving(invocations: _Invocations) -> Iterator[str]:
    with serving(Server(_Handler, invocations=invocations)) as url:
        yield url.removeprefix("http://")


class _Handler(Handler):
    invocations: _Invocations

    def do_GET(self) -> None:  # noqa: N802 - the name that http.server looks for
        """Serve an event. A function without further events waits, as it does while Lambda has frozen it."""
        event = self.invocations.next()
        if event is None:
            self.close_connection = True
            self.rfile.read(1)
            return
        deadline = str(time.time_ns() // 1_000_000 + 15_000)
        self._answer(200, event, {
            "Lambda-Runtime-Aws-Request-Id": _REQUEST_ID,
            "Lambda-Runtime-Deadline-Ms": deadline,
            "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:us-east-1:000000000000:function:contacts-api-bench",
            "Lambda-Runtime-Trace-Id": "Root=1-69232a80-000000000000000000000009;Sampled=0",
        })  # fmt: skip

    def do_POST(self) -> None:  # noqa: N802 - the name that http.server looks for
        """Accept a response, or an error."""
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.path == f"{_PREFIX}/invocation/{_REQUEST_ID}/response":
            self.invocations.answered(body)
        else:
            self.invocations.failed(body)
        self._answer(202, b"", {})

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

"""The product in processes of its own, as ``make run`` starts it, which tests start, stop and kill."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
READY = "Ctrl-C stops and keeps everything"


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Poll until a condition holds; the time limit allows for a busy machine."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


class RunningProduct:
    """``python -m local`` in ``folder``, with its data in ``data``."""

    def __init__(self, folder: Path, data: Path, *arguments: str) -> None:
        self.log_path = data.parent / f"{data.name}-{time.monotonic_ns()}.log"
        self.data = data
        with self.log_path.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "local", "--port", "0", "--data", str(data), *arguments],
                cwd=folder,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # A process group of its own, so that everything it starts can be killed at once.
                start_new_session=True,
            )

    @property
    def log(self) -> str:
        """Return the output so far."""
        return self.log_path.read_text(encoding="utf-8")

    def wait_ready(self, seconds: float = 60) -> RunningProduct:
        """Wait until it has printed what to try."""
        wait_until(lambda: READY in self.log or self.process.poll() is not None, seconds)
        assert self.process.poll() is None, self.log
        return self

    @property
    def url(self) -> str:
        return self._said(r"API +(http://\S+)")

    @property
    def endpoint_url(self) -> str:
        """The URL of its AWS stand-in."""
        return self._said(r"AWS +(http://\S+)")

    def _said(self, pattern: str) -> str:
        found = re.search(pattern, self.log)
        assert found is not None, self.log
        return found.group(1)

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """Send the signal to the supervisor, wait for its end, and return its exit code."""
        self.process.send_signal(number)
        return self.process.wait(60)

    def press_ctrl_c(self) -> int:
        """Send SIGINT to every process, as a terminal does."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(60)

    def kill_everything(self) -> None:
        """End every process at once, without a chance to save."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(60)

    def child(self, module: str) -> int:
        """Return the process id of the child that runs a module."""
        return next(pid for pid, command in self._children() if module.encode() in command)

    @property
    def cpu_seconds(self) -> float:
        """Return the processor time used by it and its children."""
        pids = [self.process.pid, *(pid for pid, _ in self._children())]
        ticks = sum(int(ticks) for pid in pids for ticks in _process_state(pid)[11:13])
        return ticks / os.sysconf("SC_CLK_TCK")

    def _children(self) -> Iterator[tuple[int, bytes]]:
        """Yield process id and command line of each child, from /proc."""
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                command, parent = (entry / "cmdline").read_bytes(), int(_process_state(int(entry.name))[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
            if parent == self.process.pid:
                yield int(entry.name), command


def _process_state(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat after the command: state, parent, ..., user and system time at 11 and 12."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()


@contextmanager
def running_product(folder: Path, data: Path, *arguments: str) -> Iterator[RunningProduct]:
    """Run a product within a ``with`` block: ready at its start, gone at its end."""
    product = RunningProduct(folder, data, *arguments)
    try:
        yield product.wait_ready()
    finally:
        if product.process.poll() is None:
            product.stop()

"""The product of a checkout in processes of its own, as ``make run`` starts it; measured, asked and killed."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.client import HTTPConnection
from os import killpg, sysconf
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

UNTHROTTLED = ("--parameter=DefaultThrottle=100000,100000",)
"""Arguments without which the throttle, which is for all clients together, would end a measurement."""
_READY_WITHIN_SECONDS = 300.0
_PATIENCE = 5
_IDLE_CPU_SECONDS = 0.1

Ask = Callable[[str, str, Any], Any]
"""Sends a request, by method, path and content (None: without), and returns the response's JSON, or None.

It raises OSError and HTTPException if there is no response, OverdueError, and RefusedError.
"""


class RefusedError(Exception):
    """A request was answered, but with an error."""


class OverdueError(Exception):
    """A function took longer than it may, as on a busy machine; nobody knows whether it has carried out the request."""


class Product:
    """A product that has been started; ``checkout`` has its code, ``data`` its folder."""

    def __init__(self, checkout: Path, data: Path, *arguments: str) -> None:
        self.data, self._checkout = data, checkout
        self._log = data.with_suffix(".log")
        self._started = time.monotonic()
        command = [sys.executable, "-m", "local", "--port", "0", "--data", str(data), *arguments]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(command, cwd=checkout, stdout=log, stderr=log, start_new_session=True)
        self._host, self._token = "", ""

    def wait_ready(self) -> None:
        """Wait until it can be used, and note how long that took. Raises RuntimeError."""
        while "Ctrl-C stops" not in self._log.read_text(encoding="utf-8"):
            if self._process.poll() is not None or time.monotonic() > self._started + _READY_WITHIN_SECONDS:
                raise RuntimeError(self._log.read_text(encoding="utf-8"))
            time.sleep(0.01)
        self.ready_seconds, self.ready_cpu_seconds = time.monotonic() - self._started, self.cpu_seconds
        found = re.search(r"API +(http://\S+)", self._log.read_text(encoding="utf-8"))
        assert found is not None
        self._host = urlsplit(found.group(1)).netloc
        self.ask = self.client()

    @property
    def cpu_seconds(self) -> float:
        """Return the CPU time of all processes so far."""
        ticks = 0
        for entry in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = entry.read_text(encoding="utf-8").rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            if int(fields[3]) == self._process.pid:  # the session
                ticks += int(fields[11]) + int(fields[12])
        return ticks / sysconf("SC_CLK_TCK")

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of its functions."""
        running = json.loads((self.data / "running.json").read_text(encoding="utf-8"))
        return dict(running["environment"])

    def log_in(self) -> None:
        """Sign in as the demo account."""
        demo = json.loads((self.data / "demo.json").read_text(encoding="utf-8"))
        credentials = {"email": demo["email"], "password": demo["password"]}
        self._token = self.patiently("POST", "/api/v1/auth/login", credentials)["access_token"]

    def patiently(self, method: str, path: str, content: Any = None) -> Any:
        """Return the answer to a request that may be sent several times. Raises what ``ask`` raises."""
        for _ in range(_PATIENCE):
            with suppress(OverdueError):
                return self.ask(method, path, content)
        return self.ask(method, path, content)

    @property
    def account_id(self) -> str:
        """Return the id of who is signed in, which is also that of the book."""
        claims = self._token.split(".")[1]
        return str(json.loads(urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))["sub"])

    def client(self) -> Ask:
        """Return a way to ask, over a connection of its own."""
        connection = HTTPConnection(self._host, timeout=60)

        def ask(method: str, path: str, content: Any) -> Any:
            headers = {"content-type": "application/json"} if content is not None else {}
            if self._token:
                headers["authorization"] = f"Bearer {self._token}"
            connection.request(method, path, None if content is None else json.dumps(content), headers)
            response = connection.getresponse()
            body = response.read()
            if response.status == HTTPStatus.SERVICE_UNAVAILABLE:
                raise OverdueError(f"{method} {path}")
            if response.status >= 400:
                raise RefusedError(f"{method} {path}: {response.status} {body[:200]!r}")
            return json.loads(body) if body else None

        return ask

    def fill(self, count: int) -> None:
        """Add made-up contacts to the demo account's book."""
        command = [sys.executable, "-m", "local.fill_book", "--data", str(self.data), "--count", str(count)]
        subprocess.run(command, cwd=self._checkout, check=True, stdout=subprocess.DEVNULL)
        self.ask = self.client()  # the other connection was idle for so long that the gateway may have closed it

    def wait_idle(self) -> None:
        """Wait until streams, tasks and snapshots have caught up: until a second takes hardly any CPU time."""
        before = float("-inf")
        while self.cpu_seconds - before > _IDLE_CPU_SECONDS:
            before = self.cpu_seconds
            time.sleep(1.0)

    def kill(self) -> None:
        """End all processes at once."""
        killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        """Stop as Ctrl-C does."""
        if self._process.poll() is None:
            killpg(self._process.pid, signal.SIGINT)
            self._process.wait(60)


@contextmanager
def running(checkout: Path, data: Path, *arguments: str) -> Iterator[Product]:
    """Run a product for the duration of a ``with`` block, signed in as its demo account."""
    product = Product(checkout, data, *arguments)
    try:
        product.wait_ready()
        product.log_in()
        yield product
    finally:
        product.stop()

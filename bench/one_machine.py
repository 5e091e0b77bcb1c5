"""What ``make run`` costs, and what a kill costs: ``python -m bench.one_machine [--before CHECKOUT] [--kills N]``.

Starts the product of this checkout and, beside it, that of another one, and measures both in turns, so that a busy
machine slows down both. CPU times are of all processes of a product. A kill ends all of its processes at once, at a
random moment while four clients write; what was answered must be there after the next start.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from http.client import HTTPConnection, HTTPException
from os import killpg, sysconf
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[1]
_READY_WITHIN_SECONDS = 300.0
_CLIENTS = 4
_LONGEST_RUN_SECONDS = 2.0


class Product:
    """A running product; ``checkout`` has its code, ``data`` its folder."""

    def __init__(self, checkout: Path, data: Path) -> None:
        self.data, self._checkout = data, checkout
        self._log = data.with_suffix(".log")
        started = time.monotonic()
        command = [sys.executable, "-m", "local", "--port", "0", "--data", str(data)]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(command, cwd=checkout, stdout=log, stderr=log, start_new_session=True)
        while "Ctrl-C stops" not in self._log.read_text(encoding="utf-8"):
            if self._process.poll() is not None or time.monotonic() > started + _READY_WITHIN_SECONDS:
                raise RuntimeError(self._log.read_text(encoding="utf-8"))
            time.sleep(0.01)
        self.ready_seconds, self.ready_cpu_seconds = time.monotonic() - started, self.cpu_seconds
        found = re.search(r"API +(http://\S+)", self._log.read_text(encoding="utf-8"))
        assert found is not None
        self._host = urlsplit(found.group(1)).netloc
        self._connection: HTTPConnection | None = None
        self._token = ""

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

    def log_in(self) -> None:
        """Sign in as the demo account."""
        demo = json.loads((self.data / "demo.json").read_text(encoding="utf-8"))
        answer = self.ask("POST", "/api/v1/auth/login", {"email": demo["email"], "password": demo["password"]})
        self._token = answer["access_token"]

    def ask(self, method: str, path: str, content: Any = None) -> Any:
        """Return the answer to a request over one connection. Raises OSError and HTTPException."""
        if self._connection is None:
            self._connection = HTTPConnection(self._host, timeout=60)
        return self._asked(self._connection, method, path, content)

    def client(self) -> Callable[[str, str, Any], Any]:
        """Return what ``ask`` is, over a connection of its own."""
        connection = HTTPConnection(self._host, timeout=60)
        return lambda method, path, content: self._asked(connection, method, path, content)

    def _asked(self, connection: HTTPConnection, method: str, path: str, content: Any) -> Any:
        headers = {"content-type": "application/json"} if content is not None else {}
        if self._token:
            headers["authorization"] = f"Bearer {self._token}"
        connection.request(method, path, None if content is None else json.dumps(content), headers)
        response = connection.getresponse()
        body = response.read()
        if response.status >= 400:
            raise OSError(f"{method} {path}: {response.status} {body[:200]!r}")
        return json.loads(body) if body else None

    def fill(self, count: int) -> None:
        """Add made-up contacts to the demo account's book."""
        command = [sys.executable, "-m", "local.fill_book", "--data", str(self.data), "--count", str(count)]
        subprocess.run(command, cwd=self._checkout, check=True, stdout=subprocess.DEVNULL)

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
def running(checkout: Path, data: Path) -> Iterator[Product]:
    """Run a product for the duration of a ``with`` block."""
    product = Product(checkout, data)
    try:
        product.log_in()
        yield product
    finally:
        product.stop()


def costs(product: Product, work: Callable[[], object], count: int) -> tuple[float, float]:
    """Return the CPU time of one call, and its median duration, both in milliseconds."""
    work()
    durations = []
    before = product.cpu_seconds
    for _ in range(count):
        started = time.perf_counter()
        work()
        durations.append(time.perf_counter() - started)
    return (product.cpu_seconds - before) / count * 1000, statistics.median(durations) * 1000


class Comparison:
    """Figures by name and checkout; what is measured of one is measured of the other right after it."""

    def __init__(self, checkouts: dict[str, Path], folder: Path) -> None:
        self.figures: dict[str, dict[str, float]] = {}
        self._checkouts, self._folder = checkouts, folder

    def starts(self) -> None:
        """Measure the best of three restarts."""
        for label in self._checkouts:  # accounts, contacts and caches that a first start makes
            with self._running(label):
                pass
        measured: dict[str, list[tuple[float, float]]] = {label: [] for label in self._checkouts}
        for _ in range(3):
            for label, starts in measured.items():
                with self._running(label) as product:
                    starts.append((product.ready_seconds, product.ready_cpu_seconds))
        for label, starts in measured.items():
            self._note("restart to ready, s", label, min(seconds for seconds, _ in starts))
            self._note("restart to ready, s of CPU", label, min(cpu for _, cpu in starts))

    def requests(self, contacts: int) -> None:
        """Measure single contacts in a small book, and pages of a large one."""
        with ExitStack() as stack:
            products = {label: stack.enter_context(self._running(label)) for label in self._checkouts}
            for label, product in products.items():
                one = product.ask("GET", "/api/v1/contacts?limit=1")["items"][0]["id"]
                self._costs(
                    "GET a contact", label, product, partial(product.ask, "GET", f"/api/v1/contacts/{one}"), 300
                )
            for label, product in products.items():
                post = partial(product.ask, "POST", "/api/v1/contacts", {"first_name": "x"})
                self._costs("POST a contact", label, product, post, 150)
            for product in products.values():
                product.fill(contacts)
                product.log_in()
            for label, product in products.items():
                page = partial(product.ask, "GET", "/api/v1/contacts?limit=50")
                self._costs(f"a page of 50 of {contacts:,}", label, product, page, 20)

    def _running(self, label: str) -> AbstractContextManager[Product]:
        return running(self._checkouts[label], self._folder / label)

    def _costs(self, name: str, label: str, product: Product, work: Callable[[], object], count: int) -> None:
        cpu, duration = costs(product, work, count)
        self._note(f"{name}, ms of CPU", label, cpu)
        self._note(f"{name}, ms", label, duration)

    def _note(self, name: str, label: str, value: float) -> None:
        self.figures.setdefault(name, {})[label] = round(value, 2)
        print(f"{name:45} {label:7} {value:9.2f}", flush=True)


def kill_and_count(checkout: Path, data: Path, kills: int, *, seed: int) -> tuple[int, int]:
    """Return how many contacts were answered, and how many of these were lost, after so many kills."""
    moments = random.Random(seed)  # noqa: S311 - not a secret
    answered: set[str] = set()
    lost: set[str] = set()
    for turn in range(kills + 1):
        product = Product(checkout, data)
        product.log_in()
        if turn:
            lost |= answered - set(_ids(product))
        if turn == kills:
            product.stop()
            break
        writers = [threading.Thread(target=_write, args=(product.client(), answered)) for _ in range(_CLIENTS)]
        for writer in writers:
            writer.start()
        time.sleep(moments.uniform(0, _LONGEST_RUN_SECONDS))
        product.kill()
        for writer in writers:
            writer.join()
        print(f"kill {turn + 1}: {len(answered)} answered, {len(lost)} lost", flush=True)
    return len(answered), len(lost)


def _write(ask: Callable[[str, str, Any], Any], answered: set[str]) -> None:
    while True:
        try:
            answered.add(ask("POST", "/api/v1/contacts", {"first_name": "x"})["id"])
        except (OSError, HTTPException, ValueError):
            return


def _ids(product: Product) -> Iterator[str]:
    cursor = ""
    while True:
        page = product.ask("GET", f"/api/v1/contacts?limit=200{cursor}")
        yield from (item["id"] for item in page["items"])
        if not page.get("next_cursor"):
            return
        cursor = f"&cursor={page['next_cursor']}"


def main() -> int:
    """Measure, and print all figures as JSON at the end; return 1 if anything was lost."""
    parser = argparse.ArgumentParser(prog="python -m bench.one_machine", description=__doc__)
    parser.add_argument("--before", type=Path, help="a checkout to compare with")
    parser.add_argument("--contacts", type=int, default=25_000)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--skip-costs", action="store_true")
    arguments = parser.parse_args()
    checkouts = {"before": arguments.before.resolve()} if arguments.before else {}
    checkouts["now"] = ROOT
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        if not arguments.skip_costs:
            comparison = Comparison(checkouts, Path(name))
            comparison.starts()
            comparison.requests(arguments.contacts)
            figures |= comparison.figures
        if arguments.kills:
            answered, lost = kill_and_count(ROOT, Path(name, "kills"), arguments.kills, seed=arguments.seed)
            figures["kills"] = {"kills": arguments.kills, "answered": answered, "lost": lost}
    print(json.dumps(figures, indent=2))
    return 1 if figures.get("kills", {}).get("lost") else 0


if __name__ == "__main__":
    sys.exit(main())

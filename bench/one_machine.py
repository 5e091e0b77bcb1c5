"""What ``make run`` costs, and what a kill costs: ``python -m bench.one_machine [--before CHECKOUT] [--kills N]``.

Starts the product of this checkout and, beside it, that of another one, and measures both in turns, so that a busy
machine slows down both. CPU times are of all processes of a product. What kills do is in ``bench.product_kills``.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from bench.local_product import UNTHROTTLED, Product, running
from bench.product_kills import Trial

ROOT = Path(__file__).parents[1]


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
                one = product.ask("GET", "/api/v1/contacts?limit=1", None)["items"][0]["id"]
                self._costs(
                    "GET a contact", label, product, partial(product.ask, "GET", f"/api/v1/contacts/{one}", None), 300
                )
            for label, product in products.items():
                post = partial(product.ask, "POST", "/api/v1/contacts", {"first_name": "x"})
                self._costs("POST a contact", label, product, post, 150)
            for product in products.values():
                product.fill(contacts)
                product.wait_idle()
                product.log_in()
            for label, product in products.items():
                page = partial(product.ask, "GET", "/api/v1/contacts?limit=50", None)
                self._costs(f"a page of 50 of {contacts:,}", label, product, page, 20)

    def _running(self, label: str) -> AbstractContextManager[Product]:
        return running(self._checkouts[label], self._folder / label, *UNTHROTTLED)

    def _costs(self, name: str, label: str, product: Product, work: Callable[[], object], count: int) -> None:
        cpu, duration = costs(product, work, count)
        self._note(f"{name}, ms of CPU", label, cpu)
        self._note(f"{name}, ms", label, duration)

    def _note(self, name: str, label: str, value: float) -> None:
        self.figures.setdefault(name, {})[label] = round(value, 2)
        print(f"{name:45} {label:7} {value:9.2f}", flush=True)


def main() -> int:
    """Measure, and print all figures as JSON at the end; return 1 if kills did any harm."""
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
    faulty = False
    with tempfile.TemporaryDirectory() as name:
        if not arguments.skip_costs:
            comparison = Comparison(checkouts, Path(name))
            comparison.starts()
            comparison.requests(arguments.contacts)
            figures |= comparison.figures
        if arguments.kills:
            tally = Trial(ROOT, Path(name, "kills"), seed=arguments.seed).run(arguments.kills)
            figures["kills"] = asdict(tally)
            faulty = not tally.is_clean
    print(json.dumps(figures, indent=2))
    return 1 if faulty else 0


if __name__ == "__main__":
    sys.exit(main())

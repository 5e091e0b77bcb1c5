"""Measures what an import of made-up vCards costs: ``python -m bench.importing [--cards N] [--slice-seconds S]``.

Starts an import into an empty book in the local stand-in, and lets the worker of tasks carry it out in a process of its
own. Prints the figures as JSON: requests, and the seconds and the memory of the slices for which a function has time.
Seconds are this machine's. There is no service of pictures, so what photos take there is not part of it.
"""

from __future__ import annotations

import argparse
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bench.formats.made_up_cards import made_up_cards
from bench.worker_slices import ACCOUNT_ID, SLICE_SECONDS, carried_out, created, store_account, wiring
from local.stand_in import running
from shared.domain.imports import ImportOptions
from shared.services.exchange.importing import Source
from tools.template import load_template

ROOT = Path(__file__).parents[1]


def measured(cards: int, slice_seconds: float) -> dict[str, Any]:
    """Return the figures of the import of so many cards."""
    content = "".join(made_up_cards(cards)).encode()
    template = load_template(ROOT / "template.yaml", {"Stage": "local"})
    with running() as aws:
        environment = created(template, aws)
        wired = wiring(environment)
        store_account(wired)
        operation = wired.importer.start(ACCOUNT_ID, Source(content=content), ImportOptions(), actor=ACCOUNT_ID)
        with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as processes:
            phase = processes.submit(carried_out, environment, operation.id, slice_seconds).result()
        ended = wired.operation_store.find(ACCOUNT_ID, operation.id)
        assert ended is not None
        return {"cards": cards, "bytes": len(content), "state": ended.state, "done": ended.done, **phase.figures}


def main() -> int:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.importing", description=__doc__)
    parser.add_argument("--cards", type=int, default=25_000)
    parser.add_argument("--slice-seconds", type=float, default=SLICE_SECONDS)
    arguments = parser.parse_args()
    print(json.dumps(measured(arguments.cards, arguments.slice_seconds), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())

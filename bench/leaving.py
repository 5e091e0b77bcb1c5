"""Measures what a large account costs that leaves: ``python -m bench.leaving [--contacts N] [--pictures N]``.

Fills a book in the local stand-in, of which so many contacts show photos, and lets the worker of tasks make the archive
of the account, and the schedule erase it, each in a process of its own. Prints the figures as JSON: requests, write
units, and the seconds and the memory of the slices for which a function has time. Seconds are this machine's.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

from bench.capacity_units import write_units
from bench.frozen_tables import FrozenTable
from bench.growing_book import SEED
from bench.leaving_account import (
    ACCOUNT_ID,
    CountingTransport,
    delete_account,
    fill,
    photo_folder,
    start_export,
    wiring,
)
from bench.leaving_pictures import keep_pictures, serving_pictures
from bench.world import CREDENTIALS, KEYS
from local.buckets import create_buckets
from local.cloudinary.gallery import Gallery
from local.process_environment import functions_environment
from local.queues import create_queues
from local.stand_in import StandIn, running
from local.tables import create_tables
from shared.services.exchange.names import export_name
from shared.services.ports.operations import TaskMessage
from tools.template import Template, load_template

ROOT = Path(__file__).parents[1]
SLICE_SECONDS = 35.0
"""What a worker of tasks has, less what it keeps for its last range."""
Json = dict[str, Any]
Environment = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A phase that was measured: the seconds of each of its slices, its requests by name, and its memory."""

    slices: list[float]
    requests: dict[str, int]
    memory_mib: float

    @property
    def figures(self) -> Json:
        """The figures, by name."""
        return {
            "slices": len(self.slices),
            "longest_slice_seconds": round(max(self.slices), 1),
            "seconds": round(sum(self.slices), 1),
            "memory_mib": round(self.memory_mib),
            "requests": dict(sorted(self.requests.items())),
        }


def phase(environment: Environment, begin: Callable[[Any], Callable[[], bool]]) -> Phase:
    """Carry out slices until one says that there is no other, and return what they took."""
    requests: Counter[str] = Counter()
    wired = wiring(environment)
    wired.aws = CountingTransport(wired.aws, requests)
    carry_out = begin(wired)
    slices, goes_on = [], True
    while goes_on:
        started = time.monotonic()
        goes_on = carry_out()
        slices.append(time.monotonic() - started)
    return Phase(slices=slices, requests=dict(requests), memory_mib=_peak_mib())


def _peak_mib() -> float:
    """Return the peak memory of this process; ``getrusage`` would count that of the one which started it, too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def carried_out(environment: Environment, operation_id: str, slice_seconds: float = SLICE_SECONDS) -> Phase:
    """Carry out an operation, such as making the archive of the account, as workers of tasks do."""
    message = TaskMessage(book_id=ACCOUNT_ID, operation_id=operation_id)

    def begin(wired: Any) -> Callable[[], bool]:
        def carry_out() -> bool:
            until = time.monotonic() + slice_seconds
            operation = wired.task_runner.run(message, message_id=f"{until}", has_time=lambda: time.monotonic() < until)
            return not operation.has_ended

        return carry_out

    return phase(environment, begin)


def erased(environment: Environment) -> Phase:
    """Erase the account, as the schedule does, until all erasers have found nothing more."""

    def begin(wired: Any) -> Callable[[], bool]:
        return lambda: bool(wired.erasing.run().postponed)

    return phase(environment, begin)


def deletion_units(aws: StandIn, template: Template) -> Json:
    """Return how many items the tables have, and the units for deleting them all."""
    units: Json = {}
    for name in ("ContactsTable", "ChangesTable", "AccountsTable"):
        table = template.tables[name]
        pages = aws.client("dynamodb").get_paginator("scan").paginate(TableName=table.name)
        items = [item for page in pages for item in page["Items"]]
        indexes = FrozenTable.of(table.create_arguments, ()).indexes
        cost = sum(write_units(indexes, item, None, transactional=False) for item in items)
        units[name.removesuffix("Table")] = {"items": len(items), "write_units": round(cost)}
    return units


def created(template: Template, aws: StandIn) -> Environment:
    """Create what the functions need, and return their environment."""
    create_tables(aws.client("dynamodb"), template.tables.values())
    create_queues(aws.client("sqs"), template.queues.values())
    create_buckets(aws.client("s3"), template.buckets.values())
    environment = functions_environment(template, aws)
    for name, value in (KEYS | CREDENTIALS).items():
        aws.client("ssm").put_parameter(
            Name=f"{environment['SECRETS_PREFIX']}/{name}", Value=value, Type="SecureString"
        )
    return environment


def measured(contacts: int, pictures: int, *, tell: Callable[[str], object]) -> Json:
    """Return the figures of the export and the erasure of an account."""
    template = load_template(ROOT / "template.yaml", {"Stage": "local"})
    with running() as aws, TemporaryDirectory() as folder, serving_pictures(Path(folder)) as url:
        environment = created(template, aws) | {"CLOUDINARY_UPLOAD_PREFIX": url}
        wired = wiring(environment)
        tell(f"Filling the book with {contacts:,} contacts, {pictures:,} of them with a photo ...")
        photos = [f"{photo_folder(wired)}/{each}" for each in fill(wired, contacts, pictures, url=url)]
        keep_pictures(Path(folder), photos, seed=SEED)
        export_id = start_export(wired)
        with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as processes:
            tell("Exporting ...")
            export = processes.submit(carried_out, environment, export_id).result()
            content = wired.exchange_files.get(ACCOUNT_ID, export_name(export_id)) or b""
            names = ZipFile(BytesIO(content)).namelist()
            before = deletion_units(aws, template)
            delete_account(wired)
            tell("Erasing ...")
            erasure = processes.submit(erased, environment).result()
        return {
            "contacts": contacts,
            "pictures": pictures,
            "export": {**export.figures, "archive_bytes": len(content), "files": len(names)},
            "erasure": {**erasure.figures, "deleted": before, "left": deletion_units(aws, template)},
            "pictures_left": len(Gallery(Path(folder)).all()),
        }


def main() -> int:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.leaving", description=__doc__)
    parser.add_argument("--contacts", type=int, default=50_000)
    parser.add_argument("--pictures", type=int, default=5_000)
    arguments = parser.parse_args()
    figures = measured(
        arguments.contacts, arguments.pictures, tell=lambda line: print(line, file=sys.stderr, flush=True)
    )
    print(json.dumps(figures, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Measures what a large account costs that leaves: ``python -m bench.leaving [--contacts N] [--pictures N]``.

Fills a book in the local stand-in, of which so many contacts show photos, and lets the worker of tasks make the archive
of the account, and the schedule erase it, each in a process of its own. Prints the figures as JSON: requests, write
units, and the seconds and the memory of the slices for which a function has time. Seconds are this machine's.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

from bench.capacity_units import write_units
from bench.frozen_tables import FrozenTable
from bench.growing_book import SEED
from bench.leaving_account import delete_account, fill, photo_folder, start_export
from bench.leaving_pictures import keep_pictures, serving_pictures
from bench.worker_slices import ACCOUNT_ID, carried_out, created, erased, wiring
from local.cloudinary.gallery import Gallery
from local.stand_in import StandIn, running
from shared.services.exchange.names import export_name
from tools.template import Template, load_template

ROOT = Path(__file__).parents[1]
Json = dict[str, Any]


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

"""Fills the demo account of a running product with made-up contacts: ``make seed COUNT=2000``.

It uses the same service as the functions, on the same tables, in batches of as many contacts as one transaction holds.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from tqdm import tqdm

from local.data_folder import RUNNING_FILE, DataFolder
from local.made_up_contacts import made_up_contacts
from shared.domain.contacts.contact import ContactDraft
from shared.domain.email_addresses import canonical_email
from shared.domain.errors import StoreUnavailableError
from shared.services.ports.commits import MAX_WRITES_PER_COMMIT
from shared.settings import Settings
from shared.wiring.process import Wiring
from shared.wiring.sources import now


class NothingToFillError(Exception):
    """The product is not running, or it has no demo account."""


def fill(wiring: Wiring, email: str, count: int) -> None:
    """Add contacts to the book of the account with this address. Raises NothingToFillError."""
    claim = wiring.account_store.find_claim(canonical_email(email), now=now()) if email else None
    if claim is None:
        raise NothingToFillError("there is no demo account in this folder: make run makes one")
    book_id = claim.account_id
    # A different seed each time, or a second run would only add the same people again.
    seed = wiring.book_store.load(book_id).book.revision
    with tqdm(total=count, unit=" contacts", file=sys.stdout) as progress:
        for drafts in _ranges(made_up_contacts(count, seed=seed)):
            progress.update(len(wiring.contact_writer.add_all(book_id, drafts, actor=book_id)))


def _ranges(drafts: Iterator[ContactDraft]) -> Iterator[list[ContactDraft]]:
    while batch := list(islice(drafts, MAX_WRITES_PER_COMMIT)):
        yield batch


def _wiring(data: DataFolder) -> Wiring:
    """Return the wiring of the functions that use the folder. Raises NothingToFillError."""
    environment: Mapping[str, str] = data.read(RUNNING_FILE).get("environment", {})
    if not environment:
        raise NothingToFillError(f"nothing runs in {data.path}: make run starts it")
    os.environ.update({name: value for name, value in environment.items() if name.startswith("AWS_")})
    return Wiring(Settings(environment))


def main(arguments: list[str] | None = None) -> int:
    """Fill the demo account of the folder named on the command line; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m local.fill_book", description="Add made-up contacts.")
    parser.add_argument("--data", type=Path, default=Path(".local"))
    parser.add_argument("--count", type=int, default=100)
    options = parser.parse_args(arguments)
    data = DataFolder(options.data)
    demo = data.read("demo.json")
    try:
        fill(_wiring(data), demo.get("email", ""), options.count)
    except NothingToFillError as error:
        print(error, file=sys.stderr)
        return 1
    except StoreUnavailableError as error:
        print(f"What runs in {data.path} does not answer: {error}", file=sys.stderr)
        return 1
    print(f"{options.count} contacts were added to {demo['email']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

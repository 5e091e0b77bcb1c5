"""Bring a book back from restored tables: ``make restore-book BOOK=... CONTACTS=... CHANGES=...``, later ``WRITE=yes``.

Acts on the deployment that the environment names (AWS credentials and region, CONTACTS_TABLE, CHANGES_TABLE). Without
``--write`` it only says what it would do. With it, it first copies all that the book holds now into a new file.

- *The book still exists*: contacts that have no item any more are created again, with their ids and tags, and with
  ``--all`` those that were changed or deleted since become what they were. That is a change like any other: a
  transaction with new revisions, and with the present state in the history. So revisions stay gapless, no entity tag is
  used twice, people may go on writing meanwhile, and nothing that is newer is lost.
- *The book does not exist any more*: its items are copied as they are, the head last, since the book exists from then
  on. Nothing is replaced.
- *History* that is missing is copied in both cases, up to the revision that the book has.

It may be interrupted and run again: what is there already is left alone.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from shared.domain.errors import ContactsApiError
from shared.services.books.writer import BookWriter
from shared.settings import SettingError, Settings
from shared.wiring import sources
from shared.wiring.process import Wiring
from tools.operations.book_items import BookTables, Item, ItemsOfBook, broken_rules, head_of, revision_of, write_backup
from tools.operations.restored_contacts import RestoredContacts

NO_MAXIMUM = 10**9
"""A book gets back what it had, whatever it may have today. So it does of labels, which are not limited here."""


class RestoreError(Exception):
    """The book cannot be restored from these tables; the message says why."""


class BookRestoration:
    """The restoration of one book of a deployment from restored tables."""

    def __init__(self, environment: Mapping[str, str], restored: BookTables, book_id: str) -> None:
        # botocore, as it finds the operator's credentials wherever boto3 does.
        self._environment = {"EPHEMERAL_TABLE": "-", **environment, "AWS_TRANSPORT": "botocore"}
        settings = Settings(self._environment)
        living = BookTables(contacts=settings.contacts_table, changes=settings.changes_table)
        client = boto3.client("dynamodb")
        self._living = ItemsOfBook(client, living, book_id)
        self._restored = ItemsOfBook(client, restored, book_id)
        self._restored_tables = restored
        self._book_id = book_id

    def run(self, *, everything: bool, backup: Path | None) -> Iterator[str]:
        """Restore, and yield what is done; without a ``backup`` file, what would be done.

        Raises RestoreError, ContactsApiError, ClientError, OSError.
        """
        contacts, changes = self._restored.contacts(), self._restored.changes()
        if broken := broken_rules(contacts, changes):
            raise RestoreError(f"the restored tables cannot be used: {'; '.join(broken)}")
        now, history = self._living.contacts(), self._living.changes()
        if backup:
            yield f"{write_backup(backup, [*now, *history])} items that the book holds now are in {backup}"
        head = head_of(now)
        last = int((head or contacts[0])["book_revision"]["N"])
        known = {revision_of(change) for change in history}
        missing = [change for change in changes if revision_of(change) not in known and revision_of(change) <= last]
        yield _copied("changes", missing, self._living.put_change if backup else None)
        if head is None:
            absent = _absent(contacts, now)
            yield _copied("items", absent, self._living.put_contact if backup else None)
        else:
            yield self._bring_back(everything=everything, write=backup is not None)
            if backup and (count := self._living.recount()) is not None:
                yield f"the head counts {count} contacts again"

    def _bring_back(self, *, everything: bool, write: bool) -> str:
        tables = {"CONTACTS_TABLE": self._restored_tables.contacts, "CHANGES_TABLE": self._restored_tables.changes}
        restored = Wiring(Settings({**self._environment, **tables}))
        contacts = RestoredContacts(
            restored.book_store,
            self._book_id,
            everything=everything,
            now=sources.now(),
            new_label_id=sources.new_value_id,
        )
        living = Wiring(Settings(self._environment))
        if not write:
            return f"{contacts.count(living.book_store)} contacts to bring back"
        writer = BookWriter(
            living.book_store, timing=living.timing, new_commit_id=sources.new_id, max_contacts=NO_MAXIMUM
        )
        return f"{contacts.write(writer)} contacts brought back"


def _absent(contacts: list[Item], now: list[Item]) -> list[Item]:
    """Return the items to copy to a book without a head, the head last. Raises RestoreError if others are there."""
    there = {item["item_id"]["S"]: item for item in now}
    wanted = {item["item_id"]["S"]: item for item in contacts}
    if strangers := [key for key, item in there.items() if wanted.get(key) != item]:
        raise RestoreError(f"the book has no head, but items that the restored one lacks, such as {strangers[0]}")
    return [item for key, item in reversed(wanted.items()) if key not in there]


def _copied(what: str, items: list[Item], put: Callable[[Item], None] | None) -> str:
    if put is None:
        return f"{len(items)} {what} to copy"
    for item in items:
        put(item)
    return f"{len(items)} {what} copied"


def _backup_file(book_id: str, at: datetime) -> Path:
    return Path(f"book-{book_id}-{at:%Y%m%dT%H%M%S%f}.jsonl")


def main(arguments: list[str] | None = None, *, environment: Mapping[str, str] = os.environ) -> int:
    """Restore the book that the command line names; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.operations.restore_book", description="Restore a book.")
    parser.add_argument("book", help="its id, which is that of the account")
    parser.add_argument("--contacts", required=True, help="the restored table of contacts")
    parser.add_argument("--changes", required=True, help="the table of changes, restored to the same second")
    parser.add_argument("--all", action="store_true", help="also contacts that were changed or deleted since")
    parser.add_argument("--write", action="store_true", help="do it; otherwise only say what would be done")
    options = parser.parse_args(arguments)
    restored = BookTables(contacts=options.contacts, changes=options.changes)
    backup = _backup_file(options.book, sources.now()) if options.write else None
    try:
        for line in BookRestoration(environment, restored, options.book).run(everything=options.all, backup=backup):
            print(line)
    except (RestoreError, ContactsApiError, SettingError, ClientError, BotoCoreError, OSError) as error:
        print(f"{options.book}: {error}", file=sys.stderr)
        return 1
    if not options.write:
        print("nothing was written: add WRITE=yes to do it")
    return 0


if __name__ == "__main__":
    sys.exit(main())

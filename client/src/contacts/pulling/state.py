"""What is remembered of an address book between two pulls: its cards as they were imported last, and those under way.

It is a file of SQLite that only its owner may read. What has been fetched is stored at once, so a pull that broke off
goes on where it stopped; two pulls of the same address book at the same time are not possible.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from contacts.carddav.reading import StoredCard
from contacts.errors import RefusedError, UsageError
from contacts.folders import home, private_folder

_SCHEMA = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS cards (
    url TEXT PRIMARY KEY,
    etag TEXT NOT NULL,
    imported TEXT,          -- as it was imported last; NULL: never
    fetched TEXT,           -- as it is now, not imported yet; NULL: nothing new
    is_gone INTEGER NOT NULL DEFAULT 0,
    last_row INTEGER        -- in the file of the import that is under way; NULL: not in it
) WITHOUT ROWID;
"""
_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CardChange:
    """A card that is new (``before`` is None), has changed, or has gone (``after`` is None)."""

    url: str
    before: str | None
    after: str | None


class PullState:
    """The state of pulling one address book to one account."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def fact(self, name: str) -> str:
        """Return what is remembered under a name; empty if nothing is."""
        found = self._database.execute("SELECT value FROM facts WHERE name = ?", [name]).fetchone()
        return found[0] if found else ""

    def remember(self, **facts: str) -> None:
        """Remember texts under names, at once."""
        self._database.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", facts.items())
        self._database.commit()

    def known(self) -> Mapping[str, str]:
        """Return the entity tags of the cards that need not be fetched again, by URL."""
        return dict(self._database.execute("SELECT url, etag FROM cards WHERE NOT is_gone"))

    def store(self, cards: Sequence[StoredCard]) -> None:
        """Store cards that have been fetched; those without a text have gone."""
        self._database.executemany(
            "INSERT INTO cards (url, etag, fetched) VALUES (?1, ?2, ?3) "
            "ON CONFLICT (url) DO UPDATE SET etag = ?2, fetched = nullif(?3, imported), is_gone = 0",
            [(card.url, card.etag, card.text) for card in cards if card.text is not None],
        )
        self._mark_gone([card.url for card in cards if card.text is None])
        self._database.commit()

    def finish_listing(self, gone: Iterable[str], sync_token: str) -> None:
        """Note which cards have gone, and the token of a listing whose cards are all stored."""
        self._mark_gone(gone)
        self.remember(sync_token=sync_token)

    def changed_urls(self) -> Sequence[str]:
        """Return the URLs of the cards that have changed since the last import, or have gone, in order."""
        rows = self._database.execute("SELECT url FROM cards WHERE fetched IS NOT NULL OR is_gone ORDER BY url")
        return [url for (url,) in rows]

    def change(self, url: str) -> CardChange:
        """Return what has changed in a card."""
        query = "SELECT imported, CASE WHEN is_gone THEN NULL ELSE fetched END FROM cards WHERE url = ?"
        before, after = self._database.execute(query, [url]).fetchone()
        return CardChange(url=url, before=before, after=after)

    def put_in_file(self, last_rows: Mapping[str, int], **facts: str) -> None:
        """Remember of which cards the file of an import consists, and facts about it, before it is sent."""
        self._database.execute("UPDATE cards SET last_row = NULL")
        self._database.executemany(
            "UPDATE cards SET last_row = ? WHERE url = ?", [(row, url) for url, row in last_rows.items()]
        )
        self.remember(**facts)

    def file_content(self) -> bytes:
        """Return the file of the import that is under way: the same bytes whenever it is asked for."""
        rows = self._database.execute("SELECT fetched FROM cards WHERE last_row IS NOT NULL ORDER BY last_row")
        return "".join(f"{text.rstrip()}\r\n" for (text,) in rows if text).encode(errors="replace")

    def rows_in_file(self) -> int:
        """Return how many rows the file of the import that is under way should have."""
        found = self._database.execute("SELECT max(last_row) FROM cards").fetchone()[0]
        return int(found or 0)

    def settle(self, failed_rows: Iterable[int] = ()) -> None:
        """Note that an import has ended: its cards are imported, but for those with a row that failed."""
        failed = [self._url_of_row(row) for row in failed_rows]
        self._database.executemany("UPDATE cards SET last_row = NULL WHERE url = ?", [(url,) for url in failed])
        self._database.execute(
            "UPDATE cards SET imported = fetched, fetched = NULL, last_row = NULL WHERE last_row IS NOT NULL"
        )
        self._end_import()

    def give_up(self) -> None:
        """Note that an import ended before its time: all of its cards are imported another time."""
        self._database.execute("UPDATE cards SET last_row = NULL")
        self._end_import()

    def _end_import(self) -> None:
        self.remember(import_id="", upload_id="", idempotency_key="")

    def forget_gone(self) -> None:
        """Forget the cards that have gone, once that has been told."""
        self._database.execute("DELETE FROM cards WHERE is_gone")
        self._database.commit()

    def accept(self, urls: Iterable[str]) -> None:
        """Note of cards that what has changed in them is nothing to import."""
        self._database.executemany(
            "UPDATE cards SET imported = fetched, fetched = NULL WHERE url = ?", [(url,) for url in urls]
        )
        self._database.commit()

    def _mark_gone(self, urls: Iterable[str]) -> None:
        # One that was never imported need not be told of.
        marked = [(url,) for url in urls]
        self._database.executemany("UPDATE cards SET is_gone = 1, fetched = NULL WHERE url = ?", marked)
        self._database.execute("DELETE FROM cards WHERE is_gone AND imported IS NULL")

    def _url_of_row(self, row: int) -> str:
        found = self._database.execute(
            "SELECT url FROM cards WHERE last_row >= ? ORDER BY last_row LIMIT 1", [row]
        ).fetchone()
        return found[0] if found else ""


@contextmanager
def pull_state(*identity: str, stays: bool = True) -> Iterator[PullState]:
    """Open the state of what these texts identify, alone. Unless it ``stays``, nothing of what is done to it is kept.

    Raises UsageError if another pull has it, and RefusedError if it is damaged.
    """
    path = private_folder(home() / "pulls") / f"{sha256(chr(0).join(identity).encode()).hexdigest()[:24]}.sqlite"
    # Made here, since SQLite would let everybody read it; its journal gets the mode of the file.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    database = sqlite3.connect(path, timeout=0.5)
    try:
        _open(database, path)
        if stays:
            yield PullState(database)
        else:
            with _copy(database) as copy:
                yield PullState(copy)
    finally:
        database.close()


def _open(database: sqlite3.Connection, path: Path) -> None:
    try:
        database.execute("PRAGMA locking_mode = EXCLUSIVE")
        database.execute("BEGIN IMMEDIATE")
        database.commit()
        version = database.execute("PRAGMA user_version").fetchone()[0]
        if version not in {0, _VERSION}:
            raise UsageError(f"{path} was written by a later version of this client: update it.")
        database.executescript(f"{_SCHEMA}PRAGMA user_version = {_VERSION};")
    except sqlite3.OperationalError as error:
        raise UsageError("Another import of this address book is under way on this machine.") from error
    except sqlite3.DatabaseError as error:
        raise RefusedError(f"{path} is damaged: delete it, and everything is compared anew.") from error


@contextmanager
def _copy(database: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    copy = sqlite3.connect(":memory:")
    try:
        database.backup(copy)
        yield copy
    finally:
        copy.close()

"""The SQLite file in which tables are kept, and the two connections to it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

IN_MEMORY = ":memory:"
_FORMAT = 1
_CACHE_KIB = 65_536
# Longer than any commit; only two connections of one process use the file.
_BUSY_SECONDS = 30.0

_SCHEMA = """
CREATE TABLE tables (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, description TEXT NOT NULL, ttl_attribute TEXT
);
CREATE TABLE indexes (
    id INTEGER PRIMARY KEY, table_id INTEGER NOT NULL, name TEXT NOT NULL, UNIQUE (table_id, name)
);
-- Keys are bytes that sort as DynamoDB sorts their values; documents are items in DynamoDB's JSON.
CREATE TABLE items (
    id INTEGER PRIMARY KEY, table_id INTEGER NOT NULL, hash BLOB NOT NULL, range BLOB NOT NULL,
    size INTEGER NOT NULL, expires_at INTEGER, document TEXT NOT NULL, UNIQUE (table_id, hash, range)
);
CREATE INDEX items_that_expire ON items (table_id, expires_at) WHERE expires_at IS NOT NULL;
CREATE TABLE entries (
    index_id INTEGER NOT NULL, hash BLOB NOT NULL, range BLOB NOT NULL, item_hash BLOB NOT NULL,
    item_range BLOB NOT NULL, item_id INTEGER NOT NULL,
    PRIMARY KEY (index_id, hash, range, item_hash, item_range)
) WITHOUT ROWID;
CREATE TABLE records (
    position INTEGER PRIMARY KEY AUTOINCREMENT, table_id INTEGER NOT NULL, sequence_number TEXT NOT NULL,
    created_at REAL NOT NULL, record TEXT NOT NULL
);
CREATE INDEX records_of_tables ON records (table_id, position);
CREATE INDEX records_by_number ON records (sequence_number);
CREATE TABLE tokens (token TEXT PRIMARY KEY, digest TEXT NOT NULL, completed_at REAL NOT NULL);
-- What other services of the stand-in keep, each as one JSON document.
CREATE TABLE services (name TEXT PRIMARY KEY, state TEXT NOT NULL);
"""


class NewerFileError(Exception):
    """The file was written by a newer version of the product."""


class UnreadableFileError(Exception):
    """The file is damaged, or is not one of these."""


def open_file(path: Path | None) -> sqlite3.Connection:
    """Open a file, which is created if missing; None is a file in memory, for one connection only.

    When a transaction has been committed it is on the disk: it outlives a kill, and a power cut. Raises NewerFileError
    and UnreadableFileError.
    """
    # Statements are used by one thread at a time, not always by the same.
    target = IN_MEMORY if path is None else path
    connection = sqlite3.connect(target, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        (found,) = connection.execute("PRAGMA user_version").fetchone()
        if found == 0:
            connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {_FORMAT}; COMMIT")
    except sqlite3.DatabaseError as error:
        connection.close()
        raise UnreadableFileError(f"{target} cannot be read: {error}") from error
    if found > _FORMAT:
        connection.close()
        raise NewerFileError(f"{target} was written by a newer version (format {found}, this one knows {_FORMAT})")
    return connection

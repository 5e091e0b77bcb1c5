"""Carries over the data of older versions, which kept all of it in one file of JSON.

That file was replaced as a whole, begins with a digest of the rest, and had its predecessor beside it.
"""

from __future__ import annotations

import ast
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from local.dynamodb.store import Change, Store
from local.dynamodb.tables import add_table, description
from local.dynamodb.values import checked_item
from local.stand_in.engine import MAIL

CURRENT, _PREVIOUS, _UNFINISHED = "state.json", "state.previous.json", "state.next*.json"
_DIGEST_LENGTH = 64
_NOTE = "carried-over"


class UnreadableStateError(Exception):
    """There is a saved state, but no complete one."""


def carry_over(folder: Path, store: Store) -> None:
    """Store what an older version has saved in the folder, once and as a whole; its files get another name.

    If there are tables already, they stay as they are. Raises UnreadableStateError.
    """
    state = _newest_state(folder)
    if state is None:
        return
    digest = hashlib.sha256(state).hexdigest()
    if store.service_states().get(_NOTE) != digest:
        if store.catalog.names():
            print(f"local: {folder / CURRENT}, of an older version, is not read again", file=sys.stderr, flush=True)
        else:
            store.connection.execute("BEGIN IMMEDIATE")
            _store(json.loads(state), store)
            store.keep_service_states({_NOTE: digest})
            store.connection.execute("COMMIT")
    for path in [*folder.glob(_UNFINISHED), folder / CURRENT, folder / _PREVIOUS]:
        if path.exists():
            path.rename(path.with_name(f"older-{path.name}"))


def _newest_state(folder: Path) -> bytes | None:
    """Return the newest complete state, or None if nothing was ever saved. Raises UnreadableStateError."""
    saved = [path for path in (folder / CURRENT, folder / _PREVIOUS) if path.exists()]
    # A complete file that was not renamed yet is newer than the one with the final name.
    for path in [*folder.glob(_UNFINISHED), *saved]:
        if (state := _state_of(path)) is not None:
            return state
    if saved:
        raise UnreadableStateError(
            f"the data saved in {folder} cannot be read: "
            f"put back a copy of {CURRENT}, or move the folder away to start with none"
        )
    return None


def _state_of(path: Path) -> bytes | None:
    """Return the state in a file, or None if it is incomplete."""
    digest, _, state = path.read_bytes().partition(b"\n")
    is_whole = len(digest) == _DIGEST_LENGTH and digest.decode("latin-1") == hashlib.sha256(state).hexdigest()
    return state if is_whole else None


def _store(document: Mapping[str, Any], store: Store) -> None:
    services = dict(document["services"])
    dynamodb = services.pop("dynamodb", {})
    services.pop("dynamodb_streams", None)
    settings = dict(_scoped(dynamodb.get("ttl_settings")))
    for name, table in _scoped(dynamodb.get("tables")):
        _store_table(name, table, settings.get(name, {}), store)
    for name, records in _scoped(document.get("streams", {}).get("records")):
        _store_records(name, records, store)
    states = {**services, MAIL: document.get("mail", {})}
    store.keep_service_states({name: json.dumps(state) for name, state in states.items() if state})


def _store_table(name: str, table: Mapping[str, Any], settings: Mapping[str, Any], store: Store) -> None:
    kept = ("CreationDateTime", "TableId", "TableArn", "LatestStreamArn", "LatestStreamLabel")
    described = description({**table, "TableName": name}, now=table.get("CreationDateTime", store.now()))
    described |= {key: table[key] for key in kept if table.get(key)}
    attribute = settings.get("AttributeName") if settings.get("TimeToLiveStatus") == "ENABLED" else None
    add_table(store, described, ttl_attribute=attribute)
    stored = store.table(name)
    for partition in table["items"].values():
        for item in map(checked_item, partition.values()):
            # No record: what the stream said of it is carried over as well.
            store.apply(Change(stored, stored.keys.encoded(item), None, item, None), is_silent=True)


def _store_records(name: str, records: list[Mapping[str, Any]], store: Store) -> None:
    table = store.table(name)
    for record in records:
        about = record["dynamodb"]
        kept = {key: about[key] for key in ("Keys", "NewImage", "OldImage") if key in about}
        kept["eventName"] = record["eventName"]
        store.add_record(table.id, kept, about["ApproximateCreationDateTime"], about["SequenceNumber"])


def _scoped(mapping: Mapping[str, Any] | None) -> Iterator[tuple[str, Any]]:
    """Yield the members of a mapping whose keys name account and region before the name itself."""
    for key, value in (mapping or {}).get("data", {}).items():
        yield ast.literal_eval(key.rpartition("\x00")[2]), value

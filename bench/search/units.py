"""What a search reads of the book and of S3, warm and cold: counted between the functions and the local stand-in.

The functions themselves fill a book, take its snapshot and search it. Units do not depend on how many contacts a book
has, so a small one will do, if it is large enough to be searched with a snapshot.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.events import Event
from bench.growing_book import GrowingBook, growing_book
from bench.metering import Meter, metered, metering
from bench.running import FunctionFailedError, call
from bench.targets import ROOT, built_artifacts
from local.buckets import create_buckets
from tools.template import load_template

CONTACTS = 1_000
CHANGES = 10
"""After the snapshot, for a search that has to read them."""
Json = dict[str, Any]
_SEARCH, _SUGGEST, _LOOK_UP = "contacts.list", "contacts.suggest", "contacts.look_up"
_TAKER = "streams.take_snapshots"
_WORD, _NOBODY = "olena", "zzqqxxvv"


def counted(root: Path = ROOT) -> Json:
    """Return the read units and the requests of searches, by what is asked."""
    with (
        built_artifacts(root) as artifacts,
        TemporaryDirectory() as folder,
        growing_book(root, artifacts, Path(folder), at_most=CONTACTS + CHANGES) as book,
    ):
        template = load_template(root / "template.yaml", {"Stage": "local"})
        create_buckets(book.aws.client("s3"), template.buckets.values())
        book.grow_to(CONTACTS)
        call(book.function(_TAKER), [_due(book)])
        with metering(book.aws) as meter:
            return dict(_searches(book, meter))


def _searches(book: GrowingBook, meter: Meter) -> Iterator[tuple[str, Json]]:
    hit, miss = (book.request(_SEARCH, query={"q": text}) for text in (_WORD, _NOBODY))
    suggest = book.request(_SUGGEST, query={"q": _WORD})
    look_up = book.request(_LOOK_UP, query={"email": f"{_NOBODY}@example.com"})
    yield "search, cold", _figures(meter, book, _SEARCH, [hit])
    yield "search, warm", _later(meter, book, _SEARCH, hit)
    yield "search, warm, nobody is found", _later(meter, book, _SEARCH, hit, miss)
    yield "suggest, warm", _later(meter, book, _SUGGEST, suggest)
    yield "look-up, warm", _later(meter, book, _LOOK_UP, look_up)
    book.grow_to(CONTACTS + CHANGES)
    yield f"search, cold, {CHANGES} changes after the snapshot", _figures(meter, book, _SEARCH, [hit])


def _later(meter: Meter, book: GrowingBook, name: str, first: Event, second: Event | None = None) -> Json:
    """Return what an event takes in a process that has handled one before."""
    one, both = (_figures(meter, book, name, events) for events in ([first], [first, second or first]))
    more = {each: count - one["requests"].get(each, 0) for each, count in both["requests"].items()}
    return {
        "read_units": both["read_units"] - one["read_units"],
        "requests": {each: count for each, count in more.items() if count},
    }


def _figures(meter: Meter, book: GrowingBook, name: str, events: Sequence[Event]) -> Json:
    """Return what a new process takes for some events."""
    meter.reset()
    answers = metered(meter, book.function(name), *events)
    if not json.loads(answers[-1]["body"]).get("complete", True):
        raise FunctionFailedError(f"{name} answers what it has: {answers[-1]['body'][:200]}")
    return {"read_units": meter.read_units, "requests": dict(Counter([*meter.operations, *meter.others]))}


def _due(book: GrowingBook) -> Event:
    """Return the event by which the relay asks for a snapshot."""
    return {**book.samples.sample(_TAKER), "detail": {"book_id": book.book_id, "revision": book.count}}

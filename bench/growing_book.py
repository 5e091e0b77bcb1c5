"""The book of the bench's world, which the functions themselves fill with contacts, up to any number of them.

Its clock goes on from the time of all measurements, at which the owner has just signed in: every call is a second after
the one before, so that its rate limit, of which one write is stored, never takes a second one; and filling the book
takes minutes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import jwt

from bench.events import Event, Json, SampleEvents
from bench.fixed_clock import MEASURED_AT
from bench.instructions import COUNTED_BCRYPT_ROUNDS
from bench.made_up_book import made_up_book
from bench.running import Function, call
from bench.targets import Artifacts
from bench.world import CONTACTS, World, inhabited
from local.stand_in import StandIn

LABEL = "Everyone"
"""A tag that all contacts have."""
VERSIONS = 20
"""Of the contact that is shown, with the one that created it."""
SEED = 20_330
_BATCH = 500
_BATCHES = 10
"""In one process, whose time is limited."""
_BETWEEN_CALLS, _AFTER_FILLING = timedelta(seconds=1), timedelta(minutes=10)


class BookNotFilledError(Exception):
    """An item of a batch was not carried out; the text has its result."""


@dataclass(slots=True, kw_only=True)
class GrowingBook:
    """A book with ``count`` contacts; ``token`` is its owner's, ``contact_id`` and ``label_id`` name what is shown."""

    aws: StandIn
    world: World
    artifacts: Artifacts
    samples: SampleEvents
    people: Iterator[Json]
    count: int = CONTACTS
    label_id: str = ""
    _now: datetime = MEASURED_AT

    @property
    def token(self) -> str:
        """The access token of the owner."""
        return str(self.world.events["contacts.get"]["headers"]["authorization"]).removeprefix("Bearer ")

    @property
    def book_id(self) -> str:
        """The id of the book, which is its owner's."""
        return str(jwt.decode(self.token, options={"verify_signature": False})["sub"])

    @property
    def contact_id(self) -> str:
        """The contact that was created first."""
        return str(self.world.events["contacts.get"]["pathParameters"]["contact_id"])

    def request(self, name: str, **changes: Any) -> Event:
        """Return the sample event of a route, sent by the owner; see ``SampleEvents.request``."""
        return self.samples.request(name, token=self.token, **changes)

    def function(self, name: str, **more: str) -> Function:
        """Return a function at the time of the next call; what else is named is part of its environment."""
        self._now += _BETWEEN_CALLS
        environment = {**self.world.environments[name], **self.aws.environment, **more}
        return Function(
            artifact=self.artifacts.of(name),
            handler=f"functions.{name}.handler",
            environment=environment,
            time=self._now,
        )

    def call(self, name: str, *events: Event, **more: str) -> list[Json]:
        """Pass events to a function and return the bodies of its responses."""
        return [json.loads(answer["body"]) for answer in call(self.function(name, **more), events).answers]

    def grow_to(self, count: int) -> None:
        """Add contacts until there are this many."""
        added = [{"action": "create", "contact": each} for each in islice(self.people, count - self.count)]
        self._carry_out(added)
        self.count = count

    def give_label(self, contact_ids: Sequence[str]) -> None:
        """Give the label to contacts that have no tag."""
        self._carry_out([{"action": "patch", "id": each, "contact": with_label({})} for each in contact_ids])

    def _carry_out(self, items: Sequence[Json]) -> None:
        for some in _parts(items, _BATCH * _BATCHES):
            events = [self.request("contacts.batch", body={"items": batch}) for batch in _parts(some, _BATCH)]
            for event in events:
                del event["headers"]["idempotency-key"]
            for answer in self.call("contacts.batch", *events, CONTACT_WRITE_LIMIT="1000,100000"):
                for result in answer["items"]:
                    if result["problem"]:
                        raise BookNotFilledError(json.dumps(result))
        self._now += _AFTER_FILLING


@contextmanager
def growing_book(root: Path, artifacts: Artifacts, folder: Path, *, at_most: int) -> Iterator[GrowingBook]:
    """Run a stand-in with the world in it, whose contacts get the label and one of them its versions.

    The book can grow to ``at_most`` contacts; the world's snapshot is written to ``folder``.
    """
    people = (with_label(each.document.members) for each in made_up_book(at_most, seed=SEED).contacts)
    with inhabited(root, artifacts, folder, bcrypt_rounds=COUNTED_BCRYPT_ROUNDS) as (aws, world):
        book = GrowingBook(
            aws=aws, world=world, artifacts=artifacts, samples=SampleEvents(root / "events"), people=people
        )
        (page,) = book.call("contacts.list", world.events["contacts.list"])
        book.give_label([each["id"] for each in page["items"]])
        notes = [f"Likes tea number {number:02}." for number in range(3, VERSIONS + 1)]
        book.call("contacts.patch", *(
            book.request("contacts.patch", ids={"contact_id": book.contact_id}, body={"notes": text}) for text in notes
        ))  # fmt: skip
        (labels,) = book.call("labels.list", book.request("labels.list"))
        (book.label_id,) = (each["id"] for each in labels["items"] if each["name"] == LABEL)
        yield book


def with_label(members: Mapping[str, Any]) -> Json:
    """Return the details of a contact as a request has them."""
    return {**members, "tags": [LABEL]}


def _parts(items: Sequence[Json], size: int) -> Iterator[Sequence[Json]]:
    return (items[start : start + size] for start in range(0, len(items), size))

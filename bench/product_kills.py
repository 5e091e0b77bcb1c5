"""Kills the whole product at random moments, and looks for what it had answered: ``bench.one_machine --kills 100``.

Four clients create contacts, alone and three at once, change them and move them to the trash, over HTTP and in one
book, until all processes are killed at once; some starts are killed, too, before they are ready. After the next start,
every write that was answered has to be there, none may be half there, searches have to find what was written last, and
``tools.operations.verify_book`` recomputes everything that is derived in the book: its lists, counts, labels, history
and the index of searches.
"""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from threading import Thread
from typing import Any

from bench.local_product import UNTHROTTLED, Ask, OverdueError, Product, RefusedError

_CLIENTS = 4
# Smaller books are searched without an index.
_CONTACTS_AT_FIRST = 300
_MOST_ANSWERS = 40
_LONGEST_WAIT_SECONDS = 0.1
_SHARE_OF_STARTS_KILLED = 0.25
_LONGEST_START_SECONDS = 1.0
_IN_ONE_BATCH = 3
_SEARCHES = 8
_LETTERS = str.maketrans("0123456789", "ghijklmnop")
_CONTACTS = "/api/v1/contacts"


@dataclass
class Tally:
    """What became of the writes of all runs; each list has a sentence for every fault."""

    kills: int = 0
    answered: int = 0
    unanswered: int = 0
    lost: list[str] = field(default_factory=list)
    half_there: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Return whether nothing is wrong."""
        return not (self.lost or self.half_there or self.differences or self.refused)


@dataclass(frozen=True)
class Write:
    """A request to write: ``words`` are those of its contacts, ``contact_id`` is that of the one it changes.

    A word is everything that a contact says, so that one is half written if it says two. None: it is deleted.
    """

    words: tuple[str | None, ...]
    contact_id: str | None = None

    def send(self, ask: Ask) -> dict[str, str | None]:
        """Send it, and return the words by contact."""
        contacts = [details(word) for word in self.words if word is not None]
        if self.contact_id is not None:
            path = f"{_CONTACTS}/{self.contact_id}"
            ask("PATCH", path, contacts[0]) if contacts else ask("DELETE", path, None)
            return {self.contact_id: self.words[0]}
        if len(contacts) == 1:
            return {ask("POST", _CONTACTS, contacts[0])["id"]: self.words[0]}
        items = [{"action": "create", "contact": contact} for contact in contacts]
        answer = ask("POST", f"{_CONTACTS}/batch", {"all_or_nothing": True, "items": items})
        if answer["state"] != "done":
            raise RefusedError(f"a batch is {answer['state']}")
        return dict(zip((item["id"] for item in answer["items"]), self.words, strict=True))


class Client:
    """Somebody who writes, and remembers what was answered and the write that was not."""

    def __init__(self, name: str, moments: random.Random) -> None:
        self.contacts: dict[str, str | None] = {}
        self.latest: list[tuple[str, str | None]] = []
        """Contacts written in the last run, with what they said before."""
        self.unanswered: Write | None = None
        self._name, self._moments, self._words = name, moments, 0

    def write(self, ask: Ask, tally: Tally) -> None:
        """Write until a write is not answered."""
        self.latest = []
        while True:
            self.unanswered = write = self._next_write()
            try:
                words = write.send(ask)
            except RefusedError as error:
                tally.refused.append(str(error))
                return
            except (OSError, HTTPException, OverdueError, ValueError):
                return
            self.unanswered = None
            self.latest += [(contact_id, self.contacts.get(contact_id)) for contact_id in words]
            self.contacts |= words
            tally.answered += 1

    def compare(self, found: dict[str, dict[str, Any]], tally: Tally) -> None:
        """Compare what was answered with the contacts that are there, take these away, and go on from them."""
        write, self.unanswered = self.unanswered, None
        tally.unanswered += write is not None
        for contact_id, word in self.contacts.items():
            there = _word(found.pop(contact_id, None), tally)
            if there != word and not (write and write.contact_id == contact_id and there in write.words):
                tally.lost.append(f"contact {contact_id} says {there}, not {word}")
            self.contacts[contact_id] = there
        if write is not None and write.contact_id is None:
            new = [contact_id for contact_id, contact in found.items() if contact.get("first_name") in write.words]
            if len(new) not in {0, len(write.words)}:
                tally.half_there.append(f"{len(new)} of {len(write.words)} contacts of a batch are there")
            for contact_id in new:
                self.contacts[contact_id] = _word(found.pop(contact_id), tally)
                self.latest.append((contact_id, None))

    def _next_write(self) -> Write:
        chance, live = self._moments.random(), [each for each, word in self.contacts.items() if word]
        if not live or chance < 0.4:
            return Write((self._new_word(),))
        if chance < 0.5:
            return Write(tuple(self._new_word() for _ in range(_IN_ONE_BATCH)))
        return Write((self._new_word() if chance < 0.85 else None,), self._moments.choice(live))

    def _new_word(self) -> str:
        self._words += 1
        # So unlike all others that no search takes one for a misspelling or the beginning of another.
        return hashlib.sha256(f"{self._name} {self._words}".encode()).hexdigest()[:12].translate(_LETTERS)


def details(word: str) -> dict[str, Any]:
    """Return a contact that says one word throughout; one of sixteen labels is derived from it."""
    return {
        "first_name": word,
        "notes": word,
        "emails": [{"value": f"{word}@example.com"}],
        "tags": [f"label {word[-1]}"],
    }


def _word(contact: Mapping[str, Any] | None, tally: Tally) -> str | None:
    """Return what a contact says; None if it is not there."""
    if contact is None:
        return None
    word = str(contact["first_name"])
    said = {**contact, "emails": [{"value": each["value"]} for each in contact["emails"]]}
    if not details(word).items() <= said.items():
        tally.half_there.append(f"contact {contact['id']} does not say {word} throughout")
    return word


class Trial:
    """Runs of one product, whose data is in ``data``."""

    def __init__(self, checkout: Path, data: Path, *, seed: int) -> None:
        self.tally = Tally()
        self._checkout, self._data = checkout, data
        self._moments = random.Random(seed)  # noqa: S311 - not a secret
        self._clients = [Client(f"client {number}", self._moments) for number in range(_CLIENTS)]
        self._others: set[str] | None = None

    def run(self, kills: int) -> Tally:
        """Return what became of all writes after so many kills."""
        while True:
            product = Product(self._checkout, self._data, *UNTHROTTLED)
            is_last = self.tally.kills >= kills
            if not is_last and self._others is not None and self._moments.random() < _SHARE_OF_STARTS_KILLED:
                self._kill_within(product, _LONGEST_START_SECONDS)
                continue
            try:
                product.wait_ready()
                product.log_in()
                self._compare(product)
                print(f"after {self.tally.kills} kills: {self.tally}", flush=True)
                if is_last:
                    return self.tally
                self._write_until_killed(product)
            finally:
                product.stop()

    def _write_until_killed(self, product: Product) -> None:
        """Let all clients write; kill the product after so many answers, and a while, so that it works on others."""
        answers = self.tally.answered + self._moments.randint(0, _MOST_ANSWERS)
        writers = [Thread(target=each.write, args=(product.client(), self.tally)) for each in self._clients]
        for writer in writers:
            writer.start()
        while self.tally.answered < answers and any(writer.is_alive() for writer in writers):
            time.sleep(0.001)
        self._kill_within(product, _LONGEST_WAIT_SECONDS)
        for writer in writers:
            writer.join()

    def _kill_within(self, product: Product, seconds: float) -> None:
        time.sleep(self._moments.uniform(0, seconds))
        product.kill()
        self.tally.kills += 1

    def _compare(self, product: Product) -> None:
        if self._others is None:
            product.fill(_CONTACTS_AT_FIRST)
        found = {contact["id"]: contact for contact in _pages(product.patiently)}
        if self._others is None:
            self._others = {*found}
        self.tally.lost += [f"contact {contact_id} of the beginning" for contact_id in self._others - found.keys()]
        ours = {contact_id: contact for contact_id, contact in found.items() if contact_id not in self._others}
        for client in self._clients:
            client.compare(ours, self.tally)
        self.tally.half_there += [f"nobody has written contact {contact_id}" for contact_id in ours]
        self.tally.differences += [
            *_search_faults(product.patiently, self._clients),
            *_differences(self._checkout, product),
        ]


def _search_faults(ask: Ask, clients: Iterable[Client]) -> Iterator[str]:
    """Yield what is wrong with the searches for what was written last, and for what that has replaced."""
    for client in clients:
        for contact_id, before in client.latest[-_SEARCHES:]:
            now = client.contacts[contact_id]
            if now and contact_id not in _ids(ask, now):
                yield f"a search for {now} does not find contact {contact_id}"
            if before and before != now and contact_id in _ids(ask, before):
                yield f"a search for {before} finds contact {contact_id}, which says {now}"


def _ids(ask: Ask, word: str) -> set[str]:
    return {item["id"] for item in ask("GET", f"{_CONTACTS}?q={word}", None)["items"]}


def _pages(ask: Ask) -> Iterator[dict[str, Any]]:
    cursor = ""
    while True:
        page = ask("GET", f"{_CONTACTS}?limit=100{cursor}", None)
        yield from page["items"]
        if not page.get("next_cursor"):
            return
        cursor = f"&cursor={page['next_cursor']}"


def _differences(checkout: Path, product: Product) -> list[str]:
    """Return what is wrong with everything that is derived in the book."""
    command = [sys.executable, "-m", "tools.operations.verify_book", product.account_id]
    checked = subprocess.run(
        command, cwd=checkout, env=product.environment, capture_output=True, text=True, check=False
    )
    return checked.stdout.splitlines() if checked.returncode < 2 else [checked.stderr]

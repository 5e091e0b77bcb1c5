"""Whoever writes what, whatever breaks off, and wherever a client stops: its copy ends equal to the book."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from shared.domain.contacts.contact import Contact, ContactDraft
from shared.domain.contacts.details import ContactDetails
from shared.domain.errors import BookBusyError, OutcomeUnknownError, SyncTokenExpiredError
from shared.domain.keyrings import Keyring
from shared.domain.labels import Labels
from shared.services.books.writer import BookWriter, Plan
from shared.services.contacts.sync_tokens import SyncTokens
from shared.services.contacts.syncing import ContactSync, SyncPage
from shared.services.cursors import Cursors
from shared.services.ports.books import BookState, BookStore
from shared.services.ports.commits import Commit
from shared.services.ports.feed import BookFeed
from tests.contracts.conftest import Engine
from tests.support.address_books import AddressBook
from tests.support.book_builder import purging
from tests.support.clock import Clock, WaitingClock
from tests.support.examples import examples
from tests.support.fakes import FakePhoneNumbers
from tests.support.torn_books import TornBook

TAGS = ("Work", "Home", "work!", "Chess")
NAMES = ("Job", "Work", "Ally")
CLIENTS = 2
Shown = dict[str, tuple[int, str, frozenset[str]]]
"""What a contact shows, by its id: revision, document, names of labels."""


class Keys:
    def keyring(self, name: str) -> Keyring:
        return Keyring(signing_key_id="k", secrets={"k": name.encode().ljust(32)})


class LossyStore:
    """A store that loses answers: each of the ``fates`` says if a commit is carried out before its answer is lost."""

    def __init__(self, store: BookStore) -> None:
        self._store = store
        self.fates: deque[bool] = deque()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def commit(self, commit: Commit) -> None:
        if not self.fates:
            self._store.commit(commit)
            return
        if self.fates.popleft():
            self._store.commit(commit)
        raise OutcomeUnknownError("no answer")


@dataclass
class Copy:
    """A client's copy, and the token that it keeps with it. ``missing``: what no item has had since it started over."""

    token: str | None = None
    contacts: dict[str, tuple[int, str, tuple[str, ...]]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    missing: set[str] | None = None

    def start_over(self) -> None:
        self.token, self.missing = None, None

    def take_over(self, page: SyncPage, items: int, token: str) -> None:
        """Take over some of the items of a page, as many as fit into a response."""
        if self.token is None:
            self.missing = set(self.contacts)
        for item in page.items[:items]:
            if self.missing is not None:
                self.missing.discard(item.contact_id)
            if item.contact is None:
                self.contacts.pop(item.contact_id, None)
            else:
                contact = item.contact.contact
                self.contacts[contact.id] = (contact.revision, contact.document.text, item.label_ids)
        if page.labels is not None:
            merged = {one: page.labels.names[into] for one, into in page.labels.removed.items() if into}
            self.labels = {**page.labels.names, **merged}
        self.token = token
        if items == len(page.items) and not page.has_more and self.missing is not None:
            for contact_id in self.missing:
                self.contacts.pop(contact_id, None)
            self.missing = None

    @property
    def shown(self) -> Shown:
        return {
            contact_id: (revision, text, frozenset(self.labels[one] for one in label_ids if one in self.labels))
            for contact_id, (revision, text, label_ids) in self.contacts.items()
        }


class Copies(RuleBasedStateMachine):
    """Writers of one book, and clients that keep copies of it."""

    engine: Engine

    def __init__(self) -> None:
        super().__init__()
        self.book_id = self.engine.new_book().id
        self.store = LossyStore(self.engine.store)
        self.clock = Clock()
        timing = WaitingClock().timing
        store = cast(BookStore, self.store)
        self.book = AddressBook.over(store, FakePhoneNumbers(), timing=timing, now=self.clock)
        numbers = count(1)
        self.new_id = lambda: f"other {next(numbers)}"
        self.writer = BookWriter(store, timing=timing, new_commit_id=self.new_id)
        self.torn = TornBook(self.engine.store, self.engine.feed)
        reads = cast(BookStore, self.torn)
        self.sync = ContactSync(reads, cast(BookFeed, self.torn), now=self.clock, timing=timing)
        self.tokens = SyncTokens(Cursors(Keys()), now=self.clock)
        self.copies = [Copy() for _ in range(CLIENTS)]
        self.ids: list[str] = []
        self.trashed: list[str] = []

    # Writers

    def write(self, act: Callable[[], object], fates: list[bool]) -> None:
        """Write, while answers are lost; the writer gives up if too many are."""
        self.store.fates = deque(fates)
        with suppress(OutcomeUnknownError, BookBusyError):
            act()
        self.store.fates.clear()

    @rule(
        name=st.sampled_from("ab"),
        tags=st.sets(st.sampled_from(TAGS), max_size=2),
        fates=st.lists(st.booleans(), max_size=3),
    )
    def create(self, name: str, tags: set[str], fates: list[bool]) -> None:
        self.write(
            lambda: self.ids.append(self.book.writer.add(self.book_id, draft(name, tags), actor="a").contact.id), fates
        )

    @precondition(lambda self: self.ids)
    @rule(pick=st.integers(0, 9), name=st.sampled_from("abc"), tags=st.sets(st.sampled_from(TAGS), max_size=2))
    def replace(self, pick: int, name: str, tags: set[str]) -> None:
        contact_id = self.ids[pick % len(self.ids)]
        self.book.writer.replace(self.book_id, contact_id, draft(name, tags), actor="a")

    @precondition(lambda self: self.ids)
    @rule(pick=st.integers(0, 9))
    def delete(self, pick: int) -> None:
        self.trashed.append(self.ids.pop(pick % len(self.ids)))
        self.book.trash.put(self.book_id, self.trashed[-1], actor="a")

    @precondition(lambda self: self.trashed)
    @rule(pick=st.integers(0, 9))
    def remove_for_good(self, pick: int) -> None:
        contact_id = self.trashed.pop(pick % len(self.trashed))

        def decide(state: BookState) -> Plan:
            return Plan(writes=(purging(state.contacts[contact_id]),))

        ids = [contact_id]
        self.writer.write(self.book_id, actor="a", at=self.clock(), contact_ids=ids, labels=False, decide=decide)

    @rule(
        pick=st.integers(0, 9),
        change=st.sampled_from(["rename", "recolour", "delete", "merge"]),
        other=st.integers(0, 9),
        fates=st.lists(st.booleans(), max_size=3),
    )
    def change_a_label(self, pick: int, change: str, other: int, fates: list[bool]) -> None:
        """Rename a label to one of a few names, or recolour it, or delete it, or merge it into another one."""

        def changed(labels: Labels, label_id: str) -> Labels:
            others = sorted(labels.names.keys() - {label_id})
            if change == "rename":
                name = NAMES[other % len(NAMES)]
                is_free = name not in labels.names.values()
                return replace(labels, names={**labels.names, label_id: name}) if is_free else labels
            if change == "recolour":
                return replace(labels, colors={**labels.colors, label_id: f"#00000{other}"})
            return removed(labels, label_id, others[other % len(others)] if others and change == "merge" else "")

        self.write(lambda: self.change_labels(pick, changed), fates)

    def change_labels(self, pick: int, change: Callable[[Labels, str], Labels]) -> None:
        def decide(state: BookState) -> Plan:
            ids = sorted(state.labels.names)
            if not ids:
                return Plan(writes=())
            changed = change(state.labels, ids[pick % len(ids)])
            return Plan(writes=(), labels=replace(changed, revision=state.labels.revision + 1))

        self.writer.write(self.book_id, actor="a", at=self.clock(), labels=True, decide=decide)

    # What is not visible yet

    @rule(
        name=st.sampled_from("xyz"),
        pick=st.integers(0, 9),
        tags=st.sets(st.sampled_from(TAGS), max_size=1),
        hidden=st.sets(st.sampled_from(["change", "contact", "head", "labels"]), min_size=1, max_size=2),
        reader=st.integers(0, CLIENTS - 1),
    )
    def write_half_visibly(self, name: str, pick: int, tags: set[str], hidden: set[str], reader: int) -> None:
        """Create or replace a contact; parts of the transaction are not seen until it settles, as by this reader."""
        before = self.engine.store.load(self.book_id, self.ids, labels=True)
        if self.ids and pick % 2:
            contact_id = self.ids[pick % len(self.ids)]
            written = self.book.writer.replace(self.book_id, contact_id, draft(name, tags), actor="a").contact
        else:
            written = self.book.writer.add(self.book_id, draft(name, tags), actor="a").contact
            self.ids.append(written.id)
        if "change" in hidden and written.revision > before.book.revision:  # and not of a write that changed nothing
            self.torn.hidden_changes.add(written.revision)
        if "contact" in hidden and written.revision > before.book.revision:
            self.torn.old_contacts.setdefault(written.id, before.contacts.get(written.id))
        if "head" in hidden:
            self.torn.old_head = self.torn.old_head or before.book
        if "labels" in hidden and self.torn.old_labels is None:
            self.torn.old_labels = before.labels
        self.read(self.copies[reader], 4, 4)

    @rule()
    def settle(self) -> None:
        self.torn.settle()

    # Clients

    @rule(number=st.integers(0, CLIENTS - 1), limit=st.integers(2, 4), fits=st.integers(1, 4))
    def read_a_page(self, number: int, limit: int, fits: int) -> None:
        """And stop, for now."""
        self.read(self.copies[number], limit, fits)

    @rule(number=st.integers(0, CLIENTS - 1), limit=st.integers(1, 4), fits=st.integers(1, 2), arrives=st.booleans())
    def read_another_page(self, number: int, limit: int, fits: int, arrives: bool) -> None:
        """Less may fit into the response than was asked for, and it may not arrive."""
        self.read(self.copies[number], limit, fits, arrives=arrives)

    def read(self, copy: Copy, limit: int, fits: int, *, arrives: bool = True) -> bool:
        """Return whether there is more to read."""
        try:
            since = self.tokens.read(copy.token, book_id=self.book_id)
        except SyncTokenExpiredError:
            copy.start_over()
            return True
        try:
            page = self.sync.page(self.book_id, since=since, limit=limit)
        except BookBusyError:
            assert self.torn.hidden_changes or self.torn.old_contacts or self.torn.old_labels
            return True
        assert len(page.items) <= limit
        assert len({item.contact_id for item in page.items}) == len(page.items)
        items = min(fits, len(page.items))
        point = page.items[items - 1].point if items < len(page.items) else page.point
        if arrives:
            copy.take_over(page, items, self.tokens.issue(point, book_id=self.book_id))
        return page.has_more or items < len(page.items)

    @rule(number=st.integers(0, CLIENTS - 1), limit=st.integers(1, 4))
    def catch_up(self, number: int, limit: int) -> None:
        self.torn.settle()
        copy = self.copies[number]
        while self.read(copy, limit, limit):
            pass
        assert copy.shown == self.shown
        names = self.engine.store.get_labels(self.book_id).names
        assert copy.labels.items() >= dict(names).items()

    @rule(number=st.integers(0, CLIENTS - 1), days=st.sampled_from([0, 1, 31]))
    def start_over_or_wait(self, number: int, days: int) -> None:
        self.clock.advance(timedelta(days=days))
        if not days:
            self.copies[number].start_over()

    @property
    def shown(self) -> Shown:
        state = self.engine.store.load(self.book_id, self.ids_of_all, labels=True)
        live: list[Contact] = [contact for contact in state.contacts.values() if contact.trashed_at is None]
        return {
            contact.id: (contact.revision, contact.document.text, frozenset(state.labels.names_of(contact.label_ids)))
            for contact in live
        }

    @property
    def ids_of_all(self) -> list[str]:
        notes = self.engine.feed.changes(self.book_id, after_revision=0, limit=10_000)
        return list({note.contact_id: None for note in notes if note.contact_id is not None})

    @invariant()
    def history_has_an_entry_for_each_revision(self) -> None:
        revision = self.engine.store.load(self.book_id).book.revision
        changes = self.engine.store.list_changes(self.book_id, after_revision=0, limit=10_000)
        assert [change.revision for change in changes] == list(range(1, revision + 1))

    def teardown(self) -> None:
        for number in range(CLIENTS):
            self.catch_up(number, 2)


def removed(labels: Labels, label_id: str, into: str) -> Labels:
    names = {one: name for one, name in labels.names.items() if one != label_id}
    colors = {one: color for one, color in labels.colors.items() if one != label_id}
    retargeted = {one: into if target == label_id else target for one, target in labels.removed.items()}
    return replace(labels, names=names, colors=colors, removed={**retargeted, label_id: into})


def draft(name: str, tags: set[str]) -> ContactDraft:
    return ContactDraft(details=ContactDetails(first_name=name), tags=tuple(sorted(tags)))


def run(engine: Engine, *, examples: int, steps: int) -> None:
    machine = type("CopiesOfABook", (Copies,), {"engine": engine})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


@pytest.mark.engines("memory", because="here many examples cost little")
def test_every_copy_ends_equal_to_the_book_in_memory(engine: Engine) -> None:
    run(engine, examples=examples(200), steps=40)


@pytest.mark.engines("stand_in", because="the memory store has a test with more examples")
def test_every_copy_ends_equal_to_the_book_in_dynamodb(engine: Engine) -> None:
    run(engine, examples=4, steps=25)

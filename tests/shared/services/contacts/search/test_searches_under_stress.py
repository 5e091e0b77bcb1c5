"""Whoever writes, searches, takes snapshots or fails: a search finds what a scan does, or says that it may not."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, suppress
from typing import Any, cast
from unittest.mock import patch

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from shared.domain.contacts.contact import Contact
from shared.domain.contacts.queries import Order
from shared.domain.errors import BookBusyError, SnapshotsUnavailableError
from shared.domain.labels import Labels
from shared.services.contacts.search import copies, snapshots
from shared.services.ports.snapshots import SnapshotStore
from tests.support.book_builder import creation, new_contact, purging, restoring
from tests.support.examples import examples
from tests.support.search_world import BOOK, Process, SearchWorld

NAMES = ("Ana", "Anna", "Hanna", "Олена", "Olena", "Bo")
TEXTS = ("a", "an", "anna", "nna", "olena", "олена", "bo", "work", "xx", "ana bo")
SMALL = {
    (copies, "MAX_WITHOUT_SNAPSHOT"): 3,
    (snapshots, "MAX_WITHOUT_SNAPSHOT"): 3,
    (copies, "LOOK_AGAIN_CHANGES"): 3,
    (copies, "MAX_READ_CONTACTS"): 4,
    (copies, "_READ_AT_ONCE"): 2,
    (copies, "MAX_READ_CHANGES"): 4,
    (copies, "MAX_CHANGES"): 2,
}


class UnreliableSnapshots:
    """A store of snapshots that fails as it is told to: before or after it has done what it was asked for."""

    def __init__(self, store: SnapshotStore) -> None:
        self._store = store
        self.faults: list[str] = []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            fault = self.faults.pop(0) if self.faults else ""
            if fault == "before":
                raise SnapshotsUnavailableError("no answer")
            done = getattr(self._store, name)(*args, **kwargs)
            if fault == "after":
                raise SnapshotsUnavailableError("no answer")
            return done

        return call


class Searches(RuleBasedStateMachine):
    """Writers, two processes that search, and one that takes snapshots, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.patches = ExitStack()
        for (module, name), value in SMALL.items():
            self.patches.enter_context(patch.object(module, name, value))
        self.world = SearchWorld()
        self.unreliable = UnreliableSnapshots(self.world.snapshots)
        self.world.snapshots = cast(SnapshotStore, self.unreliable)
        self.processes = [Process(self.world), Process(self.world)]
        self.world.database.labels[BOOK] = Labels(revision=1, names={"l": "Work"})
        self.trash: list[Contact] = []

    def teardown(self) -> None:
        self.unreliable.faults.clear()
        self.world.torn.settle()
        self.world.take()
        self.world.check()
        self.patches.close()

    def _any(self, data: st.DataObject) -> Contact:
        return data.draw(st.sampled_from(sorted(self.world.live(), key=lambda one: one.id)))

    @rule(names=st.lists(st.sampled_from(NAMES), min_size=1, max_size=3), has_label=st.booleans())
    def create(self, names: list[str], has_label: bool) -> None:
        self.world.pen.write(*[creation(new_contact(name, label_ids=("l",) if has_label else ())) for name in names])

    @precondition(lambda self: any(self.world.live()))
    @rule(data=st.data(), name=st.sampled_from(NAMES), favorite=st.booleans(), is_torn=st.booleans())
    def change(self, data: st.DataObject, name: str, favorite: bool, is_torn: bool) -> None:
        """Change a contact; what it is now may be visible only later."""
        self.world.torn.settle()
        contact = self._any(data)
        self.world.pen.update(contact, first_name=name, favorite=favorite)
        if is_torn:
            self.world.torn.old_contacts[contact.id] = contact

    @precondition(lambda self: any(self.world.live()))
    @rule(data=st.data())
    def throw_away(self, data: st.DataObject) -> None:
        self.world.torn.settle()
        self.trash.append(self.world.pen.trash(self._any(data)))

    @precondition(lambda self: self.trash)
    @rule(erases=st.booleans())
    def empty_or_restore(self, erases: bool) -> None:
        self.world.torn.settle()
        contact = self.trash.pop()
        self.world.pen.write(purging(contact) if erases else restoring(contact))

    @rule(name=st.sampled_from(["Work", "Bo", "Home"]))
    def rename_the_label(self, name: str) -> None:
        self.world.torn.settle()
        labels = self.world.store.get_labels(BOOK)
        self.world.database.labels[BOOK] = Labels(revision=labels.revision + 1, names={"l": name})

    @rule(faults=st.lists(st.sampled_from(["", "before", "after"]), max_size=3), late_by=st.integers(0, 5))
    def take_a_snapshot(self, faults: list[str], late_by: int) -> None:
        """An event arrives, perhaps late or for the second time, and whoever takes the snapshot may break off."""
        self.unreliable.faults = faults
        with suppress(SnapshotsUnavailableError, BookBusyError):
            self.world.take(max(self.world.store.load(BOOK).book.revision - late_by, 0))
        self.unreliable.faults = []

    @rule()
    def time_passes(self) -> None:
        self.world.torn.settle()
        self.world.clock.time += copies.LOOK_AGAIN_SECONDS

    @rule(
        number=st.integers(0, 1),
        text=st.sampled_from(TEXTS),
        order=st.sampled_from(Order),
        limit=st.integers(1, 4),
        faults=st.lists(st.sampled_from(["", "before", "after"]), max_size=2),
    )
    def search(self, number: int, text: str, order: Order, limit: int, faults: list[str]) -> None:
        """Search, page by page."""
        self.unreliable.faults = faults
        found: list[str] = []
        after = None
        is_complete = True
        for _ in range(100):
            page = self.processes[number].page(text, order=order, limit=limit, after=after)
            assert page.findings is not None
            is_complete = is_complete and page.findings.is_complete
            found += [one.contact.id for one in page.contacts]
            for one, matches in zip(page.contacts, page.findings.matches or (), strict=True):
                stored = self.world.database.shelves[BOOK].contacts[one.contact.id]
                assert not is_complete or (one.contact.revision, one.contact.document) == (
                    stored.revision,
                    stored.document,
                )
                assert matches
            after = page.next
            if after is None:
                break
        self.unreliable.faults = []
        assert len(found) == len(set(found))
        if is_complete:
            exact = self.world.scanned(text)
            assert exact <= {*found}
            assert {*found} == exact or len(exact) < 3


TestSearches = Searches.TestCase
TestSearches.settings = settings(max_examples=examples(60), stateful_step_count=30, deadline=None)

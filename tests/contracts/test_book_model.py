"""Whatever is written in whatever order, a store holds what a few lines of plain Python say that it should."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.domain.books import Book
from shared.domain.contacts.contact import ChangeKind, Contact
from shared.domain.contacts.index_keys import name_index_key
from shared.services.ports.books import BookStore, Position
from shared.services.ports.commits import ContactWrite
from shared.services.ports.conflicts import RaceLostError
from tests.contracts.conftest import Engine
from tests.support.book_builder import commit_of, creation, new_contact, trashing, update
from tests.support.checked_books import assert_whole

# A commit is some writes, each on one of the contacts so far; and it may be based on the head before the latest.
WRITES = st.lists(
    st.tuples(st.sampled_from(ChangeKind), st.integers(0, 9), st.text("aäBб -", max_size=3)), min_size=1, max_size=4
)
COMMITS = st.lists(st.tuples(WRITES, st.booleans()), max_size=8)


@dataclass
class Model:
    """What a book should hold."""

    heads: list[Book]
    contacts: dict[str, Contact] = field(default_factory=dict)
    history: list[ContactWrite] = field(default_factory=list)

    @property
    def live(self) -> list[Contact]:
        return [contact for contact in self.contacts.values() if contact.trashed_at is None]

    def plan(self, wishes: list[tuple[ChangeKind, int, str]]) -> list[ContactWrite]:
        """Return the writes that these wishes come to, at most one for each contact."""
        writes: dict[str, ContactWrite] = {}
        for kind, number, name in wishes:
            contact = self.live[number % len(self.live)] if self.live else new_contact()
            if kind is ChangeKind.CREATED or not self.live:
                write = creation(new_contact(name or "someone"))
            elif kind is ChangeKind.UPDATED:
                write = update(contact, first_name=name, last_name="x")
            else:
                write = trashing(contact)
            writes.setdefault(write.contact.id, write)
        return list(writes.values())

    def apply(self, head: Book, writes: tuple[ContactWrite, ...]) -> None:
        self.heads.append(head)
        self.history += writes
        self.contacts |= {write.contact.id: write.contact for write in writes}


def listed(store: BookStore, book_id: str, method: str, limit: int) -> list[Contact]:
    contacts: list[Contact] = []
    after: Position | None = None
    while True:
        page = getattr(store, method)(book_id, limit=limit, after=after)
        contacts += page.contacts
        after = page.next
        if after is None:
            return contacts


def check(engine: Engine, commits: list[tuple[list[tuple[ChangeKind, int, str]], bool]], limit: int) -> None:
    store, model = engine.store, Model([engine.new_book()])
    for wishes, is_stale in commits:
        base = model.heads[-2] if is_stale and len(model.heads) > 1 else model.heads[-1]
        commit = commit_of(base, *model.plan(wishes))
        if base is model.heads[-1]:
            store.commit(commit)
            model.apply(commit.result, commit.writes)
        else:
            with pytest.raises(RaceLostError) as lost:
                store.commit(commit)
            assert lost.value.book == model.heads[-1]
    assert_same(store, model, limit)
    assert_whole(store, engine.operations, model.heads[0].id)


def assert_same(store: BookStore, model: Model, limit: int) -> None:
    book_id = model.heads[0].id
    state = store.load(book_id, list(model.contacts))
    assert (state.book, dict(state.contacts)) == (model.heads[-1], model.contacts)
    assert state.book.contact_count == len(model.live)
    by_name = sorted(model.live, key=lambda contact: str(name_index_key(contact)))
    assert listed(store, book_id, "list_by_name", limit) == by_name
    by_change = sorted(model.live, key=lambda contact: -contact.revision)
    assert listed(store, book_id, "list_by_change", limit) == by_change
    changes = store.list_changes(book_id, after_revision=0, limit=100)
    assert [change.revision for change in changes] == list(range(1, len(model.history) + 1))
    assert [change.previous for change in changes] == [write.previous for write in model.history]


def each_example_has_a_book_of_its_own(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


@pytest.mark.engines("memory", because="here many examples cost little")
@each_example_has_a_book_of_its_own(200)
@given(commits=COMMITS, limit=st.integers(1, 5))
def test_the_memory_store_holds_what_was_written(
    engine: Engine, commits: list[tuple[list[tuple[ChangeKind, int, str]], bool]], limit: int
) -> None:
    check(engine, commits, limit)


@pytest.mark.engines("moto", "stand_in", because="the memory store has a test with more examples")
@each_example_has_a_book_of_its_own(10)
@given(commits=COMMITS, limit=st.integers(1, 5))
def test_dynamodb_holds_what_was_written(
    engine: Engine, commits: list[tuple[list[tuple[ChangeKind, int, str]], bool]], limit: int
) -> None:
    check(engine, commits, limit)

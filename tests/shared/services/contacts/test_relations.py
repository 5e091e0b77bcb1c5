"""Relations between contacts agree at both ends, whatever becomes of either."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.adapters.memory.book_store import MemoryBookStore
from shared.adapters.memory.database import MemoryDatabase
from shared.domain.books import Book
from shared.domain.contacts.contact import ChangeKind, Contact, ContactDraft
from shared.domain.contacts.details import ContactDetails, Relation
from shared.domain.contacts.documents import to_document
from shared.domain.contacts.relations import links_of
from shared.domain.errors import InvalidInputError
from shared.services.contacts.relations import Relations
from shared.services.ports.commits import ContactWrite
from shared.services.ports.conflicts import RaceLostError
from tests.support.address_books import AddressBook
from tests.support.book_builder import NOON, new_contact
from tests.support.clock import Clock, WaitingClock
from tests.support.examples import examples
from tests.support.fakes import FakePhoneNumbers

OURS = "01" + "A" * 24


class Keeper:
    """A book of people, with what one does to their relations."""

    def __init__(self) -> None:
        self.database = MemoryDatabase(books={OURS: Book(id=OURS)})
        self.store = MemoryBookStore(self.database)
        self.book = AddressBook.over(self.store, FakePhoneNumbers(), timing=WaitingClock().timing, now=Clock())

    def add(self, name: str, *relations: Relation) -> str:
        draft = ContactDraft(details=ContactDetails(first_name=name, relations=relations))
        return self.book.writer.add(OURS, draft, actor=OURS).contact.id

    def relate(self, contact_id: str, *relations: Relation) -> None:
        def related(current: Any) -> ContactDraft:
            return ContactDraft(details=replace(current.contact.details, relations=relations))

        self.book.writer.revise(OURS, contact_id, related, actor=OURS)

    def trash(self, contact_id: str) -> None:
        self.book.trash.put(OURS, contact_id, actor=OURS)

    def restore(self, contact_id: str, revision: int | None = None) -> None:
        self.book.restorer.restore(OURS, contact_id, actor=OURS, revision=revision)

    def contact(self, contact_id: str) -> Contact:
        return self.store.load(OURS, [contact_id]).contacts[contact_id]

    def related(self, contact_id: str) -> list[tuple[str, str, str]]:
        values = self.contact(contact_id).details.relations
        return [(value.label, value.value, value.contact_id) for value in values]

    def require_agreement(self) -> None:
        """Fail unless every link between live contacts has an inverse that points back, and both know each other."""
        contacts = self.database.shelves[OURS].contacts
        for contact in contacts.values():
            for link in links_of(contact).values():
                other = links_of(contacts[link.target])
                assert contacts[link.target].trashed_at is None, "a link to the trash"
                assert other[link.inverse_id].target == contact.id
                assert other[link.inverse_id].inverse_id == link.value_id


@pytest.fixture
def keeper() -> Keeper:
    return Keeper()


def to(target: str, name: str = "x", label: str = "friend", **more: Any) -> Relation:
    return Relation(value=name, label=label, contact_id=target, **more)


def test_a_contact_that_is_restored_is_linked_again(keeper: Keeper) -> None:
    ann, bob = keeper.add("Ann"), keeper.add("Bob")
    keeper.relate(ann, to(bob, "Bobby", "parent"))
    for gone in (ann, bob):
        keeper.trash(gone)
        keeper.require_agreement()
        keeper.restore(gone)
        assert keeper.related(ann) == [("parent", "Bobby", bob)]
        assert keeper.related(bob) == [("child", "Ann", ann)]
        keeper.require_agreement()


def test_a_version_that_names_an_inverse_of_before_gets_the_present_one(keeper: Keeper) -> None:
    ann, bob = keeper.add("Ann"), keeper.add("Bob")
    keeper.relate(ann, to(bob))
    related = keeper.contact(ann).revision
    keeper.relate(ann)
    for _ in range(2):
        keeper.restore(ann, related)
        keeper.require_agreement()
    assert keeper.related(bob) == [("friend", "Ann", ann)]


def test_what_points_elsewhere_by_then_is_left_alone(keeper: Keeper) -> None:
    ann, bob, cid = (keeper.add(name) for name in ("Ann", "Bob", "Cid"))
    keeper.relate(ann, to(bob))
    keeper.trash(ann)
    [name] = keeper.contact(bob).details.relations
    keeper.relate(bob, replace(name, contact_id=cid))
    keeper.restore(ann)
    assert [target for _, _, target in keeper.related(bob)] == [cid, ann]
    keeper.require_agreement()


def test_of_ends_that_are_both_in_the_trash_the_names_are_left(keeper: Keeper) -> None:
    ann, bob = keeper.add("Ann"), keeper.add("Bob")
    keeper.relate(ann, to(bob))
    keeper.trash(ann)
    keeper.trash(bob)
    keeper.restore(ann)
    keeper.require_agreement()
    keeper.restore(bob)
    keeper.require_agreement()
    assert (keeper.related(ann), keeper.related(bob)) == ([("friend", "x", "")], [("friend", "Ann", "")])


def test_a_previous_version_brings_its_relations_back(keeper: Keeper) -> None:
    ann, bob = keeper.add("Ann"), keeper.add("Bob")
    keeper.relate(ann, to(bob))
    related = keeper.contact(ann).revision
    keeper.relate(ann)
    unrelated = keeper.contact(ann).revision
    assert keeper.related(bob) == []
    keeper.restore(ann, related)
    assert keeper.related(bob) == [("friend", "Ann", ann)]
    keeper.require_agreement()
    keeper.restore(ann, unrelated)
    assert keeper.related(bob) == []


def test_the_ends_may_be_written_at_once(keeper: Keeper) -> None:
    relations = Relations(keeper.store, new_value_id=lambda: "new")
    ends = [
        replace(new_contact(), id=own, document=to_document(ContactDetails(first_name=own, relations=(value,))))
        for own, value in (("ann", to("bob", id="a", label="wife")), ("bob", to("ann", id="b", label="husband")))
    ]
    writes = [ContactWrite(kind=ChangeKind.CREATED, contact=end) for end in ends]
    written = relations.completed(keeper.store.load(OURS), writes, at=NOON)
    assert [links_of(write.contact) for write in written] == [
        {"a": replace(links_of(ends[0])["a"], inverse_id="b")},
        {"b": replace(links_of(ends[1])["b"], inverse_id="a")},
    ]


def test_writes_without_changes_of_links_stay_as_they_are(keeper: Keeper) -> None:
    ann = keeper.contact(keeper.add("Ann"))
    writes = (ContactWrite(kind=ChangeKind.UPDATED, contact=ann, previous=ann),)
    assert Relations(keeper.store, new_value_id=str).completed(keeper.store.load(OURS), writes, at=NOON) == writes


def test_other_ends_are_those_of_the_revision_that_was_read(keeper: Keeper) -> None:
    state = keeper.store.load(OURS)
    bob = keeper.add("Bob")
    ann = replace(new_contact(), document=to_document(ContactDetails(relations=(to(bob, id="a"),))))
    with pytest.raises(RaceLostError):
        Relations(keeper.store, new_value_id=str).completed(
            state, [ContactWrite(kind=ChangeKind.CREATED, contact=ann)], at=NOON
        )


def test_contacts_that_are_too_large_together_are_not_related(keeper: Keeper) -> None:
    large = ContactDetails(first_name="x", notes="x" * 10_000, custom=())
    big = [
        keeper.book.writer.add(OURS, ContactDraft(details=replace(large, extra={"x": "x" * 22_000})), actor=OURS)
        for _ in range(47)
    ]
    values = tuple(to(each.contact.id) for each in big)
    ann = keeper.add("Ann")
    with pytest.raises(InvalidInputError) as caught:
        keeper.relate(ann, *values)
    assert [(problem.pointer, problem.code) for problem in caught.value.problems] == [("/relations", "too_many")]
    keeper.relate(ann, *values[:40])
    keeper.require_agreement()


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["relate", "trash", "restore", "older"]),
        st.integers(0, 2),
        st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["friend", "parent", "?"])), max_size=3),
    ),
    max_size=15,
)


@settings(max_examples=examples(150), deadline=None)
@given(STEPS)
def test_the_ends_agree_whatever_happens(steps: list[tuple[str, int, list[tuple[int, str]]]]) -> None:
    keeper = Keeper()
    people = [keeper.add(name) for name in ("Ann", "Bob", "Cid")]
    for act, number, wanted in steps:
        person = people[number]
        is_live = keeper.contact(person).trashed_at is None
        if act == "trash" and is_live:
            keeper.trash(person)
        elif act == "restore":
            keeper.restore(person)
        elif is_live:
            others = [(people[other], label) for other, label in wanted if other != number]
            new = [to(other, label=label) for other, label in others if keeper.contact(other).trashed_at is None]
            kept = keeper.contact(person).details.relations[: len(steps) % 3] if act == "older" else ()
            keeper.relate(person, *kept, *new)
        keeper.require_agreement()

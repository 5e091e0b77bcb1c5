"""A book is listed as it was at any of its revisions, page by page, whatever is written meanwhile."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.contacts.contact import EARLIER_REVISIONS
from shared.domain.contacts.retention import TRASH_KEPT
from shared.domain.errors import AccountGoneError, BookBusyError, HistoryGoneError, InvalidInputError
from shared.domain.moments import Moment
from shared.services.contacts.past import listing
from shared.services.contacts.past.labels import PastLabels
from shared.services.contacts.past.states import PastStates
from shared.services.contacts.tagged import TaggedContact, TaggedContactPage
from tests.shared.services.contacts.past.life import EVENTS, Event, Life
from tests.support.examples import examples
from tests.support.past_world import PastWorld
from tests.support.task_world import BOOK


def page(world: PastWorld, at: Moment, **more: Any) -> TaggedContactPage:
    past = world.address_book.reader._past()
    return past.page(BOOK.id, at, **{"limit": 100, **more})


def all_pages(world: PastWorld, at: Moment, *, limit: int, tag: str = "", between: Any = None) -> list[TaggedContact]:
    found: list[TaggedContact] = []
    after, revisions = None, set()
    while True:
        one = page(world, at, limit=limit, tag=tag, after=after)
        found += one.contacts
        assert one.then is not None
        revisions.add(one.then.revision)
        if one.next is None:
            assert len(revisions) == 1, "all pages are of one moment"
            return found
        after = one.next
        if between:
            between()


@settings(max_examples=examples(200))
@given(EVENTS, st.integers(0, 100), st.booleans(), st.integers(1, 3), st.sampled_from(["", "work", "HOMÉ"]))
def test_every_page_is_of_then(events: list[Event], number: int, by_time: bool, limit: int, tag: str) -> None:
    life = Life(events)
    world, then = life.world, life.snapshots[number % len(life.snapshots)]
    expected = {
        each: (members, tags)
        for each, (members, tags, is_live) in life.expected(then).contacts.items()
        if is_live and (not tag or {"work": "work", "HOMÉ": "home"}[tag] in tags)
    }
    rest = iter([("add", 1, 0, 3), ("rename", 0, 1, 2), ("trash", 1, 0, 0), ("remove", 0, 0, 0), ("relate", 0, 1, 1)])
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(listing, "CONTACTS_AT_ONCE", 2)
        found = all_pages(
            world,
            then.at if by_time else then.revision,
            limit=limit,
            tag=tag,
            between=lambda: life.happen(*next(rest, ("rename", 2, 2, 2))),
        )
    assert [each.contact.id for each in found] == sorted(expected)
    for each in found:
        members, tags = expected[each.contact.id]
        named = {**each.contact.document.members}
        assert each.tags == tags
        assert (named | {"relations": ()}, each.contact.revision <= then.revision) == (
            {**members, "relations": ()},
            True,
        )


@pytest.fixture
def world() -> PastWorld:
    return PastWorld()


def names(found: TaggedContactPage) -> list[str]:
    return [each.contact.details.first_name for each in found.contacts]


def test_a_contact_with_many_versions_is_found_in_each(world: PastWorld) -> None:
    contact = world.add("0")
    for number in range(1, 3 * EARLIER_REVISIONS):
        world.edit(contact, first_name=str(number))
    for number in range(3 * EARLIER_REVISIONS):
        assert names(page(world, number + 1)) == [str(number)]


def test_a_hundred_contacts_take_two_requests_for_a_page(world: PastWorld) -> None:
    contacts = [world.add(str(number)) for number in range(50)]
    then = world.revision
    for contact in contacts:
        world.edit(contact, first_name="changed")
    found = PastStates(world.books, now=world.clock).at(BOOK.id, world.books.list_by_id(BOOK.id, limit=50), then)
    assert sorted(state.details.first_name for state in found.values()) == sorted(map(str, range(50)))


def test_hints_that_older_code_left_behind_are_not_needed(world: PastWorld) -> None:
    contact = world.add("first")
    for number in range(4):
        world.edit(contact, first_name=str(number))
    shelf = world.database.shelves[BOOK.id]
    shelf.put(replace(shelf.contacts[contact], earlier=(77, 66)))
    assert names(page(world, 1)) == ["first"]
    shelf.put(replace(shelf.contacts[contact], earlier=(1,)))
    assert names(page(world, 3)) == ["1"]


def test_a_change_that_stays_invisible_is_waited_for_and_then_busy(world: PastWorld) -> None:
    contact = world.add("first")
    world.edit(contact, first_name="second")
    world.add("other")
    world.database.shelves[BOOK.id].changes[1] = world.database.shelves[BOOK.id].changes[2]
    with pytest.raises(BookBusyError):
        PastStates(_Without(world, {2}), now=world.clock).at(  # type: ignore[arg-type]
            BOOK.id, [world.contact(contact)], 1
        )
    world.pass_time(366 * 24 * 3600)
    with pytest.raises(HistoryGoneError):
        PastStates(_Without(world, {2}), now=world.clock).at(  # type: ignore[arg-type]
            BOOK.id, [world.contact(contact)], 1
        )


class _Without:
    """A store whose history lacks some changes."""

    def __init__(self, world: PastWorld, revisions: set[int]) -> None:
        self._world = world
        self._revisions = revisions

    def changes_at(self, book_id: str, revisions: list[int]) -> Any:
        found = self._world.books.changes_at(book_id, revisions)
        return {each: change for each, change in found.items() if each not in self._revisions}


def test_what_has_been_in_the_trash_for_too_long_is_gone_whether_it_was_removed_or_not(world: PastWorld) -> None:
    world.put_in_trash(world.add("Ada"))
    assert names(page(world, 1)) == ["Ada"]
    world.clock.advance(TRASH_KEPT)
    assert names(page(world, 1)) == []


def test_an_empty_book_was_empty_at_any_time(world: PastWorld) -> None:
    found = page(world, world.clock())
    assert (found.contacts, found.next) == ((), None)
    assert found.then is not None
    assert (found.then.revision, found.then.at) == (0, None)
    world.pass_time()
    world.add()
    assert page(world, 0).contacts == ()


def test_what_is_no_moment_of_the_book_is_refused(world: PastWorld) -> None:
    world.add()
    with pytest.raises(InvalidInputError):
        page(world, 2)
    with pytest.raises(AccountGoneError):
        world.address_book.reader._past().page("nobody", 0, limit=1)


def test_labels_that_have_changed_too_often_are_no_longer_known(
    world: PastWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.services.contacts.past.labels.MAX_CHANGES", 3)
    world.put_label("a", None)
    [label_id] = world.books.get_labels(BOOK.id).names
    for number in range(4):
        world.put_label(f"a{number}", None, label_id)
    labels = world.books.get_labels(BOOK.id)
    assert PastLabels(world.books).at(BOOK.id, labels, 2).names == {label_id: "a0"}
    with pytest.raises(HistoryGoneError):
        PastLabels(world.books).at(BOOK.id, labels, 1)
    with pytest.raises(BookBusyError):
        PastLabels(_Without(world, {4})).at(BOOK.id, labels, 2)  # type: ignore[arg-type]


def test_a_label_that_was_being_merged_then_shows_what_it_showed(world: PastWorld) -> None:
    """The contact still had the id, and the task had not come to it."""
    contact = world.add("Ada", "work")
    world.put_label("job", None)
    ids = {name: label_id for label_id, name in world.books.get_labels(BOOK.id).names.items()}
    world.label_remover.merge(BOOK.id, ids["work"], ids["job"], actor="me")
    then = world.revision
    world.drain()
    assert world.contact(contact).label_ids == (ids["job"],)
    world.remove_label(ids["job"])
    assert [each.tags for each in page(world, then).contacts] == [("job",)]
    assert [each.tags for each in page(world, then - 1).contacts] == [("work",)]
    assert [each.tags for each in page(world, world.revision).contacts] == [()]
    assert names(page(world, then, tag="job")) == ["Ada"]
    assert names(page(world, then, tag="work")) == []

"""The groups of the latest search, as they are by now."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from shared.adapters.memory.book_store import MemoryBookStore
from shared.adapters.memory.database import MemoryDatabase
from shared.adapters.memory.duplicate_store import MemoryDuplicateStore
from shared.domain.books import Book
from shared.domain.contacts.contact import Contact
from shared.domain.contacts.similarity.grouping import Group
from shared.domain.errors import AccountGoneError, InvalidCursorError, InvalidInputError
from shared.services.contacts.duplicates import DuplicatePage, Duplicates
from shared.services.ports.duplicates import MAX_DISMISSED, FoundGroups
from tests.shared.domain.contacts.similarity.cards import card
from tests.support.book_builder import BookBuilder, creation

NOON = datetime(2026, 5, 17, 12, tzinfo=UTC)
NUMBER, EMAIL = "+12025550143", "a@example.com"


class Scene:
    """A book, and what was found in it."""

    def __init__(self) -> None:
        database = MemoryDatabase()
        database.books["book"] = Book(id="book")
        books = MemoryBookStore(database)
        self.store = MemoryDuplicateStore(database)
        self.pen = BookBuilder(books, database.books["book"])
        self.duplicates = Duplicates(self.store, books)

    def add(self, *first_names: str, **members: Any) -> tuple[Contact, ...]:
        """Store cards of people with one last name and one number."""
        return self.pen.write(*(creation(card(each, "Kovalenko", phone=NUMBER, **members)) for each in first_names))

    def find(self, *groups: tuple[Contact, ...], at: datetime = NOON) -> None:
        found = [Group(contact_ids=tuple(each.id for each in group), score=0.95) for group in groups]
        self.store.put_found("book", FoundGroups(groups=tuple(found), found_at=at))

    def page(self, limit: int = 10, **more: Any) -> DuplicatePage:
        return self.duplicates.page("book", limit=limit, **more)

    def shown(self) -> list[set[str]]:
        return [{each.contact.id for each in group.contacts} for group in self.page().groups]


@pytest.fixture
def scene() -> Scene:
    return Scene()


def ids(*contacts: Contact) -> set[str]:
    return {each.id for each in contacts}


def test_a_book_that_was_never_searched_says_so(scene: Scene) -> None:
    assert scene.page() == DuplicatePage()


def test_groups_are_shown_with_contacts_score_and_reasons(scene: Scene) -> None:
    pair = scene.add("Olena", "Олена")
    scene.find(pair)
    (group,) = scene.page().groups
    assert {each.contact for each in group.contacts} == set(pair)
    assert group.score == 0.95
    assert [reason.code for reason in group.reasons] == ["same_name", "same_number"]
    assert scene.page().found_at == NOON


def test_a_contact_that_has_changed_is_shown_only_if_it_is_still_likely_the_same(scene: Scene) -> None:
    one, other, third = scene.add("Olena", "Olena", "Olena")
    scene.find((one, other, third))
    scene.pen.update(third, first_name="Ivan")
    assert scene.shown() == [ids(one, other)]
    changed = scene.pen.update(other, notes="x")
    assert scene.page().groups[0].contacts[1].contact == changed
    scene.pen.update(changed, first_name="Petro")
    assert scene.shown() == []


def test_a_contact_in_the_trash_or_gone_is_in_no_group(scene: Scene) -> None:
    one, other, third = scene.add("Olena", "Olena", "Olena")
    scene.find((one, other, third, card("Olena")))
    scene.pen.trash(third)
    assert scene.shown() == [ids(one, other)]
    scene.pen.trash(other)
    assert scene.shown() == []


def test_a_dismissed_pair_is_not_proposed_again(scene: Scene) -> None:
    one, other, third = scene.add("Olena", "Olena", "Olena")
    scene.find((one, other, third))
    scene.duplicates.dismiss("book", [other.id, one.id])
    assert len(scene.shown()) == 1
    assert not ids(one, other) <= scene.shown()[0]
    scene.duplicates.dismiss("book", [one.id, other.id, third.id])
    assert scene.shown() == []


def test_pages_cover_all_groups_once_and_in_order(scene: Scene) -> None:
    groups = [scene.add("Olena", "Olena", email=f"{number}@example.com") for number in range(5)]
    scene.find(*groups)
    seen, after = [], None
    while True:
        page = scene.page(2, after=after)
        seen += [{each.contact.id for each in group.contacts} for group in page.groups]
        assert len(page.groups) == len(page.positions) <= 2
        after = page.next
        if after is None:
            break
    assert seen == [ids(*group) for group in groups]


def test_a_page_can_be_left_after_any_of_its_groups(scene: Scene) -> None:
    groups = [scene.add("Olena", "Olena", email=f"{number}@example.com") for number in range(3)]
    scene.find(*groups)
    page = scene.page()
    assert [len(scene.page(after=position).groups) for position in page.positions] == [2, 1, 0]


def test_a_cursor_from_before_another_search_is_refused(scene: Scene) -> None:
    groups = [scene.add("Olena", "Olena") for _ in range(2)]
    scene.find(*groups)
    after = scene.page(1).next
    scene.find(*groups, at=NOON.replace(hour=13))
    with pytest.raises(InvalidCursorError):
        scene.page(1, after=after)


def test_contacts_that_there_are_not_cannot_be_dismissed(scene: Scene) -> None:
    one, other = scene.add("Olena", "Olena")
    scene.pen.trash(other)
    with pytest.raises(InvalidInputError) as caught:
        scene.duplicates.dismiss("book", [one.id, other.id, "nobody"])
    assert [problem.pointer for problem in caught.value.problems] == ["/contact_ids/1", "/contact_ids/2"]
    assert scene.store.all_dismissed("book") == frozenset()


def test_too_many_dismissals_of_one_contact_are_a_broken_rule(scene: Scene) -> None:
    one, other = sorted(scene.add("Olena", "Olena"), key=lambda each: each.id)
    for number in range(MAX_DISMISSED):
        scene.store.dismiss("book", [one.id, f"9{number}"])
    with pytest.raises(InvalidInputError) as caught:
        scene.duplicates.dismiss("book", [one.id, other.id])
    assert caught.value.problems[0].code == "too_many"


def test_an_account_without_a_book_is_gone(scene: Scene) -> None:
    scene.store.put_found("gone", FoundGroups(groups=(), found_at=NOON))
    with pytest.raises(AccountGoneError):
        scene.duplicates.page("gone", limit=1)
    with pytest.raises(AccountGoneError):
        scene.duplicates.dismiss("gone", ["a", "b"])

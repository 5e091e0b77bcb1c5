"""The version that an edit was made on is found by its entity tag, with its tags by the names that they have today."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from shared.domain.contacts.contact import Contact
from shared.domain.contacts.retention import HISTORY_KEPT
from shared.domain.label_changes import LabelsChange
from shared.domain.labels import Labels
from shared.services.contacts.ancestors import Ancestor, Ancestors
from shared.services.contacts.tagged import TaggedContact
from tests.contracts.conftest import Engine
from tests.support.book_builder import NOON, BookBuilder, creation, new_contact, update

FIRST = Labels(revision=1, names={"a": "Work", "b": "Home", "c": "Chess"})


class Shelf:
    """A book with a contact whose versions are noted as clients see them."""

    def __init__(self, pen: BookBuilder) -> None:
        self.pen = pen
        [self.contact] = pen.write(creation(new_contact(label_ids=("a", "b"))), labels=FIRST)

    @property
    def labels(self) -> Labels:
        return self.pen.store.get_labels(self.pen.book.id)

    @property
    def version(self) -> str:
        return TaggedContact.of(self.contact, self.labels).version

    def change_labels(self, **members: object) -> None:
        before = self.labels
        after = replace(before, revision=before.revision + 1, changed_in=self.pen.book.revision + 1, **members)  # type: ignore[arg-type]
        self.pen.write(labels=after, labels_change=LabelsChange.between(before, after))

    def edit(self, notes: str, *, label_ids: tuple[str, ...] | None = None) -> None:
        write = update(self.contact, notes=notes)
        if label_ids is not None:
            write = replace(write, contact=replace(write.contact, label_ids=label_ids))
        [self.contact] = self.pen.write(write)

    def find(self, version: str, *, at: datetime = NOON, contact: Contact | None = None) -> Ancestor | None:
        ancestors = Ancestors(self.pen.store, now=lambda: at)
        return ancestors.find(self.pen.book.id, contact or self.contact, self.labels, version)


@pytest.fixture
def shelf(engine: Engine) -> Shelf:
    return Shelf(BookBuilder(engine.store, engine.new_book()))


def told(ancestor: Ancestor | None) -> tuple[str, dict[str, str]]:
    assert ancestor is not None
    return ancestor.tagged.contact.details.notes, dict(ancestor.names_today)


def test_every_version_is_found_by_its_tag(shelf: Shelf) -> None:
    seen = {shelf.version: ("", {"Home": "Home", "Work": "Job"})}
    shelf.change_labels(names={**FIRST.names, "a": "Job"})
    seen[shelf.version] = ("", {"Home": "Home", "Job": "Job"})
    for number in range(15):
        shelf.edit(str(number))
        seen[shelf.version] = (str(number), {"Home": "Home", "Job": "Job"})
    shelf.edit("no tags", label_ids=())
    seen[shelf.version] = ("no tags", {})
    assert len(seen) == 18
    assert {version: told(shelf.find(version)) for version in seen} == seen


def test_removed_labels_are_called_what_took_their_place_or_nothing(shelf: Shelf) -> None:
    version = shelf.version
    shelf.edit("x")
    shelf.change_labels(names={"b": "Home", "c": "Chess"}, removed={"a": "c"})
    assert told(shelf.find(version)) == ("", {"Work": "Chess", "Home": "Home"})
    shelf.change_labels(names={"c": "Go"}, removed={"a": "c", "b": ""})
    shelf.change_labels(names={"c": "Go"}, removed={})
    assert told(shelf.find(version)) == ("", {"Work": "Go", "Home": ""})


def test_a_version_that_the_contact_never_had_is_not_found(shelf: Shelf) -> None:
    other = shelf.pen.add()
    version = shelf.version
    shelf.change_labels(names={**FIRST.names, "a": "Job"})
    shelf.edit("x")
    for wrong in ("1", "1-0123456789abcdef", f"{other.revision}", version.replace("1-", "3-"), "", "x", "²", "-1"):
        assert shelf.find(wrong) is None, wrong


def test_a_version_from_the_end_of_the_history_is_not_found(shelf: Shelf) -> None:
    version = shelf.version
    shelf.edit("x")
    assert shelf.find(version, at=NOON + HISTORY_KEPT - timedelta(seconds=1)) is not None
    assert shelf.find(version, at=NOON + HISTORY_KEPT) is None


def test_a_contact_that_has_just_been_written_need_not_be_changed_to_be_known(shelf: Shelf) -> None:
    assert told(shelf.find(shelf.version)) == ("", {"Home": "Home", "Work": "Work"})

"""A book's head, contacts and labels are read as they were written."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.books import Book, BookSettings
from shared.domain.contacts.contact import Contact
from shared.domain.contacts.details import Address, ContactDetails, DateValue, Organization, Phone, Relation, TextValue
from shared.domain.contacts.documents import Document, to_document
from shared.domain.labels import Labels
from shared.domain.partial_dates import PartialDate
from shared.services.ports.commits import MAX_WRITES_PER_COMMIT, Commit, InvalidCommitError
from shared.services.ports.conflicts import BookMissingError
from shared.services.ports.receipts import Receipt
from tests.contracts.conftest import Engine
from tests.support.book_builder import (
    NOON,
    BookBuilder,
    commit_of,
    creation,
    live_contact,
    new_contact,
    trashing,
    update,
)

EVERYTHING = ContactDetails(
    first_name="Олександра",
    last_name="O’Neill-Żółć 🦊",
    organizations=(Organization(id="o", name="Analytical Engines", department="R&D", title="Countess"),),
    emails=(TextValue(id="e1", value="ada@example.com", primary=True), TextValue(id="e2", value="a@example.com")),
    phones=(Phone(id="p", value="044 123-45-67", e164="+380441234567", extra={"x-type": ["cell", {"pref": 1}]}),),
    addresses=(Address(id="a", label="home", street="1 Long Road\nFlat 2", city="Київ"),),
    urls=(TextValue(id="u", value="https://example.com"),),
    dates=(DateValue(id="d", label="wedding", value=PartialDate.parse("--07-08")),),
    relations=(Relation(id="r", label="spouse", value="William"),),
    custom=(TextValue(id="c", label="shoe size", value="38½"),),
    birthday=PartialDate.parse("1815-12-10"),
    notes="first\nsecond\t🙂",
    favorite=True,
    extra={"X-FOREIGN": {"a": [1, 2.5, None, True, "ß"]}},
)


@pytest.fixture
def pen(engine: Engine) -> BookBuilder:
    return BookBuilder(engine.store, engine.new_book())


def contacts_in(pen: BookBuilder, *contacts: Contact) -> dict[str, Contact]:
    return dict(pen.store.load(pen.book.id, [contact.id for contact in contacts]).contacts)


def test_a_contact_is_read_as_it_was_written(pen: BookBuilder) -> None:
    wanted = replace(
        new_contact(), document=to_document(EVERYTHING), label_ids=("l1", "l2"), updated_at=NOON + timedelta(hours=1)
    )
    [written] = pen.write(creation(wanted))
    assert live_contact(pen.store, pen.book.id, wanted.id) == written == replace(wanted, revision=1)
    assert contacts_in(pen, wanted) == {wanted.id: written}


def test_times_are_kept_to_the_millisecond(pen: BookBuilder) -> None:
    [written] = pen.write(creation(replace(new_contact(), created_at=NOON + timedelta(milliseconds=123))))
    assert live_contact(pen.store, pen.book.id, written.id) == written


def test_an_update_replaces_the_version_before(pen: BookBuilder) -> None:
    contact = pen.add("Ada")
    updated = pen.update(contact, last_name="Lovelace", first_name="")
    assert live_contact(pen.store, pen.book.id, contact.id) == updated
    assert (updated.revision, updated.details.first_name) == (2, "")


def test_a_contact_in_the_trash_is_found_by_load_only(pen: BookBuilder) -> None:
    trashed = pen.trash(pen.add())
    assert live_contact(pen.store, pen.book.id, trashed.id) is None
    assert contacts_in(pen, trashed) == {trashed.id: trashed}


def test_a_commit_takes_a_gapless_range_of_revisions(pen: BookBuilder) -> None:
    pen.add()
    written = pen.create(*(f"Contact {number}" for number in range(MAX_WRITES_PER_COMMIT)))
    assert [contact.revision for contact in written] == list(range(2, 2 + MAX_WRITES_PER_COMMIT))
    assert pen.store.load(pen.book.id).book.revision == 1 + MAX_WRITES_PER_COMMIT
    assert list(contacts_in(pen, *written).values()) == list(written)


def test_the_head_after_a_commit_is_the_commits_result(pen: BookBuilder) -> None:
    [one, two] = pen.create("Ada", "Bo")
    commit = commit_of(
        pen.book, trashing(one), update(two, notes="x"), creation(new_contact()), creation(new_contact())
    )
    pen.store.commit(commit)
    head = pen.store.load(pen.book.id).book
    assert head == commit.result
    assert (head.revision, head.contact_count, head.last_commit_id) == (6, 3, commit.commit_id)


def test_a_commit_does_not_write_the_settings_of_the_book(engine: Engine) -> None:
    book = engine.new_book()
    settings = BookSettings(time_zone="Europe/Kyiv", leap_day="03-01", phone_region="UA")
    engine.put_book(replace(book, settings=settings))
    engine.store.commit(commit_of(book, creation(new_contact())))
    assert engine.store.load(book.id).book.settings == settings


def test_labels_are_read_as_they_were_written(pen: BookBuilder) -> None:
    assert pen.store.get_labels(pen.book.id) == Labels()
    first = Labels(revision=1, names={"l1": "Work", "l2": "Сім’я"})
    second = Labels(revision=2, names={**first.names, "l3": ""})
    for labels in (first, second):
        pen.write(creation(new_contact()), labels=labels)
        assert pen.store.get_labels(pen.book.id) == labels
        assert pen.store.load(pen.book.id, labels=True).labels == labels
    assert pen.store.load(pen.book.id).labels == Labels()


def test_contacts_that_do_not_exist_are_absent(pen: BookBuilder) -> None:
    contact = pen.add()
    assert contacts_in(pen, contact, new_contact(), contact) == {contact.id: contact}
    assert live_contact(pen.store, pen.book.id, new_contact().id) is None


def test_another_books_contact_is_absent(engine: Engine) -> None:
    ours, theirs = BookBuilder(engine.store, engine.new_book()), BookBuilder(engine.store, engine.new_book())
    contact = theirs.add()
    assert contacts_in(ours, contact) == {}
    assert live_contact(ours.store, ours.book.id, contact.id) is None


def test_a_book_that_does_not_exist_is_missing(engine: Engine) -> None:
    book = Book(id="nobody's")
    with pytest.raises(BookMissingError):
        engine.store.load(book.id, labels=True)
    with pytest.raises(BookMissingError):
        engine.store.commit(commit_of(book, creation(new_contact())))
    assert engine.store.get_labels(book.id) == Labels()
    assert engine.store.list_by_name(book.id, limit=1).contacts == ()


def test_every_revision_tells_which_commit_made_it(pen: BookBuilder) -> None:
    first = commit_of(pen.book, creation(new_contact()), creation(new_contact()))
    pen.store.commit(first)
    second = commit_of(first.result, creation(new_contact()))
    pen.store.commit(second)

    def made(commit_id: str) -> list[bool]:
        return [pen.store.has_committed(pen.book.id, revision, commit_id) for revision in (0, 1, 2, 3, 4)]

    assert made(first.commit_id) == [False, True, True, False, False]
    assert made(second.commit_id) == [False, False, False, True, False]
    assert not pen.store.has_committed("another", 1, first.commit_id)


@pytest.mark.engines("memory", "stand_in", because="moto copies its table for each item of a transaction")
def test_the_largest_commit_fits(pen: BookBuilder) -> None:
    largest = {"notes": "ж" * 10_000, "photo_url": "https://example.com/" + "x" * 10_000}
    written = pen.create(*(f"Contact {number}" for number in range(MAX_WRITES_PER_COMMIT)))
    written = pen.write(*(update(contact, **largest) for contact in written))
    written = pen.write(*(update(contact, **largest, nickname="again") for contact in written))
    assert list(contacts_in(pen, *written).values()) == list(written)


def invalid_commits(book: Book) -> dict[str, Commit]:
    several = [creation(new_contact()) for _ in range(MAX_WRITES_PER_COMMIT + 1)]
    huge = [creation(replace(new_contact(), document=Document.of({"notes": "x" * 100_000}))) for _ in range(31)]
    full = commit_of(book, *several[1:], labels=Labels(revision=1))
    gap = commit_of(replace(book, revision=7), several[0])
    return {
        "nothing": commit_of(book),
        "too many writes": commit_of(book, *several),
        "too many items": replace(full, receipt=Receipt(key="k", fingerprint="f", made_id="c", expires_at=NOON)),
        "a gap": replace(gap, base=book),
        "one contact twice": commit_of(book, several[0], several[0]),
        "too many bytes": commit_of(book, *huge),
    }


@pytest.mark.parametrize("case", invalid_commits(Book(id="any")))
def test_a_commit_beyond_the_limits_is_refused_before_anything_is_written(pen: BookBuilder, case: str) -> None:
    with pytest.raises(InvalidCommitError):
        pen.store.commit(invalid_commits(pen.book)[case])
    assert pen.store.load(pen.book.id).book == pen.book

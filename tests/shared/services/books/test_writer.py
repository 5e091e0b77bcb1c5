"""A write gets into a book, or says why not, whoever else writes at the same time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.domain.books import BookSettings
from shared.domain.contacts.contact import Contact
from shared.domain.errors import (
    AccountGoneError,
    BookBusyError,
    ContactNotFoundError,
    OutcomeUnknownError,
    StoreUnavailableError,
)
from shared.domain.label_changes import LabelsChange
from shared.domain.labels import Labels
from shared.services.books.writer import DEADLINE_SECONDS, MAX_JITTER_SECONDS, Plan, Written
from shared.services.ports.books import BookState
from shared.services.ports.conflicts import RaceLostError
from tests.support.book_builder import NOON, BookBuilder, creation, live_contact, new_contact, trashing, update
from tests.support.unlucky_store import BOOK, SECONDS_PER_CALL, Misfortune, UnluckyStore, add, history, write

CONFLICT = Misfortune(error=RaceLostError())


def test_a_write_that_nobody_disturbs_is_one_read_and_one_commit(store: UnluckyStore, contact: Contact) -> None:
    written = write(store, add(contact))
    assert store.calls == ["load", "commit"]
    assert written.contacts == (replace(contact, revision=1),)
    assert live_contact(store, BOOK.id, contact.id) == written.contacts[0]
    assert store.clock.waits == []


def test_the_commit_says_who_did_what_when(store: UnluckyStore, contact: Contact) -> None:
    write(store, add(contact))
    [change] = store.list_changes(BOOK.id, after_revision=0, limit=1)
    assert (change.commit_id, change.actor, change.at) == ("commit 1", "actor", NOON)


def test_several_writes_take_the_revisions_that_follow(store: UnluckyStore, others: BookBuilder) -> None:
    others.create("a", "b", "c")
    contacts = [new_contact(), new_contact()]
    written = write(store, lambda _: Plan(writes=tuple(map(creation, contacts))))
    assert [contact.revision for contact in written.contacts] == [4, 5]


def test_an_empty_plan_writes_nothing(store: UnluckyStore) -> None:
    labels = Labels(revision=1, names={"l": "x"})
    store.database.labels[BOOK.id] = labels
    assert write(store, lambda _: Plan(writes=()), labels=True) == Written(contacts=(), labels=labels)
    assert store.calls == ["load"]


def test_new_labels_come_back_with_the_contacts(store: UnluckyStore, contact: Contact) -> None:
    labels = Labels(revision=1, names={"l": "x"})
    written = write(store, lambda _: Plan(writes=(creation(contact),), labels=labels), labels=True)
    assert written.labels == labels


def test_labels_that_are_only_added_with_a_contact_leave_no_note(store: UnluckyStore, contact: Contact) -> None:
    labels = Labels(revision=1, names={"l": "x"})
    written = write(store, lambda _: Plan(writes=(creation(contact),), labels=labels), labels=True)
    assert [change.labels for change in store.list_changes(BOOK.id, after_revision=0, limit=9)] == [None]
    assert written.labels.changed_in == 0


@pytest.mark.parametrize("with_contacts", [False, True])
def test_labels_know_the_revision_that_they_were_added_in(
    store: UnluckyStore, contact: Contact, with_contacts: bool
) -> None:
    store.database.labels[BOOK.id] = before = Labels(revision=4, names={"l": "x", "m": "y"}, added={"l": 7})
    after = replace(before, revision=5, names={"l": "x", "m": "y", "n": "z"})
    writes = (creation(contact), creation(new_contact())) if with_contacts else ()
    write(store, lambda _: Plan(writes=writes, labels=after), labels=True)
    assert store.get_labels(BOOK.id).added == {"l": 7, "n": 2 if with_contacts else 1}


@pytest.mark.parametrize("with_contact", [False, True])
def test_any_other_change_of_labels_is_noted_in_the_history(
    store: UnluckyStore, contact: Contact, with_contact: bool
) -> None:
    store.database.labels[BOOK.id] = before = Labels(revision=4, names={"l": "x", "m": "y"})
    after = replace(before, revision=5, names={"l": "X"})
    writes = (creation(contact),) if with_contact else ()
    written = write(store, lambda _: Plan(writes=writes, labels=after), labels=True)
    [change] = store.list_changes(BOOK.id, after_revision=0, limit=9)
    assert (change.revision, change.contact_id) == (1, contact.id if with_contact else None)
    assert change.labels == LabelsChange.between(before, after)
    assert store.get_labels(BOOK.id) == written.labels == replace(after, changed_in=1)


def test_labels_alone_that_are_as_before_write_nothing(store: UnluckyStore) -> None:
    store.database.labels[BOOK.id] = before = Labels(revision=4, names={"l": "x"})
    write(store, lambda _: Plan(writes=(), labels=replace(before, revision=5)), labels=True)
    assert store.calls == ["load"]


def test_a_change_of_labels_whose_answer_is_lost_is_made_once(store: UnluckyStore) -> None:
    store.database.labels[BOOK.id] = Labels(revision=1, names={"l": "x"})
    store.misfortunes.append(Misfortune(arrives=True))

    def rename(state: BookState) -> Plan:
        return Plan(writes=(), labels=replace(state.labels, revision=state.labels.revision + 1, names={"l": "X"}))

    assert write(store, rename, labels=True).labels.changed_in == 1
    assert history(store) == [None]


def test_a_book_that_does_not_exist_is_a_gone_account(store: UnluckyStore, contact: Contact) -> None:
    store.database.books.clear()
    with pytest.raises(AccountGoneError):
        write(store, add(contact))


def test_a_book_that_vanishes_between_read_and_write_is_a_gone_account(store: UnluckyStore, contact: Contact) -> None:
    def decide(_: BookState) -> Plan:
        store.database.books.clear()
        return Plan(writes=(creation(contact),))

    with pytest.raises(AccountGoneError):
        write(store, decide)


def test_what_the_decision_raises_reaches_the_caller(store: UnluckyStore) -> None:
    def decide(state: BookState) -> Plan:
        raise ContactNotFoundError("x")

    with pytest.raises(ContactNotFoundError):
        write(store, decide)
    assert store.calls == ["load"]


def test_when_only_the_head_moved_nothing_is_read_again(
    store: UnluckyStore, others: BookBuilder, contact: Contact
) -> None:
    heads = []

    def decide(state: BookState) -> Plan:
        heads.append(state.book)
        if len(heads) == 1:
            others.add()
        return Plan(writes=(creation(contact),))

    assert write(store, decide).contacts[0].revision == 2
    assert store.calls == ["load", "commit", "commit"]
    assert heads == [BOOK, others.book]


def test_a_decision_sees_the_settings_of_the_moved_head(
    store: UnluckyStore, others: BookBuilder, contact: Contact
) -> None:
    seen: list[BookSettings] = []
    settings = BookSettings(phone_region="UA")

    def decide(state: BookState) -> Plan:
        seen.append(state.book.settings)
        if len(seen) == 1:
            others.add()
            store.database.books[BOOK.id] = replace(others.book, settings=settings)
        return Plan(writes=(creation(contact),))

    write(store, decide)
    assert seen == [BookSettings(), settings]


def test_when_the_contact_changed_all_is_read_and_decided_again(store: UnluckyStore, others: BookBuilder) -> None:
    contact = others.add("Ada")
    changes = iter([lambda: others.update(contact, last_name="Lovelace")])

    def decide(state: BookState) -> Plan:
        current = state.contacts[contact.id]
        next(changes, lambda: None)()
        return Plan(writes=(update(current, notes="x"),))

    [written] = write(store, decide, contact.id).contacts
    assert (written.details.last_name, written.details.notes) == ("Lovelace", "x")
    assert store.calls == ["load", "commit", "load", "commit"]


def test_a_contact_that_was_put_in_the_trash_meanwhile_is_seen_there(store: UnluckyStore, others: BookBuilder) -> None:
    contact = others.add()

    def decide(state: BookState) -> Plan:
        current = state.contacts[contact.id]
        if current.trashed_at:
            raise ContactNotFoundError(current.id)
        others.trash(current)
        return Plan(writes=(trashing(current),))

    with pytest.raises(ContactNotFoundError):
        write(store, decide, contact.id)
    assert store.load(BOOK.id).book.revision == 2


def test_the_pause_is_short_and_random(store: UnluckyStore, contact: Contact) -> None:
    store.misfortunes += [CONFLICT, CONFLICT]
    write(store, add(contact))
    assert store.clock.waits == [MAX_JITTER_SECONDS / 2] * 2


def test_after_five_seconds_the_book_is_busy_and_nothing_is_written(
    store: UnluckyStore, others: BookBuilder, contact: Contact
) -> None:
    def decide(_: BookState) -> Plan:
        others.add()
        return Plan(writes=(creation(contact),))

    started = store.clock.time
    with pytest.raises(BookBusyError):
        write(store, decide)
    assert DEADLINE_SECONDS <= store.clock.time - started < DEADLINE_SECONDS + 2 * SECONDS_PER_CALL
    assert contact.id not in history(store)


def test_a_commit_that_was_refused_without_doubt_is_not_tried_again(store: UnluckyStore, contact: Contact) -> None:
    store.misfortunes.append(Misfortune(error=StoreUnavailableError("throttled")))
    with pytest.raises(StoreUnavailableError) as refused:
        write(store, add(contact))
    assert not isinstance(refused.value, OutcomeUnknownError)
    assert store.calls == ["load", "commit"]


def test_a_book_that_cannot_be_read_is_unavailable(store: UnluckyStore, contact: Contact) -> None:
    store.failing_reads.append(StoreUnavailableError("the database could not be read"))
    with pytest.raises(StoreUnavailableError):
        write(store, add(contact))


LABELS = Labels(revision=2, names={"l": "x"})


def stale(state: BookState) -> BookState:
    return replace(state, labels=Labels(revision=1, names={"l": "x", "removed": "y"}))


def test_labels_that_are_older_than_the_head_are_read_again(
    store: UnluckyStore, contact: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a transaction becomes visible item by item."""
    store.database.labels[BOOK.id] = LABELS
    store.database.books[BOOK.id] = replace(BOOK, labels_revision=2)
    load, torn = store.load, [True, False]
    monkeypatch.setattr(
        store, "load", lambda *args, **options: (stale if torn.pop(0) else lambda state: state)(load(*args, **options))
    )
    seen: list[Labels] = []

    def decide(state: BookState) -> Plan:
        seen.append(state.labels)
        return Plan(writes=(creation(contact),))

    write(store, decide, labels=True)
    assert (seen, torn) == ([LABELS], [])


@pytest.mark.parametrize("current", [1, 2])
def test_labels_that_are_newer_than_the_head_says_are_good(store: UnluckyStore, contact: Contact, current: int) -> None:
    """As older code has left them."""
    store.database.labels[BOOK.id] = replace(LABELS, revision=current)
    store.database.books[BOOK.id] = replace(BOOK, labels_revision=1)
    write(store, add(contact), labels=True)
    assert store.calls == ["load", "commit"]

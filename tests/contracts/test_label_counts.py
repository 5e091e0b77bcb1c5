"""The counts of labels are those of the contacts, whatever was written since they were counted last."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.domain.contacts.contact import Contact
from shared.domain.errors import AccountGoneError, BookBusyError
from shared.domain.label_changes import LabelsChange
from shared.domain.labels import Labels
from shared.services.contacts import label_counts
from shared.services.contacts.label_counts import LabelCounter
from shared.services.ports.books import BookStore
from shared.services.ports.commits import ContactWrite
from shared.services.ports.label_counts import LabelCounts, LabelledContact
from tests.contracts.conftest import Engine
from tests.support.book_builder import BookBuilder, creation, new_contact, purging, trashing, update
from tests.support.clock import WaitingClock
from tests.support.examples import examples
from tests.support.torn_books import TornBook

IDS = ("a", "b", "c")
LABELS = Labels(revision=1, names={"a": "Work", "b": "Home", "c": "Chess"})


@pytest.fixture
def pen(engine: Engine) -> BookBuilder:
    """A book with a contact that has two of three labels."""
    pen = BookBuilder(engine.store, engine.new_book())
    pen.write(creation(new_contact(label_ids=("a", "b"))), labels=LABELS)
    return pen


def counter(engine: Engine, store: BookStore | None = None) -> LabelCounter:
    return LabelCounter(store or engine.store, engine.label_counts, timing=WaitingClock().timing)


def counts(engine: Engine, pen: BookBuilder) -> dict[str, int]:
    return {each.label.name: each.contacts for each in counter(engine).all(pen.book.id)}


# The store


def test_counts_are_read_as_they_were_saved_and_older_ones_are_not_saved(engine: Engine, pen: BookBuilder) -> None:
    assert engine.label_counts.find(pen.book.id) is None
    saved = LabelCounts(revision=7, contacts={"a": 12, "b": 1})
    engine.label_counts.save(pen.book.id, saved)
    engine.label_counts.save(pen.book.id, LabelCounts(revision=7, contacts={"a": 3}))
    engine.label_counts.save(pen.book.id, LabelCounts(revision=6))
    assert engine.label_counts.find(pen.book.id) == saved
    later = LabelCounts(revision=8)
    engine.label_counts.save(pen.book.id, later)
    assert engine.label_counts.find(pen.book.id) == later


def test_all_contacts_come_with_their_labels_and_those_in_the_trash_with_none(engine: Engine, pen: BookBuilder) -> None:
    trashed = pen.trash(pen.write(creation(new_contact(label_ids=("c",))))[0])
    plain = pen.add()
    found = sorted(engine.label_counts.all_contacts(pen.book.id), key=lambda contact: contact.revision)
    assert [(contact.revision, contact.label_ids) for contact in found] == [(1, ("a", "b")), (3, ()), (4, ())]
    assert found[1:] == [
        LabelledContact(id=trashed.id, revision=3, label_ids=()),
        LabelledContact(id=plain.id, revision=4, label_ids=()),
    ]


# The counter


def test_labels_that_no_contact_has_count_as_none(engine: Engine, pen: BookBuilder) -> None:
    assert counts(engine, pen) == {"Chess": 0, "Home": 1, "Work": 1}


def test_a_change_of_labels_alone_changes_no_count(engine: Engine, pen: BookBuilder) -> None:
    counts(engine, pen)
    renamed = replace(LABELS, revision=2, names={**LABELS.names, "a": "Job"}, changed_in=2)
    pen.write(labels=renamed, labels_change=LabelsChange.between(LABELS, renamed))
    assert counts(engine, pen) == {"Chess": 0, "Home": 1, "Job": 1}


def test_a_label_that_comes_back_has_its_contacts(engine: Engine, pen: BookBuilder) -> None:
    without = replace(LABELS, revision=2, names={"b": "Home"}, removed={"a": "", "c": ""}, changed_in=2)
    pen.write(labels=without, labels_change=LabelsChange.between(LABELS, without))
    assert counts(engine, pen) == {"Home": 1}
    back = replace(LABELS, revision=3, changed_in=3)
    pen.write(labels=back, labels_change=LabelsChange.between(without, back))
    assert counts(engine, pen) == {"Chess": 0, "Home": 1, "Work": 1}


def test_merged_labels_count_once_for_each_contact_and_go_on_as_one(engine: Engine, pen: BookBuilder) -> None:
    [both] = pen.write(creation(new_contact(label_ids=("a", "c"))))
    counts(engine, pen)
    merged = Labels(revision=2, names={"b": "Home", "c": "Chess"}, removed={"a": "c"}, changed_in=3)
    pen.write(labels=merged, labels_change=LabelsChange.between(LABELS, merged))
    assert counts(engine, pen) == {"Chess": 2, "Home": 1}
    first = next(one.id for one in engine.label_counts.all_contacts(pen.book.id) if one.id != both.id)
    first_contact = engine.store.load(pen.book.id, [first]).contacts[first]
    pen.write(
        retagged(first_contact, ("b", "c")), retagged(both, ("c",)), labels=replace(merged, revision=3, removed={})
    )
    assert counts(engine, pen) == {"Chess": 2, "Home": 1}


def retagged(contact: Contact, label_ids: tuple[str, ...]) -> ContactWrite:
    write = update(contact)
    return replace(write, contact=replace(write.contact, label_ids=label_ids))


@pytest.mark.parametrize("most", [0, 300])
def test_after_many_changes_everything_is_counted_again(
    engine: Engine, pen: BookBuilder, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(label_counts, "MAX_CATCH_UP", most)
    counts(engine, pen)
    pen.write(*(creation(new_contact(label_ids=("a",))) for _ in range(3)))
    assert counts(engine, pen) == {"Chess": 0, "Home": 1, "Work": 4}


def test_a_book_that_is_gone_is_a_gone_account(engine: Engine) -> None:
    with pytest.raises(AccountGoneError):
        counter(engine).all("nobody's")


@pytest.mark.engines("memory", because="other databases hide nothing on purpose")
@pytest.mark.parametrize("counted_before", [False, True])
@pytest.mark.parametrize("is_new", [False, True])
def test_a_change_that_is_half_visible_is_waited_for(
    engine: Engine, pen: BookBuilder, counted_before: bool, is_new: bool
) -> None:
    if counted_before:
        counts(engine, pen)
    [contact] = pen.write(creation(new_contact(label_ids=("a",) if is_new else ("c",))))
    if not is_new:
        pen.write(retagged(contact, ("a",)))
    torn = TornBook(engine.store, engine.feed, old_contacts={contact.id: None if is_new else contact})
    with pytest.raises(BookBusyError):
        counter(engine, cast(BookStore, _Reading(torn))).all(pen.book.id)
    torn.settle()
    found = counter(engine, cast(BookStore, _Reading(torn))).all(pen.book.id)
    assert {each.label.name: each.contacts for each in found} == {"Chess": 0, "Home": 1, "Work": 2}


class _Reading:
    """A store that is read through a torn book."""

    def __init__(self, torn: TornBook) -> None:
        self.load = torn.load
        self.list_changes = torn.store.list_changes


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["create", "retag", "trash", "restore", "remove", "count"]),
        st.sets(st.sampled_from(IDS)),
        st.integers(0, 9),
    ),
    max_size=12,
)


def check(engine: Engine, steps: list[tuple[str, set[str], int]]) -> None:
    pen = BookBuilder(engine.store, engine.new_book())
    pen.write(creation(new_contact()), labels=LABELS)
    contacts: dict[str, Contact] = {}
    for what, labels, pick in steps:
        label_ids = tuple(sorted(labels))
        chosen = list(contacts.values())[pick % len(contacts)] if contacts else None
        if what == "count":
            assert_exact(engine, pen, contacts)
        elif what == "create" or chosen is None:
            [written] = pen.write(creation(new_contact(label_ids=label_ids)))
            contacts[written.id] = written
        else:
            write = trashing(chosen) if what == "trash" else retagged(chosen, label_ids)
            if what == "restore":
                write = replace(write, contact=replace(write.contact, trashed_at=None))
            if what == "remove":
                pen.write(purging(pen.write(trashing(chosen))[0]))
                del contacts[chosen.id]
                continue
            [written] = pen.write(write)
            contacts[written.id] = written
    assert_exact(engine, pen, contacts)


def assert_exact(engine: Engine, pen: BookBuilder, contacts: dict[str, Contact]) -> None:
    live = [contact for contact in contacts.values() if contact.trashed_at is None]
    wanted = Counter(label_id for contact in live for label_id in contact.label_ids)
    assert {each.id: each.contacts for each in counter(engine).all(pen.book.id)} == {one: wanted[one] for one in IDS}


def settings_for(examples: int) -> settings:
    return settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.engines("memory", because="here many examples cost little")
@settings_for(examples(200))
@given(steps=STEPS)
def test_counts_are_exact_after_any_writes_in_memory(engine: Engine, steps: list[tuple[str, set[str], int]]) -> None:
    check(engine, steps)


@pytest.mark.engines("stand_in", because="the memory store has a test with more examples")
@settings_for(8)
@given(steps=STEPS)
def test_counts_are_exact_after_any_writes_in_dynamodb(engine: Engine, steps: list[tuple[str, set[str], int]]) -> None:
    check(engine, steps)

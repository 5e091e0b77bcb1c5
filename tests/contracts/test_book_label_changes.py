"""A change of labels takes a revision of the book and is in its history, though it writes no contact."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.domain.contacts.contact import LABELS_CHANGED, Change, ChangeKind
from shared.domain.label_changes import LabelsChange
from shared.domain.labels import Label, Labels
from shared.services.ports.commits import InvalidCommitError
from shared.services.ports.conflicts import RaceLostError
from tests.contracts.conftest import Engine
from tests.support.book_builder import NOON, BookBuilder, commit_of, creation, new_contact

FIRST = Labels(revision=1, names={"a": "Work", "b": "Сім’я"}, colors={"b": "#00ff7f"})


@pytest.fixture
def pen(engine: Engine) -> BookBuilder:
    """A book of one contact with two labels."""
    pen = BookBuilder(engine.store, engine.new_book())
    pen.write(creation(new_contact(label_ids=("a", "b"))), labels=FIRST)
    return pen


def history(pen: BookBuilder, *, after: int = 0) -> list[Change]:
    return list(pen.store.list_changes(pen.book.id, after_revision=after, limit=100))


def changed(pen: BookBuilder, before: Labels, **members: object) -> tuple[Labels, LabelsChange]:
    """Return labels that have changed in the next revision, and what has."""
    after = replace(before, revision=before.revision + 1, changed_in=pen.book.revision + 1, **members)  # type: ignore[arg-type]
    change = LabelsChange.between(before, after)
    assert change is not None
    return after, change


def rename(pen: BookBuilder, name: str) -> LabelsChange:
    labels, change = changed(pen, pen.store.get_labels(pen.book.id), names={"a": name, "b": "Сім’я"})
    pen.write(labels=labels, labels_change=change)
    return change


def test_it_takes_a_revision_and_has_an_entry_without_a_contact(pen: BookBuilder) -> None:
    labels, change = changed(pen, FIRST, names={"a": "Job", "b": "Сім’я"}, colors={"a": "#112233"})
    commit = commit_of(pen.book, labels=labels, labels_change=change)
    pen.store.commit(commit)
    state = pen.store.load(pen.book.id, labels=True)
    assert (state.book, state.labels) == (commit.result, labels)
    assert (state.book.revision, state.book.contact_count, state.book.labels_revision) == (2, 1, 2)
    assert history(pen, after=1) == [
        Change(
            revision=2,
            contact_id=None,
            kind=LABELS_CHANGED,
            commit_id=commit.commit_id,
            actor="actor",
            at=NOON,
            labels=LabelsChange(
                before={"a": Label(name="Work"), "b": Label(name="Сім’я", color="#00ff7f")},
                after={"a": Label(name="Job", color="#112233"), "b": Label(name="Сім’я")},
            ),
        )
    ]
    assert pen.store.has_committed(pen.book.id, 2, commit.commit_id)


def test_removed_labels_are_kept_with_what_took_their_place(pen: BookBuilder) -> None:
    labels, change = changed(pen, FIRST, names={"a": "Work"}, colors={}, removed={"b": "a", "old": ""})
    pen.write(labels=labels, labels_change=change)
    assert pen.store.get_labels(pen.book.id) == labels
    [entry] = history(pen, after=1)
    assert entry.labels == LabelsChange(
        before={"b": Label(name="Сім’я", color="#00ff7f")}, after={"b": None}, merged={"b": "a"}
    )


def test_each_change_of_labels_leads_to_the_one_before(pen: BookBuilder) -> None:
    rename(pen, "Job")
    pen.add()
    rename(pen, "job")
    assert pen.store.get_labels(pen.book.id).changed_in == 4
    assert [entry.labels.previous_revision for entry in history(pen) if entry.labels] == [0, 2]


def test_labels_and_their_changes_keep_the_revision_that_each_was_added_in(pen: BookBuilder) -> None:
    added = {"a": 1, "b": 1, "c": 2}
    labels, change = changed(pen, FIRST, names={**FIRST.names, "c": "New"}, added=added)
    pen.write(labels=labels, labels_change=change)
    assert pen.store.get_labels(pen.book.id).added == added
    fewer, change = changed(pen, labels, names={"b": "Сім’я"}, colors={}, added={"b": 1})
    pen.write(labels=fewer, labels_change=change)
    assert pen.store.get_labels(pen.book.id).added == {"b": 1}
    [entry] = history(pen, after=2)
    assert entry.labels is not None
    assert {each: label.added_in for each, label in entry.labels.before.items() if label} == added


def test_labels_that_change_together_with_contacts_are_in_the_entry_of_the_last_one(pen: BookBuilder) -> None:
    contacts = [creation(new_contact()), creation(new_contact())]
    labels = replace(FIRST, revision=2, names={"b": "Сім’я"}, changed_in=3)
    change = LabelsChange.between(FIRST, labels)
    pen.write(*contacts, labels=labels, labels_change=change)
    assert pen.store.load(pen.book.id).book.revision == 3
    assert [(entry.kind, entry.labels) for entry in history(pen, after=1)] == [
        (ChangeKind.CREATED, None),
        (ChangeKind.CREATED, change),
    ]


def test_a_race_between_a_change_of_labels_and_one_of_a_contact_has_one_winner(pen: BookBuilder) -> None:
    read = pen.book
    labels, change = changed(pen, FIRST, names={"a": "Job", "b": "Сім’я"})
    pen.add()
    with pytest.raises(RaceLostError) as lost:
        pen.store.commit(commit_of(read, labels=labels, labels_change=change))
    assert lost.value.book == pen.book
    rename(pen, "Job")
    with pytest.raises(RaceLostError):
        pen.store.commit(commit_of(read, creation(new_contact())))
    assert [entry.revision for entry in history(pen)] == [1, 2, 3]


def test_a_change_must_name_its_revision_and_come_with_the_labels(pen: BookBuilder) -> None:
    labels, change = changed(pen, FIRST, names={"a": "Job"})
    for commit in (
        commit_of(pen.book, labels=labels),
        commit_of(pen.book, labels_change=change),
        commit_of(pen.book, labels=replace(labels, changed_in=7), labels_change=change),
        commit_of(pen.book, creation(new_contact()), creation(new_contact()), labels=labels, labels_change=change),
    ):
        with pytest.raises(InvalidCommitError):
            pen.store.commit(commit)
    assert pen.store.load(pen.book.id).book == pen.book


def test_labels_in_use_are_those_of_the_latest_revision_also_after_changes_of_labels(pen: BookBuilder) -> None:
    rename(pen, "Job")
    before = pen.book
    rename(pen, "Jobs")
    assert pen.store.label_ids_in_use(pen.book, besides=()) == {"a", "b"}
    with pytest.raises(RaceLostError):
        pen.store.label_ids_in_use(replace(pen.book, revision=pen.book.revision + 1), besides=())
    pen.add()
    rename(pen, "Job")
    with pytest.raises(RaceLostError):
        pen.store.label_ids_in_use(before, besides=())


def test_the_longest_change_of_labels_fits_into_an_entry(pen: BookBuilder) -> None:
    most = Labels(revision=2, names={f"{number:012}": f"{number:03}" + "ж" * 57 for number in range(500)}, changed_in=2)
    pen.write(labels=most, labels_change=LabelsChange.between(FIRST, most))
    none = Labels(revision=3, changed_in=3)
    pen.write(labels=none, labels_change=LabelsChange.between(most, none))
    [entry] = history(pen, after=2)
    assert entry.labels is not None
    assert entry.labels.before == {label_id: Label(name=name) for label_id, name in most.names.items()}


def test_contacts_go_on_after_a_change_of_labels(pen: BookBuilder) -> None:
    contact = pen.add()
    rename(pen, "Job")
    assert pen.trash(pen.update(contact, notes="x")).revision == 5
    kinds = [entry.kind for entry in history(pen, after=1)]
    assert kinds == [ChangeKind.CREATED, LABELS_CHANGED, ChangeKind.UPDATED, ChangeKind.TRASHED]

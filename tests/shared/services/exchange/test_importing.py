"""What becomes of the rows of a file, and of the book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.errors import (
    IdempotencyKeyReusedError,
    ImportNotFoundError,
    InvalidInputError,
)
from shared.domain.imports import Duplicates, ImportOptions, RowOutcome
from shared.domain.operations import OperationState
from shared.services.exchange.importing import Source, counts_of, format_of
from shared.services.operations.reading import Operations
from shared.services.ports.books import BookState
from shared.services.ports.commits import Commit
from tests.support.import_world import ME, ImportWorld
from tests.support.line_formats import file_of
from tests.support.task_world import BOOK

ADA = {"first_name": "Ada", "last_name": "Lovelace", "email": "ada@example.com"}
PEOPLE = [{"first_name": f"Person {number}", "email": f"p{number}@example.com"} for number in range(120)]
NOBODY = {"favorite": True}
EVERY_WAY = pytest.mark.parametrize("duplicates", Duplicates)


def names(world: ImportWorld) -> list[str]:
    return sorted(members["first_name"] for _, members, _ in world.contents())


def test_every_row_becomes_a_contact() -> None:
    world = ImportWorld()
    operation = world.bring(file_of(PEOPLE))
    assert (operation.state, operation.done, operation.total) == (OperationState.DONE, 120, 120)
    assert counts_of(operation) == {outcome: 120 * (outcome == "created") for outcome in RowOutcome}
    assert format_of(operation) == "lines"
    assert names(world) == sorted(str(each["first_name"]) for each in PEOPLE)
    assert world.outcomes(operation) == ["created"] * 120
    assert [one["contact_id"] for one in world.rows(operation).reports] != [None] * 120
    world.assert_whole()


@EVERY_WAY
def test_the_same_file_again_changes_nothing(duplicates: Duplicates) -> None:
    world = ImportWorld()
    world.bring(file_of(PEOPLE), duplicates=duplicates)
    before, revision = world.contents(), world.books.load(BOOK.id).book.revision
    again = world.bring(file_of(PEOPLE), duplicates=duplicates)
    assert counts_of(again)["unchanged"] == 120
    assert (world.contents(), world.books.load(BOOK.id).book.revision) == (before, revision)


@EVERY_WAY
def test_a_card_that_stands_twice_in_a_file_is_one_contact(duplicates: Duplicates) -> None:
    world = ImportWorld()
    operation = world.bring(file_of([ADA, PEOPLE[0], ADA, *PEOPLE[1:60], ADA]), duplicates=duplicates)
    assert names(world).count("Ada") == 1
    assert world.outcomes(operation).count("unchanged") == 2


def test_what_differs_only_in_what_the_service_adds_is_equal() -> None:
    world = ImportWorld()
    world.bring(file_of([{**ADA, "phone": "0441234567", "uid": "abc", "photo_url": "https://example.com/1.png"}]))
    again = world.bring(file_of([{**ADA, "phone": "0441234567", "tags": ["Work"]}]))
    assert world.outcomes(again) == ["unchanged"]


@pytest.mark.parametrize("parts", [{}, {"prefix": "Dr.", "suffix": "Jr."}])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_display_name_that_the_parts_make_is_no_difference(parts: dict[str, str], *, is_first: bool) -> None:
    """Programs write it beside the parts of the name, and the readers of cards do not keep it."""
    name = " ".join(filter(None, (parts.get("prefix"), "Ada", "Lovelace", parts.get("suffix"))))
    files = [file_of([{**ADA, **parts, "display_name": name}]), file_of([{**ADA, **parts}])]
    world = ImportWorld()
    world.bring(files[not is_first])
    assert world.outcomes(world.bring(files[is_first])) == ["unchanged"]


def test_another_display_name_is_a_difference() -> None:
    world = ImportWorld()
    world.bring(file_of([ADA]))
    assert world.outcomes(world.bring(file_of([{**ADA, "display_name": "Countess Ada"}]))) == ["created"]


def test_a_known_uid_with_other_content_is_left_alone_merged_or_added() -> None:
    changed = {**ADA, "uid": "URN:UUID:abc", "last_name": "King", "phone": "1"}
    for duplicates, outcome, people in (
        (Duplicates.SKIP, "skipped", 1),
        (Duplicates.MERGE, "merged", 1),
        (Duplicates.ADD, "created", 2),
    ):
        world = ImportWorld()
        world.bring(file_of([{**ADA, "uid": "ABC"}]))
        operation = world.bring(file_of([changed]), duplicates=duplicates)
        assert (world.outcomes(operation), len(world.contents())) == ([outcome], people)
        again = world.bring(file_of([changed]), duplicates=duplicates)
        assert world.outcomes(again) == ["skipped" if duplicates is Duplicates.SKIP else "unchanged"]
        assert len(world.contents()) == people


def test_what_is_merged_keeps_all_and_gets_what_it_lacks() -> None:
    world = ImportWorld()
    world.bring(file_of([{**ADA, "uid": "abc", "tags": ["Work"]}]))
    [(contact_id, *_)] = world.contents()
    more = {"first_name": "Augusta", "uid": "abc", "phone": "1", "notes": "met", "tags": ["work", "Chess"]}
    operation = world.bring(file_of([more]), duplicates=Duplicates.MERGE)
    [(kept_id, members, tags)] = world.contents()
    assert kept_id == contact_id == world.rows(operation).reports[0]["contact_id"]
    assert (members["first_name"], members["last_name"], members["notes"]) == ("Ada", "Lovelace", "met")
    assert [one["value"] for one in (*members["emails"], *members["phones"])] == ["ada@example.com", "1"]
    assert (members["extra"], tags) == ({"uid": "abc"}, ("Chess", "Work"))
    world.assert_whole()


@pytest.mark.parametrize(
    ("same", "outcome"),
    [
        ({"first_name": "ADA", "last_name": "Lovelace", "email": "Ada@example.com", "phone": "1"}, "merged"),
        ({"first_name": "Ada", "email": "ada@example.com"}, "created"),
        ({"first_name": "Ada", "last_name": "Lovelace", "email": "other@example.com"}, "created"),
        ({"email": "ada@example.com"}, "created"),
    ],
)
def test_the_same_name_with_the_same_address_is_the_same_person_when_merging(
    same: dict[str, str], outcome: str
) -> None:
    world = ImportWorld()
    world.bring(file_of([ADA]))
    assert world.outcomes(world.bring(file_of([same]), duplicates=Duplicates.MERGE)) == [outcome]


def test_a_number_tells_a_person_however_it_is_typed() -> None:
    world = ImportWorld()
    world.bring(file_of([{"first_name": "Ada", "phone": "+44 20 123"}]))
    again = world.bring(file_of([{"first_name": "Ada", "phone": "+44-20-123"}]), duplicates=Duplicates.MERGE)
    assert world.outcomes(again) == ["merged"]


def test_people_with_one_name_and_address_stay_two_unless_they_are_merged() -> None:
    world = ImportWorld()
    operation = world.bring(file_of([ADA, {**ADA, "notes": "another"}]))
    assert world.outcomes(operation) == ["created", "created"]


def test_rows_of_one_file_are_merged_with_each_other() -> None:
    world = ImportWorld()
    operation = world.bring(file_of([ADA, {**ADA, "phone": "1"}, {**ADA, "phone": "2"}]), duplicates=Duplicates.MERGE)
    assert world.outcomes(operation) == ["created", "merged", "merged"]
    [(_, members, _)] = world.contents()
    assert [one["value"] for one in members["phones"]] == ["1", "2"]


def test_what_was_merged_is_known_by_the_uid_of_its_row() -> None:
    content = file_of([ADA, {**ADA, "uid": "U-1", "phone": "1"}, {"first_name": "Augusta", "uid": "u-1", "notes": "x"}])
    world = ImportWorld()
    assert world.outcomes(world.bring(content, duplicates=Duplicates.MERGE)) == ["created", "merged", "merged"]
    [(_, members, _)] = world.contents()
    assert members["extra"] == {"merged_uids": ["U-1"]}
    again = world.bring(content, duplicates=Duplicates.MERGE)
    assert world.outcomes(again) == ["unchanged"] * 3


def test_equal_content_gets_missing_tags_when_merging_only() -> None:
    world = ImportWorld()
    world.bring(file_of([ADA]))
    tagged = file_of([{**ADA, "tags": ["Work"]}])
    assert world.outcomes(world.bring(tagged)) == ["unchanged"]
    assert world.outcomes(world.bring(tagged, duplicates=Duplicates.MERGE)) == ["merged"]
    assert world.contents()[0][2] == ("Work",)
    assert world.outcomes(world.bring(tagged, duplicates=Duplicates.MERGE)) == ["unchanged"]


def test_a_row_that_no_contact_can_be_made_of_fails_alone() -> None:
    world = ImportWorld()
    operation = world.bring(file_of([ADA, NOBODY, {"first_name": "x" * 999}, PEOPLE[0]]))
    assert (operation.state, operation.problem) == (OperationState.DONE, "2 of 4 rows could not be imported")
    failed = world.rows(operation, outcome=RowOutcome.FAILED).reports
    assert [(one["row"], one["line"]) for one in failed] == [(2, 2), (3, 3)]
    assert failed[0]["problem"]["detail"] == "A contact needs something to show: any text, value or date."
    assert failed[1]["problem"]["errors"][0]["pointer"] == "/first_name"
    assert len(world.contents()) == 2


def test_what_readers_notice_and_pictures_are_told() -> None:
    world = ImportWorld()
    operation = world.bring(file_of([{**ADA, "notices": ["strange", "y" * 5_000, *["more"] * 50], "picture": "cG5n"}]))
    [row] = world.rows(operation).reports
    assert row["notices"][0]["code"] == "picture_left_out"
    assert row["notices"][1] == {"line": 1, "code": "odd", "text": "strange"}
    assert row["more_notices"] + len(row["notices"]) == 53
    assert len(str(row)) < 1_200


def test_rows_are_found_by_outcome_page_by_page() -> None:
    world = ImportWorld()
    cards = [NOBODY if number % 50 == 0 else one for number, one in enumerate(PEOPLE)]
    operation = world.bring(file_of(cards))
    found, after = [], None
    while True:
        page = world.rows(operation, limit=2, outcome=RowOutcome.FAILED, after=after)
        found += [one["row"] for one in page.reports]
        if page.next is None:
            break
        after = page.next
    assert found == [1, 51, 101]
    page = world.rows(operation, limit=50, after={"row": 100})
    assert ([one["row"] for one in page.reports], page.next) == (list(range(101, 121)), None)


def test_a_rare_outcome_in_many_files_comes_in_short_pages() -> None:
    world = ImportWorld()
    operation = world.bring(file_of([{**one, "first_name": f"{n}"} for n in range(30) for one in PEOPLE[:49]]))
    page = world.rows(operation, limit=10_000, outcome=RowOutcome.CREATED)
    assert 0 < len(page.reports) < 30 * 49
    rest = world.rows(operation, limit=10_000, outcome=RowOutcome.CREATED, after=page.next)
    assert len(page.reports) + len(rest.reports) == 30 * 49


def test_rows_end_after_a_week_and_belong_to_their_book() -> None:
    world = ImportWorld()
    operation = world.bring(file_of([ADA]))
    with pytest.raises(ImportNotFoundError):
        world.imports.rows("another", operation.id, limit=1)
    world.clock.advance(timedelta(days=7))
    with pytest.raises(ImportNotFoundError):
        world.rows(operation)
    assert world.imports.get(BOOK.id, operation.id).state is OperationState.DONE


def test_no_other_operation_is_an_import() -> None:
    world = ImportWorld()
    other = world.start()
    with pytest.raises(ImportNotFoundError):
        world.imports.get(BOOK.id, other.id)


@EVERY_WAY
def test_a_dry_run_writes_nothing_and_says_what_would_become_of_rows(duplicates: Duplicates) -> None:
    world = ImportWorld()
    world.bring(file_of([{**ADA, "uid": "abc"}, PEOPLE[0]]))
    before, revision = world.contents(), world.books.load(BOOK.id).book.revision
    cards = file_of([{**ADA, "uid": "abc", "phone": "1"}, *PEOPLE, NOBODY, PEOPLE[3], {**PEOPLE[70], "phone": "7"}])
    dry = world.bring(cards, duplicates=duplicates, dry_run=True)
    assert (world.contents(), world.books.load(BOOK.id).book.revision) == (before, revision)
    assert (dry.state, dry.first_revision) == (OperationState.DONE, None)
    expected = world.outcomes(dry)
    real = world.bring(cards, duplicates=duplicates)
    assert world.outcomes(real) == expected


def test_an_import_is_undone_as_a_whole() -> None:
    world = ImportWorld()
    world.bring(file_of([{**ADA, "uid": "abc"}]))
    before = world.contents()
    operation = world.bring(file_of([{**ADA, "uid": "abc", "phone": "1"}, *PEOPLE]), duplicates=Duplicates.MERGE)
    assert len(world.contents()) == 121
    undo = world.undo(operation)
    assert undo.state is OperationState.DONE
    assert world.contents() == before
    world.assert_whole()


def test_a_cancelled_import_stays_where_it_is() -> None:
    world = ImportWorld()
    operation = world.begin(file_of(PEOPLE))
    world.has_time = lambda: False
    world.deliver(min(world.queue))
    cancelled = Operations(world.operations, world.books, now=world.clock).cancel(BOOK.id, operation.id)
    world.has_time = lambda: True
    world.drain()
    assert world.found(operation).state is OperationState.CANCELLED
    assert len(world.contents()) == cancelled.done == len(world.outcomes(world.found(operation))) == 48


def test_a_full_book_takes_what_it_has_room_for() -> None:
    class SmallWorld(ImportWorld):
        max_contacts = 60

    world = SmallWorld()
    operation = world.bring(file_of([*PEOPLE[:70], PEOPLE[69]]))
    assert counts_of(operation)["created"] == 60
    assert counts_of(operation)["failed"] == 11, "also the row that repeats one that failed"
    assert len(world.contents()) == 60


def test_a_file_that_is_gone_ends_the_import() -> None:
    world = ImportWorld()
    operation = world.begin(file_of([ADA]))
    world.files.files.clear()
    world.drain()
    assert world.found(operation).state is OperationState.FAILED
    assert "upload it again" in str(world.found(operation).problem)


def test_an_upload_of_an_unknown_format_ends_the_import() -> None:
    world = ImportWorld()
    upload = world.importer.new_upload(BOOK.id, 7)
    world.files.put(BOOK.id, f"uploads/{upload.id}", b"garbage")
    operation = world.importer.start(BOOK.id, Source(upload_id=upload.id), ImportOptions(), actor=ME)
    world.drain()
    assert world.found(operation).state is OperationState.FAILED
    assert "format" in str(world.found(operation).problem)


@pytest.mark.parametrize(("content", "code"), [(None, "unknown_upload"), (b"", "wrong_size")])
def test_what_was_not_uploaded_is_not_imported(content: bytes | None, code: str) -> None:
    world = ImportWorld()
    upload = world.importer.new_upload(BOOK.id, 7)
    if content is not None:
        world.files.put(BOOK.id, f"uploads/{upload.id}", content)
    with pytest.raises(InvalidInputError) as refused:
        world.importer.start(BOOK.id, Source(upload_id=upload.id), ImportOptions(), actor=ME)
    assert [(one.pointer, one.code) for one in refused.value.problems] == [("/upload", code)]
    assert world.queue == {}


def test_nobody_imports_the_upload_of_another_book() -> None:
    world = ImportWorld()
    upload = world.importer.new_upload(BOOK.id, 7)
    world.files.put(BOOK.id, f"uploads/{upload.id}", file_of([ADA]))
    with pytest.raises(InvalidInputError):
        world.importer.start("another", Source(upload_id=upload.id), ImportOptions(), actor=ME)


@pytest.mark.parametrize(("content", "code"), [(b"", "required"), (b"garbage", "unknown_format")])
def test_a_file_that_is_none_is_refused_at_once(content: bytes, code: str) -> None:
    world = ImportWorld()
    with pytest.raises(InvalidInputError) as refused:
        world.begin(content)
    assert [one.code for one in refused.value.problems] == [code]


def test_a_key_starts_an_import_once() -> None:
    world = ImportWorld()

    def start(content: bytes, *, dry_run: bool = False) -> str:
        options = ImportOptions(dry_run=dry_run)
        return world.importer.start(BOOK.id, Source(content=content), options, actor=ME, idempotency_key="k").id

    first = start(file_of([ADA]))
    assert start(file_of([ADA])) == first
    world.drain()
    assert start(file_of([ADA])) == first
    with pytest.raises(IdempotencyKeyReusedError):
        start(file_of(PEOPLE))
    with pytest.raises(IdempotencyKeyReusedError):
        start(file_of([ADA]), dry_run=True)


def test_an_import_takes_few_transactions_and_reads_no_contact_by_itself() -> None:
    world = ImportWorld()
    rows = 49 * 40
    operation = world.begin(file_of({**PEOPLE[0], "first_name": f"P{number}"} for number in range(rows)))
    commits: list[Commit] = []
    loaded: list[str] = []
    carry_out, load = world.books.commit, world.books.load

    def committing(commit: Commit) -> None:
        commits.append(commit)
        carry_out(commit)

    def loading(book_id: str, contact_ids: Sequence[str] = (), *, labels: bool = False) -> BookState:
        loaded.extend(contact_ids)
        return load(book_id, contact_ids, labels=labels)

    world.books.commit = committing  # type: ignore[method-assign]
    world.books.load = loading  # type: ignore[method-assign]
    world.drain()
    assert world.found(operation).done == rows
    assert len(commits) <= 1.1 * rows / 49
    assert loaded == []
    commits.clear()
    world.bring(file_of({**PEOPLE[0], "first_name": f"P{number}"} for number in range(rows)))
    assert len(commits) <= 0.5 * rows / 49, "what changes nothing takes even fewer"
    assert loaded == []


def test_an_older_operation_without_what_was_added_since_can_be_read() -> None:
    world = ImportWorld()
    operation = world.begin(file_of([ADA]))
    old = replace(operation, parameters={"upload": operation.parameters["upload"]})
    assert ImportOptions.of_members(old.parameters) == ImportOptions()
    assert format_of(old) == ""

"""Pictures in the rows of a file: they become the photos of contacts, each stored once, whatever happens."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from shared.domain.errors import AvatarUnavailableError, InvalidPictureError, SecretsUnavailableError
from shared.domain.imports import Duplicates
from shared.domain.operations import Operation, OperationState
from shared.domain.pictures.photo_urls import photo_id_of
from shared.services.exchange.importing import counts_of
from shared.services.exchange.row_pictures import MAX_FAILED_RANGES, PICTURES_AT_ONCE
from shared.services.operations.reading import Operations
from tests.support.fakes import raising
from tests.support.import_world import ImportWorld
from tests.support.line_formats import file_of
from tests.support.sample_pictures import SECRET, drawn, encoded, plain, talkative
from tests.support.task_world import BOOK, Blow, kill, lose_the_answer

PNG = plain("PNG")
ADA = {"first_name": "Ada", "email": "ada@example.com"}
ADA_WITH_PICTURE = {**ADA, "picture": b64encode(PNG).decode()}
EVERY_WAY = pytest.mark.parametrize("duplicates", Duplicates)
DOWN = AvatarUnavailableError("the keeper failed")


def person(number: int, picture: bytes | None = None) -> dict[str, Any]:
    made = {"first_name": f"P{number}", "email": f"p{number}@example.com"}
    data = encoded(drawn(size=(8 + number % 30, 8)), "PNG") if picture is None else picture
    return {**made, "picture": b64encode(data).decode()}


def photos(world: ImportWorld) -> dict[str, str]:
    """Return the URLs of the photos that contacts show, by first name."""
    return {members["first_name"]: members.get("photo_url", "") for _, members, _ in world.contents()}


def notices(world: ImportWorld, operation: Operation) -> list[str]:
    reports = world.rows(operation).reports
    return [notice["text"] for one in reports for notice in one.get("notices", ())]


def assert_no_photo_is_left_alone(world: ImportWorld) -> None:
    """Fail if a stored photo is that of no contact, or a contact shows one that is not stored."""
    shown = [photo_id_of(members["photo_url"]) for _, members, _ in world.contents() if members.get("photo_url")]
    assert {*world.kept.pictures} == {*shown}
    assert len(world.kept.pictures) == len(shown)


@EVERY_WAY
def test_a_picture_becomes_the_photo_of_its_contact(duplicates: Duplicates) -> None:
    world = ImportWorld()
    operation = world.bring(file_of([ADA_WITH_PICTURE, person(1)]), duplicates=duplicates)
    found = {name: world.kept.find(url) for name, url in photos(world).items()}
    assert [picture and picture.width for picture in (found["Ada"], found["P1"])] == [48, 9]
    assert notices(world, operation) == []
    assert world.outcomes(operation) == ["created", "created"]
    world.assert_whole()


def test_what_a_picture_tells_besides_stays_behind() -> None:
    world = ImportWorld()
    world.bring(file_of([{**ADA, "picture": b64encode(talkative("JPEG")).decode()}]))
    [kept] = world.kept.pictures.values()
    assert SECRET not in kept.content


@EVERY_WAY
def test_the_same_file_again_uploads_nothing(duplicates: Duplicates) -> None:
    world = ImportWorld()
    world.bring(file_of([person(number) for number in range(20)]), duplicates=duplicates)
    before, revision = world.contents(), world.books.load(BOOK.id).book.revision
    assert world.keeper.requests["put"] == 20
    again = world.bring(file_of([person(number) for number in range(20)]), duplicates=duplicates)
    assert counts_of(again)["unchanged"] == 20
    assert (world.contents(), world.books.load(BOOK.id).book.revision) == (before, revision)
    assert world.keeper.requests["put"] == 20


def test_only_merging_gives_a_photo_to_a_contact_that_has_none() -> None:
    world = ImportWorld()
    world.bring(file_of([ADA]))
    for duplicates in (Duplicates.SKIP, Duplicates.ADD):
        assert world.outcomes(world.bring(file_of([ADA_WITH_PICTURE]), duplicates=duplicates)) == ["unchanged"]
    assert photos(world) == {"Ada": ""}
    content = file_of([{**ADA_WITH_PICTURE, "phone": "1"}, ADA_WITH_PICTURE])
    assert world.outcomes(world.bring(content, duplicates=Duplicates.MERGE)) == ["merged", "unchanged"]
    assert photos(world)["Ada"]
    assert world.keeper.requests["put"] == 1


def test_a_photo_that_a_contact_has_stays() -> None:
    world = ImportWorld()
    world.bring(file_of([{**ADA, "photo_url": "https://example.com/ada.png"}]))
    world.bring(file_of([{**ADA_WITH_PICTURE, "phone": "1"}]), duplicates=Duplicates.MERGE)
    assert photos(world) == {"Ada": "https://example.com/ada.png"}
    assert world.kept.pictures == {}


def test_the_address_of_a_photo_counts_more_than_a_picture() -> None:
    world = ImportWorld()
    operation = world.bring(file_of([{**ADA_WITH_PICTURE, "photo_url": "https://example.com/ada.png"}]))
    assert photos(world) == {"Ada": "https://example.com/ada.png"}
    assert notices(world, operation)[0].endswith("The card has the address of a photo as well.")
    assert world.kept.pictures == {}


@pytest.mark.parametrize(
    ("picture", "reason"),
    [
        (b"text", "The file is no picture"),
        (encoded(drawn(), "GIF"), "The file is a GIF"),
        (PNG[:-20], "The file ends before its picture does"),
        (encoded(drawn(size=(8193, 8)), "PNG"), "8193 by 8 pixels"),
        (PNG + bytes(4 * 1024 * 1024), "at most 4 MiB"),
    ],
)
@pytest.mark.parametrize("dry_run", [False, True])
def test_a_picture_that_is_none_is_a_notice_of_its_row(picture: bytes, reason: str, *, dry_run: bool) -> None:
    world = ImportWorld()
    operation = world.bring(file_of([person(1, picture), ADA]), dry_run=dry_run)
    assert world.outcomes(operation) == ["created", "created"]
    [notice] = notices(world, operation)
    assert reason in notice
    assert world.keeper.requests["put"] == 0


def test_what_the_service_cannot_decode_is_a_notice_of_its_row() -> None:
    world = ImportWorld()
    world.keeper.before("put", raising(InvalidPictureError("unreadable", "The picture cannot be decoded.")))
    operation = world.bring(file_of([ADA_WITH_PICTURE]))
    assert notices(world, operation) == ["The picture in the card was not stored. The picture cannot be decoded."]
    assert world.register.held(BOOK.id, [one for one, *_ in world.contents()]) == {}


def test_a_contact_without_room_for_a_photo_is_stored_without() -> None:
    world = ImportWorld()
    full = {"extra": {"x": ["y" * 8_000] * 4}, "notes": "z" * 500}
    operation = world.bring(file_of([{**ADA_WITH_PICTURE, **full}]))
    assert world.outcomes(operation) == ["created"]
    assert notices(world, operation) == ["The picture in the card was not stored. The contact has no room for a photo."]


@pytest.mark.parametrize("error", [DOWN, SecretsUnavailableError("there is no credential")])
def test_contacts_do_not_wait_for_a_service_that_is_down(error: Exception) -> None:
    world = ImportWorld()
    world.keeper.before("put", *[raising(error)] * (MAX_FAILED_RANGES * PICTURES_AT_ONCE))
    cards = [person(number) for number in range(60)]
    operation = world.bring(file_of(cards))
    assert counts_of(operation)["created"] == 60
    assert len(notices(world, operation)) == 60
    assert world.keeper.requests["put"] == MAX_FAILED_RANGES * PICTURES_AT_ONCE
    assert world.outcomes(world.bring(file_of(cards), duplicates=Duplicates.MERGE)) == ["merged"] * 60
    assert all(photos(world).values())


def test_one_failure_costs_one_photo() -> None:
    world = ImportWorld()
    world.keeper.before("put", raising(DOWN))
    operation = world.bring(file_of([person(number) for number in range(30)]))
    assert len(notices(world, operation)) == 1
    assert sum(map(bool, photos(world).values())) == 29


def test_there_is_a_limit_for_photos_of_an_account() -> None:
    world = ImportWorld()
    world.photo_limit = replace(world.photo_limit, burst=PICTURES_AT_ONCE)
    operation = world.bring(file_of([person(number) for number in range(12)]))
    assert counts_of(operation)["created"] == 12
    assert len(world.kept.pictures) == PICTURES_AT_ONCE
    assert {text.partition(". ")[2] for text in notices(world, operation)} == {
        "There have been too many pictures today: import the file again with duplicates=merge to add it."
    }


def test_a_row_with_nothing_new_but_a_picture_that_is_none_writes_nothing() -> None:
    world = ImportWorld()
    twice = {**person(1, b"x"), "urls": [{"value": "https://example.com", "label": label} for label in ("a", "a")]}
    for outcome in ("created", "unchanged"):
        operation = world.bring(file_of([twice]), duplicates=Duplicates.MERGE)
        assert world.outcomes(operation) == [outcome]
        assert len(notices(world, operation)) == 1


@EVERY_WAY
def test_a_dry_run_stores_no_picture_and_says_the_same(duplicates: Duplicates) -> None:
    world = ImportWorld()
    world.bring(file_of([ADA, person(1)]))
    content = file_of([{**ADA_WITH_PICTURE, "phone": "1"}, person(1), person(2), ADA_WITH_PICTURE, person(3, b"x")])
    dry = world.bring(content, duplicates=duplicates, dry_run=True)
    assert world.keeper.requests["put"] == 1
    assert world.outcomes(dry) == world.outcomes(world.bring(content, duplicates=duplicates))


def test_undoing_takes_photos_back() -> None:
    world = ImportWorld()
    world.bring(file_of([ADA]))
    before = world.contents()
    operation = world.bring(file_of([{**ADA_WITH_PICTURE, "phone": "1"}, person(1)]), duplicates=Duplicates.MERGE)
    assert all(photos(world).values())
    assert world.undo(operation).state is OperationState.DONE
    assert world.contents() == before


def normal(world: ImportWorld) -> list[Any]:
    """Return what there is, with the pictures in the place of their URLs, which differ whenever they are stored."""
    found = [(contact_id, members, members.get("photo_url", "")) for contact_id, members, _ in world.contents()]
    return [(contact_id, {**members, "photo_url": world.kept.find(url)}) for contact_id, members, url in found]


CARDS = [
    *[person(number) for number in range(12)],
    *[{"first_name": f"Q{number}", "email": "q@example.com"} for number in range(50)],
    *[{**person(number), "phone": "1"} for number in range(6, 18)],
    person(30, b"x"),
]


@EVERY_WAY
def test_a_worker_may_be_killed_anywhere(duplicates: Duplicates) -> None:
    def world_with(blow: Callable[[int], dict[int, Blow]]) -> tuple[ImportWorld, int]:
        world = ImportWorld()
        operation = world.begin(file_of(CARDS), duplicates=duplicates)
        before = world.calls
        world.blows = blow(before)
        world.deliver(min(world.queue))
        world.drain()
        assert world.found(operation).state is OperationState.DONE
        world.assert_whole()
        assert_no_photo_is_left_alone(world)
        return world, world.calls - before

    undisturbed, calls = world_with(lambda _: {})
    assert len(undisturbed.kept.pictures) == (18 if duplicates is Duplicates.MERGE else 24)
    random = Random(11)
    for _ in range(50):
        call, is_after, strike = random.randrange(calls), random.random() < 0.5, random.choice([kill, lose_the_answer])
        world, _ = world_with(lambda before: {before + call: Blow(strike, after=is_after)})  # noqa: B023
        assert normal(world) == normal(undisturbed), (call, is_after, strike)


def test_what_somebody_else_adds_meanwhile_needs_no_photo_of_ours() -> None:
    world = ImportWorld()
    operation = world.begin(file_of([ADA_WITH_PICTURE, person(1)]))

    def add() -> None:
        message = min(world.queue)
        world.begin(file_of([ADA]))
        world.deliver(next(one for one in sorted(world.queue) if one != message))

    world.keeper.before("put", add)
    world.deliver(min(world.queue))
    world.drain()
    assert world.outcomes(world.found(operation)) == ["unchanged", "created"]
    assert photos(world)["Ada"] == ""
    assert_no_photo_is_left_alone(world)
    world.assert_whole()


def test_a_contact_that_is_deleted_meanwhile_gets_its_photo_as_a_new_one() -> None:
    world = ImportWorld()
    world.bring(file_of([{**ADA, "uid": "abc"}]))
    [(contact_id, *_)] = world.contents()
    content = file_of([{**ADA_WITH_PICTURE, "uid": "abc", "phone": "1"}])
    operation = world.begin(content, duplicates=Duplicates.MERGE)
    trash = lambda: world.pen.trash(world.books.load(BOOK.id, [contact_id]).contacts[contact_id])  # noqa: E731
    world.keeper.before("put", trash)
    world.deliver(min(world.queue))
    world.drain()
    assert world.outcomes(world.found(operation)) == ["created"]
    assert photos(world)["Ada"]
    assert_no_photo_is_left_alone(world)
    assert contact_id not in world.register.held(BOOK.id, [contact_id])


def test_a_cancelled_import_keeps_the_photos_of_what_it_has_stored() -> None:
    world = ImportWorld()
    operation = world.begin(file_of([person(number) for number in range(20)]))
    world.has_time = lambda: False
    world.deliver(min(world.queue))
    Operations(world.operations, world.books, now=world.clock).cancel(BOOK.id, operation.id)
    world.has_time = lambda: True
    world.drain()
    assert len(world.contents()) == PICTURES_AT_ONCE
    assert_no_photo_is_left_alone(world)

"""The pictures in the archive of an account: all that the service keeps, each once, and nothing from elsewhere."""

from __future__ import annotations

import json
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.errors import (
    AvatarUnavailableError,
    FilesUnavailableError,
    InvalidPictureError,
    SecretsUnavailableError,
)
from shared.domain.operations import OperationState
from shared.domain.pictures.reading import read_picture
from shared.services.exchange import archived_pictures
from shared.services.exchange.archived_pictures import MAX_FAILED_PARTS, PAUSES_SECONDS
from tests.support.archive_world import ArchiveWorld, make_archives_small, missing, photos
from tests.support.sample_pictures import plain
from tests.support.task_world import BOOK, Blow, kill, lose_the_answer

JPEG, PNG, WEBP = (read_picture(plain(kind)) for kind in ("JPEG", "PNG", "WEBP"))
COUNT = 14
ANOTHER = f"{99:026}"
DOWN = AvatarUnavailableError("no answer")


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    make_archives_small(monkeypatch)


def new_world(count: int = COUNT) -> ArchiveWorld:
    world = ArchiveWorld()
    for number in range(count):
        world.add_contact_with_photo(number, (JPEG, PNG, WEBP)[number % 3])
    return world


def names(count: int = COUNT) -> set[str]:
    return {f"photo-{number:03}.{('jpg', 'png', 'webp')[number % 3]}" for number in range(count)}


def members(archive: Any, name: str = "contacts.json") -> Any:
    return json.loads(archive[name])


def test_every_photo_is_a_file_that_its_contact_names() -> None:
    archive = new_world().make()
    assert photos(archive).keys() == names()
    assert {one["photo_file"] for one in members(archive)} == {f"photos/{name}" for name in names()}
    assert photos(archive)["photo-001.png"] == PNG.content
    assert missing(archive) == {}


def test_vcards_name_the_files_too() -> None:
    lines = new_world().make()["contacts.vcf"].decode().split("\r\n")
    named = {line.removeprefix("X-PHOTO-FILE:photos/") for line in lines if line.startswith("X-PHOTO-FILE")}
    assert named == names()
    assert sum(line.startswith("PHOTO") for line in lines) == COUNT, "the links are there, too"


def test_an_avatar_is_a_file() -> None:
    world = new_world(1)
    url = world.kept_avatars.put(BOOK.id, PNG)
    assert world.make(avatar_url=url)["avatar.png"] == PNG.content


def test_without_an_avatar_none_is_asked_for() -> None:
    world = new_world(1)
    archive = world.make()
    assert not any(name.startswith("avatar") for name in archive)
    assert not world.kept_avatars.asked


def test_an_account_without_pictures_asks_for_none() -> None:
    world = ArchiveWorld()
    archive = world.make()
    assert (photos(archive), missing(archive)) == ({}, {})
    assert not world.kept_photos.asked


def test_photos_of_earlier_versions_and_of_the_trash_are_there() -> None:
    world = new_world(2)
    first, second = world.books.list_by_id(BOOK.id, limit=10)
    world.pen.update(first, photo_url="")
    world.pen.trash(second)
    archive = world.make()
    assert photos(archive).keys() == names(2)
    assert [one.get("photo_file") for one in members(archive)] == [None]
    assert [one["photo_file"] for one in members(archive, "trash.json")] == ["photos/photo-001.png"]
    previous = [change["previous"] for change in members(archive, "history.json") if change["previous"]]
    assert {one["photo_file"] for one in previous} == {"photos/photo-000.jpg", "photos/photo-001.png"}


def test_a_photo_that_contacts_share_is_one_file() -> None:
    world = new_world(1)
    url = world.add_photo("photo-000", JPEG, ANOTHER)
    world.add_contact_showing(url, ANOTHER)
    archive = world.make()
    assert [*photos(archive)] == ["photo-000.jpg"]
    assert {one["photo_file"] for one in members(archive)} == {"photos/photo-000.jpg"}


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data/photo.jpg",
        "http://127.0.0.1:8000/image/upload/v1/contacts-api/tests/photos/inside.jpg",
        "https://res.cloudinary.com/cloud/image/upload/v1/contacts-api/tests/photos/somebody-elses.jpg",
        "file:///etc/passwd",
    ],
)
def test_what_a_contact_shows_from_elsewhere_stays_a_link(url: str) -> None:
    world = new_world(1)
    world.add_contact_showing(url, ANOTHER)
    archive = world.make()
    assert photos(archive).keys() == names(1)
    assert set(world.kept_photos.asked) == {"photo-000"}, "what is asked for is named by the register, not by a URL"
    [foreign] = [one for one in members(archive) if one["photo_url"] == url]
    assert "photo_file" not in foreign


def test_what_is_gone_or_no_picture_is_listed_with_its_link_and_fails_nothing() -> None:
    world = new_world(3)
    world.kept_photos.delete("photo-000")
    world.kept_photos.troubles["photo-001"] = [InvalidPictureError("too_large", "The picture has too many bytes.")]
    archive = world.make()
    assert photos(archive).keys() == {"photo-002.webp"}
    assert missing(archive) == {
        "photo-000": "There is no such picture any more.",
        "photo-001": "The picture has too many bytes.",
    }
    assert {one["url"] for one in json.loads(archive["missing_pictures.json"])} == {
        world.kept_photos.url("photo-000"),
        world.kept_photos.url("photo-001"),
    }
    assert world.kept_photos.asked["photo-000"] == 1, "what will not change is not tried again"


@pytest.mark.parametrize(
    ("gone", "problem"), [(0, None), (2, "Pictures that are not in the archive: 2. See missing_pictures.json.")]
)
def test_the_operation_says_that_pictures_are_missing(gone: int, problem: str | None) -> None:
    world = new_world()
    for number in range(gone):
        world.kept_photos.delete(f"photo-{number:03}")
    operation = world.begin_archive()
    world.drain()
    ended = world.found(operation)
    assert (ended.state, ended.problem) == (OperationState.DONE, problem)


@pytest.mark.parametrize("failures", [1, 2, 3])
def test_what_fails_for_a_while_is_tried_again_after_pauses(failures: int) -> None:
    world = new_world()
    world.kept_photos.troubles = {"photo-002": [DOWN] * failures, "photo-009": [DOWN]}
    started = world.clock()
    archive = world.make()
    assert photos(archive).keys() == names()
    assert missing(archive) == {}
    assert world.clock() - started >= timedelta(seconds=sum(PAUSES_SECONDS[:failures]))
    assert max(world.kept_photos.asked.values()) == failures + 1


def test_after_all_pauses_what_fails_is_tried_twice_in_a_row() -> None:
    world = new_world()
    world.kept_photos.troubles = {"photo-000": [DOWN] * 99, "photo-006": [DOWN], "photo-012": [DOWN] * 99}
    started = world.clock()
    archive = world.make()
    assert missing(archive).keys() == {"photo-000", "photo-012"}
    assert photos(archive).keys() == names() - {"photo-000.jpg", "photo-012.jpg"}
    assert world.clock() - started < timedelta(seconds=sum(PAUSES_SECONDS) + 60)


@pytest.mark.parametrize("error", [DOWN, SecretsUnavailableError("there is no such parameter")])
def test_an_archive_does_without_a_service_that_is_down(error: Exception) -> None:
    world = new_world(40)
    world.kept_photos.outage = lambda: error
    archive = world.make()
    assert photos(archive) == {}
    assert len(missing(archive)) == 40
    assert len(members(archive)) == 40
    assert len(world.kept_photos.asked) == MAX_FAILED_PARTS * 4, "it is not asked for the others"
    assert max(world.kept_photos.asked.values()) == len(PAUSES_SECONDS) + 1


def test_a_service_that_comes_back_is_asked_for_the_rest() -> None:
    world = new_world(40)
    until = world.clock() + timedelta(minutes=5)
    world.kept_photos.outage = lambda: DOWN if world.clock() < until else None
    assert missing(world.make()) == {}


def test_there_is_room_for_so_many_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archived_pictures, "MAX_BYTES", 1)
    world = new_world(10)
    archive = world.make()
    assert len(photos(archive)) == 4
    assert set(missing(archive).values()) == {"The archive has no room for more pictures."}
    assert len(world.kept_photos.asked) == 4


def test_a_worker_has_few_pictures_and_the_cursor_stays_small() -> None:
    world = new_world(60)
    operation = world.begin_archive()
    world.has_time = lambda: False
    largest = 0
    while world.queue:
        world.clock.advance(timedelta(seconds=100))
        before = len(world.kept_photos.asked)
        world.deliver(min(world.queue))
        assert len(world.kept_photos.asked) - before <= 4
        largest = max(largest, len(json.dumps(world.found(operation).cursor)))
    assert photos(world.archive(operation)).keys() == names(60)
    assert largest < 3_000


def undisturbed() -> int:
    world = new_world()
    before = world.calls
    world.make()
    return world.calls - before


def test_a_worker_may_be_killed_at_fifty_points() -> None:
    calls, random = undisturbed(), Random(7)
    for _ in range(50):
        world = new_world()
        operation = world.begin_archive()
        strike = random.choice([kill, kill, lose_the_answer])
        world.blows = {world.calls + random.randrange(calls): Blow(strike, after=random.random() < 0.5)}
        world.deliver(min(world.queue))
        world.drain()
        assert photos(world.archive(operation)).keys() == names()
        assert max(world.kept_photos.asked.values()) <= 2


@pytest.mark.parametrize("after", [False, True])
def test_every_call_may_fail(after: bool) -> None:
    def fail() -> None:
        raise FilesUnavailableError("S3 does not answer")

    for call in range(0, undisturbed(), 2):
        world = new_world()
        world.kept_photos.delete("photo-003")
        operation = world.begin_archive()
        world.blows = {world.calls + call: Blow(fail, after=after)}
        world.deliver(min(world.queue))
        world.drain()
        archive = world.archive(operation)
        assert photos(archive).keys() == names() - {"photo-003.jpg"}
        assert missing(archive).keys() == {"photo-003"}


def test_an_archive_that_a_worker_has_joined_and_not_noted_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    world = new_world()
    operation = world.begin_archive()
    join, joined = world.files.join_parts, []

    def join_and_die(*arguments: Any) -> None:
        join(*arguments)
        joined.append(arguments)
        kill()

    with monkeypatch.context() as patched:
        patched.setattr(world.files, "join_parts", join_and_die)
        world.deliver(min(world.queue))
    assert joined
    world.drain()
    assert world.found(operation).state is OperationState.DONE
    assert photos(world.archive(operation)).keys() == names()


@pytest.mark.parametrize("name", ["directory-", "missing-", "00000-"])
def test_what_was_written_and_is_gone_ends_the_export_with_a_reason(name: str) -> None:
    world = new_world()
    world.kept_photos.delete("photo-000")
    operation = world.begin_archive()
    world.has_time = lambda: False
    while not any(name in key for _, key in world.files.files if "gathered" not in key):
        world.clock.advance(timedelta(seconds=100))
        world.deliver(min(world.queue))
    world.files.files = {key: it for key, it in world.files.files.items() if name not in key[1] or "gathered" in key[1]}
    world.drain(deliveries=200)
    assert world.found(operation).state is OperationState.FAILED
    assert "export again" in str(world.found(operation).problem)


FATES = st.dictionaries(
    st.integers(0, 8),
    st.lists(st.just("down"), min_size=1, max_size=6) | st.sampled_from(["gone", "invalid"]),
    max_size=9,
)


@given(FATES, st.integers(0, 9))
@settings(max_examples=40, deadline=None)
def test_every_picture_is_either_there_or_listed(fates: dict[int, Any], count: int) -> None:
    world = new_world(count)
    for number, fate in fates.items():
        photo_id = f"photo-{number:03}"
        if fate == "gone":
            world.kept_photos.delete(photo_id)
        else:
            invalid: list[Exception] = [InvalidPictureError("malformed", "No.")]
            outage: list[Exception] = [DOWN] * len(fate)
            world.kept_photos.troubles[photo_id] = invalid if fate == "invalid" else outage
    archive = world.make()
    found = {name.partition(".")[0] for name in photos(archive)}
    assert found.isdisjoint(missing(archive))
    assert found | missing(archive).keys() == {f"photo-{number:03}" for number in range(count)}

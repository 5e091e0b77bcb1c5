"""What every keeper of pictures does: the one in memory, and Cloudinary's SDK against its stand-in."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.error import HTTPError

import pytest

from local.cloudinary.transformation import transform
from shared.adapters.cloudinary_avatars import CloudinaryAvatars
from shared.adapters.memory.avatars import MemoryAvatars
from shared.domain.pictures.photo_urls import photo_id_of, thumbnail_of
from shared.domain.pictures.picture import Picture
from shared.domain.pictures.reading import read_picture
from shared.services.exchange.row_pictures import PICTURES_AT_ONCE
from shared.services.ports.avatars import AvatarStore
from tests.support.pictures_host import OneCredential, running_host
from tests.support.sample_pictures import FORMATS, plain

ONE, OTHER = (read_picture(plain(kind)) for kind in ("PNG", "JPEG"))
_NUMBERS = count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """A keeper, a way to look at what is behind a URL, and what should be there for a picture."""

    store: AvatarStore
    look: Callable[[str], bytes | None]
    avatar_of: Callable[[Picture], bytes]


@pytest.fixture(scope="module", params=["memory", "cloudinary"])
def keeper(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keeper]:
    if request.param == "memory":
        yield memory_keeper()
    else:
        with running_host(tmp_path_factory.mktemp("pictures") / "cloud") as host:
            store = CloudinaryAvatars(OneCredential(), folder="tests/avatars", api_url=host.api_url)
            yield Keeper(store=store, look=download, avatar_of=cropped)


def memory_keeper() -> Keeper:
    avatars = MemoryAvatars()

    def look(url: str) -> bytes | None:
        found = avatars.find(url)
        return found.content if found else None

    return Keeper(store=avatars, look=look, avatar_of=lambda picture: picture.content)


def cropped(picture: Picture) -> bytes:
    """Return what the stand-in makes of an upright picture."""
    return transform(picture.content, "c_fill,g_face,h_300,w_300")


def download(url: str) -> bytes | None:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            content: bytes = answer.read()
            return content
    except HTTPError as error:
        if error.code != 404:
            raise
        return None


@pytest.fixture
def account_id() -> str:
    return f"account-{next(_NUMBERS)}"


@pytest.mark.parametrize("kind", FORMATS)
def test_a_picture_is_found_where_its_url_says(keeper: Keeper, account_id: str, kind: str) -> None:
    picture = read_picture(plain(kind))
    assert keeper.look(keeper.store.put(account_id, picture)) == keeper.avatar_of(picture)


def test_a_picture_takes_the_place_of_the_one_before(keeper: Keeper, account_id: str) -> None:
    first = keeper.store.put(account_id, ONE)
    second = keeper.store.put(account_id, OTHER)
    assert keeper.look(first) == keeper.look(second) == keeper.avatar_of(OTHER)


def test_a_deleted_picture_is_found_nowhere(keeper: Keeper, account_id: str) -> None:
    url = keeper.store.put(account_id, ONE)
    keeper.store.delete(account_id)
    assert keeper.look(url) is None


@pytest.mark.parametrize("kind", FORMATS)
def test_a_picture_is_got_by_its_owner(keeper: Keeper, account_id: str, kind: str) -> None:
    url = keeper.store.put(account_id, read_picture(plain(kind)))
    got = keeper.store.get(account_id)
    assert got is not None
    assert got.content == keeper.look(url)
    assert url.endswith(f".{got.format.extension}")


def test_the_latest_picture_is_got_and_none_after_it_was_deleted(keeper: Keeper, account_id: str) -> None:
    assert keeper.store.get(account_id) is None
    keeper.store.put(account_id, ONE)
    keeper.store.put(account_id, OTHER)
    got = keeper.store.get(account_id)
    assert got is not None
    assert got.content == keeper.avatar_of(OTHER)
    keeper.store.delete(account_id)
    assert keeper.store.get(account_id) is None


def test_a_picture_is_where_the_store_says(keeper: Keeper, account_id: str) -> None:
    keeper.store.put(account_id, ONE)
    assert keeper.look(keeper.store.url(account_id)) == keeper.avatar_of(ONE)
    keeper.store.delete(account_id)
    assert keeper.look(keeper.store.url(account_id)) is None


def test_deleting_nothing_is_fine(keeper: Keeper, account_id: str) -> None:
    keeper.store.delete(account_id)
    keeper.store.put(account_id, ONE)
    keeper.store.delete(account_id)
    keeper.store.delete(account_id)


def test_accounts_have_pictures_of_their_own(keeper: Keeper, account_id: str) -> None:
    url = keeper.store.put(account_id, ONE)
    keeper.store.put(f"{account_id}0", OTHER)
    keeper.store.delete(f"{account_id}0")
    assert keeper.look(url) == keeper.avatar_of(ONE)


def test_pictures_are_put_at_the_same_time_over_connections_that_are_kept(
    keeper: Keeper, caplog: pytest.LogCaptureFixture
) -> None:
    owners = [f"owner-{next(_NUMBERS)}" for _ in range(2 * PICTURES_AT_ONCE)]
    with ThreadPoolExecutor(PICTURES_AT_ONCE) as threads:
        urls = list(threads.map(lambda owner: keeper.store.put(owner, ONE), owners))
    assert len(set(urls)) == len(owners)
    assert all(keeper.look(url) == keeper.avatar_of(ONE) for url in urls)
    assert [record.getMessage() for record in caplog.records if record.name.startswith("urllib3")] == []


def test_a_picture_comes_back_after_it_was_deleted(keeper: Keeper, account_id: str) -> None:
    keeper.store.put(account_id, ONE)
    keeper.store.delete(account_id)
    assert keeper.look(keeper.store.put(account_id, OTHER)) == keeper.avatar_of(OTHER)


def test_pictures_survive_a_restart_of_the_stand_in(tmp_path: Path) -> None:
    with running_host(tmp_path) as host:
        url = CloudinaryAvatars(OneCredential(), folder="a", api_url=host.api_url).put("account", ONE)
    with running_host(tmp_path) as host:
        base, _, path = url.partition("/_local/cloudinary")
        assert base
        assert download(host.api_url + path) == cropped(ONE)


def test_a_photo_has_a_thumbnail(tmp_path: Path) -> None:
    with running_host(tmp_path) as host:
        photos = CloudinaryAvatars(OneCredential(), folder="contacts-api/tests/photos", api_url=host.api_url)
        url = photos.put("Yx-1_", ONE)
        thumbnail = thumbnail_of(url)
        assert (photo_id_of(url), photo_id_of(thumbnail or "")) == ("Yx-1_", "Yx-1_")
        assert thumbnail is not None
        assert download(thumbnail) == transform(cropped(ONE), "c_fill,h_96,w_96")
        photos.delete("Yx-1_")
        assert download(thumbnail) is None

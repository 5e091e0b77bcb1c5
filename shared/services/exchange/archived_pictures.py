"""The pictures in the archive of an account: the photos of contacts, and the avatar of the owner."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from shared.domain.errors import AvatarUnavailableError, InvalidPictureError, SecretsUnavailableError
from shared.domain.pictures.file_names import PHOTOS, avatar_file, photo_file
from shared.services.exchange.account_files import Part
from shared.services.exchange.joining import WRITTEN_IS_GONE
from shared.services.exchange.json_files import as_json
from shared.services.exchange.names import missing_pictures_name
from shared.services.operations.tasks import TaskFailedError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shared.domain.pictures.picture import Picture
    from shared.services.exchange.account_files import Members
    from shared.services.exchange.picture_stores import PictureStores
    from shared.services.ports.avatars import AvatarStore
    from shared.services.ports.exchange_files import ExchangeFiles

FOLDER = PHOTOS
MISSING = "missing_pictures.json"
"""The file that lists what could not be fetched, with the reason and the link of each; it is always there."""
PICTURES_IN_PART = 40
"""About 1 MiB, and never more than 40; in five rounds, they take 20 seconds at most."""
PICTURES_AT_ONCE = 8
UNFETCHED_IN_PART = 1_000
"""Pictures that are listed, and not asked for."""
PAUSES_SECONDS = (10, 60, 300)
"""Before what failed is tried again, in all for one archive. After that, what fails is tried twice in a row."""
MAX_FAILED_PARTS = 3
"""Parts of which no picture could be fetched, one after the other; then the archive does without the others."""
MAX_BYTES = 12 * 1024**3
"""Of all pictures of an archive."""
_GONE = "There is no such picture any more."
_NO_ROOM = "The archive has no room for more pictures."
_NO_SERVICE = "The service that keeps pictures did not send it: export again, or follow the link."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """How far the pictures of an archive have got.

    All photos up to ``after`` are dealt with, but for those that are to be tried ``again``; ``is_last`` if there are
    no others. So many ``pauses`` have been made, and so many parts have ``failed``, one after the other. What could
    not be fetched so far is in the file with the digest ``missing``, if there is one.
    """

    after: str = ""
    is_last: bool = False
    again: tuple[str, ...] = ()
    pauses: int = 0
    failed: int = 0
    size_bytes: int = 0
    missing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fetched:
    """What became of some pictures: their files by name, why others are not there, and which ``failed`` for now."""

    files: Mapping[str, bytes]
    missing: Mapping[str, str]
    failed: tuple[str, ...] = ()

    @property
    def is_failure(self) -> bool:
        """Whether the service that keeps pictures did not answer at all."""
        return bool(self.failed) and not self.files and not self.missing


class ArchivedPictures:
    """Makes the pictures of one archive, part by part: those of a book, and of the account ``avatar_of``, if any.

    What is asked for is named by ids that the service has given, and not by the URLs that are written in contacts.
    """

    def __init__(
        self, stores: PictureStores, files: ExchangeFiles, book_id: str, export_id: str, *, avatar_of: str | None
    ) -> None:
        self._stores = stores
        self._files = files
        self._book_id = book_id
        self._export_id = export_id
        self._avatar_of = avatar_of

    def part(self, members: Members | None) -> Part:
        """Return the next pictures, and after the last ones the list of those that are missing.

        Raises FilesUnavailableError, TaskFailedError, StoreUnavailableError.
        """
        before = _Place(**{**members, "again": tuple(members["again"])}) if members else _Place()
        reason = _reason_to_stop(before)
        is_first = members is None
        ids, place = self._next(before, is_first=is_first, limit=PICTURES_IN_PART if not reason else UNFETCHED_IN_PART)
        fetched = _Fetched(files={}, missing=dict.fromkeys(ids, reason)) if reason else self._fetch(ids)
        place, pause_seconds = _tried(place, fetched, is_again=bool(before.again))
        missing = dict(fetched.missing) | dict.fromkeys(() if place.again else fetched.failed, _NO_SERVICE)
        if missing:
            place = replace(place, missing=self._with_missing(place.missing, missing))
        if place.is_last and not place.again:
            listed = self._listed(place.missing)
            problem = f"Pictures that are not in the archive: {len(listed)}. See {MISSING}." if listed else None
            return Part(files={**fetched.files, MISSING: as_json(listed).encode()}, next=None, problem=problem)
        return Part(files=fetched.files, next=asdict(place), pause_seconds=pause_seconds)

    def _next(self, before: _Place, *, is_first: bool, limit: int) -> tuple[Sequence[str], _Place]:
        """Return the ids of the next pictures, that of the account for its avatar, and the place behind them."""
        if before.again:
            return before.again, replace(before, again=())
        avatar = [self._avatar_of] if is_first and self._avatar_of else []
        limit -= len(avatar)
        found = self._stores.register().photo_ids(self._book_id, after=before.after, limit=limit)
        place = replace(before, after=found[-1] if found else before.after, is_last=len(found) < limit)
        return [*avatar, *found], place

    def _fetch(self, ids: Sequence[str]) -> _Fetched:
        if not ids:
            return _Fetched(files={}, missing={})
        with ThreadPoolExecutor(PICTURES_AT_ONCE) as threads:
            found = dict(zip(ids, threads.map(self._fetch_one, ids), strict=True))
        return _Fetched(
            files={self._name(each, it): it.content for each, it in found.items() if it and not isinstance(it, str)},
            missing={each: it for each, it in found.items() if isinstance(it, str)},
            failed=tuple(each for each, it in found.items() if it is None),
        )

    def _fetch_one(self, picture_id: str) -> Picture | str | None:
        """Return a picture, or why there is none; None if that may be another time."""
        try:
            return self._store_of(picture_id).get(picture_id) or _GONE
        except InvalidPictureError as error:
            return error.problems[0].detail
        except (AvatarUnavailableError, SecretsUnavailableError):
            return None

    def _store_of(self, picture_id: str) -> AvatarStore:
        return self._stores.avatars() if picture_id == self._avatar_of else self._stores.photos()

    def _name(self, picture_id: str, picture: Picture) -> str:
        is_avatar = picture_id == self._avatar_of
        return avatar_file(picture.format) if is_avatar else photo_file(picture_id, picture.format)

    def _with_missing(self, digest: str, missing: Mapping[str, str]) -> str:
        """Store the list with these in addition, and return its digest."""
        more = [{"id": each, "url": self._url(each), "reason": reason} for each, reason in missing.items()]
        content = json.dumps([*self._listed(digest), *more]).encode()
        after = sha256(content).hexdigest()
        self._files.put(self._book_id, missing_pictures_name(self._export_id, after), content)
        return after

    def _listed(self, digest: str) -> Sequence[Mapping[str, Any]]:
        if not digest:
            return []
        content = self._files.get(self._book_id, missing_pictures_name(self._export_id, digest))
        if content is None:
            raise TaskFailedError(WRITTEN_IS_GONE)
        listed: Sequence[Mapping[str, Any]] = json.loads(content)
        return listed

    def _url(self, picture_id: str) -> str | None:
        with suppress(SecretsUnavailableError):
            return self._store_of(picture_id).url(picture_id)
        return None


def _reason_to_stop(place: _Place) -> str:
    """Return why no further pictures are asked for; an empty text if they are."""
    if place.failed >= MAX_FAILED_PARTS:
        return _NO_SERVICE
    return _NO_ROOM if place.size_bytes >= MAX_BYTES else ""


def _tried(place: _Place, fetched: _Fetched, *, is_again: bool) -> tuple[_Place, int]:
    """Return the place after pictures were asked for, and for how many seconds the task pauses before it goes on."""
    size_bytes = place.size_bytes + sum(map(len, fetched.files.values()))
    place = replace(place, size_bytes=size_bytes, failed=place.failed if fetched.is_failure else 0)
    if not fetched.failed:
        return place, 0
    if place.pauses < len(PAUSES_SECONDS):
        return replace(place, again=fetched.failed, pauses=place.pauses + 1), PAUSES_SECONDS[place.pauses]
    if not is_again:
        return replace(place, again=fetched.failed), 0
    return replace(place, failed=place.failed + fetched.is_failure), 0

"""The pictures of the rows of an import: each is stored as the photo of its contact, before the contact is written."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from shared.domain.cards.card import picture_left_out
from shared.domain.contacts.rules import checked
from shared.domain.errors import (
    AvatarUnavailableError,
    InvalidInputError,
    InvalidPictureError,
    SecretsUnavailableError,
    TooManyRequestsError,
)
from shared.domain.imports import RowOutcome
from shared.domain.pictures.picture import MAX_PICTURE_BYTES
from shared.domain.pictures.reading import read_picture
from shared.services.contacts.stored_photos import PHOTO_URL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from shared.domain.operations import Operation
    from shared.domain.pictures.picture import Picture
    from shared.services.contacts.stored_photos import StoredPhotos
    from shared.services.exchange.planning import Treatment
    from shared.services.exchange.rows import Row
    from shared.services.ports.commits import ContactWrite

PICTURES_AT_ONCE = 8
"""Of a range, all stored at the same time: it takes as long as the slowest of them."""
MAX_FAILED_RANGES = 3
"""Ranges of which no picture could be stored, one after the other; then the import does without pictures."""
FAILED_RANGES = "failed_picture_ranges"
"""In the cursor of an import: how many ranges like that were the latest."""
_SOME_URL = f"https://res.cloudinary.com/{'x' * 120}"
"""For a dry run, and to see whether a contact has room for one."""
_PHOTO_ID_BYTES = 18
_LATER = "import the file again with duplicates=merge to add it"
_TOO_MANY = f"There have been too many pictures today: {_LATER}."
_NO_SERVICE = f"The service that keeps pictures did not take it: {_LATER}."


@dataclass(frozen=True, slots=True)
class PictureKeeper:
    """What stores photos, and ``count``, which counts so many of an account, or raises TooManyRequestsError."""

    photos: StoredPhotos
    count: Callable[[str, int], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """What became of a picture: the URL at which a contact is to show it, or else why there is none."""

    contact_id: str = ""
    url: str = ""
    photo_id: str = ""
    reason: str = ""
    is_failure: bool = False


class RowPictures:
    """Stores the pictures of rows, for one import by one worker; for a dry run, none.

    A photo has an id that is made of the import, the row and the picture, so whoever follows a worker that was killed
    stores it in the same place. Contacts do not wait for pictures: that one is refused, or could not be stored, is a
    notice of its row.
    """

    def __init__(self, keeper: PictureKeeper, book_id: str, operation: Operation, *, stores: bool) -> None:
        self._keeper = keeper
        self._book_id = book_id
        self._operation = operation
        self._stores = stores
        self._outcomes: dict[int, _Outcome] = {}
        self.failed_ranges: int = operation.cursor.get(FAILED_RANGES, 0) if operation.cursor else 0

    def store(self, treatments: Sequence[Treatment]) -> None:
        """Store those pictures of a range that contacts are to show, at most PICTURES_AT_ONCE."""
        waiting = [one for one in treatments if one.takes_picture and not self._is_dealt_with(one)]
        for one, outcome in zip(waiting, self._stored(waiting), strict=True):
            before = self._outcomes.get(one.row.number)
            self._outcomes[one.row.number] = replace(outcome, contact_id=str(one.contact_id))
            self._leave(before)

    def shown_in(self, treatments: Iterable[Treatment]) -> Iterator[Treatment]:
        """Yield treatments whose contacts show what was stored, up to one whose picture is still to be stored."""
        for one in treatments:
            if not one.takes_picture:
                yield one
            elif self._is_dealt_with(one):
                yield _with_outcome(one, self._outcomes[one.row.number])
            else:
                return

    def finish(self, row: int, writes: Iterable[ContactWrite]) -> None:
        """Forget the pictures of rows up to this one; delete those that no contact shows which has been written."""
        urls = {write.contact.document.members.get(PHOTO_URL) for write in writes}
        for number in [each for each in self._outcomes if each <= row]:
            outcome = self._outcomes.pop(number)
            if outcome.url not in urls:
                self._leave(outcome)

    def _is_dealt_with(self, one: Treatment) -> bool:
        outcome = self._outcomes.get(one.row.number)
        return outcome is not None and outcome.contact_id == one.contact_id

    def _stored(self, waiting: Sequence[Treatment]) -> Sequence[_Outcome]:
        """Store pictures, and return what became of each."""
        found = {one.row.number: _cleaned(one.row) for one in waiting}
        pictures = {number: each for number, each in found.items() if not isinstance(each, _Outcome)}
        outcomes = {number: each for number, each in found.items() if isinstance(each, _Outcome)}
        if pictures:
            outcomes |= self._put([one for one in waiting if one.row.number in pictures], pictures)
        return [outcomes[one.row.number] for one in waiting]

    def _put(self, waiting: Sequence[Treatment], pictures: Mapping[int, Picture]) -> Mapping[int, _Outcome]:
        """Put clean pictures to where they are kept, all at once."""
        numbers = [one.row.number for one in waiting]
        if not self._stores:
            return dict.fromkeys(numbers, _Outcome(url=_SOME_URL))
        if self.failed_ranges >= MAX_FAILED_RANGES:
            return dict.fromkeys(numbers, _Outcome(reason=_NO_SERVICE))
        try:
            self._keeper.count(self._operation.actor, len(numbers))
        except TooManyRequestsError:
            return dict.fromkeys(numbers, _Outcome(reason=_TOO_MANY))
        with ThreadPoolExecutor(PICTURES_AT_ONCE) as threads:
            outcomes = list(threads.map(lambda one: self._put_one(one, pictures[one.row.number]), waiting))
        self.failed_ranges = self.failed_ranges + 1 if all(each.is_failure for each in outcomes) else 0
        return dict(zip(numbers, outcomes, strict=True))

    def _put_one(self, one: Treatment, picture: Picture) -> _Outcome:
        photo_id = self._photo_id(one.row)
        try:
            url = self._keeper.photos.add(self._book_id, str(one.contact_id), photo_id, picture)
        except InvalidPictureError as error:
            return _refusal(error)
        except (AvatarUnavailableError, SecretsUnavailableError):
            return _Outcome(reason=_NO_SERVICE, is_failure=True)
        return _Outcome(url=url, photo_id=photo_id)

    def _photo_id(self, row: Row) -> str:
        """Return an id that nobody guesses who does not have the picture."""
        assert row.picture is not None
        digest = sha256(f"{self._operation.id}\0{row.number}\0".encode() + row.picture.data).digest()
        return urlsafe_b64encode(digest[:_PHOTO_ID_BYTES]).decode()

    def _leave(self, outcome: _Outcome | None) -> None:
        if outcome is not None and outcome.photo_id:
            self._keeper.photos.discard(self._book_id, outcome.contact_id, outcome.photo_id)


def _cleaned(row: Row) -> Picture | _Outcome:
    """Return the clean picture of a row, or what it is refused for."""
    assert row.picture is not None
    if len(row.picture.data) > MAX_PICTURE_BYTES:
        return _Outcome(reason=f"A picture has at most {MAX_PICTURE_BYTES // 1024 // 1024} MiB.")
    draft = row.with_photo(_SOME_URL).draft
    assert draft is not None
    try:
        checked(draft)
    except InvalidInputError:
        return _Outcome(reason="The contact has no room for a photo.")
    try:
        return read_picture(row.picture.data)
    except InvalidPictureError as error:
        return _refusal(error)


def _refusal(error: InvalidPictureError) -> _Outcome:
    return _Outcome(reason=error.problems[0].detail)


def _with_outcome(one: Treatment, outcome: _Outcome) -> Treatment:
    if outcome.url:
        return replace(one, row=one.row.with_photo(outcome.url))
    row = one.row.with_notice(picture_left_out(one.row.line, outcome.reason))
    return replace(one, row=row, outcome=RowOutcome.UNCHANGED if one.is_for_picture else one.outcome)

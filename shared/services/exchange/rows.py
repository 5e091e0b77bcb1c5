"""The rows of a file: each is a contact to be, or says why it cannot be one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from shared.domain.cards.card import picture_left_out
from shared.domain.contacts.documents import encode
from shared.domain.contacts.identity import Identity, identity_of
from shared.domain.errors import ContactsApiError, InvalidInputError, TemporarilyUnavailableError
from shared.domain.imports import RowOutcome
from shared.services.operations.tasks import TaskBrokenError, TaskFailedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shared.domain.cards.bookmarks import Bookmark
    from shared.domain.cards.card import Card, Notice, Picture, ReadCard
    from shared.domain.contacts.contact import ContactDraft

Fit = Callable[["Card"], tuple["ContactDraft", Sequence["Notice"]]]
"""Makes a contact that breaks no rule of a card, with notices of what it changed. Raises InvalidInputError."""
MAX_NOTICES_BYTES = 600
"""Of what is kept about a row besides its outcome, with a part of its problem of the same size."""
MAX_NAME_LENGTH = 80
_LOOKS_AT_CLOCK = 500
"""How many cards are skipped between two looks at the clock."""
_SOME_ID = "0" * 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row; ``number`` counts from 1. Without a ``draft`` there is a ``problem``.

    ``picture`` is one that its contact could show, since the card has no photo with an address.
    """

    number: int
    line: int
    name: str
    uid: str = ""
    draft: ContactDraft | None = None
    identity: Identity | None = None
    problem: ContactsApiError | None = None
    notices: tuple[dict[str, Any], ...] = ()
    picture: Picture | None = None

    def with_photo(self, url: str) -> Row:
        """Return a row that has a draft as one whose contact shows the photo at this URL."""
        assert self.draft is not None
        details = replace(self.draft.details, photo_url=url)
        return replace(self, draft=replace(self.draft, details=details))

    def with_notice(self, notice: Notice) -> Row:
        """Return the row with another notice, before the others."""
        return replace(self, notices=(*_told([notice]), *self.notices))

    @property
    def report_bytes(self) -> int:
        """Roughly how long a report of the row is."""
        return len(encode(self.report(RowOutcome.UNCHANGED, _SOME_ID, self.problem)))

    def report(
        self, outcome: RowOutcome, contact_id: str | None = None, problem: ContactsApiError | None = None
    ) -> dict[str, Any]:
        """Return what is kept of the row: the members of the JSON form that clients see, without empty ones."""
        notices = _fitting(self.notices)
        members = {
            "row": self.number,
            "line": self.line or None,
            "name": self.name,
            "outcome": str(outcome),
            "contact_id": contact_id,
            "problem": _problem(problem) if problem else None,
            "notices": notices,
            "more_notices": len(self.notices) - len(notices),
        }
        return {name: value for name, value in members.items() if value}


class RowReader:
    """Makes rows of cards, with the draft of each as it would be stored."""

    def __init__(self, fit: Fit, *, with_people: bool) -> None:
        self._fit = fit
        self._with_people = with_people

    def row(self, number: int, read: ReadCard) -> Row:
        """Return the row of a card."""
        row = Row(number=number, line=read.line, name="", uid=read.card.uid, notices=_told(read.notices))
        try:
            draft, left_out = self._fit(read.card)
        except InvalidInputError as error:
            return replace(row, name=_name_of(read.card.details), problem=error)
        identity = identity_of(draft.document.members, [read.card.uid], with_people=self._with_people)
        notices = (*row.notices, *_told(left_out))
        row = replace(row, name=_name_of(draft.details), draft=draft, identity=identity, notices=notices)
        if read.card.picture is None or not draft.details.photo_url:
            return replace(row, picture=read.card.picture)
        return row.with_notice(picture_left_out(read.line, "The card has the address of a photo as well."))


class RowQueue:
    """The rows of a file in order; those that were looked at come again until they are ``done``.

    ``cards`` are those after the first ``rows_before``; the bookmark goes on with them.
    """

    def __init__(
        self, cards: Iterable[ReadCard], reader: RowReader, bookmark: Bookmark, *, rows_before: int = 0
    ) -> None:
        self.done = rows_before
        self._cards: Iterator[ReadCard] = iter(cards)
        self._reader = reader
        self._bookmark = bookmark
        self._places = deque([(rows_before, bookmark.place)])
        self._waiting: deque[Row] = deque()
        self._read = rows_before
        self._breakage: TaskFailedError | TemporarilyUnavailableError | None = None

    def skip(self, count: int, *, has_time: Callable[[], bool]) -> None:
        """Go to the row after the first ``count``; cards of rows before it are read, but nothing is made of them.

        Raises TaskFailedError if the time is over before: no worker would get any further.
        """
        while self._read < count and self._next_card() is not None:
            if self._read % _LOOKS_AT_CLOCK == 0 and not has_time():
                raise TaskFailedError(
                    f"The file takes too long to read up to row {count}, from which on it is not imported: split it."
                )
        self.done = count

    def place_after(self, row: int) -> Sequence[int | str]:
        """Return after how many rows the file can be read on, at most as many as this; and the members of that place.

        Rows are asked for in their order.
        """
        while len(self._places) > 1 and self._places[1][0] <= row:
            self._places.popleft()
        rows, place = self._places[0]
        return [rows, *place]

    def ahead(self) -> Iterator[Row]:
        """Yield the rows that are not done, one after the other. Raises TaskBrokenError."""
        yield from tuple(self._waiting)
        while (card := self._next_card()) is not None:
            try:
                row = self._reader.row(self._read, card)
            except Exception as error:
                raise self._broken_at(self._read) from error
            self._waiting.append(row)
            yield row

    def _next_card(self) -> ReadCard | None:
        """Return the next card; None after the last one. What fails here would fail however often it is tried."""
        if self._breakage is not None:
            raise self._breakage
        try:
            card = next(self._cards, None)
        except (TaskFailedError, TemporarilyUnavailableError) as error:  # of reading the file, not of what is in it
            self._breakage = error
            raise
        except Exception as error:
            raise self._broken_at(self._read + 1) from error
        if card is not None:
            self._read += 1
            if self._bookmark.place is not self._places[-1][1]:
                self._places.append((self._read, self._bookmark.place))
        return card

    def _broken_at(self, row: int) -> TaskBrokenError:
        """Return the error for a row that cannot be read, and keep it: a reader that has failed has no more cards."""
        problem = f"Row {row} of the file cannot be read because of a mistake of ours: the import ends there."
        self._breakage = broken = TaskBrokenError(problem)
        return broken

    def finish(self, done: int) -> None:
        """Forget the rows up to this number. Raises ValueError if they were forgotten already."""
        if done < self.done:
            raise ValueError(f"row {done + 1} is gone")
        while self._waiting and self._waiting[0].number <= done:
            self._waiting.popleft()
        self.done = done


def _name_of(details: Any) -> str:
    names = " ".join(filter(None, (details.first_name, details.last_name)))
    organization = next((one.name for one in details.organizations if one.name), "")
    address = next((one.value for one in (*details.emails, *details.phones) if one.value), "")
    return (details.display_name or names or organization or address)[:MAX_NAME_LENGTH]


def _told(notices: Iterable[Notice]) -> tuple[dict[str, Any], ...]:
    return tuple({"line": one.line, "code": one.code, "text": one.text} for one in notices)


def _problem(error: ContactsApiError) -> dict[str, Any]:
    problems = error.problems if isinstance(error, InvalidInputError) else ()
    told = [{"pointer": one.pointer, "code": one.code, "detail": one.detail} for one in problems]
    return {"detail": _cut(str(error)), "errors": list(_fitting(told))}


def _fitting(entries: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the entries, from the first one on, that there is room for; of a long one, the beginning of its text."""
    room = MAX_NOTICES_BYTES
    fitting = []
    for entry in entries:
        short = {name: _cut(value) if isinstance(value, str) else value for name, value in entry.items()}
        room -= len(encode(short).encode(errors="replace"))
        if room < 0:
            break
        fitting.append(short)
    return fitting


def _cut(text: str) -> str:
    return text if len(text) <= MAX_NOTICES_BYTES // 4 else text[: MAX_NOTICES_BYTES // 4 - 1] + "…"

"""The task that makes the file of an export: first its pieces, one after the other, and then the file of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from shared.domain.cards.forms import FORMS
from shared.domain.errors import HistoryGoneError, UnknownTaskError
from shared.domain.exports import ExportOptions
from shared.domain.moments import Then
from shared.services.exchange.chosen_contacts import ChosenContacts
from shared.services.exchange.joining import Joined, Joining
from shared.services.exchange.names import export_name, piece_name
from shared.services.exchange.written_contacts import ContactsFile, Place, measured
from shared.services.operations.tasks import Range, Step, TaskFailedError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shared.domain.cards.forms import CardForm
    from shared.domain.cards.tables.writing import Extent
    from shared.domain.operations import Operation
    from shared.services.contacts.past.listing import PastContacts
    from shared.services.ports.books import BookStore
    from shared.services.ports.exchange_files import ExchangeFiles
    from shared.services.ports.romanization import Romanization


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an export has got: what its cursor says.

    Forms with columns are ``measured`` up to a contact first, None when that is done. ``ends`` are the places at which
    pieces end, by their ids. When all are ``written``, so many are ``joined`` in parts of the file, which
    have ``tags``.
    """

    measured: str | None = None
    extent: Extent
    place: Place
    ends: tuple[str, ...] = ()
    written: bool = False
    parts_id: str = ""
    joined: int = 0
    tags: tuple[str, ...] = ()

    def to_members(self) -> dict[str, Any]:
        """Return the members of the cursor."""
        members = {name: getattr(self, name) for name in self.__slots__}
        return {**members, "place": self.place.to_members(), "ends": list(self.ends), "tags": list(self.tags)}

    @classmethod
    def of_members(cls, members: Mapping[str, Any]) -> Progress:
        """Return the progress that a cursor says."""
        known = {name: members[name] for name in cls.__slots__ if name in members}
        lists = {name: tuple(known.get(name, ())) for name in ("ends", "tags")}
        return cls(**{**known, **lists, "place": Place.of_members(members["place"])})


class Exporting:
    """A Task of the kind ``export_contacts``.

    The contacts are those of one revision, so it makes no difference when, how often and by how many workers a piece is
    written: what is in it depends only on where it begins and ends, and its name says so. Pieces are small, so that
    little is lost with a worker, and joined in the end, since the parts of a file in S3 cannot be so small. A worker
    has some 12 MB of it in memory at most.
    """

    def __init__(self, store: BookStore, past: PastContacts, files: ExchangeFiles, romanize: Romanization) -> None:
        self._store = store
        self._past = past
        self._files = files
        self._joining = Joining(files)
        self._romanize = romanize
        self._chosen: ChosenContacts | None = None

    def next_range(self, book_id: str, operation: Operation) -> Range:
        """See Task."""
        step = self.step(book_id, operation)
        return Range(decide=lambda _: step)

    def step(self, book_id: str, operation: Operation) -> Step:
        """Measure, write or join up to two thousand contacts, and return how far the operation is then.

        Raises TaskFailedError, UnknownTaskError, FilesUnavailableError, and what reading the past of a book raises.
        """
        form = _form(operation)
        progress = _progress(operation, form)
        try:
            after = self._advanced(book_id, operation, form, progress)
        except HistoryGoneError as error:
            problem = f"The book has changed too much since this export began ({error}): export again."
            raise TaskFailedError(problem) from error
        return _step(operation, after)

    def _advanced(self, book_id: str, operation: Operation, form: CardForm, before: Progress) -> Progress:
        if before.written:
            return self._joined(book_id, operation.id, before)
        chosen = self._chosen = self._chosen or self._chosen_by(book_id, operation)
        if before.measured is not None:
            extent, last, is_last = measured(chosen, form, before.extent, before.measured)
            return replace(before, extent=extent, measured=None if is_last else last)
        return self._written(book_id, operation.id, ContactsFile(chosen, form, before.extent), before)

    def _chosen_by(self, book_id: str, operation: Operation) -> ChosenContacts:
        revision = operation.parameters["revision"]
        options = ExportOptions.of_members(operation.parameters)
        then = Then(revision=revision, at=None, latest=revision)
        return ChosenContacts(self._store, self._past, self._romanize, book_id, options, then)

    def _written(self, book_id: str, export_id: str, file: ContactsFile, before: Progress) -> Progress:
        """Write the next piece, or the whole file if it is the only one."""
        piece = file.piece(before.place)
        after = replace(before, place=piece.place, ends=(*before.ends, piece.place.after), written=piece.is_last)
        if piece.is_last and not before.ends:
            self._files.put(book_id, export_name(export_id), piece.content)
            return replace(after, joined=1)
        self._files.put(book_id, _piece_names(export_id, after.ends)[-1], piece.content)
        return after

    def _joined(self, book_id: str, export_id: str, before: Progress) -> Progress:
        """Make the next part of the file. Raises TaskFailedError if pieces or parts are no longer there."""
        joined = Joined(parts_id=before.parts_id, joined=before.joined, tags=before.tags)
        names, size_bytes = _piece_names(export_id, before.ends), before.place.size_bytes
        after = self._joining.step(book_id, export_id, names, joined, size_bytes=size_bytes)
        return replace(before, parts_id=after.parts_id, joined=after.joined, tags=after.tags)


def _form(operation: Operation) -> CardForm:
    name = operation.parameters["form"]
    form = next((each for each in FORMS if each.name == name), None)
    if form is None:
        raise UnknownTaskError(f"an export in the form {name}")
    return form


def _progress(operation: Operation, form: CardForm) -> Progress:
    if operation.cursor:
        return Progress.of_members(operation.cursor)
    return Progress(measured="" if form.codec.has_columns else None, extent={}, place=Place())


def _piece_names(export_id: str, ends: Sequence[str]) -> Sequence[str]:
    return [piece_name(export_id, start, end) for start, end in zip(["", *ends], ends, strict=False)]


def _step(operation: Operation, after: Progress) -> Step:
    looked_at = after.place.looked_at
    is_last = after.written and after.joined == len(after.ends)
    return Step(
        cursor=after.to_members(),
        dealt_with=looked_at - operation.done,
        total=looked_at if after.written else operation.parameters["total"],
        is_last=is_last,
    )

"""One pull: list what has changed, fetch it, say for whom, import it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Any, NamedTuple, Protocol
from urllib.parse import unquote
from uuid import uuid4

from contacts.carddav.reading import AddressBookReader
from contacts.errors import RefusedError
from contacts.pulling.cards import count_cards, name_of
from contacts.pulling.differences import differences
from contacts.pulling.state import CardChange, PullState
from contacts.service.imports import MAX_FILE_BYTES, ImportOptions, ImportResult

Show = Callable[[int, int | None], None]


class Importer(Protocol):
    """What a pull needs of ``service.imports.Imports``."""

    def upload(self, content: bytes) -> str:
        """See Imports."""
        ...

    def start(self, content: bytes, upload_id: str, options: ImportOptions, *, idempotency_key: str) -> str:
        """See Imports."""
        ...

    def follow(self, import_id: str, show: Show) -> ImportResult:
        """See Imports."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChange:
    """What has changed for a person since the last pull: ``new``, ``changed`` in these ways, or ``gone``."""

    name: str
    change: str
    differences: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class PullReport:
    """What a pull found, and what became of it."""

    changes: list[PersonChange] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    failed: list[Mapping[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """Why imports ended before they were done, if any did."""
    import_ids: list[str] = field(default_factory=list)

    def add_failure(self, name: str, detail: str) -> None:
        """Add a resource that cannot even be sent."""
        self.outcomes["failed"] += 1
        self.failed.append({"row": 0, "name": name, "problem": {"detail": detail, "errors": []}})

    def add(self, result: ImportResult) -> None:
        """Add what became of a file."""
        self.outcomes.update(result.status.outcomes)
        self.failed += result.failed
        self.import_ids.append(result.status.id)
        if result.status.problem or result.status.state != "done":
            self.problems.append(result.status.problem or f"The import was {result.status.state}.")


def url_name(url: str) -> str:
    """Return the last part of a URL, by which a resource is called that has no other name."""
    return unquote(url.rstrip("/").rpartition("/")[2])


class Pull:
    """Pulls one address book. It can be stopped anywhere, and goes on from there the next time."""

    def __init__(
        self,
        reader: AddressBookReader,
        state: PullState,
        importer: Importer,
        options: ImportOptions,
    ) -> None:
        self._reader = reader
        self._state = state
        self._importer = importer
        self._options = options

    def run(self, show_fetching: Show, show_importing: Show, tell: Callable[[PersonChange], None]) -> PullReport:
        """Pull what has changed; ``tell`` hears of each person before anything is imported.

        Raises what requests to both servers raise.
        """
        report = PullReport()
        self._finish_earlier_import(report, show_importing)
        self._fetch(show_fetching)
        # An address book with pictures may be larger than the memory: only one card is looked at at a time.
        pending = []
        for change in self._noteworthy():
            person = _told(change)
            report.changes.append(person)
            tell(person)
            if change.after is None:
                continue
            if cards := count_cards(change.after):
                pending.append(_Pending(change.url, len(change.after.encode()) + 2, cards))
            else:
                report.add_failure(url_name(change.url), "There is no whole vCard in it.")
        for part in _in_files(pending, MAX_FILE_BYTES):
            self._state.put_in_file(_last_rows(part), idempotency_key=str(uuid4()), duplicates=self._options.duplicates)
            self._finish_import(report, show_importing)
        self._state.forget_gone()
        return report

    def _finish_earlier_import(self, report: PullReport, show: Show) -> None:
        """Carry out what an earlier pull began. A dry run leaves that alone, and shows what would happen without it."""
        if self._options.dry_run:
            self._state.give_up()
        try:
            self._finish_import(report, show)
        except RefusedError:
            # After a week, the service knows neither the import nor its file. Then its cards are imported anew.
            self._state.give_up()

    def _finish_import(self, report: PullReport, show: Show) -> None:
        """Carry out the import that is under way, if there is one: a pull that broke off may have sent it."""
        key = self._state.fact("idempotency_key")
        if not key:
            return
        import_id = self._state.fact("import_id") or self._start_import(key)
        result = self._importer.follow(import_id, show)
        report.add(result)
        if result.status.state == "done" and self._knows_rows(result):
            self._state.settle(row["row"] for row in result.failed)
        else:
            self._state.give_up()

    def _knows_rows(self, result: ImportResult) -> bool:
        """Whether it is certain which rows are whose. If not, all come again, which does no harm."""
        return not result.failed or sum(result.status.outcomes.values()) == self._state.rows_in_file()

    def _start_import(self, key: str) -> str:
        """Start the import that was prepared. Every step is remembered, so that the next pull repeats at most one."""
        content = self._state.file_content()
        upload_id = self._state.fact("upload_id") or self._importer.upload(content)
        self._state.remember(upload_id=upload_id)
        options = replace(self._options, duplicates=self._state.fact("duplicates"))
        import_id = self._importer.start(content, upload_id, options, idempotency_key=key)
        self._state.remember(import_id=import_id)
        return import_id

    def _fetch(self, show: Show) -> None:
        listing = self._reader.changes(self._state.known(), self._state.fact("sync_token"))
        done = 0
        for cards in self._reader.cards(listing.changed):
            self._state.store(cards)
            done += len(cards)
            show(done, len(listing.changed))
        self._state.finish_listing(listing.gone, listing.sync_token)

    def _noteworthy(self) -> Iterator[CardChange]:
        """Yield the changes that matter to people; of others, only the entity tag is remembered."""
        same = []
        for url in self._state.changed_urls():
            change = self._state.change(url)
            if change.before is None or change.after is None or differences(change.before, change.after):
                yield change
            else:
                same.append(url)
        self._state.accept(same)


def _told(change: CardChange) -> PersonChange:
    if change.after is None:
        return PersonChange(name=name_of(change.before or ""), change="gone")
    if change.before is None:
        return PersonChange(name=name_of(change.after), change="new")
    return PersonChange(
        name=name_of(change.after), change="changed", differences=tuple(differences(change.before, change.after))
    )


class _Pending(NamedTuple):
    """A resource to import: how long it is, and how many cards are in it; nearly always it is one."""

    url: str
    size_bytes: int
    cards: int


def _in_files(pending: Sequence[_Pending], max_bytes: int) -> Iterator[Sequence[_Pending]]:
    """Yield the resources of one file after the other, none of which is too long for an import."""
    part: list[_Pending] = []
    room = max_bytes
    for each in pending:
        if part and each.size_bytes > room:
            yield part
            part, room = [], max_bytes
        part.append(each)
        room -= each.size_bytes
    if part:
        yield part


def _last_rows(part: Sequence[_Pending]) -> Mapping[str, int]:
    """Return the number of the last row that each resource has in a file."""
    return dict(zip((each.url for each in part), accumulate(each.cards for each in part), strict=True))

"""What a range of an import writes: row after row, on what the book has and what the rows before have made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from shared.domain.contacts.contact import Contact, ContactDraft
from shared.domain.contacts.documents import Document
from shared.domain.contacts.identity import FOREIGN_UID, plain_uid, uids_of
from shared.domain.contacts.merging import MERGED_UIDS, merged_members
from shared.domain.contacts.rules import readable_details
from shared.domain.ids import derived_id
from shared.domain.imports import Duplicates, RowOutcome
from shared.domain.text.folding import fold_name
from shared.services.contacts.batches.items import Action, Batch, BatchItem, Success
from shared.services.exchange.known_contacts import KnownContacts
from shared.services.idempotency import sha256

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from shared.domain.errors import ContactsApiError
    from shared.domain.labels import Labels
    from shared.services.contacts.batches.items import Outcome
    from shared.services.contacts.batches.planning import BatchPlanner, RangePlan
    from shared.services.contacts.tagged import TaggedContact
    from shared.services.exchange.rows import Row
    from shared.services.ports.books import BookState
    from shared.services.ports.commits import ContactWrite


WRITTEN = frozenset({RowOutcome.CREATED, RowOutcome.MERGED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """What a row is to do: ``outcome``, to this contact. ``has_photo``: whether that shows one, but for the row's.

    Of a row that is written, the contact shows the picture of the row if it has no photo. ``is_for_picture``: that is
    all that is written.
    """

    row: Row
    outcome: RowOutcome
    contact_id: str | None = None
    has_photo: bool = False
    is_for_picture: bool = False

    @property
    def takes_picture(self) -> bool:
        """Whether the contact is to show the picture of the row."""
        return self.outcome in WRITTEN and self.row.picture is not None and not self.has_photo

    @property
    def leaves_photo(self) -> bool:
        """Whether the contact shows a photo after the row."""
        return self.has_photo or self.takes_picture or bool(self.row.draft and self.row.draft.details.photo_url)


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeOfRows:
    """What a range writes, and what becomes of its rows: perhaps only of the first ones of those that were planned."""

    writes: tuple[ContactWrite, ...]
    labels: Labels | None
    reports: Sequence[dict[str, Any]]


class RowPlanner:
    """Decides what becomes of rows, for one import of a book."""

    def __init__(self, planner: BatchPlanner, operation_id: str, duplicates: Duplicates) -> None:
        self._planner = planner
        self._operation_id = operation_id
        self._duplicates = duplicates

    def treatments(self, rows: Iterable[Row], known: KnownContacts, labels: Labels) -> Iterator[Treatment]:
        """Yield what each row is to do. What the rows before it create counts as known."""
        new = KnownContacts(with_people=known.with_people)
        for row in rows:
            treatment = self._treatment(row, new, known, labels)
            if treatment.outcome is RowOutcome.CREATED:
                assert treatment.contact_id is not None
                assert row.identity is not None
                new.put_identity(treatment.contact_id, row.identity, has_photo=treatment.leaves_photo)
            elif treatment.outcome is RowOutcome.MERGED:
                assert treatment.contact_id is not None
                assert row.identity is not None
                new.add_names(treatment.contact_id, row.identity, has_photo=treatment.leaves_photo)
            yield treatment

    def plan(self, state: BookState, treatments: Sequence[Treatment], *, at: datetime) -> RangeOfRows:
        """Return what to write for rows, on a state with the contacts that they are to be merged into.

        A row that is to be merged into any other contact writes nothing: that one is in no book, but imagined.

        Raises RaceLostError, and what reading other contacts raises.
        """
        there = {*state.contacts, *(one.contact_id for one in treatments if one.outcome is RowOutcome.CREATED)}
        items = {index: item for index, one in enumerate(treatments) if (item := _item(one, there))}
        batch = Batch(items=[items.get(index, _NOTHING) for index in range(len(treatments))], content="")
        ids = {index: str(treatments[index].contact_id) for index in items}
        plan = self._planner.plan(state, batch, ids, at=at)
        outcomes = dict(zip(items, plan.outcomes, strict=False))
        return RangeOfRows(writes=plan.writes, labels=plan.labels, reports=_reports(treatments, items, outcomes, plan))

    def _treatment(self, row: Row, new: KnownContacts, known: KnownContacts, labels: Labels) -> Treatment:
        if row.draft is None or row.identity is None:
            return Treatment(row=row, outcome=RowOutcome.FAILED)
        match, where = new.match(row.identity), new
        if match is None or not match.is_equal:
            before = known.match(row.identity)
            if match is None or (before and before.is_equal):
                match, where = before, known
        if match is None:
            return self._creation(row)
        if not match.is_equal and self._duplicates is Duplicates.ADD:
            return self._creation(row)
        has_photo = match.contact_id in new.with_photo or match.contact_id in known.with_photo
        lacks_tags = _lacks_tags(row, where.label_ids[match.contact_id], labels)
        lacks_photo = row.picture is not None and not has_photo
        if match.is_equal and not ((lacks_tags or lacks_photo) and self._duplicates is Duplicates.MERGE):
            outcome = RowOutcome.UNCHANGED
        else:
            outcome = RowOutcome.MERGED if self._duplicates is Duplicates.MERGE else RowOutcome.SKIPPED
        return Treatment(
            row=row,
            outcome=outcome,
            contact_id=match.contact_id,
            has_photo=has_photo,
            is_for_picture=match.is_equal and not lacks_tags,
        )

    def _creation(self, row: Row) -> Treatment:
        contact_id = derived_id(sha256(f"{self._operation_id}\0{row.number}"))
        return Treatment(row=row, outcome=RowOutcome.CREATED, contact_id=contact_id)


_NOTHING = BatchItem(action=Action.PATCH)
"""In the place of a row that writes nothing, so that items keep the numbers of their rows."""


def _item(treatment: Treatment, there: Container[str | None]) -> BatchItem | None:
    row = treatment.row
    if treatment.outcome is RowOutcome.CREATED:
        return BatchItem(action=Action.CREATE, draft=row.draft)
    if treatment.outcome is RowOutcome.MERGED and treatment.contact_id in there:
        return BatchItem(
            action=Action.PATCH, contact_id=str(treatment.contact_id), revise=partial(merged_draft, row=row)
        )
    return None


def merged_draft(current: TaggedContact, *, row: Row) -> ContactDraft:
    """Return the draft of a contact that has what a row says as well, by the rules by which contacts are merged.

    It is known by the uid of the row from then on, so that the row finds it again.
    """
    assert row.draft is not None
    kept = current.contact
    other = replace(kept, document=_with_new_uid(row.draft.document, row.uid, kept))
    document = Document.of(merged_members([kept, other], {}))
    names = {fold_name(tag) for tag in current.tags}
    tags = (*current.tags, *(tag for tag in row.draft.tags if fold_name(tag) not in names))
    return ContactDraft(details=readable_details(document), tags=tags)


def _with_new_uid(document: Document, uid: str, kept: Contact) -> Document:
    """Return the document of a row, in which its uid stands only if it is new to the contact, as one of several."""
    extra = {name: value for name, value in document.members.get("extra", {}).items() if name != FOREIGN_UID}
    if uid and plain_uid(uid) not in set(map(plain_uid, uids_of(kept))):
        extra[MERGED_UIDS] = [uid]
    return Document.of({**document.members, "extra": extra})


def _lacks_tags(row: Row, label_ids: tuple[str, ...], labels: Labels) -> bool:
    assert row.draft is not None
    if not row.draft.tags:
        return False
    return not {fold_name(tag) for tag in row.draft.tags} <= {fold_name(tag) for tag in labels.names_of(label_ids)}


def _reports(
    treatments: Sequence[Treatment], items: Container[int], outcomes: Mapping[int, Outcome], plan: RangePlan
) -> Sequence[dict[str, Any]]:
    """Return the reports of rows up to the first one for which there was no room."""
    written = {write.contact.id for write in plan.writes}
    refusals: dict[str | None, ContactsApiError] = {}
    reports = []
    for index, one in enumerate(treatments):
        if index in items and index not in outcomes:
            break
        outcome = outcomes.get(index)
        if outcome is not None and not isinstance(outcome, Success):
            refusals[one.contact_id] = outcome
        problem = one.row.problem or refusals.get(one.contact_id)  # also of the row that this one repeats
        if problem:
            reports.append(one.row.report(RowOutcome.FAILED, problem=problem))
        elif outcome is Success.UPDATED and one.contact_id not in written:
            reports.append(one.row.report(RowOutcome.UNCHANGED, one.contact_id))
        else:
            reports.append(one.row.report(one.outcome, one.contact_id))
    return reports

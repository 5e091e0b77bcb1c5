"""What a range of a batch writes: item after item on the state that those before have left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shared.domain.contacts.contact import ChangeKind, Contact
from shared.domain.contacts.rules import checked, require_whole
from shared.domain.errors import BookFullError, EditConflictError, FieldProblem, InvalidInputError, NotCarriedOutError
from shared.services.contacts.batches.items import Action, Batch, BatchItem, ItemError, Outcome, Success
from shared.services.contacts.completion import Completion, has_same_contents
from shared.services.contacts.tagged import live_contact, revised
from shared.services.contacts.tagging import with_room
from shared.services.ports.commits import MAX_CONTACTS_PER_RANGE, ROOM_FOR_CONTACTS_BYTES, ContactWrite

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime

    from shared.domain.contacts.contact import ContactDraft
    from shared.domain.labels import Labels
    from shared.services.contacts.relations import Relations
    from shared.services.contacts.tagged import TaggedContact
    from shared.services.ports.books import BookState, BookStore
    from shared.services.ports.phone_numbers import PhoneNumbers


class NoRoomError(Exception):
    """The item does not fit into the transaction of the items before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RangePlan:
    """What a range writes, and the outcomes of its items, which may be fewer than were asked for."""

    writes: tuple[ContactWrite, ...]
    labels: Labels | None
    outcomes: Sequence[Outcome]


class BatchPlanner:
    """Plans ranges. All of a range is written at once, so a contact that several of its items change is written once.

    Each of these items sees what those before it have done, up to the version that the contact will have.
    """

    def __init__(
        self,
        store: BookStore,
        relations: Relations,
        phone_numbers: PhoneNumbers,
        *,
        new_value_id: Callable[[], str],
        max_contacts: int,
    ) -> None:
        self.store = store
        self.relations = relations
        self.completion = Completion(phone_numbers, new_value_id)
        self.new_value_id = new_value_id
        self.max_contacts = max_contacts

    def candidates(self, batch: Batch, operation_id: str, start: int) -> dict[int, str]:
        """Return the items from ``start`` on that may fit into a range: the contact id of each, by its index."""
        ids: dict[int, str] = {}
        known: set[str] = set()
        for index in range(start, len(batch.items)):
            ids[index] = contact_id = batch.contact_id(operation_id, index)
            if batch.items[index].refusal is None:
                known.add(contact_id)
            if len(known) > MAX_CONTACTS_PER_RANGE:
                del ids[index]
                break
        return ids

    def plan(self, state: BookState, batch: Batch, ids: dict[int, str], *, at: datetime) -> RangePlan:
        """Return the plan for these items, or for the first ones of them; for all or nothing if the batch says so.

        Raises RaceLostError, and what reading other contacts raises.
        """
        draft = _RangeDraft(self, state, at)
        outcomes: list[Outcome] = []
        for index, contact_id in ids.items():
            try:
                outcomes.append(draft.apply(batch.items[index], contact_id))
            except ItemError as error:
                outcomes.append(error)
            except NoRoomError:
                if not batch.all_or_nothing:
                    break
                outcomes.append(_too_much())
        if batch.all_or_nothing and not all(isinstance(outcome, Success) for outcome in outcomes):
            return RangePlan(writes=(), labels=None, outcomes=[_skipped(outcome) for outcome in outcomes])
        labels = None if draft.labels is state.labels else draft.labels
        return RangePlan(writes=tuple(draft.writes.values()), labels=labels, outcomes=outcomes)


def _too_much() -> InvalidInputError:
    detail = f"All or nothing is for at most {MAX_CONTACTS_PER_RANGE} contacts, other ends of relations included."
    return InvalidInputError(FieldProblem(pointer="", code="too_many", detail=detail))


def _skipped(outcome: Outcome) -> Outcome:
    return NotCarriedOutError("another item failed") if isinstance(outcome, Success) else outcome


class _RangeDraft:
    """A range that is being planned: the contacts as they become, and the writes that make them so."""

    def __init__(self, planner: BatchPlanner, state: BookState, at: datetime) -> None:
        self.writes: dict[str, ContactWrite] = {}
        self.labels = state.labels
        self._planner = planner
        self._state = state
        self._contacts = dict(state.contacts)
        self._at = at
        self._used: Collection[str] | None = None

    def apply(self, item: BatchItem, contact_id: str) -> Success:
        """Add an item. Raises the errors of items, and NoRoomError; then nothing was added."""
        if item.refusal:
            raise item.refusal
        if item.action is Action.CREATE:
            write, labels = self._creation(item, contact_id)
        elif item.action is Action.DELETE:
            write, labels = self._deletion(item, contact_id), self.labels
        else:
            revision, labels = self._revision(item, contact_id)
            if revision is None:
                return Success.UPDATED
            write = revision
        self._add(write, labels, is_asked=item.action is not Action.DELETE)
        return {ChangeKind.CREATED: Success.CREATED, ChangeKind.TRASHED: Success.TRASHED}.get(
            write.kind, Success.UPDATED
        )

    @property
    def _now(self) -> BookState:
        return replace(self._state, labels=self.labels, contacts=self._contacts)

    def _creation(self, item: BatchItem, contact_id: str) -> tuple[ContactWrite, Labels]:
        assert item.draft is not None
        draft = checked(item.draft)
        label_ids, labels = self._labels_for(draft.tags)
        contact = Contact(
            id=contact_id,
            revision=0,
            document=self._planner.completion.of(draft, None, self._state),
            label_ids=label_ids,
            created_at=self._at,
            updated_at=self._at,
        )
        return ContactWrite(kind=ChangeKind.CREATED, contact=contact), labels

    def _revision(self, item: BatchItem, contact_id: str) -> tuple[ContactWrite | None, Labels]:
        tagged = live_contact(self._now, contact_id, None)
        current = tagged.contact
        draft = checked(self._draft(item, tagged), is_whole=False)
        label_ids, labels = self._labels_for(draft.tags)
        document = self._planner.completion.of(draft, current.document, self._state)
        require_whole(document)
        contact = replace(current, document=document, label_ids=label_ids)
        if has_same_contents(contact, current, self.labels):
            return None, self.labels
        contact = replace(contact, updated_at=self._at)
        return ContactWrite(kind=ChangeKind.UPDATED, contact=contact, previous=current), labels

    def _draft(self, item: BatchItem, current: TaggedContact) -> ContactDraft:
        """Return what an item makes of a contact. What it is merged with may be what items before it have made."""
        state = replace(self._state, labels=self.labels)  # the history knows the contact as it is stored
        try:
            return revised(state, current, item.revision, item.allowed, item.reconcile)
        except EditConflictError as error:
            if current.contact.id in self.writes:  # and this version may never be written
                raise EditConflictError("", error.conflicts) from error
            raise

    def _deletion(self, item: BatchItem, contact_id: str) -> ContactWrite:
        current = live_contact(self._now, contact_id, item.allowed).contact
        trashed = replace(current, trashed_at=self._at, updated_at=self._at)
        return ContactWrite(kind=ChangeKind.TRASHED, contact=trashed, previous=current)

    def _labels_for(self, tags: Sequence[str]) -> tuple[tuple[str, ...], Labels]:
        """Return the label ids of tags, and the labels; if there are too many, without those that no contact has."""
        label_ids, labels = self.labels.with_tags(tags, self._planner.new_value_id, base=self._state.labels)
        if labels is self.labels:
            return label_ids, labels
        keep = set(label_ids).union(*(contact.label_ids for contact in self._contacts.values()))
        return label_ids, with_room(labels, in_use=self._label_ids_in_use, keep=keep)

    def _label_ids_in_use(self) -> Collection[str]:
        """Read the labels of the whole book, once for all items."""
        if self._used is None:
            self._used = self._planner.store.label_ids_in_use(self._state.book, besides=())
        return self._used

    def _add(self, write: ContactWrite, labels: Labels, *, is_asked: bool) -> None:
        completed = self._planner.relations.completed(self._now, (write,), at=self._at, is_asked=is_asked)
        writes = dict(self.writes)
        for each in completed:
            writes[each.contact.id] = _joined(writes.get(each.contact.id), each)
        if self.writes and (
            len(writes) > MAX_CONTACTS_PER_RANGE
            or sum(one.size_bytes for one in writes.values()) > ROOM_FOR_CONTACTS_BYTES
        ):
            raise NoRoomError
        if write.kind is ChangeKind.CREATED:
            self._require_room(writes)
        self.writes = writes
        self.labels = labels
        revisions = {one: self._state.book.revision + place for place, one in enumerate(writes, 1)}
        for each in completed:
            contact_id = each.contact.id
            self._contacts[contact_id] = replace(writes[contact_id].contact, revision=revisions[contact_id])

    def _require_room(self, writes: dict[str, ContactWrite]) -> None:
        live = sum((one.contact.trashed_at is None) - _was_live(one) for one in writes.values())
        if self._state.book.contact_count + live > self._planner.max_contacts:
            raise BookFullError(f"a book has room for {self._planner.max_contacts} contacts")


def _was_live(write: ContactWrite) -> bool:
    return write.previous is not None and write.previous.trashed_at is None


def _joined(before: ContactWrite | None, write: ContactWrite) -> ContactWrite:
    """Return two writes of one contact, the first of which may be missing, as one."""
    if before is None:
        return write
    kind = before.kind if write.kind is ChangeKind.UPDATED else write.kind
    return replace(before, kind=kind, contact=write.contact)

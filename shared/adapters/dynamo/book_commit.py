"""A commit as one DynamoDB transaction, and what a cancelled transaction means."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynamodb.constants import ALL_OLD, STRING
from pynamodb.exceptions import CancellationReason, TransactWriteError

from shared.adapters.dynamo.attributes import all_stored
from shared.adapters.dynamo.book_items import BOOK_ITEM_ID, BookItem, LabelsItem, stored_order
from shared.adapters.dynamo.change_items import ChangeItem
from shared.adapters.dynamo.contact_items import ContactItem, NewContactItem, is_contact
from shared.adapters.dynamo.ephemeral_items import ReceiptItem, absent_or_expired
from shared.adapters.dynamo.faults import is_failed, lost_races, write_faults
from shared.adapters.dynamo.operation_writes import add_operation
from shared.domain.errors import BookFullError
from shared.services.ports.commits import check_commit
from shared.services.ports.conflicts import (
    AlreadyCreatedError,
    AlreadyDoneError,
    BookMissingError,
    OperationMovedError,
    RaceLostError,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pynamodb.expressions.condition import Condition
    from pynamodb.expressions.update import Action
    from pynamodb.transactions import TransactWrite

    from shared.adapters.dynamo.database import Database
    from shared.domain.books import Book
    from shared.domain.errors import ContactsApiError
    from shared.domain.labels import Labels
    from shared.services.ports.commits import Commit, ContactWrite

_TOKEN_LENGTH = 36


@dataclass(frozen=True, slots=True, kw_only=True)
class BookTables:
    """The models of a book's items, bound to their tables."""

    books: type[BookItem]
    labels: type[LabelsItem]
    contacts: type[ContactItem]
    new_contacts: type[NewContactItem]
    changes: type[ChangeItem]
    receipts: type[ReceiptItem]


def write(database: Database, tables: BookTables, commit: Commit) -> None:
    """Carry out a commit. Raises as BookStore.commit does, and InvalidCommitError."""
    check_commit(commit)
    try:
        with write_faults(), database.transaction(_token(commit)) as transaction:
            _fill(transaction, database, tables, commit)
    except TransactWriteError as error:
        reasons = lost_races(error)
        if reasons is None:
            raise
        raise _conflict(tables, commit, reasons) from error


def _fill(transaction: TransactWrite, database: Database, tables: BookTables, commit: Commit) -> None:
    """Add the items, receipt first, operations and head last: ``_conflict`` expects the reasons in this order.

    PynamoDB sends what is deleted first, then what is put, then what is updated. What exists is updated, so that it
    keeps what newer code stored.
    """
    if commit.receipt:
        receipt = tables.receipts.of(commit.receipt)
        transaction.save(receipt, condition=absent_or_expired(commit.at), return_values=ALL_OLD)
    if commit.labels:
        labels = tables.labels.of(commit.base.id, commit.labels)
        transaction.update(labels, actions=all_stored(labels), condition=_follows(commit.labels))
    for write in commit.writes:
        _add_contact(transaction, database, tables, commit.base, write)
        transaction.save(tables.changes.of(commit, write))
    if commit.changes_only_labels:
        transaction.save(tables.changes.of_labels(commit))
    if commit.undone:
        add_operation(transaction, database, tables.contacts.Meta.table_name, commit.base.id, commit.undone)
    if commit.operation:
        add_operation(transaction, database, tables.contacts.Meta.table_name, commit.base.id, commit.operation)
    if commit.changes_book:
        _add_head(transaction, tables, commit)


def _add_contact(
    transaction: TransactWrite, database: Database, tables: BookTables, book: Book, write: ContactWrite
) -> None:
    if write.previous is None:
        created = tables.new_contacts.created(book.id, write, book.name_order)
        returned = ALL_OLD if write.fingerprint else None
        transaction.save(created, condition=ContactItem.revision.does_not_exist(), return_values=returned)
        return
    contact = tables.contacts.of(book.id, write.contact, book.name_order)
    is_previous = ContactItem.revision == write.previous.revision
    if write.removes:
        transaction.delete(contact, condition=is_previous)
    elif write.contact.trashed_at or write.previous.trashed_at:
        from shared.adapters.dynamo.trashed_items import TrashedContactItem

        model = database.bind(TrashedContactItem, tables.contacts.Meta.table_name)
        moved = model.of(book.id, write.contact, book.name_order)
        transaction.update(moved, actions=all_stored(moved), condition=is_previous)
    else:
        transaction.update(contact, actions=all_stored(contact), condition=is_previous)


def _add_head(transaction: TransactWrite, tables: BookTables, commit: Commit) -> None:
    head = commit.result
    actions: list[Action] = [
        BookItem.book_revision.set(head.revision),
        BookItem.contact_count.set(head.contact_count),
        BookItem.last_commit_id.set(head.last_commit_id),
    ]
    if commit.labels:
        actions.append(BookItem.labels_revision.set(head.labels_revision))
    transaction.update(
        tables.books(head.id, BOOK_ITEM_ID), actions=actions, condition=_can_follow(commit), return_values=ALL_OLD
    )


def _can_follow(commit: Commit) -> Condition:
    """Return the condition on the head: that it is the one that was read, and has room.

    Its order of names is compared, too: contacts may be getting new keys, which takes no revision. If that head has
    room, the rest implies that there is, which is then not sent.
    """
    order = stored_order(commit.base.name_order)
    same_order = BookItem.name_order.does_not_exist() if order is None else BookItem.name_order == order
    unmoved: Condition = (BookItem.book_revision == commit.base.revision) & same_order
    if not commit.overfills:
        return unmoved
    has_room: Condition = BookItem.contact_count <= commit.max_contacts - commit.added
    both: Condition = unmoved & has_room
    return both


def _follows(labels: Labels) -> Condition:
    if labels.revision == 1:
        return LabelsItem.labels_revision.does_not_exist()
    return LabelsItem.labels_revision == labels.revision - 1


def _conflict(tables: BookTables, commit: Commit, reasons: Sequence[CancellationReason | None]) -> ContactsApiError:
    """Return the conflict, the most final one first.

    These are: no such book, already done, operation moved on, already created, head moved on, full.
    """
    others = list(reasons)
    head = others.pop() if commit.changes_book else None
    if is_failed(head) and not head.raw_item:
        return BookMissingError("there is no such book")
    deleted = sum(write.removes for write in commit.writes)
    if commit.receipt and is_failed(receipt := others.pop(deleted)) and receipt.raw_item:
        return AlreadyDoneError(tables.receipts.read(receipt.raw_item))
    operations = [others.pop() for write in (commit.operation, commit.undone) if write]
    if any(map(is_failed, operations)):
        return OperationMovedError("the operation has moved on")
    in_the_way = [reason.raw_item for reason in others if is_failed(reason) and reason.raw_item]
    created = next(filter(is_contact, in_the_way), None)
    if created:
        return AlreadyCreatedError(created["fingerprint"][STRING] if "fingerprint" in created else None)
    if any(others) or not (is_failed(head) and head.raw_item):
        return RaceLostError()
    return _moved_on(commit, tables.books.read(head.raw_item))


def _moved_on(commit: Commit, book: Book) -> ContactsApiError:
    """Return why the head refuses a commit that nothing else does: it has no room, or is another one by now."""
    base = commit.base
    if commit.overfills and (book.revision, book.name_order) == (base.revision, base.name_order):
        return BookFullError(f"a book has room for {commit.max_contacts} contacts")
    return RaceLostError(book)


def _token(commit: Commit) -> str:
    """Return a token that is the same for equal commits and differs for others."""
    return hashlib.sha256(repr(commit).encode(errors="surrogatepass")).hexdigest()[:_TOKEN_LENGTH]

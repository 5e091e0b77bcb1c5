"""Builds operations, the tasks that carry them out, and calendar feeds. They, too, are imported on first access."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from shared.wiring import sources
from shared.wiring.contacts import ContactsWiring

if TYPE_CHECKING:
    from shared.services.books.checking.checker import BookChecker
    from shared.services.calendars.calendars import Calendars
    from shared.services.calendars.feeds import CalendarFeeds
    from shared.services.contacts.batches.planning import BatchPlanner
    from shared.services.contacts.batches.running import Batches
    from shared.services.contacts.due_trash import DuePurges
    from shared.services.contacts.label_assignment import LabelAssigner
    from shared.services.contacts.label_removal import LabelRemover
    from shared.services.contacts.past.restoring import BookRestorer
    from shared.services.contacts.purging import TrashPurger
    from shared.services.contacts.undoing import Undoer
    from shared.services.operations.reading import Operations
    from shared.services.operations.running import TaskRunner
    from shared.services.operations.starting import OperationStarter
    from shared.services.operations.tasks import Task, Tasks
    from shared.services.ports.history import HistoryEraser
    from shared.services.ports.operations import OperationStore, TaskQueue
    from shared.services.ports.trash import DueTrash
    from shared.services.relaying import Relay
    from shared.wiring.calendars import CalendarsWiring


class OperationsWiring(ContactsWiring):
    """Operations, each part built on first access and kept for the lifetime of the process."""

    @cached_property
    def calendaring(self) -> CalendarsWiring:
        """Feeds and their calendars."""
        from shared.wiring.calendars import CalendarsWiring

        return CalendarsWiring(self)

    @property
    def calendar_feeds(self) -> CalendarFeeds:
        """Feeds of books."""
        return self.calendaring.feeds

    @property
    def calendars(self) -> Calendars:
        """The calendars that feeds show."""
        return self.calendaring.calendars

    @cached_property
    def operation_store(self) -> OperationStore:
        """Operations of several changes."""
        from shared.adapters.dynamo.operation_store import DynamoOperationStore

        return DynamoOperationStore(self.database, contacts_table=self.settings.contacts_table)

    @cached_property
    def task_queue(self) -> TaskQueue:
        """The queue of tasks."""
        from shared.adapters.sqs_tasks import SqsTaskQueue

        return SqsTaskQueue(self.aws, queue_url=self.settings.tasks_queue_url)

    @cached_property
    def operation_starter(self) -> OperationStarter:
        """Starting of operations that go on in the background."""
        from shared.services.operations.starting import OperationStarter

        return OperationStarter(
            self.operation_store, self.book_writer, self.task_queue, now=sources.now, new_id=sources.new_id
        )

    @cached_property
    def operations(self) -> Operations:
        """Reading and cancelling of operations."""
        from shared.services.operations.reading import Operations

        return Operations(self.operation_store, self.book_store, now=sources.now)

    @cached_property
    def batches(self) -> Batches:
        """Several changes of contacts in one request; the phone number library is loaded here."""
        from shared.services.contacts.batches.running import Batches

        self.phone_numbers.is_region("")
        return Batches(
            self.operation_store,
            self.book_writer,
            self.batch_planner,
            timing=self.timing,
            now=sources.now,
            new_id=sources.new_id,
        )

    @cached_property
    def batch_planner(self) -> BatchPlanner:
        """What plans several changes of contacts."""
        from shared.services.contacts.batches.planning import BatchPlanner

        return BatchPlanner(
            self.book_store,
            self.relations,
            self.phone_numbers,
            new_value_id=sources.new_value_id,
            max_contacts=self.settings.max_contacts,
        )

    @cached_property
    def task_runner(self) -> TaskRunner:
        """Carrying out of tasks."""
        from shared.services.operations.running import TaskRunner

        return TaskRunner(
            self.operation_store,
            self.book_writer,
            self.task_queue,
            self.tasks,
            now=sources.now,
            new_id=sources.new_id,
        )

    @cached_property
    def relay(self) -> Relay:
        """Publishing of changes."""
        from shared.services.relaying import Relay

        return Relay(self.event_bus, timing=self.timing)

    @property
    def tasks(self) -> Tasks:
        """The tasks that this code knows, by kind; each is made when an operation needs it."""
        from shared.domain.operations import OperationKind

        purging = (OperationKind.EMPTY_TRASH, OperationKind.ERASE_CONTACT, OperationKind.PURGE_TRASH)
        return {
            OperationKind.FILL_PHONE_NUMBERS: self._phone_filling,
            OperationKind.FIND_DUPLICATES: self._duplicate_search,
            OperationKind.ORDER_NAMES: self._name_ordering,
            OperationKind.DELETE_LABEL: self._label_removal,
            OperationKind.MERGE_LABELS: self._label_removal,
            OperationKind.UNDO: self._undoing,
            OperationKind.ASSIGN_LABEL: self._label_assignment,
            OperationKind.RESTORE_BOOK: self._book_restoring,
            **dict.fromkeys(purging, self._purging),
        }

    @cached_property
    def book_checker(self) -> BookChecker:
        """The check of books."""
        from shared.services.books.checking.checker import BookChecker

        return BookChecker(self.book_store, self.operation_store, now=sources.now)

    @cached_property
    def history_eraser(self) -> HistoryEraser:
        """Erasing of content from the history."""
        from shared.adapters.dynamo.history_eraser import DynamoHistoryEraser

        return DynamoHistoryEraser(self.database, changes_table=self.settings.changes_table)

    @cached_property
    def trash_purger(self) -> TrashPurger:
        """Removal of contacts in the trash."""
        from shared.services.contacts.purging import TrashPurger

        return TrashPurger(self.book_store, self.operation_starter, now=sources.now)

    @cached_property
    def label_remover(self) -> LabelRemover:
        """Deletion and merging of labels."""
        from shared.services.contacts.label_removal import LabelRemover

        return LabelRemover(self.book_store, self.operation_starter)

    @cached_property
    def label_assigner(self) -> LabelAssigner:
        """Assignment of labels to many contacts."""
        from shared.services.contacts.label_assignment import LabelAssigner

        return LabelAssigner(self.book_store, self.operation_starter)

    def _label_assignment(self) -> Task:
        from shared.services.contacts.label_assignment import LabelAssignment

        return LabelAssignment(self.book_store, self.romanize, now=sources.now)

    def _label_removal(self) -> Task:
        from shared.services.contacts.label_removal import LabelRemoval

        def follow_merge(book_id: str, label_id: str) -> None:
            self.view_writer.follow_merge(book_id, label_id)
            self.calendar_feeds.follow_merge(book_id, label_id)

        return LabelRemoval(self.book_store, follow_merge, now=sources.now)

    @cached_property
    def undoer(self) -> Undoer:
        """Undoing of operations."""
        from shared.services.contacts.undoing import Undoer

        return Undoer(self.book_store, self.operations, self.operation_starter)

    def _undoing(self) -> Task:
        from shared.services.contacts.undo_task import Undoing

        return Undoing(self.book_store, self.relations, now=sources.now)

    @cached_property
    def book_restorer(self) -> BookRestorer:
        """Taking books back to a moment."""
        from shared.services.contacts.past.preview import RestorePreviews
        from shared.services.contacts.past.restoring import BookRestorer

        return BookRestorer(
            self.book_store,
            self.operation_store,
            self.operation_starter,
            self.past.moments,
            self.past.labels,
            RestorePreviews(self.book_store, self.past.labels, now=sources.now),
        )

    def _book_restoring(self) -> Task:
        from shared.services.contacts.past.restore_task import BookRestoring

        return BookRestoring(self.book_store, self.past.labels, self.relations, now=sources.now)

    @cached_property
    def due_trash(self) -> DueTrash:
        """What in the trash is to be removed for good."""
        from shared.adapters.dynamo.due_trash import DynamoDueTrash

        return DynamoDueTrash(self.database, contacts_table=self.settings.contacts_table)

    @cached_property
    def due_purges(self) -> DuePurges:
        """Daily removal of what has been in the trash for too long."""
        from shared.services.contacts.due_trash import DuePurges

        return DuePurges(self.due_trash, self.operation_starter, now=sources.now, shuffle=sources.randomness.shuffle)

    def _purging(self) -> Task:
        from shared.services.contacts.purging import Purging

        return Purging(self.book_store, self.history_eraser, self.stored_photos)

    def _duplicate_search(self) -> Task:
        from shared.services.contacts.duplicate_search import DuplicateSearch

        return DuplicateSearch(self.book_store, self.duplicate_store, now=sources.now)

    def _name_ordering(self) -> Task:
        from shared.services.contacts.name_ordering import NameOrdering

        return NameOrdering(self.name_orders)

    def _phone_filling(self) -> Task:
        from shared.services.contacts.phone_filling import PhoneFilling

        return PhoneFilling(self.book_store, self.phone_numbers, now=sources.now)

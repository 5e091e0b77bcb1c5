"""Builds the use cases of files of contacts. They, too, are imported on first access."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from shared.wiring import sources
from shared.wiring.operations import OperationsWiring

if TYPE_CHECKING:
    from shared.services.exchange.export_task import Exporting
    from shared.services.exchange.exporting import Exporter
    from shared.services.exchange.exports import Exports, MadeExports
    from shared.services.exchange.formats import Registry
    from shared.services.exchange.importing import Importer, Imports
    from shared.services.exchange.reports import RowReports
    from shared.services.exchange.rows import Fit
    from shared.services.operations.tasks import Task, Tasks
    from shared.services.ports.exchange_files import ExchangeFiles


class ExchangeWiring(OperationsWiring):
    """Use cases of files of contacts, each built on first access and kept for the lifetime of the process."""

    @cached_property
    def exchange_files(self) -> ExchangeFiles:
        """Files that people bring and fetch."""
        from shared.adapters.s3_exchange_files import S3ExchangeFiles

        return S3ExchangeFiles(
            self.aws,
            bucket=self.settings.exchange_bucket,
            now=sources.now,
            links_url=self.settings.exchange_links_url,
            own_url=self.settings.aws_endpoint_url,
        )

    @cached_property
    def formats(self) -> Registry:
        """The formats that are read; the reader of each is loaded when there is a file to read."""
        from shared.services.exchange.formats import FORMATS, Formats

        return Formats(FORMATS)

    @cached_property
    def fit(self) -> Fit:
        """What makes contacts of cards."""
        from shared.domain.cards.fitting import to_draft

        return to_draft

    @cached_property
    def importer(self) -> Importer:
        """What starts imports."""
        from shared.services.exchange.importing import Importer

        return Importer(self.exchange_files, self.formats, self.operation_starter, new_id=sources.new_id)

    @cached_property
    def imports(self) -> Imports:
        """Reads of imports."""
        from shared.services.exchange.importing import Imports

        return Imports(self.operation_store, self.row_reports, now=sources.now)

    @cached_property
    def exporter(self) -> Exporter:
        """What starts exports."""
        from shared.services.exchange.exporting import Exporter

        return Exporter(
            self.book_store,
            self.view_reader,
            self.past.moments,
            self.operation_starter,
            self._exporting,
            now=sources.now,
            new_id=sources.new_id,
        )

    @cached_property
    def made_exports(self) -> MadeExports:
        """Exports of any kind."""
        from shared.services.exchange.exports import MadeExports

        return MadeExports(self.operation_store, self.exchange_files, now=sources.now)

    @cached_property
    def exports(self) -> Exports:
        """Reads of exports."""
        from shared.services.exchange.exports import Exports

        return Exports(self.made_exports, self.book_reader)

    @cached_property
    def row_reports(self) -> RowReports:
        """What became of rows."""
        from shared.services.exchange.reports import RowReports

        return RowReports(self.exchange_files)

    @property
    def tasks(self) -> Tasks:
        """The tasks that this code knows, by kind; each is made when an operation needs it."""
        from shared.domain.operations import OperationKind

        return {
            **super().tasks,
            OperationKind.IMPORT_CONTACTS: self._importing,
            OperationKind.EXPORT_CONTACTS: self._exporting,
            OperationKind.EXPORT_ACCOUNT: self._account_exporting,
        }

    def _exporting(self) -> Exporting:
        from shared.services.exchange.export_task import Exporting

        return Exporting(self.book_store, self.past.contacts, self.exchange_files, self.romanize)

    def _account_exporting(self) -> Task:
        from shared.services.exchange.account_export_task import AccountExporting
        from shared.services.exchange.account_files import Shelf
        from shared.services.exchange.picture_stores import PictureStores

        pictures = PictureStores(
            register=lambda: self.photo_register,
            photos=lambda: self.photo_store,
            avatars=lambda: self.avatar_store,
        )
        shelf = Shelf(
            store=self.book_store,
            past=self.past.contacts,
            operations=self.operation_store,
            views=self.view_store,
            feeds=self.calendar_feed_store,
            duplicates=self.duplicate_store,
            pictures=pictures,
            romanize=self.romanize,
        )
        return AccountExporting(shelf, self.exchange_files)

    def _importing(self) -> Task:
        from shared.domain.limits import IMPORTED_PHOTOS
        from shared.services.contacts.changed_contacts import ChangedContacts
        from shared.services.exchange.import_task import Importing
        from shared.services.exchange.known_contacts import BookKnowledge
        from shared.services.exchange.row_pictures import PictureKeeper

        def count_photos(account_id: str, count: int) -> object:
            return self.limiter.take(IMPORTED_PHOTOS, account_id, count=count)

        changed = ChangedContacts(self.book_reader, self.book_feed)
        return Importing(
            self.exchange_files,
            self.row_reports,
            self.formats,
            self.fit,
            BookKnowledge(self.book_feed, changed, timing=self.timing),
            self.batch_planner,
            PictureKeeper(self.stored_photos, count_photos),
            now=sources.now,
        )

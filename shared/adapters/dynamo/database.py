"""Binds PynamoDB models to tables at run time: names, region and endpoint are settings, not part of a model."""

from __future__ import annotations

import uuid
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.connection import Connection
from pynamodb.exceptions import PynamoDBException
from pynamodb.models import MetaModel, Model
from pynamodb.transactions import TransactWrite

from shared.adapters.aws.transport import ClientConfig

if TYPE_CHECKING:
    from collections.abc import Callable

M = TypeVar("M", bound=Model)

PATIENT = ClientConfig(connect_seconds=1.0, read_seconds=3.0, max_attempts=3)
IMPATIENT = ClientConfig(connect_seconds=1.0, read_seconds=1.0, max_attempts=1)
"""For requests that the caller can do without."""


class Client(Protocol):
    """Carries out operations with botocore's names, shapes and errors. Thread-safe."""

    def _make_api_call(self, operation_name: str, operation_kwargs: dict[str, Any]) -> dict[str, Any]: ...


class _ClientConnection(Connection):
    """A PynamoDB connection over a given client, instead of one it creates."""

    def __init__(self, client: Client) -> None:
        super().__init__()
        self._given = client

    @property
    def client(self) -> Any:
        return self._given

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._given!r})"


class Database:
    """Tables reached through one client, which therefore share its connections. Thread-safe."""

    def __init__(self, client: Client, *, connect: Callable[[], None] | None = None) -> None:
        """Use ``client``; ``connect`` opens its connection without a request, if the client can do so."""
        self.connection: Connection = _ClientConnection(client)
        self._connect = connect
        self._bound: dict[tuple[type[Model], str], type[Model]] = {}
        self._lock = Lock()

    def bind(self, model: type[M], table_name: str) -> type[M]:
        """Return a subclass of ``model`` whose instances live in the table of that name in this database.

        Models that share a table declare the same keys and indexes. Binding sends no request.
        """
        key = (model, table_name)
        with self._lock:
            if key not in self._bound:
                self._bound[key] = self._subclass(model, table_name)
            return cast("type[M]", self._bound[key])

    def _subclass(self, model: type[Model], table_name: str) -> type[Model]:
        members = {
            "__module__": model.__module__,
            "Meta": type("Meta", (), {"table_name": table_name}),
            "DoesNotExist": model.DoesNotExist,  # a class of its own would escape `except Model.DoesNotExist`
        }
        bound = cast("type[Model]", MetaModel(model.__name__, (model,), members))
        table = bound._get_connection()  # noqa: SLF001 - PynamoDB has no public way to share a connection
        if all(table_name != name for _, name in self._bound):
            self.connection.add_meta_table(table.get_meta_table())
        table.connection = self.connection
        return bound

    def transaction(self, token: str | None = None) -> TransactWrite:
        """Return a transaction to fill in a ``with`` block, at the end of which it is sent.

        It is carried out once, however often the client has to send it. With a ``token`` (at most 36 characters), so
        are all transactions of 10 minutes that have this one. If it is cancelled, the reasons come in the order in
        which PynamoDB sends the items: condition checks, deletes, puts, updates.
        """
        return TransactWrite(connection=self.connection, client_request_token=token or str(uuid.uuid4()))

    def warm(self) -> None:
        """Open the connection ahead of the first request; if necessary, by reading an item that no table contains."""
        if not self._bound:
            return
        # A failure is left for the first request to report. Even a refusal arrives over a connection that is then open.
        with suppress(PynamoDBException, BotoCoreError, ClientError):
            if self._connect is not None:
                self._connect()
            else:
                self._read_nothing()

    def _read_nothing(self) -> None:
        _, table_name = next(iter(self._bound))
        names = self.connection.get_meta_table(table_name).get_key_names()
        self.connection.get_item(table_name, "-", range_key="-" if len(names) > 1 else None)

"""The real client against real sockets that misbehave."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread

import pytest

from shared.adapters.dynamo import client
from shared.adapters.dynamo.book_store import DynamoBookStore
from shared.adapters.dynamo.database import Database
from shared.domain.books import Book
from shared.domain.errors import OutcomeUnknownError, StoreUnavailableError
from tests.contracts.pen import commit_of, creation, new_contact

Behaviour = Callable[[socket.socket], None]


def answering(status: str, body: str, *, length: int | None = None) -> Behaviour:
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length or len(body)}\r\n\r\n"
    return lambda connection: connection.sendall((head + body).encode())


def closing(_: socket.socket) -> None:
    """Read the request and hang up."""


def silent(connection: socket.socket) -> None:
    """Wait until the other side has had enough."""
    connection.recv(1)


UNANSWERED: dict[str, Behaviour] = {
    "closes": closing,
    "says nothing": silent,
    "is a gateway without a database": answering("503 Service Unavailable", "<html>no</html>"),
    "fails": answering("500 Internal Server Error", '{"__type": "com.amazonaws#InternalServerError"}'),
    "breaks off": answering("200 OK", "{", length=100),
    "is no HTTP server": lambda connection: connection.sendall(b"220 mail.example.com ESMTP\r\n"),
}
THROTTLING = answering("400 Bad Request", '{"__type": "com.amazonaws.dynamodb#ThrottlingException"}')
EMPTY = answering("200 OK", "{}")


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "READ_TIMEOUT_SECONDS", 0.2)
    monkeypatch.setattr(client, "MAX_ATTEMPTS", 1)


@contextmanager
def server(*behaviours: Behaviour) -> Iterator[str]:
    """Serve one request a connection, each as the next behaviour says; yields the address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            for behave in behaviours:
                connection, _ = listener.accept()
                with connection, suppress(OSError):
                    read_request(connection)
                    behave(connection)

        thread = Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        thread.join()


def read_request(connection: socket.socket) -> None:
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65_536)
    head, _, body = received.partition(b"\r\n\r\n")
    [length] = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    missing = int(length) - len(body)
    while missing > 0:
        missing -= len(connection.recv(65_536))


def store_at(endpoint_url: str) -> DynamoBookStore:
    database = Database(client.open_client(region="us-east-1", endpoint_url=endpoint_url))
    return DynamoBookStore(database, contacts_table="a", changes_table="b", ephemeral_table="c")


def commit(store: DynamoBookStore) -> None:
    store.commit(commit_of(Book(id="book"), creation(new_contact())))


@pytest.mark.parametrize("behaviour", UNANSWERED)
def test_a_write_to_a_server_that_does_not_answer_is_in_doubt(behaviour: str) -> None:
    with server(UNANSWERED[behaviour]) as endpoint_url, pytest.raises(OutcomeUnknownError):
        commit(store_at(endpoint_url))


@pytest.mark.parametrize("behaviour", UNANSWERED)
def test_a_server_that_does_not_answer_cannot_be_read(behaviour: str) -> None:
    with server(UNANSWERED[behaviour]) as endpoint_url, pytest.raises(StoreUnavailableError):
        store_at(endpoint_url).get_contact("book", "contact")


def test_where_nobody_listens_nothing_can_be_read_or_written() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        endpoint_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with pytest.raises(StoreUnavailableError):
        store_at(endpoint_url).get_labels("book")
    with pytest.raises(OutcomeUnknownError):
        commit(store_at(endpoint_url))


def test_a_write_that_is_throttled_was_not_written() -> None:
    with server(THROTTLING) as endpoint_url, pytest.raises(StoreUnavailableError) as refused:
        commit(store_at(endpoint_url))
    assert not isinstance(refused.value, OutcomeUnknownError)


def test_a_connection_that_breaks_once_is_not_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "MAX_ATTEMPTS", 2)
    with server(closing, EMPTY) as endpoint_url:
        assert store_at(endpoint_url).get_contact("book", "contact") is None


def test_a_throttled_write_is_in_doubt_when_an_earlier_try_got_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "MAX_ATTEMPTS", 2)
    with server(closing, THROTTLING) as endpoint_url, pytest.raises(OutcomeUnknownError):
        commit(store_at(endpoint_url))

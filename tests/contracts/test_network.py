"""The real clients against real sockets that misbehave."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest

from local.stand_in import REGION
from shared.adapters.aws.botocore_transport import BotocoreTransport
from shared.adapters.aws.transport import ClientConfig, Transport
from shared.adapters.dynamo.book_store import DynamoBookStore
from shared.adapters.dynamo.database import Database
from shared.domain.books import Book
from shared.domain.errors import OutcomeUnknownError, StoreUnavailableError
from tests.support.book_builder import commit_of, creation, new_contact
from tests.support.misbehaving_server import Behaviour, answering, closing, resetting, server, silent
from tests.support.transports import lean_transport

UNANSWERED: dict[str, Behaviour] = {
    "closes": closing,
    "breaks the connection": resetting,
    "says nothing": silent,
    "is a gateway without a database": answering("503 Service Unavailable", "<html>no</html>"),
    "fails": answering("500 Internal Server Error", '{"__type": "com.amazonaws#InternalServerError"}'),
    "breaks off": answering("200 OK", "{", length=100),
    "is no HTTP server": lambda connection: connection.sendall(b"220 mail.example.com ESMTP\r\n"),
}
THROTTLING = answering("400 Bad Request", '{"__type": "com.amazonaws.dynamodb#ThrottlingException"}')
EMPTY = answering("200 OK", "{}")


Open = Callable[..., DynamoBookStore]


@pytest.fixture(params=["lean", "botocore"])
def store_at(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Open:
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda _: None)

    def store_at(endpoint_url: str, *, attempts: int = 1) -> DynamoBookStore:
        transport: Transport = (
            lean_transport(endpoint_url)
            if request.param == "lean"
            else BotocoreTransport(region=REGION, endpoint_url=endpoint_url)
        )
        patience = ClientConfig(connect_seconds=1.0, read_seconds=0.6, max_attempts=attempts)
        database = Database(transport.client("dynamodb", patience))
        return DynamoBookStore(database, contacts_table="a", changes_table="b", ephemeral_table="c")

    return store_at


def commit(store: DynamoBookStore) -> None:
    store.commit(commit_of(Book(id="book"), creation(new_contact())))


@pytest.mark.parametrize("behaviour", UNANSWERED)
def test_a_write_to_a_server_that_does_not_answer_is_in_doubt(store_at: Open, behaviour: str) -> None:
    with server([UNANSWERED[behaviour]]) as aws, pytest.raises(OutcomeUnknownError):
        commit(store_at(aws.url))


@pytest.mark.parametrize("behaviour", UNANSWERED)
def test_a_server_that_does_not_answer_cannot_be_read(store_at: Open, behaviour: str) -> None:
    with server([UNANSWERED[behaviour]]) as aws, pytest.raises(StoreUnavailableError):
        store_at(aws.url).has_committed("book", 1, "commit")


def test_where_nobody_listens_nothing_can_be_read_or_written(store_at: Open) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        endpoint_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with pytest.raises(StoreUnavailableError):
        store_at(endpoint_url).get_labels("book")
    with pytest.raises(OutcomeUnknownError):
        commit(store_at(endpoint_url))


def test_a_write_that_is_throttled_was_not_written(store_at: Open) -> None:
    with server([THROTTLING]) as aws, pytest.raises(StoreUnavailableError) as refused:
        commit(store_at(aws.url))
    assert not isinstance(refused.value, OutcomeUnknownError)


def test_a_connection_that_breaks_once_is_not_noticed(store_at: Open) -> None:
    with server([closing], [EMPTY]) as aws:
        assert store_at(aws.url, attempts=2).has_committed("book", 1, "commit") is False


def test_a_throttled_write_is_in_doubt_when_an_earlier_try_got_no_answer(store_at: Open) -> None:
    with server([closing], [THROTTLING]) as aws, pytest.raises(OutcomeUnknownError):
        commit(store_at(aws.url, attempts=2))

"""Keys are fetched from the endpoint of a container, and renewed before they end."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import CredentialRetrievalError

from shared.adapters.aws.container_credentials import (
    MAX_RESPONSE_BYTES,
    PAUSE_SECONDS,
    RELATIVE_TO,
    RENEWED_BEFORE_SECONDS,
    ContainerCredentials,
    read_authorization,
)
from shared.adapters.aws.transport import ClientConfig
from shared.adapters.dynamo.book_store import DynamoBookStore
from shared.adapters.dynamo.database import Database
from shared.domain.books import Book
from shared.domain.errors import StoreUnavailableError
from tests.support.book_builder import commit_of, creation, new_contact
from tests.support.clock import SecondsClock
from tests.support.misbehaving_server import Behaviour, Server, answering, closing, resetting, server, silent
from tests.support.transports import lean_transport

NOON = datetime(2026, 5, 17, 12, tzinfo=UTC).timestamp()
HOUR = 3_600.0
PATIENCE = ClientConfig(connect_seconds=1.0, read_seconds=1.0, max_attempts=1)


@pytest.fixture
def clock() -> SecondsClock:
    return SecondsClock(NOON)


def body(number: int = 1, *, until: float = NOON + HOUR, **more: Any) -> str:
    end = datetime.fromtimestamp(until, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    keys = {"AccessKeyId": f"ASIA{number}", "SecretAccessKey": f"secret{number}", "Token": f"token{number}"}
    return json.dumps({**keys, "Expiration": end} | more)


def keys(number: int = 1, *, until: float = NOON + HOUR) -> Behaviour:
    return answering("200 OK", body(number, until=until))


def credentials_at(
    aws: Server, clock: Callable[[], float], *, token: str = "", waits: list[float] | None = None
) -> ContainerCredentials:
    wait = (waits if waits is not None else []).append
    return ContainerCredentials(aws.url + "/v1/keys?id=1", authorization=lambda: token, clock=clock, wait=wait)


def test_keys_are_fetched_once_and_kept(clock: SecondsClock) -> None:
    with server([keys()]) as aws:
        credentials = credentials_at(aws, clock, token="Bearer x")
        found = [credentials.current() for _ in range(3)]
    assert {(each.key_id, each.secret, each.session_token) for each in found} == {("ASIA1", "secret1", "token1")}
    [[request]] = aws.connections
    assert request.startswith(b"GET /v1/keys?id=1 HTTP/1.1\r\n")
    assert b"\r\nAuthorization: Bearer x\r\n" in request


def test_an_endpoint_that_wants_no_token_is_shown_none(clock: SecondsClock) -> None:
    with server([keys()]) as aws:
        credentials_at(aws, clock).current()
    assert b"Authorization" not in aws.connections[0][0]


def test_keys_are_renewed_before_they_end(clock: SecondsClock) -> None:
    with server([keys(1)], [keys(2, until=NOON + 2 * HOUR)]) as aws:
        credentials = credentials_at(aws, clock)
        credentials.current()
        clock.seconds = NOON + HOUR - RENEWED_BEFORE_SECONDS - 1
        assert credentials.current().key_id == "ASIA1"
        clock.seconds += 1
        assert credentials.current().key_id == "ASIA2"
        assert credentials.current().key_id == "ASIA2"


def test_keys_that_have_ended_are_not_used(clock: SecondsClock) -> None:
    with server([keys(1)], [keys(2, until=NOON + 9 * HOUR)]) as aws:
        credentials = credentials_at(aws, clock)
        credentials.current()
        clock.seconds += 8 * HOUR
        assert credentials.current().key_id == "ASIA2"


def test_requests_are_signed_with_the_keys_of_the_day(clock: SecondsClock) -> None:
    fine = answering("200 OK", "{}")
    with server([keys(1)], [keys(2, until=NOON + 9 * HOUR)]) as container, server([fine], [fine]) as aws:
        client = lean_transport(aws.url, credentials=credentials_at(container, clock), clock=clock).client(
            "dynamodb", PATIENCE
        )
        client.call("GetItem", {})
        clock.seconds += 8 * HOUR
        client.call("GetItem", {})
    [first], [second] = aws.connections
    assert b"Credential=ASIA1/" in first
    assert b"x-amz-security-token: token1\r\n" in first
    assert b"Credential=ASIA2/" in second
    assert b"x-amz-security-token: token2\r\n" in second


def test_keys_that_do_not_live_long_are_not_fetched_for_every_request(clock: SecondsClock) -> None:
    until = NOON + RENEWED_BEFORE_SECONDS - 1
    with server([keys(1, until=until)], [keys(2, until=until)]) as aws:
        credentials = credentials_at(aws, clock)
        for _ in range(3):
            assert credentials.current().key_id == "ASIA1"
        clock.seconds += PAUSE_SECONDS
        assert credentials.current().key_id == "ASIA2"


@pytest.mark.parametrize("trouble", [closing, resetting, answering("500 No", "{}"), answering("200 OK", "<html>")])
def test_an_endpoint_that_fails_once_is_asked_again(clock: SecondsClock, trouble: Behaviour) -> None:
    waits: list[float] = []
    with server([trouble], [keys()]) as aws:
        assert credentials_at(aws, clock, waits=waits).current().key_id == "ASIA1"
    assert waits == [1.0]


@pytest.mark.parametrize(
    "answer",
    [
        "{}",
        "[]",
        "null",
        body(AccessKeyId=1),
        body(Expiration="tomorrow"),
        body(Expiration=None),
        body(Token="line\nbreak"),
        body(More="x" * MAX_RESPONSE_BYTES),
        json.dumps({"code": "secret1"}),
    ],
)
def test_an_endpoint_that_makes_no_sense_is_told_of_and_not_quoted(clock: SecondsClock, answer: str) -> None:
    with server(*[[answering("200 OK", answer)]] * 3) as aws, pytest.raises(CredentialRetrievalError) as failed:
        credentials_at(aws, clock).current()
    assert "secret1" not in str(failed.value)
    assert failed.value.__cause__ is None


def test_keys_that_had_ended_before_they_came_are_refused(clock: SecondsClock) -> None:
    with server([keys(until=NOON)]) as aws, pytest.raises(CredentialRetrievalError, match="expired"):
        credentials_at(aws, clock).current()


def test_an_endpoint_that_says_nothing_is_not_waited_for(clock: SecondsClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.adapters.aws.container_credentials.TIMEOUT_SECONDS", 0.05)
    with server(*[[silent]] * 3) as aws, pytest.raises(CredentialRetrievalError, match="TimeoutError"):
        credentials_at(aws, clock).current()


def test_without_keys_of_the_container_the_database_is_unavailable(clock: SecondsClock) -> None:
    with server(*[[closing]] * 6) as container:
        transport = lean_transport(credentials=credentials_at(container, clock))
        database = Database(transport.client("dynamodb", PATIENCE))
        store = DynamoBookStore(database, contacts_table="a", changes_table="b", ephemeral_table="c")
        with pytest.raises(StoreUnavailableError, match="CredentialRetrievalError"):
            store.has_committed("book", 1, "commit")
        with pytest.raises(StoreUnavailableError, match="CredentialRetrievalError"):
            store.commit(commit_of(Book(id="book"), creation(new_contact())))


def test_keys_that_cannot_be_renewed_serve_until_they_end(
    clock: SecondsClock, capsys: pytest.CaptureFixture[str]
) -> None:
    with server([keys()], *[[closing]] * 6) as aws:
        credentials = credentials_at(aws, clock)
        credentials.current()
        clock.seconds += HOUR - RENEWED_BEFORE_SECONDS
        for _ in range(3):
            assert credentials.current().key_id == "ASIA1"
        assert len(aws.connections) == 4, "nobody asks again at once"
        clock.seconds = NOON + HOUR
        with pytest.raises(CredentialRetrievalError):
            credentials.current()
    line = json.loads(capsys.readouterr().out)
    assert (line["level"], line["reason"]) == ("WARNING", "CredentialRetrievalError")


def test_threads_that_come_together_fetch_once(clock: SecondsClock) -> None:
    with server([keys()]) as aws:
        credentials = credentials_at(aws, clock)
        with ThreadPoolExecutor(16) as threads:
            assert {each.key_id for each in threads.map(lambda _: credentials.current(), range(64))} == {"ASIA1"}
    assert len(aws.connections) == 1


def test_nobody_waits_while_another_thread_renews_keys_that_are_still_good(clock: SecondsClock) -> None:
    with server([keys()]) as aws:
        credentials = credentials_at(aws, clock)
        credentials.current()
        clock.seconds += HOUR - 1
        with credentials._lock:
            assert credentials.current().key_id == "ASIA1"


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.170.2/v2/credentials",
        "http://169.254.170.23/v1/credentials",
        "http://[fd00:ec2::23]/v1/credentials",
        "http://127.0.0.1:9001/2018-06-01/credentials",
        "http://127.8.8.8/",
        "http://[::1]/",
        "http://localhost:80/",
        "https://credentials.example.com/",
        RELATIVE_TO + "/v2/credentials",
    ],
)
def test_keys_may_come_from_this_machine_or_over_tls(url: str, clock: SecondsClock) -> None:
    ContainerCredentials(url, authorization=str, clock=clock, wait=lambda _: None)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://[fd00:ec2::23]/v1/credentials", ("fd00:ec2::23", 80)),
        ("http://[::1]:9001/", ("::1", 9001)),
        ("http://169.254.170.23/v1/credentials", ("169.254.170.23", 80)),
        ("https://[2001:db8::1]/", ("2001:db8::1", 443)),
        ("https://credentials.example.com:8443/", ("credentials.example.com", 8443)),
    ],
)
def test_keys_are_asked_for_at_the_address_of_the_url(
    url: str, address: tuple[str, int], clock: SecondsClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def refuse(to: tuple[str, int], *_: object) -> socket.socket:
        asked.append(to)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(CredentialRetrievalError):
        ContainerCredentials(url, authorization=str, clock=clock, wait=lambda _: None).current()
    assert asked == [address] * 3


@pytest.mark.parametrize(
    "url",
    [
        "http://credentials.example.com/",
        "http://169.254.169.254/",
        "http://10.0.0.1/",
        "http://localhost.example.com/",
        "ftp://localhost/",
        "file:///etc/keys",
        "/v2/credentials",
        "",
    ],
)
def test_keys_never_come_in_the_clear_over_a_network(url: str, clock: SecondsClock) -> None:
    with pytest.raises(ValueError, match="neither https nor on this machine"):
        ContainerCredentials(url, authorization=str, clock=clock, wait=lambda _: None)


def test_a_token_in_a_file_is_read_whenever_it_is_needed(tmp_path: Path) -> None:
    file = tmp_path / "token"
    for token in ("first", "second"):
        file.write_text(f"{token}\n", encoding="utf-8")
        assert read_authorization(file=str(file), token="another") == token
    assert read_authorization(file="", token="another") == "another"


def test_a_token_that_is_no_header_is_not_sent(clock: SecondsClock) -> None:
    with server() as aws, pytest.raises(CredentialRetrievalError, match="ValueError"):
        credentials_at(Server(aws.port), clock, token="a\r\nb").current()


def test_a_token_file_that_is_missing_is_told_of(clock: SecondsClock, tmp_path: Path) -> None:
    credentials = ContainerCredentials(
        "http://127.0.0.1:1/",
        authorization=lambda: read_authorization(file=str(tmp_path / "absent"), token=""),
        clock=clock,
        wait=lambda _: None,
    )
    with pytest.raises(CredentialRetrievalError, match="FileNotFoundError"):
        credentials.current()

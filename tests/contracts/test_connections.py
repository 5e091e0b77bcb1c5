"""ConnectionPool that are kept, and what becomes of them, on real sockets."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from select import select

import pytest
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
    ResponseStreamingError,
    SSLError,
)
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from local.stand_in import StandIn
from shared.adapters.aws.connections import AMAZON_ROOTS, MAX_IDLE_SECONDS, ConnectionPool
from shared.adapters.aws.services import Endpoint
from shared.adapters.aws.transport import ClientConfig, MalformedResponseError, StaleConnectionError
from tests.support.clock import SecondsClock
from tests.support.misbehaving_server import Server, answering, closing, resetting, server, silent
from tests.support.transports import lean_transport

PATIENCE = ClientConfig(connect_seconds=1.0, read_seconds=0.6, max_attempts=1)
REQUEST = b"POST / HTTP/1.1\r\ncontent-length: 2\r\n\r\n{}"
FINE = answering("200 OK", "{}")
LAST = answering("200 OK", "{}", "Connection: close")


@pytest.fixture
def clock() -> SecondsClock:
    return SecondsClock()


def connections_to(server: Server, clock: Callable[[], float] = SecondsClock(), *, url: str = "") -> ConnectionPool:  # noqa: B008
    return ConnectionPool(Endpoint.parse(url or server.url), clock=clock)


def wait_for_a_word(connections: ConnectionPool) -> None:
    """Return when something has come over the connection that rests: it may be its end."""
    [connection] = connections._idle
    assert select([connection._socket], [], [], 5)[0]


def test_one_connection_serves_one_request_after_the_other() -> None:
    with server([FINE] * 5) as aws:
        connections = connections_to(aws)
        connections.connect(PATIENCE)
        connections.connect(PATIENCE)
        assert [connections.exchange(REQUEST, PATIENCE).status for _ in range(5)] == [200] * 5
    assert aws.connections == [[REQUEST] * 5]


def test_a_connection_that_the_other_side_has_closed_is_not_used() -> None:
    with server([FINE], [FINE]) as aws:
        connections = connections_to(aws)
        connections.exchange(REQUEST, PATIENCE)
        wait_for_a_word(connections)
        connections.exchange(REQUEST, PATIENCE)
    assert aws.connections == [[REQUEST], [REQUEST]]


def test_a_connection_on_which_somebody_speaks_unasked_is_not_used() -> None:
    def blurting(connection: socket.socket) -> None:
        FINE(connection)
        connection.sendall(b"HTTP/1.1 408 Request Timeout\r\n\r\n")

    with server([blurting], [FINE]) as aws:
        connections = connections_to(aws)
        if not connections.exchange(REQUEST, PATIENCE).is_last:
            wait_for_a_word(connections)
        connections.exchange(REQUEST, PATIENCE)
    assert aws.connections == [[REQUEST], [REQUEST]]


def test_a_connection_that_is_said_to_end_is_not_used_again() -> None:
    with server([LAST], [FINE]) as aws:
        connections = connections_to(aws)
        connections.exchange(REQUEST, PATIENCE)
        assert not connections._idle
        connections.exchange(REQUEST, PATIENCE)


def test_a_connection_that_has_rested_long_is_not_trusted(clock: SecondsClock) -> None:
    with server([FINE] * 3, [FINE]) as aws:
        connections = connections_to(aws, clock)
        connections.exchange(REQUEST, PATIENCE)
        clock.seconds += MAX_IDLE_SECONDS - 1
        connections.exchange(REQUEST, PATIENCE)
        clock.seconds += MAX_IDLE_SECONDS
        connections.exchange(REQUEST, PATIENCE)
    assert [len(requests) for requests in aws.connections] == [2, 1]


@pytest.mark.parametrize("breaking", [closing, resetting])
def test_a_kept_connection_that_breaks_before_an_answer_is_stale(breaking: Callable[[socket.socket], None]) -> None:
    with server([FINE, breaking], [breaking]) as aws:
        connections = connections_to(aws)
        connections.exchange(REQUEST, PATIENCE)
        with pytest.raises(StaleConnectionError):
            connections.exchange(REQUEST, PATIENCE)
        with pytest.raises(ConnectionClosedError) as closed:
            connections.exchange(REQUEST, PATIENCE)
        assert not isinstance(closed.value, StaleConnectionError), "nobody had kept it"


@pytest.mark.parametrize("breaking", [closing, resetting])
def test_a_read_does_not_notice_a_stale_connection(breaking: Callable[[socket.socket], None]) -> None:
    with server([FINE, breaking], [FINE, FINE]) as aws:
        client = lean_transport(aws.url).client("dynamodb", PATIENCE)
        attempts = [client.call("GetItem", {})["ResponseMetadata"]["RetryAttempts"] for _ in range(3)]
    assert attempts == [0, 1, 0]


def test_a_write_over_a_stale_connection_is_tried_again_as_after_any_failure() -> None:
    patience = ClientConfig(connect_seconds=1.0, read_seconds=0.6, max_attempts=2)
    with server([FINE, resetting], [FINE]) as aws:
        client = lean_transport(aws.url).client("dynamodb", patience)
        assert [client.call("PutItem", {})["ResponseMetadata"]["RetryAttempts"] for _ in range(2)] == [0, 1]
    with server([FINE, resetting]) as aws:
        client = lean_transport(aws.url).client("dynamodb", PATIENCE)
        client.call("PutItem", {})
        with pytest.raises(ConnectionClosedError):
            client.call("PutItem", {})


def half(connection: socket.socket) -> None:
    answering("200 OK", '{"Item"', length=100)(connection)
    resetting(connection)


def stuck(connection: socket.socket) -> None:
    answering("200 OK", '{"Item"', length=100)(connection)
    silent(connection)


def endless(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5_000 + b"\r\n\r\n")


@pytest.mark.parametrize(
    ("behave", "error"),
    [
        (answering("200 OK", '{"Item"', length=100), ResponseStreamingError),
        (half, (ResponseStreamingError, ConnectionClosedError)),
        (stuck, ReadTimeoutError),
        (silent, ReadTimeoutError),
        (answering("200 OK", "<html>"), MalformedResponseError),
        (answering("200 OK", "{}", "x-amz-crc32: 1"), BotoCoreError),
        (lambda connection: connection.sendall(b"220 mail.example.com ESMTP\r\n\r\n"), ConnectionClosedError),
        (endless, ConnectionClosedError),
        (answering("500 Internal Server Error", "{}"), ClientError),
    ],
)
def test_a_connection_that_failed_leaves_nothing_to_the_next_request(
    behave: Callable[[socket.socket], None], error: type[Exception]
) -> None:
    with server([behave], [FINE]) as aws:
        client = lean_transport(aws.url).client("dynamodb", PATIENCE)
        with pytest.raises(error):
            client.call("GetItem", {})
        assert client.call("GetItem", {})["ResponseMetadata"]["HTTPStatusCode"] == 200


BREAKING = {
    "closes": closing,
    "breaks the connection": resetting,
    "says nothing": silent,
    "breaks within the answer": half,
    "breaks off": answering("200 OK", "{", length=9),
}
FAILING = {
    "answers garbage": answering("200 OK", "garbage"),
    "answers what was damaged": answering("200 OK", "{}", "x-amz-crc32: 1"),
    "fails": answering("500 Internal Server Error", '{"__type": "InternalServerError"}'),
    "is a gateway without a database": answering("503 Service Unavailable", "<html>no</html>"),
    "throttles": answering("400 Bad Request", '{"__type": "com.amazonaws.dynamodb#ThrottlingException"}'),
}


@pytest.mark.parametrize("behaviour", [*BREAKING, *FAILING])
def test_whatever_fails_once_is_not_noticed_by_those_who_may_try_again(behaviour: str) -> None:
    patience = ClientConfig(connect_seconds=1.0, read_seconds=0.6, max_attempts=2)
    connections = [[FAILING[behaviour], FINE]] if behaviour in FAILING else [[BREAKING[behaviour]], [FINE]]
    with server(*connections) as aws:
        answer = lean_transport(aws.url).client("dynamodb", patience).call("TransactWriteItems", {"TransactItems": []})
    assert answer["ResponseMetadata"]["RetryAttempts"] == 1
    tokens = {request[request.rindex(b"ClientRequestToken") :] for requests in aws.connections for request in requests}
    assert len(tokens) == 1


def test_where_nobody_listens_there_is_no_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    connections = connections_to(Server(port))
    with pytest.raises(EndpointConnectionError):
        connections.exchange(REQUEST, PATIENCE)
    with pytest.raises(EndpointConnectionError):
        connections.connect(PATIENCE)


def test_who_does_not_let_in_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> socket.socket:
        raise TimeoutError

    monkeypatch.setattr(socket, "create_connection", never)
    with pytest.raises(ConnectTimeoutError):
        connections_to(Server(1)).connect(PATIENCE)


def test_who_says_nothing_is_waited_for_as_long_as_there_is_patience() -> None:
    with server([silent]) as aws:
        connections, begin = connections_to(aws), time.monotonic()
        with pytest.raises(ReadTimeoutError):
            connections.exchange(REQUEST, PATIENCE)
    assert time.monotonic() - begin >= PATIENCE.read_seconds


def test_threads_share_a_client_and_nobody_gets_the_answer_of_another(stand_in: StandIn) -> None:
    client = lean_transport(stand_in.endpoint_url).client("ssm", ClientConfig(
        connect_seconds=5.0, read_seconds=30.0, max_attempts=3
    ))  # fmt: skip
    aws = stand_in.client("ssm")
    names = [f"/threads/{number}" for number in range(32)]
    for name in names:
        aws.put_parameter(Name=name, Value=f"value of {name}", Type="String", Overwrite=True)

    def read(name: str) -> str:
        found = client.call("GetParameters", {"Names": [name]})["Parameters"]
        return str(found[0]["Value"])

    asked = [names[number % 32] for number in range(640)]
    with ThreadPoolExecutor(32) as threads:
        assert list(threads.map(read, asked)) == [f"value of {name}" for name in asked]
    assert len(client._exchange._idle) <= 32  # type: ignore[attr-defined]


def test_connections_are_closed_with_the_client_that_had_them() -> None:
    with server([FINE, closing]) as aws:
        connections = connections_to(aws)
        connections.exchange(REQUEST, PATIENCE)
        [connection] = connections._idle
        opened = connection._socket
        del connections
        assert opened.fileno() == -1
        # The server sees the end of the connection and stops.


@dataclass(frozen=True, slots=True)
class Authority:
    """A certification authority, and a server that it has certified."""

    file: Path
    tls: ssl.SSLContext


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    folder = tmp_path_factory.mktemp("authority")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "An authority")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file, key_file = folder / "authority.pem", folder / "key.pem"
    file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(file, key_file)
    return Authority(file, tls)


@pytest.fixture(params=[ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def version(request: pytest.FixtureRequest, authority: Authority) -> Iterator[ssl.TLSVersion]:
    with ExitStack() as stack:
        before = authority.tls.maximum_version
        stack.callback(lambda: setattr(authority.tls, "maximum_version", before))
        authority.tls.maximum_version = request.param
        yield request.param


def test_a_connection_that_was_opened_ahead_serves_the_first_request_over_tls(
    authority: Authority, version: ssl.TLSVersion
) -> None:
    """TLS 1.3 servers speak right after the handshake; that is no reason to mistrust them."""
    with server([FINE, FINE], tls=authority.tls) as aws:
        transport = lean_transport(f"https://127.0.0.1:{aws.port}", ca_bundle=str(authority.file))
        client = transport.client("dynamodb", PATIENCE)
        assert client.connect is not None
        client.connect()
        if version is ssl.TLSVersion.TLSv1_3:
            wait_for_a_word(client._exchange)  # type: ignore[attr-defined]
        for _ in range(2):
            assert client.call("GetItem", {})["ResponseMetadata"]["RetryAttempts"] == 0
    assert [len(requests) for requests in aws.connections] == [2]


@pytest.mark.usefixtures("version")
@pytest.mark.parametrize("breaking", [closing, resetting])
def test_a_stale_connection_over_tls_is_passed_over(
    authority: Authority, breaking: Callable[[socket.socket], None]
) -> None:
    with server([FINE, breaking], [FINE], tls=authority.tls) as aws:
        transport = lean_transport(f"https://127.0.0.1:{aws.port}", ca_bundle=str(authority.file))
        client = transport.client("dynamodb", PATIENCE)
        client.call("GetItem", {})
        client.call("GetItem", {})
    assert len(aws.connections) == 2


def test_who_is_certified_by_nobody_known_gets_nothing(authority: Authority) -> None:
    with server([FINE], tls=authority.tls) as aws:
        client = lean_transport(f"https://127.0.0.1:{aws.port}").client("dynamodb", PATIENCE)
        with pytest.raises(SSLError, match="AWS_CA_BUNDLE"):
            client.call("GetItem", {})
    assert aws.connections == []


def test_who_is_certified_for_another_name_gets_nothing(authority: Authority) -> None:
    with server([FINE], tls=authority.tls) as aws:
        transport = lean_transport(f"https://localhost:{aws.port}", ca_bundle=str(authority.file))
        client = transport.client("dynamodb", PATIENCE)
        assert client.connect is not None
        with pytest.raises(SSLError):
            client.connect()
    assert aws.connections == []


def test_who_does_not_speak_tls_gets_nothing() -> None:
    with server([FINE]) as aws:
        client = lean_transport(f"https://127.0.0.1:{aws.port}").client("dynamodb", PATIENCE)
        with pytest.raises((SSLError, ConnectTimeoutError)):
            client.call("GetItem", {})


def test_the_authorities_of_amazon_are_there() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(AMAZON_ROOTS)
    assert len(context.get_ca_certs()) == 5

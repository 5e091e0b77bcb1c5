"""Whatever S3 does to a request: a book has its old snapshot or the new one, whole, and the next writer tidies up."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from itertools import count

import pytest
from botocore.exceptions import ConnectionClosedError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from local.stand_in import StandIn
from shared.adapters.aws.connections import ConnectionPool, HttpExchange
from shared.adapters.aws.http_responses import HttpResponse
from shared.adapters.aws.services import Endpoint
from shared.adapters.aws.transport import ClientConfig
from shared.adapters.s3_snapshots import S3SnapshotStore
from shared.domain.errors import SnapshotLostError, SnapshotsUnavailableError
from shared.services.ports.snapshots import Snapshot
from tests.support.examples import examples
from tests.support.misbehaving_server import Behaviour, answering, closing, server, silent
from tests.support.transports import lean_transport

_NUMBERS = count(1)
LOST_BEFORE, LOST_AFTER, SLOW_DOWN, SERVER_ERROR, FAILED_AFTER = range(5)
"""What may happen to a request: it never arrives; its response does not; S3 refuses it; it fails; it seems to."""
ATTEMPTS = 3


class Flaky:
    """An HttpExchange in which something happens to the requests with these numbers; from ``broken`` on, to all."""

    def __init__(self, over: HttpExchange, faults: Mapping[int, int], broken: int | None = None) -> None:
        self._over = over
        self._faults = faults
        self._broken = broken
        self.requests = 0

    def connect(self, config: ClientConfig) -> None:
        raise AssertionError("nobody asked for it")

    def exchange(self, request: bytes, config: ClientConfig, *, body: bytes = b"", fresh: bool = False) -> HttpResponse:
        number, self.requests = self.requests, self.requests + 1
        is_broken = self._broken is not None and number >= self._broken
        fault = LOST_BEFORE if is_broken else self._faults.get(number)
        if fault in {None, LOST_AFTER, FAILED_AFTER}:
            response = self._over.exchange(request, config, body=body)
            if fault is None:
                return response
        if fault in {LOST_BEFORE, LOST_AFTER}:
            raise ConnectionClosedError(endpoint_url="http://s3")
        if fault == SLOW_DOWN:
            return HttpResponse(503, {}, b"<Error><Code>SlowDown</Code></Error>")
        return HttpResponse(500, {}, b"<Error><Code>InternalError</Code></Error>")


@pytest.fixture(scope="module")
def pool(stand_in: StandIn) -> ConnectionPool:
    return ConnectionPool(Endpoint.parse(stand_in.endpoint_url), clock=time.time)


class Case:
    """A bucket with a snapshot of revision 1, or none, and a store through which nothing can be relied on."""

    def __init__(self, stand_in: StandIn, pool: ConnectionPool, *, is_new: bool = False) -> None:
        self.bucket = f"faults-{next(_NUMBERS)}"
        self._stand_in = stand_in
        self._pool = pool
        stand_in.client("s3").create_bucket(Bucket=self.bucket)
        self.sound = self.store(lean_transport(stand_in.endpoint_url))
        if not is_new:
            assert write(self.sound, 1, None)
        self.before = self.sound.latest("book")
        self.old = 0 if self.before is None else 1

    def store(self, transport: object) -> S3SnapshotStore:
        return S3SnapshotStore(transport, bucket=self.bucket, new_id=lambda: f"id{next(_NUMBERS)}")  # type: ignore[arg-type]

    def flaky(self, faults: Mapping[int, int], broken: int | None = None) -> tuple[S3SnapshotStore, Flaky]:
        exchange = Flaky(self._pool, faults, broken)
        return self.store(lean_transport(self._stand_in.endpoint_url, exchange=lambda _: exchange)), exchange

    def keys(self) -> list[str]:
        listed = self._stand_in.client("s3").list_objects_v2(Bucket=self.bucket)
        return [each["Key"] for each in listed.get("Contents", [])]

    def revision(self) -> int:
        """Return the revision of the snapshot, 0 for none, and check that all of it is of that revision."""
        found = self.sound.latest("book")
        if found is None:
            return 0
        mark = str(found.revision).encode()
        assert (found.sections["mark"], found.documents().block(0)) == (mark, mark)
        return found.revision

    def is_tidy_after_the_next(self) -> None:
        """Check that the next writer succeeds, and leaves nothing but its own."""
        assert write(self.sound, 9, self.sound.latest("book"))
        assert self.revision() == 9
        assert len(self.keys()) == 2


def write(store: S3SnapshotStore, revision: int, replacing: Snapshot | None) -> bool:
    mark = str(revision).encode()
    return store.put("book", revision=revision, format=1, sections={"mark": mark}, blocks=[mark], replacing=replacing)


@pytest.mark.parametrize("is_new", [True, False])
@pytest.mark.parametrize("broken", range(6))
def test_a_writer_that_is_cut_off_leaves_the_old_one_or_the_new(
    stand_in: StandIn, pool: ConnectionPool, broken: int, is_new: bool
) -> None:
    case = Case(stand_in, pool, is_new=is_new)
    store, exchange = case.flaky({}, broken)
    stored = None
    with suppress(SnapshotsUnavailableError):
        stored = write(store, 5, case.before)
    assert stored is (None if broken < 2 else True), "documents and index are two requests"
    assert case.revision() == (case.old if broken < 2 else 5)
    assert exchange.requests <= 6 + ATTEMPTS
    case.is_tidy_after_the_next()


@pytest.mark.parametrize("fault", [LOST_AFTER, FAILED_AFTER])
@pytest.mark.parametrize("number", range(4))
def test_a_request_that_was_carried_out_unheard_is_recognized(
    stand_in: StandIn, pool: ConnectionPool, number: int, fault: int
) -> None:
    """The second attempt to store the index finds its condition broken, by the first."""
    case = Case(stand_in, pool)
    store, _ = case.flaky({number: fault})
    assert write(store, 5, case.before)
    assert case.revision() == 5
    assert len(case.keys()) == 2


def test_an_index_that_was_stored_unheard_to_the_end_keeps_its_documents(
    stand_in: StandIn, pool: ConnectionPool
) -> None:
    case = Case(stand_in, pool)
    store, _ = case.flaky({1: LOST_AFTER}, 2)
    with pytest.raises(SnapshotsUnavailableError):
        write(store, 5, case.before)
    assert case.revision() == 5
    case.is_tidy_after_the_next()


def test_an_unheard_index_that_another_writer_has_replaced_is_not_there(
    stand_in: StandIn, pool: ConnectionPool
) -> None:
    case = Case(stand_in, pool)

    class Overtaken(Flaky):
        def exchange(
            self, request: bytes, config: ClientConfig, *, body: bytes = b"", fresh: bool = False
        ) -> HttpResponse:
            try:
                return super().exchange(request, config, body=body)
            except ConnectionClosedError:
                assert write(case.sound, 6, case.sound.latest("book"))
                raise

    exchange = Overtaken(pool, {1: LOST_AFTER})
    store = case.store(lean_transport(stand_in.endpoint_url, exchange=lambda _: exchange))
    assert not write(store, 5, case.before)
    assert case.revision() == 6
    assert len(case.keys()) == 2


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    faults=st.dictionaries(st.integers(0, 14), st.integers(0, 4), max_size=8),
    is_new=st.booleans(),
    loses=st.booleans(),
)
def test_whatever_happens_a_snapshot_is_whole(
    stand_in: StandIn, pool: ConnectionPool, faults: Mapping[int, int], is_new: bool, loses: bool
) -> None:
    case = Case(stand_in, pool, is_new=is_new)
    store, _ = case.flaky(faults)
    winner = case.old
    if loses:
        assert write(case.sound, 3, case.before)
        winner = 3
    stored = None
    with suppress(SnapshotsUnavailableError):
        stored = write(store, 5, case.before)
    now = case.revision()
    assert now in ({winner} if loses else {winner, 5})
    if stored is not None:
        assert stored is (now == 5)
    case.is_tidy_after_the_next()


@pytest.mark.parametrize("broken", range(4))
def test_a_removal_that_is_cut_off_is_finished_by_the_next(
    stand_in: StandIn, pool: ConnectionPool, broken: int
) -> None:
    case = Case(stand_in, pool)
    store, _ = case.flaky({}, broken)
    with suppress(SnapshotsUnavailableError):
        store.remove("book")
    assert case.revision() == (1 if broken == 0 else 0)
    case.sound.remove("book")
    assert case.keys() == []


@pytest.mark.parametrize("fault", [LOST_BEFORE, LOST_AFTER, SLOW_DOWN, SERVER_ERROR, FAILED_AFTER])
def test_one_fault_is_not_noticed_by_readers(stand_in: StandIn, pool: ConnectionPool, fault: int) -> None:
    case = Case(stand_in, pool)
    store, _ = case.flaky({0: fault, 2: fault})
    found = store.latest("book")
    assert found is not None
    assert found.documents().block(0) == b"1"


BROKEN: dict[str, list[list[Behaviour]]] = {
    "closes": [[closing]] * 3,
    "says nothing": [[silent]] * 3,
    "breaks off": [[answering("200 OK", "half", length=100)]] * 3,
    "refuses": [[answering("403 Forbidden", "<Error><Code>AccessDenied</Code></Error>", "Connection: close")]],
    "is not S3": [[answering("200 OK", "<html>", "Connection: close")]],
}


@pytest.mark.parametrize("behaviour", BROKEN)
def test_a_store_that_cannot_be_read_says_so(behaviour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "shared.adapters.s3_snapshots._CLIENT_CONFIG",
        ClientConfig(connect_seconds=1.0, read_seconds=0.6, max_attempts=3),
    )
    with server(*BROKEN[behaviour]) as aws:
        store = S3SnapshotStore(lean_transport(aws.url), bucket="bucket", new_id=str)
        with pytest.raises(SnapshotsUnavailableError) as failed:
            store.latest("book")
    assert not isinstance(failed.value, SnapshotLostError)
